// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/od/adjust.h"

#include <algorithm>

namespace cityloom::traffic::od {

namespace {
constexpr double kMostLoss = 0.9; // of a cell in a step
}

std::vector<double> counted(const Proportions& p, std::span<const double> g, std::size_t counts) {
    std::vector<double> v(counts, 0.0);
    for (std::size_t i = 0; i < p.cells(); ++i) {
        for (std::size_t k = p.first[i]; k < p.first[i + 1]; ++k) {
            v[p.count[k]] += p.share[k] * g[i];
        }
    }
    return v;
}

double objective(const AdjustProblem& problem, std::span<const double> g) {
    const std::vector<double> v = counted(problem.p, g, problem.counts.size());
    double z = 0.0;
    for (std::size_t a = 0; a < v.size(); ++a) {
        const double apart = v[a] - problem.counts[a];
        z += 0.5 * apart * apart;
    }
    if (problem.prior_weight > 0.0) {
        for (std::size_t i = 0; i < g.size(); ++i) {
            const double apart = g[i] - problem.prior[i];
            z += 0.5 * problem.prior_weight * apart * apart;
        }
    }
    return z;
}

std::vector<double> gradient(const AdjustProblem& problem, std::span<const double> g) {
    const Proportions& p = problem.p;
    const std::vector<double> v = counted(p, g, problem.counts.size());
    std::vector<double> slope(g.size(), 0.0);
    for (std::size_t i = 0; i < g.size(); ++i) {
        for (std::size_t k = p.first[i]; k < p.first[i + 1]; ++k) {
            slope[i] += p.share[k] * (v[p.count[k]] - problem.counts[p.count[k]]);
        }
        slope[i] += problem.prior_weight * (g[i] - problem.prior[i]);
    }
    return slope;
}

double step_length(const AdjustProblem& problem, std::span<const double> g, std::span<const double> slope) {
    const std::vector<double> v = counted(problem.p, g, problem.counts.size());
    std::vector<double> dg(g.size());
    double steepest = 0.0;
    for (std::size_t i = 0; i < g.size(); ++i) {
        dg[i] = -g[i] * slope[i];
        steepest = g[i] > 0.0 ? std::max(steepest, slope[i]) : steepest;
    }
    const std::vector<double> dv = counted(problem.p, dg, v.size());
    double over = 0.0;
    double under = 0.0;
    for (std::size_t a = 0; a < v.size(); ++a) {
        over += dv[a] * (problem.counts[a] - v[a]);
        under += dv[a] * dv[a];
    }
    for (std::size_t i = 0; i < g.size() && problem.prior_weight > 0.0; ++i) {
        over += problem.prior_weight * dg[i] * (problem.prior[i] - g[i]);
        under += problem.prior_weight * dg[i] * dg[i];
    }
    if (!(over > 0.0 && under > 0.0)) {
        return 0.0;
    }
    const double best = over / under;
    return steepest > 0.0 ? std::min(best, kMostLoss / steepest) : best;
}

void adjust(const AdjustProblem& problem, std::vector<double>& g, const AdjustOptions& options,
            const std::stop_token& stop) {
    double z = objective(problem, g);
    for (std::size_t step = 0; step < options.most_steps && z > 0.0 && !stop.stop_requested(); ++step) {
        const std::vector<double> slope = gradient(problem, g);
        const double lambda = step_length(problem, g, slope);
        if (lambda <= 0.0) {
            return;
        }
        for (std::size_t i = 0; i < g.size(); ++i) {
            g[i] = std::max(0.0, g[i] * (1.0 - lambda * slope[i]));
        }
        const double now = objective(problem, g);
        if (z - now <= options.stall * z) {
            return;
        }
        z = now;
    }
}

} // namespace cityloom::traffic::od
