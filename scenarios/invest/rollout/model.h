// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/invest/rollout/books.h"
#include "scenarios/invest/solver/programme.h"

namespace cityloom::scenarios::invest {

/// A rollout as a programme for the solver: a choice for each project and start year, of which one at most is taken.
/// Precedence is by years: by each year no more of a project has begun than of what it requires, which leaves the
/// relaxation little room. Money is scaled so that the largest cost is about 100; loans have a few cents more room than
/// they must keep, since books round and a programme does not: who uses a solution keeps books of it.
class RolloutModel {
public:
    /// \param value [project][start] what is to be most; empty: any plan that keeps the limits
    /// \param some_project at least one is to be built
    RolloutModel(const RolloutProblem& problem, const std::vector<Limit>& limits, const Kept& kept,
                 const std::vector<std::vector<double>>& value, double synergy_weight, bool some_project);

    [[nodiscard]] const Programme& programme() const { return programme_; }
    [[nodiscard]] Starts starts(const std::vector<double>& values) const;
    /// How much of each start a relaxed solution takes: [project][start], 0 to 1.
    [[nodiscard]] std::vector<std::vector<double>> liking(const std::vector<double>& values) const;
    /// The values that a plan gives the variables, for the solver to begin with; \param books of the plan
    [[nodiscard]] std::vector<double> values(const Starts& starts, const Books& books) const;
    /// No solution is this plan again.
    void forbid(const Starts& starts);
    /// How many choices there are.
    [[nodiscard]] std::size_t choices() const { return choices_; }

private:
    void choose(const std::vector<std::vector<double>>& value);
    void relate();
    void spend();
    void lend(std::vector<std::vector<Term>>& money);
    void serve();
    void join(double weight);
    [[nodiscard]] bool kept(LimitKind kind, std::size_t one, std::size_t other = 0) const;
    [[nodiscard]] std::vector<Term> begun(std::size_t project, int by) const;
    [[nodiscard]] int at(std::size_t project, int start) const {
        return start_[project][static_cast<std::size_t>(start)];
    }

    const RolloutProblem& p_;
    const std::vector<Limit>& limits_;
    const Kept& kept_;
    Programme programme_;
    std::vector<std::vector<int>> start_; ///< [project][start]: the variable, or -1
    std::vector<int> drawn_;              ///< [year]
    std::vector<int> left_;               ///< [year], carried over
    std::vector<int> borrows_;            ///< [year]: 1 where loans are drawn and nothing is left
    std::vector<int> synergy_;
    double scale_ = 1.0; ///< of a cent
    std::size_t choices_ = 0;
};

} // namespace cityloom::scenarios::invest
