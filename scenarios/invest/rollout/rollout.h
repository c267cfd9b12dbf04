// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/invest/rollout/books.h"
#include "scenarios/invest/rollout/problem.h"

namespace cityloom::scenarios::invest {

struct RolloutOptions {
    /// Relative, between the plan's aim and the bound. Nothing: the best plan is proven where there are few choices
    /// (kFewChoices starts at most), one per cent otherwise.
    std::optional<double> gap;
    std::optional<double> seconds; ///< of processor time; the plan then depends on the machine
    std::stop_token stop;
};
inline constexpr std::size_t kFewChoices = 300;

enum class RolloutStatus : unsigned char {
    Optimal,    ///< to the gap
    Feasible,   ///< the time was up
    Infeasible, ///< no plan keeps all limits; `conflict` says why
    Cancelled
};

struct Rollout {
    RolloutStatus status = RolloutStatus::Feasible;
    std::optional<double> objective; ///< of the aim, worked out of the starts; nothing without a plan
    std::optional<double> bound;     ///< no plan has more
    double npv = 0.0;                ///< whatever the aim is
    Starts start;                    ///< empty without a plan
    Books books;
    std::vector<std::size_t> synergies; ///< those that the plan has
    std::vector<std::string> binding;   ///< limits without which one project more, or sooner, would do better
    /// The smallest conflict: no plan keeps all of these, and without any one of them there is one that keeps the rest.
    std::vector<std::string> conflict;
    std::vector<std::string> notes;
};

/// The start years that bring most of the aim within all limits, by branch and cut from a good plan. The same on every
/// call and for any number of threads of the caller's, unless `seconds` is set. Errors: Internal, where the solver
/// fails.
[[nodiscard]] Result<Rollout> plan_rollout(const RolloutProblem& problem, const RolloutOptions& options = {});

/// What a plan brings of the aim, synergies included; for the BCR present benefits over present costs, 0 without costs.
[[nodiscard]] double aim_of(const RolloutProblem& problem, const Starts& starts);
[[nodiscard]] double npv_of(const RolloutProblem& problem, const Starts& starts);

/// One JSON object, docs/formats/rollout.md.
[[nodiscard]] std::string to_json(const RolloutProblem& problem, const Rollout& rollout);

} // namespace cityloom::scenarios::invest
