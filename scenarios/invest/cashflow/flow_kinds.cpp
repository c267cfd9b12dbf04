// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <chrono>
#include <cmath>

#include "scenarios/invest/cashflow/example.h"
#include "scenarios/invest/money/asset.h"
#include "scenarios/invest/money/rate_of_return.h"

namespace cityloom::scenarios::invest {

namespace {

std::vector<double> flows_of(const Example& example) {
    const Field flows = example.inputs.at("flows");
    if (!flows.is_list() || flows.size() == 0) {
        flows.wrong("is no list of numbers. Give a flow a year, as [-100, 60, 60].");
    }
    return flows.numbers();
}

std::chrono::sys_days date_in(const Field& field) {
    const std::string text = field.text();
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const char* const end = text.data() + text.size();
    const auto y = std::from_chars(text.data(), end, year);
    const auto m = y.ptr < end && *y.ptr == '-' ? std::from_chars(y.ptr + 1, end, month) : y;
    const auto d = m.ptr < end && *m.ptr == '-' ? std::from_chars(m.ptr + 1, end, day) : m;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (d.ec != std::errc{} || d.ptr != end || !date.ok() || year < 1 || year > 9999) {
        field.wrong("is no date. Write it as \"2026-03-31\".");
    }
    return date;
}

std::vector<TimedFlow> dated_flows(const Example& example) {
    const std::vector<double> flows = flows_of(example);
    const Field dates = example.inputs.at("dates");
    dates.need_size(flows.size(), "one a flow");
    std::vector<std::chrono::sys_days> days;
    for (const Field& each : dates.list()) {
        days.push_back(date_in(each));
    }
    return dated(flows, days);
}

void npv(const Example& example, Outputs& outputs) {
    const std::vector<double> flows = flows_of(example);
    const int first = example.first_year(0);
    outputs["npv"] = example.discount().present_value(flows, first);
    outputs["npv_unrounded"] = example.discount(false).present_value(flows, first);
}

void npv_dated(const Example& example, Outputs& outputs) {
    outputs["npv"] = present_value(dated_flows(example), example.inputs.at("rate").rate());
}

void tell(const RatesOfReturn& rates, Outputs& outputs) {
    outputs["irr"] = rates.chosen ? Outputs(*rates.chosen) : Outputs(nullptr);
    outputs["roots"] = rates.all;
    outputs["sign_changes"] = rates.sign_changes;
    if (rates.all.empty()) {
        outputs["note"] = "there is no rate of return: the flows are worth nothing at no rate";
    } else if (rates.all.size() > 1) {
        outputs["note"] = "there are " + std::to_string(rates.all.size()) + " rates of return" +
                          (rates.chosen ? "; the only one that is not negative is given" : "; none is given");
    } else if (rates.sign_changes > 1) {
        outputs["note"] = "the flows change sign " + std::to_string(rates.sign_changes) +
                          " times, and there is one rate of return all the same";
    }
}

void irr(const Example& example, Outputs& outputs) {
    tell(rates_of_return(flows_of(example)), outputs);
}

void irr_dated(const Example& example, Outputs& outputs) {
    tell(rates_of_return(dated_flows(example)), outputs);
}

void mirr(const Example& example, Outputs& outputs) {
    const auto rate = modified_rate_of_return(flows_of(example), example.inputs.at("finance").rate(),
                                              example.inputs.at("reinvest").rate());
    outputs["mirr"] = rate ? Outputs(*rate) : Outputs(nullptr);
}

Outputs years(const std::optional<double>& found) {
    return found ? Outputs(*found) : Outputs(nullptr);
}

void payback(const Example& example, Outputs& outputs) {
    const std::vector<double> flows = flows_of(example);
    const int first = example.first_year(0);
    outputs["payback_years"] = years(payback_years(flows, first, Discount{0.0}));
    if (example.inputs.find("rate") || example.inputs.find("schedule")) {
        outputs["discounted_payback_years"] = years(payback_years(flows, first, example.discount()));
    }
}

void discounted_payback(const Example& example, Outputs& outputs) {
    const Discount discount = example.discount(); // refused where there is none
    payback(example, outputs);
}

} // namespace

std::vector<ExampleKind> flow_kinds() {
    return {{"npv", npv},
            {"npv_dated", npv_dated},
            {"irr", irr},
            {"irr_dated", irr_dated},
            {"mirr", mirr},
            {"payback", payback},
            {"discounted_payback", discounted_payback}};
}

} // namespace cityloom::scenarios::invest
