// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/choose/selection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace cityloom::scenarios::invest {

namespace {

Programme programme_of(const SelectionProblem& problem, bool whole) {
    Programme programme;
    for (const double npv : problem.npv) {
        whole ? programme.choice(npv) : programme.number(0.0, 1.0, npv);
    }
    std::vector<Term> terms;
    for (std::size_t b = 0; b < problem.budget.size(); ++b) {
        terms.clear();
        for (std::size_t i = 0; i < problem.npv.size(); ++i) {
            if (problem.outlay[b][i] != 0.0) {
                terms.push_back({static_cast<int>(i), problem.outlay[b][i]});
            }
        }
        programme.row_at_most(terms, problem.budget[b]);
    }
    for (const auto& group : problem.exclusive) {
        terms.clear();
        for (const std::size_t i : group) {
            terms.push_back({static_cast<int>(i), 1.0});
        }
        programme.row_at_most(terms, 1.0);
    }
    for (const auto& [one, other] : problem.requires_) {
        programme.row_at_most(std::vector<Term>{{static_cast<int>(one), 1.0}, {static_cast<int>(other), -1.0}}, 0.0);
    }
    return programme;
}

Selection selection_of(const SelectionProblem& problem, const Solution& solution) {
    Selection selection{.status = solution.status, .chosen = {}, .npv = 0.0, .bound = solution.bound};
    for (std::size_t i = 0; i < solution.values.size(); ++i) {
        if (solution.values[i] > 0.5) {
            selection.chosen.push_back(i);
            selection.npv += problem.npv[i];
        }
    }
    return selection;
}

/// NPV per unit of outlay; what needs no money comes first.
std::vector<double> index_of(const SelectionProblem& problem) {
    std::vector<double> index;
    for (std::size_t i = 0; i < problem.npv.size(); ++i) {
        double outlay = 0.0;
        for (std::size_t b = 0; b < problem.budget.size(); ++b) {
            const double scale = problem.budget.size() == 1 || problem.budget[b] <= 0.0 ? 1.0 : problem.budget[b];
            outlay += problem.outlay[b][i] / scale;
        }
        index.push_back(outlay > 0.0 ? problem.npv[i] / outlay : std::numeric_limits<double>::infinity());
    }
    return index;
}

std::vector<std::size_t> by_index(const SelectionProblem& problem) {
    const std::vector<double> index = index_of(problem);
    std::vector<std::size_t> order(problem.npv.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return index[a] > index[b]; });
    return order;
}

} // namespace

Selection select_whole(const SelectionProblem& problem, const SolveOptions& options) {
    return selection_of(problem, maximise(programme_of(problem, true), options));
}

std::optional<bool> is_only_best(const SelectionProblem& problem, const Selection& best, const SolveOptions& options) {
    Programme programme = programme_of(problem, true);
    std::vector<Term> other;
    std::vector<Term> worth;
    double in = 0.0;
    double size = 0.0;
    for (std::size_t i = 0; i < problem.npv.size(); ++i) {
        const bool chosen = std::binary_search(best.chosen.begin(), best.chosen.end(), i);
        other.push_back({static_cast<int>(i), chosen ? -1.0 : 1.0});
        worth.push_back({static_cast<int>(i), problem.npv[i]});
        in += chosen ? 1.0 : 0.0;
        size += std::abs(problem.npv[i]);
    }
    programme.row_at_least(other, 1.0 - in); // differs in one project at least
    const double same = best.npv - 1e-9 * (1.0 + size);
    programme.row_at_least(worth, same - 1e-6 * (1.0 + std::abs(best.npv))); // the solver's tolerance lies above
    const Solution second = maximise(programme, options);
    if (second.status == SolveStatus::Infeasible) {
        return true;
    }
    return second.status == SolveStatus::Optimal ? std::optional{selection_of(problem, second).npv < same}
                                                 : std::nullopt;
}

Selection select_by_index(const SelectionProblem& problem) {
    Selection selection{.status = SolveStatus::Feasible, .chosen = {}, .npv = 0.0, .bound = 0.0};
    std::vector<double> left = problem.budget;
    std::vector<bool> taken(problem.npv.size());
    for (const std::size_t i : by_index(problem)) {
        bool fits = problem.npv[i] > 0.0;
        for (std::size_t b = 0; b < left.size(); ++b) {
            fits = fits && problem.outlay[b][i] <= left[b] + 1e-9 * (1.0 + std::abs(problem.budget[b]));
        }
        for (const auto& group : problem.exclusive) {
            const bool member = std::find(group.begin(), group.end(), i) != group.end();
            fits =
                fits && !(member && std::any_of(group.begin(), group.end(), [&](std::size_t j) { return taken[j]; }));
        }
        for (const auto& [one, other] : problem.requires_) {
            fits = fits && (one != i || taken[other]);
        }
        if (fits) {
            taken[i] = true;
            selection.chosen.push_back(i);
            selection.npv += problem.npv[i];
            for (std::size_t b = 0; b < left.size(); ++b) {
                left[b] -= problem.outlay[b][i];
            }
        }
    }
    std::sort(selection.chosen.begin(), selection.chosen.end());
    return selection;
}

DivisibleSelection select_divisible(const SelectionProblem& problem, const SolveOptions& options) {
    const Solution solution = maximise(programme_of(problem, false), options);
    DivisibleSelection selection{.status = solution.status, .share = solution.values, .order = {}, .npv = 0.0};
    for (const std::size_t i : by_index(problem)) {
        if (i < solution.values.size() && solution.values[i] > 1e-9) {
            selection.order.push_back(i);
            selection.npv += solution.values[i] * problem.npv[i];
        }
    }
    return selection;
}

} // namespace cityloom::scenarios::invest
