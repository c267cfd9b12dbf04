// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/cashflow/example.h"

#include <array>
#include <regex>

namespace cityloom::scenarios::invest {

namespace {

/// "discount factors rounded to four decimals", "published with 4-digit factors".
std::optional<int> decimals_in(const std::string& convention) {
    static const std::regex kFactors{"factor", std::regex::icase};
    static const std::regex kDecimals{"([2-9]|two|three|four|five|six)[ -](digit|decimal)", std::regex::icase};
    std::smatch found;
    if (!std::regex_search(convention, kFactors) || !std::regex_search(convention, found, kDecimals)) {
        return std::nullopt;
    }
    const std::string many = found[1];
    constexpr std::array<std::string_view, 5> kNames{"two", "three", "four", "five", "six"};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (many == kNames[i]) {
            return static_cast<int>(i) + 2;
        }
    }
    return many[0] >= '2' && many[0] <= '9' ? std::optional{many[0] - '0'} : std::nullopt;
}

} // namespace

std::optional<int> Example::factor_decimals() const {
    if (const auto given = inputs.find("factor_decimals")) {
        return given->whole(0, 12);
    }
    if (convention && !convention->empty()) {
        return decimals_in(convention->substr(0, 1000));
    }
    const auto unit = inputs.find("unit");
    return unit && unit->is_text() && unit->text().find("CNY") != std::string::npos ? std::optional{4} : std::nullopt;
}

Discount Example::discount(bool printed) const {
    const std::optional<int> decimals = printed ? factor_decimals() : std::nullopt;
    const auto schedule = inputs.find("schedule");
    if (!schedule) {
        return Discount{inputs.at("rate").rate(), decimals};
    }
    std::vector<RateStep> steps;
    for (const Field& each : schedule->list()) {
        each.need_size(3, "as [first year, last year, rate]");
        const int first = steps.empty() ? 1 : steps.back().last + 1;
        steps.push_back({.first = each.at(std::size_t{0}).whole(first, first),
                         .last = each.at(1).whole(first, 1000),
                         .rate = each.at(2).rate()});
    }
    if (steps.empty()) {
        schedule->wrong("is empty. Give one step at least, as [1, 30, 0.035].");
    }
    return Discount{std::move(steps), decimals};
}

int Example::first_year(int otherwise) const {
    const auto given = inputs.find("first_flow_year");
    return given ? given->whole(0, 1000) : otherwise;
}

} // namespace cityloom::scenarios::invest
