// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/money/asset.h"

#include <algorithm>
#include <cmath>

namespace cityloom::scenarios::invest {

std::optional<double> payback_years(std::span<const double> flows, int first, const Discount& discount) {
    double sum = 0.0;
    bool owed = false;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        const int year = first + static_cast<int>(i);
        const double flow = flows[i] * discount.factor(year);
        if (owed && sum + flow >= 0.0) {
            return year - 1 + -sum / flow;
        }
        sum += flow;
        owed = owed || sum < 0.0;
    }
    return owed ? std::nullopt : std::optional{0.0};
}

void cost_life_cycle(LifeCycle& asset, const Discount& discount) {
    const int years = static_cast<int>(asset.upkeep.size());
    const bool level = std::all_of(asset.upkeep.begin(), asset.upkeep.end(),
                                   [&](double each) { return each == asset.upkeep.front(); });
    const double upkeep =
        level && years > 0 ? asset.upkeep.front() * discount.annuity(years) : discount.present_value(asset.upkeep, 1);
    asset.present_cost = asset.capital + upkeep - asset.salvage * discount.factor(years);
    asset.annual_cost = years > 0 ? asset.present_cost / discount.annuity(years) : 0.0;
}

std::vector<double> straight_line(double cost, double salvage, int life) {
    return std::vector<double>(static_cast<std::size_t>(life), (cost - salvage) / life);
}

std::vector<double> sum_of_years_digits(double cost, double salvage, int life) {
    std::vector<double> by_year;
    for (int year = 1; year <= life; ++year) {
        by_year.push_back((cost - salvage) * 2.0 * (life - year + 1) / (static_cast<double>(life) * (life + 1)));
    }
    return by_year;
}

DecliningBalance declining_balance(double cost, double salvage, int life, int months_first) {
    DecliningBalance result;
    result.rate = round_decimals(1.0 - std::pow(salvage / cost, 1.0 / life), 3);
    double gone = 0.0;
    const int years = months_first < 12 ? life + 1 : life;
    for (int year = 1; year <= years; ++year) {
        const int months = year == 1 ? months_first : year > life ? 12 - months_first : 12;
        result.by_year.push_back((cost - gone) * result.rate * months / 12.0);
        gone += result.by_year.back();
    }
    return result;
}

} // namespace cityloom::scenarios::invest
