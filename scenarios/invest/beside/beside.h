// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/invest/beside/judged.h"

namespace cityloom::scenarios::invest {

inline constexpr std::size_t kMostBeside = 6;

struct BesideRequest {
    std::vector<std::string> plans; ///< two to kMostBeside scenarios
    std::size_t futures = 200;      ///< in which all of them are tried, the same ones
    AppraiseRequest appraise;       ///< of each; its plan and its samples are not read
};

/// One of the plans, or building nothing.
struct PlanBeside {
    std::optional<PlanAppraisal> appraisal; ///< nothing: nothing is built
    Aims aims;
    double bcr = 0.0;            ///< NaN where nothing is spent
    std::optional<double> use;   ///< of its least used thing, share of its rating at the most; nothing: it has none
    std::size_t losers = 0;      ///< districts whose trips lose
    std::vector<double> futures; ///< NPV in each, EUR
    Regret regret;
    std::vector<std::size_t> dominated_by; ///< places among the plans

    [[nodiscard]] std::string name() const { return appraisal ? appraisal->plan : std::string{}; }
};

struct Beside {
    std::string project;
    std::string base;
    BesideRequest request;
    int first_year = 0;
    std::vector<PlanBeside> plans;          ///< as asked for, then building nothing
    std::vector<Uncertainty> uncertainties; ///< what the futures differ in
    std::size_t least_regret = 0;           ///< by its largest regret (Savage)
    std::size_t least_mean_regret = 0;
    std::size_t least_worst_tenth = 0;
    std::size_t most_often_pays = 0;
    std::vector<Text> findings;
    std::vector<Text> warnings;
    std::size_t simulated = 0;
};

/// Appraises each plan against the same base over the same years, and all of them in the same sampled futures. Building
/// nothing stands beside them: it costs nothing and brings nothing. Ties go to the plan that was named first.
/// Errors: as of appraise_plan(); fewer than two plans, more than kMostBeside, one named twice.
[[nodiscard]] Result<Beside> appraise_beside(const ProjectStore& store, const EffectKeeping& keeping,
                                             const LoadedProject& project, const BesideRequest& request,
                                             const EffectSimulator::Progress& progress, const std::stop_token& stop);

/// All that follows from the plans' models without running anything.
[[nodiscard]] Result<void> weigh(Beside& beside, const std::stop_token& stop);

[[nodiscard]] std::string to_json(const Beside& beside);

} // namespace cityloom::scenarios::invest
