// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <set>

#include "scenarios/invest/cashflow/example.h"
#include "scenarios/invest/money/benefit.h"

namespace cityloom::scenarios::invest {

namespace {

/// A number, the sum of a list, or the sum of an object's members.
double sum_of(const Field& field) {
    if (!field.is_object()) {
        const std::vector<double> all = field.numbers();
        return std::accumulate(all.begin(), all.end(), 0.0);
    }
    double sum = 0.0;
    for (const auto& [name, each] : field.members()) {
        sum += each.number();
    }
    return sum;
}

/// A present value as given, or worked out of yearly amounts.
double present(const Example& example, const char* given, const char* yearly) {
    if (const auto field = example.inputs.find(given)) {
        return sum_of(*field);
    }
    const auto flows = example.inputs.find(yearly);
    if (!flows) {
        return sum_of(example.inputs.at(given)); // says that it is missing
    }
    return example.discount().present_value(flows->numbers(), example.first_year(0));
}

void transport_cba(const Example& example, Outputs& outputs) {
    const double benefit = present(example, "pv_benefit", "benefits");
    const double cost = present(example, "pv_cost", "costs");
    outputs["pv_benefit"] = benefit;
    outputs["pv_cost"] = cost;
    outputs["npv"] = benefit - cost;
    outputs["bcr"] = cost > 0.0 ? Outputs(benefit / cost) : Outputs(nullptr);
}

void rule_of_half_kind(const Example& example, Outputs& outputs) {
    const std::array<std::string_view, 3> keys{"existing", "new", "unit_saving"};
    std::array<std::vector<double>, 3> given;
    std::size_t options = 1;
    bool listed = false;
    for (std::size_t k = 0; k < keys.size(); ++k) {
        const Field field = example.inputs.at(keys[k]);
        given[k] = field.numbers();
        if (field.is_list()) {
            if (given[k].empty() || (listed && given[k].size() != options)) {
                field.wrong("is not as long as the other lists. Give one number an option.");
            }
            options = given[k].size();
            listed = true;
        }
    }
    const auto put = [&](const char* key, double value) {
        if (listed) {
            outputs[key].push_back(value);
        } else {
            outputs[key] = value;
        }
    };
    for (std::size_t i = 0; i < options; ++i) {
        const auto value = [&](std::size_t k) { return given[k][given[k].size() == 1 ? 0 : i]; };
        const RuleOfHalf benefit = rule_of_half(value(0), value(1), value(2));
        put("existing_benefit", benefit.existing);
        put("new_benefit", benefit.fresh);
        put("total", benefit.total());
    }
}

/// What stands after "npv_at_plus" or "npv_at_minus": a change in per cent.
std::optional<double> change_in(std::string_view key) {
    for (const auto& [prefix, sign] : {std::pair{std::string_view{"npv_at_plus"}, 1.0}, {"npv_at_minus", -1.0}}) {
        if (key.starts_with(prefix)) {
            double percent = 0.0;
            const char* const begin = key.data() + prefix.size();
            const char* const end = key.data() + key.size();
            const auto [stop, error] = std::from_chars(begin, end, percent);
            if (error == std::errc{} && stop == end && percent > 0.0) {
                return sign * percent / 100.0;
            }
        }
    }
    return std::nullopt;
}

Outputs number_or_null(const std::optional<double>& value) {
    return value ? Outputs(*value) : Outputs(nullptr);
}

void sensitivity_kind(const Example& example, Outputs& outputs) {
    const double base = example.inputs.at("base_npv").number();
    bool any = false;
    for (const auto& [key, field] : example.inputs.members()) {
        const auto change = change_in(key);
        if (!change) {
            continue;
        }
        any = true;
        for (const auto& [name, npv] : field.members()) {
            const auto coefficient = sensitivity(base, npv.number(), *change);
            outputs[name] = number_or_null(coefficient);
            // The change of the factor at which nothing is left, by the same line.
            outputs["switching_change"][name] =
                coefficient && *coefficient != 0.0 ? Outputs(-1.0 / *coefficient) : Outputs(nullptr);
        }
    }
    if (!any) {
        example.inputs.wrong(
            "have no values to compare. Give them by factor, as \"npv_at_plus10\": {\"capital\": -4.2}.");
    }
}

void switching(const Example& example, Outputs& outputs) {
    if (!example.inputs.find("change") && example.inputs.find("base_npv")) {
        sensitivity_kind(example, outputs);
        return;
    }
    const Field change = example.inputs.at("change");
    const Field npv = example.inputs.at("npv");
    if (!change.is_list() || change.size() < 2) {
        change.wrong("has fewer than two values. Give two changes at least, as [0, 0.1].");
    }
    npv.need_size(change.size(), "one a change");
    const std::vector<double> changes = change.numbers();
    if (std::set<double>{changes.begin(), changes.end()}.size() != changes.size()) {
        change.wrong("holds a change twice. Give each once.");
    }
    const Switching found = switching_value(changes, npv.numbers());
    outputs["slope_per_percent"] = found.slope / 100.0;
    outputs["switching_change"] = number_or_null(found.change);
}

} // namespace

std::vector<ExampleKind> benefit_kinds() {
    return {{"transport_cba", transport_cba},
            {"rule_of_half", rule_of_half_kind},
            {"switching_value", switching},
            {"sensitivity_coefficient", sensitivity_kind}};
}

} // namespace cityloom::scenarios::invest
