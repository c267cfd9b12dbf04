// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/rollout/good_plan.h"

#include <algorithm>
#include <cmath>

namespace cityloom::scenarios::invest {

namespace {

struct Start {
    std::size_t project = 0;
    int year = 0;
    double rank = 0.0;
};

class Planner {
public:
    Planner(const RolloutProblem& problem, const std::vector<Limit>& limits,
            const std::vector<std::vector<double>>& value, double synergy_weight)
        : p_{problem},
          limits_{limits},
          value_{value},
          weight_{synergy_weight},
          all_(limits.size(), true),
          starts_(problem.projects.size(), kNever) {}

    Starts plan(const std::vector<std::vector<double>>& liking) {
        std::vector<Start> ways = ranked(liking);
        if (!fits()) { // what must be built, before all else
            for (const Start& way : ways) {
                if (p_.projects[way.project].mandatory && starts_[way.project] == kNever) {
                    starts_[way.project] = way.year;
                }
            }
            if (!fits()) {
                return {};
            }
        }
        for (int round = 0; round < 3; ++round) { // what is required may have come after what requires it
            bool more = false;
            for (const Start& way : ways) {
                more = (starts_[way.project] == kNever && better(way)) || more;
            }
            if (!more) {
                break;
            }
        }
        for (const Start& way : ways) {
            if (starts_[way.project] != kNever && starts_[way.project] != way.year) {
                better(way);
            }
        }
        return starts_;
    }

    Starts improve(const Starts& plan, int most_looks) {
        starts_ = plan;
        looks_ = 0;
        const std::vector<Start> ways = ranked({});
        for (bool better_found = true; better_found && looks_ < most_looks;) {
            better_found = false;
            for (std::size_t i = 0; i < starts_.size() && looks_ < most_looks; ++i) {
                better_found = (starts_[i] != kNever && replace(i, ways, most_looks)) || better_found;
            }
        }
        return starts_;
    }

private:
    /// Leaves a project out, with those that require it, and fills up again.
    bool replace(std::size_t project, const std::vector<Start>& ways, int most_looks) {
        const Starts before = starts_;
        const double worth = worth_of(p_, value_, weight_, starts_);
        starts_[project] = kNever;
        for (bool more = true; more;) {
            more = false;
            for (std::size_t i = 0; i < starts_.size(); ++i) {
                const auto& needs = p_.projects[i].needs;
                if (starts_[i] != kNever &&
                    std::any_of(needs.begin(), needs.end(), [&](std::size_t j) { return starts_[j] == kNever; })) {
                    starts_[i] = kNever;
                    more = true;
                }
            }
        }
        for (const Start& way : ways) {
            if (looks_ < most_looks && starts_[way.project] == kNever && before[way.project] != way.year) {
                better(way);
            }
        }
        if (fits() && worth_of(p_, value_, weight_, starts_) > worth + 1e-9 * (1.0 + std::abs(worth))) {
            return true;
        }
        starts_ = before;
        return false;
    }

    [[nodiscard]] bool fits() {
        ++looks_;
        return keep_books(p_, limits_, all_, starts_).broken.empty();
    }

    /// Takes a start if the plan then fits and is worth more.
    bool better(const Start& way) {
        const double before = worth_of(p_, value_, weight_, starts_);
        const int had = starts_[way.project];
        starts_[way.project] = way.year;
        if (worth_of(p_, value_, weight_, starts_) > before && fits()) {
            return true;
        }
        starts_[way.project] = had;
        return false;
    }

    [[nodiscard]] std::vector<Start> ranked(const std::vector<std::vector<double>>& liking) const {
        std::vector<Start> ways;
        for (std::size_t i = 0; i < p_.projects.size(); ++i) {
            const Project& project = p_.projects[i];
            double cost = 1.0;
            for (const Cents each : project.cost) {
                cost += std::max(0.0, to_units(each));
            }
            for (int s = project.earliest; s <= project.latest; ++s) {
                const auto at = static_cast<std::size_t>(s);
                if (p_.can_start(i, s)) {
                    const double liked = liking.empty() ? 0.0 : liking[i][at];
                    ways.push_back({i, s, value_[i][at] / cost + 1e12 * std::round(liked * 1e3)});
                }
            }
        }
        std::stable_sort(ways.begin(), ways.end(), [](const Start& a, const Start& b) { return a.rank > b.rank; });
        return ways;
    }

    const RolloutProblem& p_;
    const std::vector<Limit>& limits_;
    const std::vector<std::vector<double>>& value_;
    double weight_;
    Kept all_;
    Starts starts_;
    int looks_ = 0;
};

} // namespace

double worth_of(const RolloutProblem& problem, const std::vector<std::vector<double>>& value, double synergy_weight,
                const Starts& starts) {
    double sum = 0.0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        sum += starts[i] == kNever ? 0.0 : value[i][static_cast<std::size_t>(starts[i])];
    }
    for (const Synergy& synergy : problem.synergies) {
        const bool built =
            std::all_of(synergy.all.begin(), synergy.all.end(), [&](std::size_t i) { return starts[i] != kNever; });
        sum += built ? synergy_weight * synergy.npv : 0.0;
    }
    return sum;
}

Starts good_plan(const RolloutProblem& problem, const std::vector<Limit>& limits,
                 const std::vector<std::vector<double>>& value, double synergy_weight,
                 const std::vector<std::vector<double>>& liking) {
    return Planner{problem, limits, value, synergy_weight}.plan(liking);
}

Starts better_plan(const RolloutProblem& problem, const std::vector<Limit>& limits,
                   const std::vector<std::vector<double>>& value, double synergy_weight, const Starts& plan,
                   int most_looks) {
    return Planner{problem, limits, value, synergy_weight}.improve(plan, most_looks);
}

} // namespace cityloom::scenarios::invest
