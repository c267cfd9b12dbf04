// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace cityloom::scenarios::invest {

inline constexpr double kNoLimit = std::numeric_limits<double>::infinity();

/// One variable in a row.
struct Term {
    int variable = 0;
    double factor = 0.0;
};

/// A linear programme, of which some variables are whole numbers: to be maximised.
class Programme {
public:
    /// \return its number, counted from 0. \param worth of one unit of it in the objective
    int number(double least, double most, double worth = 0.0);
    int whole_number(double least, double most, double worth = 0.0);
    /// 0 or 1.
    int choice(double worth = 0.0) { return whole_number(0.0, 1.0, worth); }
    /// least <= sum of the terms <= most. A variable stands in a row once at most.
    void row(std::span<const Term> terms, double least, double most);
    void row_at_most(std::span<const Term> terms, double most) { row(terms, -kNoLimit, most); }
    void row_at_least(std::span<const Term> terms, double least) { row(terms, least, kNoLimit); }
    void fix(int variable, double value);
    void set_worth(int variable, double worth) { worth_[static_cast<std::size_t>(variable)] = worth; }

    /// The same without whole numbers.
    [[nodiscard]] Programme relaxed() const;

    [[nodiscard]] std::size_t variables() const { return worth_.size(); }
    [[nodiscard]] std::size_t rows() const { return row_least_.size(); }

private:
    friend class ProgrammeSolver;
    std::vector<double> worth_, least_, most_;
    std::vector<char> whole_;
    std::vector<double> row_least_, row_most_;
    std::vector<std::size_t> row_start_{0};
    std::vector<Term> terms_;
};

/// When to be content, and when to stop.
struct SolveOptions {
    double gap = 0.0;                ///< relative, between the best found and the bound; 0: proven best
    std::optional<double> seconds;   ///< of processor time; what is found then depends on the machine
    std::optional<int> nodes;        ///< of the search tree; the same on any machine
    std::span<const double> start{}; ///< a solution to begin with, one value a variable; or empty
    std::stop_token stop;
};

enum class SolveStatus : unsigned char {
    Optimal,    ///< to the gap asked for
    Feasible,   ///< stopped by a limit with a solution
    Infeasible, ///< proven: there is none
    Unknown,    ///< stopped by a limit without one
    Unbounded,  ///< as much as one likes
    Cancelled,  ///< asked to stop; there may be a solution
};

struct Solution {
    SolveStatus status = SolveStatus::Unknown;
    std::vector<double> values; ///< one a variable, whole ones exactly whole; empty: none found
    double objective = 0.0;
    double bound = 0.0; ///< no solution is better than this
};

/// Solves it by branch and cut (CBC) on the calling thread, with one thread and fixed seeds: the same programme gives
/// the same solution, unless `seconds` is set. A stop is heeded within some ten milliseconds.
[[nodiscard]] Solution maximise(const Programme& programme, const SolveOptions& options = {});

} // namespace cityloom::scenarios::invest
