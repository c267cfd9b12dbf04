// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "scenarios/invest/cashflow/example.h"
#include "scenarios/invest/money/decision.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr int kLongest = 1000;

/// Probabilities that add up to 1.
std::vector<double> probabilities(const Field& field, std::size_t count, const std::string& why) {
    field.need_size(count, why);
    std::vector<double> all;
    for (const Field& each : field.list()) {
        all.push_back(each.number(0.0, 1.0));
    }
    if (std::abs(std::accumulate(all.begin(), all.end(), 0.0) - 1.0) > 1e-6) {
        field.wrong("does not add up to 1. Give the probability of every one.");
    }
    return all;
}

void minimax_regret(const Example& example, Outputs& outputs) {
    std::vector<std::string> plans;
    std::vector<std::vector<double>> payoff;
    const auto states = example.inputs.find("states");
    for (const auto& [name, row] : example.inputs.at("payoff").members()) {
        const std::size_t wanted = states ? states->size() : payoff.empty() ? row.size() : payoff.front().size();
        row.need_size(wanted, "one a state");
        plans.push_back(name);
        payoff.push_back(row.numbers());
    }
    if (payoff.empty() || payoff.front().empty()) {
        example.inputs.at("payoff").wrong("is empty. Give what each plan brings in each state, as {\"A\": [70, 40]}.");
    }
    const auto given = example.inputs.find("probability");
    const auto weight = example.inputs.find("hurwicz");
    const auto probability =
        given ? probabilities(*given, payoff.front().size(), "one a state") : std::vector<double>{};
    const DecisionTable table =
        decide(payoff, probability, weight ? std::optional{weight->number(0.0, 1.0)} : std::nullopt);
    const auto by_plan = [&](const std::vector<double>& values) {
        Outputs all = Outputs::object();
        for (std::size_t i = 0; i < values.size(); ++i) {
            all[plans[i]] = values[i];
        }
        return all;
    };
    outputs["maximax"] = plans[table.maximax];
    outputs["maximin"] = plans[table.maximin];
    for (std::size_t i = 0; i < plans.size(); ++i) {
        outputs["regret"][plans[i]] = table.regret[i];
    }
    outputs["max_regret"] = by_plan(table.max_regret);
    outputs["choose"] = plans[table.least_regret];
    outputs["choose_regret"] = plans[table.least_regret];
    if (weight) {
        outputs["hurwicz"] = by_plan(table.hurwicz);
        outputs["choose_hurwicz"] = plans[table.best_hurwicz];
    }
    if (given) {
        outputs["expected"] = by_plan(table.expected);
        outputs["choose_expected"] = plans[table.best_expected];
        outputs["evpi"] = table.perfect_information;
    }
}

std::string percent_key(double percent) {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), percent);
    return {text.data(), end};
}

void expected_shortfall_kind(const Example& example, Outputs& outputs) {
    const Field given = example.inputs.at("profit");
    if (!given.is_list() || given.size() == 0) {
        given.wrong("is no list of numbers. Give the profit of each outcome.");
    }
    const auto probability = probabilities(example.inputs.at("probability"), given.size(), "one an outcome");
    const std::vector<double> profit = given.numbers();
    std::vector<double> levels(100);
    std::iota(levels.begin(), levels.end(), 1.0);
    if (const auto more = example.inputs.find("levels")) {
        for (const Field& each : more->list()) {
            if (each.number() <= 0.0 || each.number() > 100.0) {
                each.wrong("is no level. Give per cent above 0, at most 100.");
            }
            levels.push_back(each.number());
        }
    }
    for (const double level : levels) {
        outputs["es"][percent_key(level)] = expected_shortfall(probability, profit, level / 100.0);
    }
}

Alternative alternative(const std::string& name, const Field& field) {
    const auto capital = field.find("capital");
    return {.name = name,
            .capital = capital ? capital->number() : 0.0,
            .good = field.at("good").number(),
            .poor = field.at("poor").number(),
            .years = field.at("years").whole(1, kLongest)};
}

