// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "scenarios/invest/cashflow/example.h"
#include "scenarios/invest/money/asset.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr int kLongestLife = 1000;

/// Upkeep a year as a list, or one number for every year of "years" (or "life"), its own or all alternatives'.
LifeCycle life_cycle(const Field& asset, const Field& inputs, const Discount& discount) {
    LifeCycle life{.capital = asset.at("capital").number()};
    const Field upkeep = asset.at("upkeep");
    std::optional<int> years;
    for (const Field* place : {&asset, &inputs}) {
        for (const char* key : {"years", "life"}) {
            if (const auto given = years ? std::nullopt : place->find(key)) {
                years = given->whole(1, kLongestLife);
            }
        }
    }
    if (!upkeep.is_list()) {
        if (!years) {
            upkeep.wrong("is one number for every year, and \"years\" is missing. Give it, or a list of one a year.");
        }
        life.upkeep.assign(static_cast<std::size_t>(*years), upkeep.number());
    } else {
        if (upkeep.size() == 0 || upkeep.size() > kLongestLife) {
            upkeep.wrong("has no year, or more than 1000. Give one number a year.");
        }
        if (years) {
            upkeep.need_size(static_cast<std::size_t>(*years), "one a year");
        }
        life.upkeep = upkeep.numbers();
    }
    for (const char* key : {"salvage", "residual"}) {
        if (const auto given = asset.find(key)) {
            life.salvage = given->number();
        }
    }
    cost_life_cycle(life, discount);
    return life;
}

struct Named {
    std::string name;
    LifeCycle life;
};

std::vector<Named> alternatives(const Example& example, const Discount& discount) {
    std::vector<Named> all;
    for (const auto& [name, field] : example.inputs.members()) {
        if (field.is_object()) {
            all.push_back({name, life_cycle(field, example.inputs, discount)});
        }
    }
    return all;
}

template <typename Value> std::size_t least(const std::vector<Named>& all, Value value) {
    const auto found = std::min_element(all.begin(), all.end(),
                                        [&](const Named& a, const Named& b) { return value(a.life) < value(b.life); });
    return static_cast<std::size_t>(found - all.begin());
}

void equivalent_annual_cost(const Example& example, Outputs& outputs) {
    const Discount discount = example.discount();
    std::vector<Named> all = alternatives(example, discount);
    if (all.empty()) { // one asset, written without a name
        const LifeCycle life = life_cycle(example.inputs, example.inputs, discount);
        outputs["pv"] = life.present_cost;
        outputs["eac"] = life.annual_cost;
        return;
    }
    for (const Named& each : all) {
        outputs["pv_" + each.name] = each.life.present_cost;
    }
    for (const Named& each : all) {
        outputs["eac_" + each.name] = each.life.annual_cost;
    }
    outputs["choose"] = all[least(all, [](const LifeCycle& life) { return life.annual_cost; })].name;
}

/// Several assets as lists: one capital and one upkeep (a number or a list of years) each.
std::vector<Named> listed(const Example& example, const Discount& discount) {
    const Field capital = example.inputs.at("capital");
    const Field upkeep = example.inputs.at("upkeep");
    upkeep.need_size(capital.size(), "one an asset");
    std::vector<Named> all;
    for (std::size_t i = 0; i < capital.size(); ++i) {
        Field::Json one = example.inputs.json();
        one["capital"] = capital.at(i).json();
        one["upkeep"] = upkeep.at(i).json();
        for (const char* key : {"salvage", "residual", "years", "life"}) {
            if (const auto list = example.inputs.find(key); list && list->is_list()) {
                list->need_size(capital.size(), "one an asset");
                one[key] = list->at(i).json();
            }
        }
        const Field asset{one, example.inputs.path()};
        all.push_back({std::to_string(i + 1), life_cycle(asset, asset, discount)});
    }
    return all;
}

