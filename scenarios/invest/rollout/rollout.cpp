// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/rollout/rollout.h"

#include <algorithm>
#include <cmath>

#include "scenarios/invest/rollout/conflict.h"
#include "scenarios/invest/rollout/good_plan.h"
#include "scenarios/invest/rollout/model.h"

namespace cityloom::scenarios::invest {

namespace {

using Values = std::vector<std::vector<double>>;

constexpr int kMostPlans = 1000;   ///< that keep a limit by the solver's measure and break it by cents
constexpr int kMostQuotients = 50; ///< rounds until the BCR no longer rises
constexpr double kLargeGap = 0.01;
constexpr int kMostLooks = 30'000; ///< a fraction of a second

/// The best plan by a table of values.
struct Best {
    SolveStatus status = SolveStatus::Unknown;
    Starts starts; ///< empty: none found
    double bound = 0.0;
};

class Search {
public:
    Search(const RolloutProblem& problem, const RolloutOptions& options)
        : p_{problem}, options_{options}, limits_{limits_of(problem)}, all_(limits_.size(), true) {}

    Result<Rollout> run() {
        Rollout rollout;
        rollout.notes = p_.notes;
        const bool found = p_.aim == Aim::Bcr ? best_quotient(rollout) : best_sum(rollout);
        if (!found) {
            return fail(ErrorCode::Internal, "The solver failed on this rollout. Please report it with the file.");
        }
        if (rollout.status == RolloutStatus::Infeasible) {
            const auto conflict = find_conflict(p_, limits_, options_.stop);
            if (!conflict && conflict.error().code != ErrorCode::Cancelled) {
                return tl::make_unexpected(conflict.error());
            }
            if (!conflict) {
                rollout.status = RolloutStatus::Cancelled;
                return rollout;
            }
            for (const std::size_t k : *conflict) {
                rollout.conflict.push_back(limits_[k].words);
            }
            return rollout;
        }
        if (!rollout.start.empty()) {
            tell(rollout);
        }
        return rollout;
    }

private:
    [[nodiscard]] Values values_of(double benefit_weight) const {
        Values values;
        for (std::size_t i = 0; i < p_.projects.size(); ++i) {
            auto& row = values.emplace_back();
            for (int s = 0; s < p_.years; ++s) {
                const Project& project = p_.projects[i];
                const double cost = project.pv_cost[static_cast<std::size_t>(s)];
                // For a quotient q: benefits - q x costs, of which benefits are NPV + costs.
                row.push_back(p_.aim == Aim::Bcr
                                  ? project.npv[static_cast<std::size_t>(s)] + cost - benefit_weight * cost
                                  : p_.worth(i, s));
            }
        }
        return values;
    }

    [[nodiscard]] double synergy_weight() const { return p_.aim == Aim::Resilience ? 0.0 : 1.0; }

    bool best_sum(Rollout& rollout) {
        const Best best = solve(values_of(0.0), false, options_.gap);
        rollout.start = best.starts;
        if (!best.starts.empty()) {
            rollout.bound = std::max(best.bound, aim_of(p_, best.starts));
        }
        return conclude(rollout, best.status);
    }

    /// The largest quotient q is the one at which benefits - q x costs can be nought and no more (Dinkelbach 1967).
    bool best_quotient(Rollout& rollout) {
        double quotient = 0.0;
        for (int round = 0; round < kMostQuotients; ++round) {
            const Best best = solve(values_of(quotient), true, 0.0);
            if (best.starts.empty()) {
                if (best.status == SolveStatus::Infeasible && rollout.start.empty() && fits_empty()) {
                    rollout.start.assign(p_.projects.size(), kNever); // nothing can be built
                    rollout.bound = 0.0;
                    return conclude(rollout, SolveStatus::Optimal);
                }
                return conclude(rollout, best.status);
            }
            const double now = aim_of(p_, best.starts);
            if (!rollout.start.empty() && now <= quotient * (1.0 + 1e-12)) {
                rollout.bound = quotient;
                return conclude(rollout, best.status);
            }
            rollout.start = best.starts;
            quotient = now;
            if (best.status != SolveStatus::Optimal) {
                return conclude(rollout, best.status);
            }
        }
        return conclude(rollout, SolveStatus::Feasible);
    }

    [[nodiscard]] bool fits_empty() const { return fits(Starts(p_.projects.size(), kNever)); }
    [[nodiscard]] bool fits(const Starts& starts) const { return keep_books(p_, limits_, all_, starts).broken.empty(); }

    static bool conclude(Rollout& rollout, SolveStatus status) {
        switch (status) {
        case SolveStatus::Optimal:
            rollout.status = RolloutStatus::Optimal;
            return true;
        case SolveStatus::Infeasible:
            rollout.status = RolloutStatus::Infeasible;
            return true;
        case SolveStatus::Cancelled:
            rollout.status = RolloutStatus::Cancelled;
            return true;
        case SolveStatus::Unbounded:
            return false;
        default:
            rollout.status = RolloutStatus::Feasible;
            return true;
        }
    }

