// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/invest/effects/simulate.h"
#include "scenarios/invest/plan/portfolio.h"

namespace cityloom::scenarios::invest {

struct PlanRequest {
    std::string candidates = "candidates"; ///< a scenario: all of its measures, switched off or not, may be built
    std::string base = "base";
    std::string into = "plan"; ///< the scenario that is made: what is built, with the year of its works
    bool replace = false;      ///< a scenario of that name
    int first_year = 2026;
    int years = 10;
    std::filesystem::path budget; ///< docs/formats/rollout.md without projects; empty: no limits
    Aim aim = Aim::Npv;
    std::optional<double> gap;
    std::size_t packages = 12; ///< at the most: beyond so many candidates those of one kind are built together
    std::size_t stages = 3;
    EffectRequest effects;
    AppraisalSettings settings = default_plan_appraisal();
};

struct Plan {
    std::string project;
    PlanRequest request;
    Portfolio portfolio;
    SettledPortfolio settled;
    std::vector<Text> warnings; ///< of the programme, and of its debt
    std::map<std::string, std::string> hashes;
    std::size_t simulated = 0;

    /// What is built; nothing where no plan keeps the limits, or none brings more than it costs.
    [[nodiscard]] std::optional<Starts> chosen() const;
};

/// Chooses what of a scenario's measures to build and when, by simulating it; see settle(). Killed, it goes on where it
/// was. Who asks keeps the scenario of it, which appraise_plan() takes.
[[nodiscard]] Result<Plan> make_plan(const ProjectStore& store, const EffectKeeping& keeping,
                                     const LoadedProject& project, const PlanRequest& request,
                                     const EffectSimulator::Progress& progress, const std::stop_token& stop);

/// The measures of what is built, with their years.
[[nodiscard]] Scenario scenario_of(const Plan& plan);

/// What of a debt by year is to be warned of: bands of revenue that it passes, and that it grows to the last year.
/// \param revenue EUR by year; empty: not given
[[nodiscard]] std::vector<Text> debt_warnings(const std::vector<DebtYear>& debt, const std::vector<double>& revenue,
                                              int first_year);

/// Measures in packages, not more than so many: each by itself, or those of one kind together, in their order.
[[nodiscard]] std::vector<Package> packages_of(const std::vector<Measure>& measures, std::size_t most,
                                               const AppraisalContext& context, const AppraisalSettings& settings);

[[nodiscard]] std::string to_json(const Plan& plan);

} // namespace cityloom::scenarios::invest