void life_cycle_cost(const Example& example, Outputs& outputs) {
    const Discount discount = example.discount();
    const auto cost = [](const LifeCycle& life) { return life.present_cost; };
    const auto capital = example.inputs.find("capital");
    if (capital && capital->is_list() && capital->size() > 0) {
        const std::vector<Named> all = listed(example, discount);
        for (const Named& each : all) {
            outputs["pv"].push_back(each.life.present_cost);
            outputs["annual"].push_back(each.life.annual_cost);
        }
        outputs["choose"] = least(all, cost) + 1;
        return;
    }
    const std::vector<Named> all = alternatives(example, discount);
    if (all.empty()) {
        outputs["pv"] = life_cycle(example.inputs, example.inputs, discount).present_cost;
        return;
    }
    for (const Named& each : all) {
        outputs["pv_" + each.name] = each.life.present_cost;
    }
    outputs["choose"] = all[least(all, cost)].name;
}

struct Depreciated {
    double cost = 0.0;
    double salvage = 0.0;
    int life = 1;
    std::optional<int> year;
};

Depreciated depreciated(const Example& example) {
    const auto salvage = example.inputs.find("salvage");
    Depreciated asset{.cost = example.inputs.at("cost").number(0.0, 1e15),
                      .salvage = salvage ? salvage->number(0.0, 1e15) : 0.0,
                      .life = example.inputs.at("life").whole(1, kLongestLife),
                      .year = std::nullopt};
    if (asset.salvage > asset.cost) {
        salvage->wrong("is more than the cost. Give what is left of it at the end.");
    }
    if (const auto year = example.inputs.find("year")) {
        asset.year = year->whole(1, kLongestLife);
    }
    return asset;
}

/// What is left of the cost after each year; the year asked for on its own.
void tell(const Depreciated& asset, const std::vector<double>& by_year, Outputs& outputs) {
    outputs["by_year"] = by_year;
    double book = asset.cost;
    for (std::size_t i = 0; i < by_year.size(); ++i) {
        book -= by_year[i];
        outputs["book_value"].push_back(book);
        if (asset.year == static_cast<int>(i) + 1) {
            outputs["depreciation"] = by_year[i];
            outputs["residual"] = book;
        }
    }
    if (asset.year && *asset.year > static_cast<int>(by_year.size())) {
        outputs["depreciation"] = 0.0;
        outputs["residual"] = book;
    }
}

void depreciate_straight(const Example& example, Outputs& outputs) {
    const Depreciated asset = depreciated(example);
    outputs["per_year"] = (asset.cost - asset.salvage) / asset.life;
    tell(asset, straight_line(asset.cost, asset.salvage, asset.life), outputs);
}

void depreciate_declining(const Example& example, Outputs& outputs) {
    const Depreciated asset = depreciated(example);
    if (asset.cost <= 0.0) {
        example.inputs.at("cost").wrong("is 0. Give what the thing costs.");
    }
    const auto months = example.inputs.find("months_first");
    const DecliningBalance balance =
        declining_balance(asset.cost, asset.salvage, asset.life, months ? months->whole(1, 12) : 12);
    outputs["rate"] = balance.rate;
    tell(asset, balance.by_year, outputs);
}

void depreciate_digits(const Example& example, Outputs& outputs) {
    const Depreciated asset = depreciated(example);
    tell(asset, sum_of_years_digits(asset.cost, asset.salvage, asset.life), outputs);
}

void discount_schedule(const Example& example, Outputs& outputs) {
    const Discount discount = example.discount(false);
    const Field steps = example.inputs.at("schedule");
    const int last = steps.at(steps.size() - 1).at(1).whole(1, kLongestLife);
    for (int year = 0; year <= last; ++year) {
        outputs["factor"][std::to_string(year)] = discount.factor(year);
    }
}

} // namespace

std::vector<ExampleKind> asset_kinds() {
    return {{"equivalent_annual_cost", equivalent_annual_cost},
            {"life_cycle_cost", life_cycle_cost},
            {"straight_line", depreciate_straight},
            {"declining_balance", depreciate_declining},
            {"sum_of_years_digits", depreciate_digits},
            {"discount_schedule", discount_schedule}};
}

} // namespace cityloom::scenarios::invest