    /// From a good plan on; a plan of the solver's that breaks a limit by a cent is forbidden, and it goes on.
    Best solve(const Values& values, bool some_project, std::optional<double> wanted_gap) {
        const double weight = synergy_weight();
        RolloutModel model{p_, limits_, all_, values, weight, some_project};
        const double gap = wanted_gap.value_or(model.choices() <= kFewChoices ? 0.0 : kLargeGap);
        Best best;
        double most = 0.0;
        const auto keep = [&](const Starts& starts) {
            const bool empty = std::all_of(starts.begin(), starts.end(), [](int s) { return s == kNever; });
            const double worth = starts.empty() ? 0.0 : worth_of(p_, values, weight, starts);
            if (!starts.empty() && !(some_project && empty) && (best.starts.empty() || worth > most)) {
                best.starts = starts;
                most = worth;
            }
        };
        keep(good_plan(p_, limits_, values, weight, {}));
        if (gap > 0.0 && !options_.stop.stop_requested()) {
            // The relaxation's bound, and a plan that follows it, may be all that is needed.
            const Solution relaxed = maximise(model.programme().relaxed(), {.stop = options_.stop});
            if (relaxed.status == SolveStatus::Optimal) {
                keep(good_plan(p_, limits_, values, weight, model.liking(relaxed.values)));
                best.bound = relaxed.objective;
                if (!best.starts.empty() && best.bound - most > gap * std::abs(best.bound)) {
                    keep(better_plan(p_, limits_, values, weight, best.starts, kMostLooks));
                }
                if (!best.starts.empty() && best.bound - most <= gap * std::abs(best.bound)) {
                    best.status = SolveStatus::Optimal;
                    return best;
                }
            }
        }
        for (int plan = 0; plan < kMostPlans; ++plan) {
            const std::vector<double> start =
                best.starts.empty() ? std::vector<double>{}
                                    : model.values(best.starts, keep_books(p_, limits_, all_, best.starts));
            const Solution solution = maximise(
                model.programme(), {.gap = gap, .seconds = options_.seconds, .start = start, .stop = options_.stop});
            best.status = solution.status;
            best.bound = solution.values.empty() ? most : solution.bound;
            if (solution.values.empty()) {
                if (solution.status == SolveStatus::Infeasible && !best.starts.empty()) {
                    best.status = SolveStatus::Optimal; // all that is better has been forbidden
                }
                return best;
            }
            const Starts starts = model.starts(solution.values);
            if (fits(starts)) {
                keep(starts);
                return best;
            }
            if (solution.status != SolveStatus::Optimal) {
                return best;
            }
            model.forbid(starts);
        }
        best.status = best.starts.empty() ? SolveStatus::Infeasible : SolveStatus::Feasible;
        return best;
    }

    void tell(Rollout& rollout) const {
        rollout.objective = aim_of(p_, rollout.start);
        rollout.npv = npv_of(p_, rollout.start);
        rollout.books = keep_books(p_, limits_, all_, rollout.start);
        for (std::size_t k = 0; k < p_.synergies.size(); ++k) {
            const auto& all = p_.synergies[k].all;
            if (std::all_of(all.begin(), all.end(), [&](std::size_t i) { return rollout.start[i] != kNever; })) {
                rollout.synergies.push_back(k);
            }
        }
        for (std::size_t i = 0; i < rollout.start.size(); ++i) {
            const Project& project = p_.projects[i];
            const int last = rollout.start[i] + static_cast<int>(project.cost.size()) - 1;
            if (rollout.start[i] != kNever && last >= p_.years) {
                rollout.notes.push_back(project.id + " is built until " + std::to_string(p_.calendar(last)) +
                                        ": what it costs after " + std::to_string(p_.calendar(p_.years - 1)) +
                                        " is held to no budget");
            }
        }
        std::vector<bool> binds(limits_.size(), false);
        for (const std::size_t k : rollout.books.full) {
            binds[k] = true;
        }
        Starts other = rollout.start;
        for (std::size_t i = 0; i < other.size() && !options_.stop.stop_requested(); ++i) {
            const int had = other[i];
            for (int s = 0; s < p_.years; ++s) {
                other[i] = s;
                if (s != had && p_.can_start(i, s) && aim_of(p_, other) > *rollout.objective) {
                    const auto broken = keep_books(p_, limits_, all_, other).broken;
                    if (broken.size() == 1) { // this one alone stands in the way
                        binds[broken.front()] = true;
                    }
                }
            }
            other[i] = had;
        }
        for (std::size_t k = 0; k < limits_.size(); ++k) {
            if (binds[k]) {
                rollout.binding.push_back(limits_[k].words);
            }
        }
    }

    const RolloutProblem& p_;
    const RolloutOptions& options_;
    std::vector<Limit> limits_;
    Kept all_;
};

} // namespace

double npv_of(const RolloutProblem& problem, const Starts& starts) {
    Values values;
    for (const Project& project : problem.projects) {
        values.push_back(project.npv);
    }
    return worth_of(problem, values, 1.0, starts);
}

double aim_of(const RolloutProblem& problem, const Starts& starts) {
    if (problem.aim == Aim::Npv) {
        return npv_of(problem, starts);
    }
    double sum = 0.0;
    double cost = 0.0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (starts[i] != kNever) {
            sum += problem.worth(i, starts[i]);
            cost += problem.projects[i].pv_cost[static_cast<std::size_t>(starts[i])];
        }
    }
    if (problem.aim == Aim::Bcr) {
        return cost > 0.0 ? 1.0 + npv_of(problem, starts) / cost : 0.0;
    }
    if (problem.aim == Aim::Equity) {
        for (const Synergy& synergy : problem.synergies) {
            const bool built =
                std::all_of(synergy.all.begin(), synergy.all.end(), [&](std::size_t i) { return starts[i] != kNever; });
            sum += built ? synergy.npv : 0.0;
        }
    }
    return sum;
}

Result<Rollout> plan_rollout(const RolloutProblem& problem, const RolloutOptions& options) {
    return Search{problem, options}.run();
}

} // namespace cityloom::scenarios::invest