void staged_decision(const Example& example, Outputs& outputs) {
    const Field& inputs = example.inputs;
    StagedDecision decision{.p_good = inputs.at("p_good").number(0.0, 1.0),
                            .good_after_good = 1.0,
                            .good_after_poor = 0.0,
                            .alternatives = {},
                            .small = 0,
                            .extension = {},
                            .stage_year = 0,
                            .discount = inputs.find("rate") ? example.discount() : Discount{0.0}};
    const auto later_good = inputs.find("p_good_after_good");
    const auto later_poor = inputs.find("p_good_after_poor");
    decision.good_after_good = later_good ? later_good->number(0.0, 1.0) : 1.0;
    decision.good_after_poor = later_poor ? later_poor->number(0.0, 1.0) : 0.0;
    static_cast<void>(inputs.at("small")); // what is extended
    const Field extend = inputs.at("extend");
    for (const auto& [name, field] : inputs.members()) {
        if (field.is_object() && name != "extend") {
            if (name == "small") {
                decision.small = decision.alternatives.size();
            }
            decision.alternatives.push_back(alternative(name, field));
        }
    }
    const Alternative& small = decision.alternatives[decision.small];
    decision.stage_year = extend.at("year").whole(0, small.years);
    const auto extension_poor = extend.find("poor");
    const auto extension_years = extend.find("years");
    // Where demand turns poor after all, the extended thing is as large as the large one, unless it says otherwise.
    const auto large = inputs.find("large");
    decision.extension = {.name = "extend",
                          .capital = extend.at("capital").number(),
                          .good = extend.at("good").number(),
                          .poor = extension_poor ? extension_poor->number()
                                  : large        ? large->at("poor").number()
                                                 : small.poor,
                          .years = extension_years ? extension_years->whole(1, kLongest)
                                                   : small.years - decision.stage_year};
    const StagedValues values = value_stages(decision);
    std::string best = "staged";
    double most = values.staged;
    for (std::size_t i = 0; i < decision.alternatives.size(); ++i) {
        outputs[decision.alternatives[i].name] = values.value[i];
        if (values.value[i] > most) {
            most = values.value[i];
            best = decision.alternatives[i].name;
        }
    }
    outputs["staged"] = values.staged;
    outputs["extend_node"] = values.extend_node;
    outputs["stay_node"] = values.nodes[decision.small].good;
    outputs["choose"] = best;
    outputs["option_value"] = values.staged - values.value[decision.small];
    // Good and poor of each, in the order of the inputs; of the small one extended, left as it is, and poor.
    for (std::size_t i = 0; i < decision.alternatives.size(); ++i) {
        if (i == decision.small) {
            outputs["nodes"].push_back(values.extend_node);
        }
        outputs["nodes"].push_back(values.nodes[i].good);
        outputs["nodes"].push_back(values.nodes[i].poor);
    }
}

void real_option_wait(const Example& example, Outputs& outputs) {
    const Field& inputs = example.inputs;
    WaitOption option{.capital = inputs.at("capital").number(),
                      .price_now = inputs.at("price_now").number(),
                      .price_up = inputs.at("price_up").number(),
                      .price_down = inputs.at("price_down").number(),
                      .p_up = inputs.at("p_up").number(0.0, 1.0),
                      .rate = inputs.at("rate").rate(),
                      .years = std::nullopt};
    const auto perpetual = inputs.find("perpetual");
    if (const auto years = inputs.find("years"); years && !(perpetual && perpetual->flag())) {
        option.years = years->whole(1, kLongest);
    } else if (perpetual && !perpetual->flag()) {
        static_cast<void>(inputs.at("years")); // says that it is missing
    } else if (option.rate <= 0.0) {
        inputs.at("rate").wrong(
            "is not above 0, and what lasts for ever would be worth no end. Give a rate, or \"years\".");
    }
    const WaitValues values = value_waiting(option);
    outputs["now"] = values.now;
    outputs["wait"] = values.wait;
    outputs["option"] = values.option();
    outputs["choose"] = values.wait > std::max(0.0, values.now) ? "wait" : values.now > 0.0 ? "now" : "never";
}

} // namespace

std::vector<ExampleKind> decision_kinds() {
    return {{"minimax_regret", minimax_regret},
            {"expected_shortfall", expected_shortfall_kind},
            {"staged_decision", staged_decision},
            {"real_option_wait", real_option_wait}};
}

} // namespace cityloom::scenarios::invest
