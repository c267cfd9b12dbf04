// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "scenarios/invest/appraise/flows.h"
#include "scenarios/invest/rollout/rollout.h"

namespace cityloom::scenarios::invest {

/// Measures that are built together or not at all.
struct Package {
    std::string id;
    Text words;
    std::vector<Measure> measures;
    std::vector<PlannedCost> costs; ///< as if works began in year 0
    std::vector<std::size_t> needs; ///< packages without which it may not be begun
};

/// Packages to choose from, and within what limits.
struct Portfolio {
    int first_year = 0;
    int years = 0; ///< in which works may begin
    std::vector<Package> packages;
    const nlohmann::ordered_json* limits = nullptr; ///< budget, crews, debt: docs/formats/rollout.md without projects
    std::string limits_name;                        ///< that errors begin with
    Aim aim = Aim::Npv;
    std::map<std::string, double> district_weights; ///< for Aim::Equity; 1 where none is given
    std::vector<std::string> districts;             ///< names, in the order of Effects::districts
    std::optional<double> gap;
    std::size_t stages = 3; ///< of a plan that are simulated, the whole of it among them
    AppraisalSettings settings;
};

/// The effects of sets of packages, by their places, in the order of the sets.
using EffectOracle = std::function<Result<std::vector<Effects>>(const std::vector<std::vector<std::size_t>>& sets,
                                                                const std::string& what)>;

/// Two packages that together do not bring what each brings alone.
struct Interaction {
    std::size_t a = 0;
    std::size_t b = 0;
    Effects beyond;      ///< what they bring together less what each brings alone
    double a_year = 0.0; ///< EUR
};

/// One plan that was simulated.
struct PlanRound {
    Starts start;
    double parts = 0.0;    ///< EUR a year: what its packages bring one by one
    double believed = 0.0; ///< EUR a year: what they were believed to bring together when it was chosen
    double whole = 0.0;    ///< EUR a year: what they bring together
    double npv = 0.0;      ///< EUR, of the whole by its simulated stages
    PlanModel model;
};

struct SettledPortfolio {
    RolloutProblem problem; ///< of the last round
    Rollout rollout;
    std::vector<Effects> alone;
    std::vector<double> alone_a_year;               ///< EUR
    std::vector<std::optional<double>> last_a_year; ///< EUR: what each adds to all the others; empty: not asked for
    double all_a_year = 0.0;                        ///< EUR: all packages together
    std::vector<Interaction> interactions;
    std::vector<PlanRound> rounds;
    std::size_t best = 0;             ///< of the rounds: the most net value. None of them: nothing is worth its cost
    bool settled = false;             ///< the last plan brought what it was believed to bring
    std::vector<std::size_t> ranking; ///< what going down the list by value for money would have built
    std::vector<Text> warnings;
};

/// Simulates each package alone and all of them together, finds which pairs do not add up, chooses the starts,
/// simulates what was chosen stage by stage, corrects what was believed of it and chooses again, until a plan brings
/// what it was believed to bring. Errors: of the limits' fields, of the oracle, Cancelled.
[[nodiscard]] Result<SettledPortfolio> settle(const Portfolio& portfolio, const EffectOracle& oracle,
                                              const std::stop_token& stop);

/// What effects of a year are worth in year 0.
[[nodiscard]] double worth_a_year(const Quantities& effects, const AppraisalSettings& settings);

} // namespace cityloom::scenarios::invest
