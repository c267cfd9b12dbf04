// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/rollout/conflict.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "scenarios/invest/rollout/model.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr int kMostPlans = 200; ///< that keep a limit by the solver's measure and break it by cents

using Places = std::vector<std::size_t>;

class Finder {
public:
    Finder(const RolloutProblem& problem, const std::vector<Limit>& limits, const std::stop_token& stop)
        : p_{problem}, limits_{limits}, stop_{stop} {}

    Result<Places> find() {
        Places all(limits_.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        auto found = least({}, false, all);
        if (error_) {
            return tl::make_unexpected(*error_);
        }
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    /// The least part of `open` that cannot be kept beside `base`.
    Places least(const Places& base, bool grown, const Places& open) {
        if (error_ || (grown && !possible(base))) {
            return {};
        }
        if (open.size() <= 1) {
            return open;
        }
        const auto middle = open.begin() + static_cast<std::ptrdiff_t>(open.size() / 2);
        const Places first{open.begin(), middle};
        const Places second{middle, open.end()};
        const Places of_second = least(joined(base, first), true, second);
        const Places of_first = least(joined(base, of_second), !of_second.empty(), first);
        return joined(of_first, of_second);
    }

    static Places joined(const Places& one, const Places& other) {
        Places all = one;
        all.insert(all.end(), other.begin(), other.end());
        return all;
    }

    bool possible(const Places& places) {
        Kept kept(limits_.size(), false);
        for (const std::size_t k : places) {
            kept[k] = true;
        }
        const auto some = some_plan(p_, limits_, kept, stop_);
        if (!some) {
            error_ = some.error();
            return false;
        }
        return *some;
    }

    const RolloutProblem& p_;
    const std::vector<Limit>& limits_;
    const std::stop_token& stop_;
    std::optional<Error> error_;
};

} // namespace

Result<bool> some_plan(const RolloutProblem& problem, const std::vector<Limit>& limits, const Kept& kept,
                       const std::stop_token& stop) {
    if (keep_books(problem, limits, kept, Starts(problem.projects.size(), kNever)).broken.empty()) {
        return true;
    }
    RolloutModel model{problem, limits, kept, {}, 0.0, false};
    for (int plan = 0; plan < kMostPlans; ++plan) {
        const Solution solution = maximise(model.programme(), {.stop = stop});
        if (solution.status == SolveStatus::Cancelled) {
            return fail(ErrorCode::Cancelled, "Cancelled before the conflict was found.");
        }
        if (solution.status == SolveStatus::Infeasible) {
            return false;
        }
        if (solution.values.empty()) {
            return fail(ErrorCode::Internal, "The solver failed on a rollout. Please report it with the file.");
        }
        const Starts starts = model.starts(solution.values);
        if (keep_books(problem, limits, kept, starts).broken.empty()) {
            return true;
        }
        model.forbid(starts);
    }
    return false; // all of them break a limit by a cent
}

Result<std::vector<std::size_t>> find_conflict(const RolloutProblem& problem, const std::vector<Limit>& limits,
                                               const std::stop_token& stop) {
    return Finder{problem, limits, stop}.find();
}

} // namespace cityloom::scenarios::invest
