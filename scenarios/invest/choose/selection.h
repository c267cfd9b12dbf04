// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/invest/solver/programme.h"
#include "sim/core/result.h"

namespace cityloom::scenarios::invest {

/// Which projects to take within budgets, where each is now or never.
struct SelectionProblem {
    std::vector<double> npv;                                    ///< [project]
    std::vector<std::vector<double>> outlay;                    ///< [budget][project]; negative: it adds to the budget
    std::vector<double> budget;                                 ///< [budget]
    std::vector<std::vector<std::size_t>> exclusive;            ///< of each group one at most
    std::vector<std::pair<std::size_t, std::size_t>> requires_; ///< the first only with the second
};

struct Selection {
    SolveStatus status = SolveStatus::Unknown;
    std::vector<std::size_t> chosen; ///< ascending
    double npv = 0.0;
    double bound = 0.0;
};

/// Whole projects: the most NPV that the budgets allow. \param options gap 0 proves it best
[[nodiscard]] Selection select_whole(const SelectionProblem& problem, const SolveOptions& options = {});
/// Whether no other set is worth as much as a best one. Nothing where the solver was stopped.
[[nodiscard]] std::optional<bool> is_only_best(const SelectionProblem& problem, const Selection& best,
                                               const SolveOptions& options = {});
/// What a ranking takes: by NPV per unit of outlay (per share of all budgets where there are several), each project
/// that still fits. To show beside the best.
[[nodiscard]] Selection select_by_index(const SelectionProblem& problem);

/// Projects in part or whole, each part worth its share.
struct DivisibleSelection {
    SolveStatus status = SolveStatus::Unknown;
    std::vector<double> share;      ///< [project]
    std::vector<std::size_t> order; ///< those taken, by NPV per unit of outlay
    double npv = 0.0;
};
[[nodiscard]] DivisibleSelection select_divisible(const SelectionProblem& problem, const SolveOptions& options = {});

/// A problem of the OR-Library's mknap1 (number from 1: count, then n m optimum, values, rows, limits) or of mknap2
/// with "problem NAME" lines (m n, values, limits, rows, optimum). Errors name the file.
[[nodiscard]] Result<SelectionProblem> read_mknap(const std::filesystem::path& file, const std::string& problem);

} // namespace cityloom::scenarios::invest
