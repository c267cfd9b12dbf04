// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace cityloom::traffic::od {

/// Share of each cell's trips that each count sees: p_ia in Spiess's letters, i a cell and a a count. By cell.
struct Proportions {
    std::vector<std::size_t> first{0};  ///< of each cell in the arrays below, and their end
    std::vector<std::uint32_t> count{}; ///< a
    std::vector<double> share{};        ///< p_ia

    [[nodiscard]] std::size_t cells() const { return first.size() - 1; }
};

/// Vehicles that each count should see: v_a = sum over i of p_ia g_i.
[[nodiscard]] std::vector<double> counted(const Proportions& p, std::span<const double> g, std::size_t counts);

/// What is known besides the proportions. The spans must outlive it.
struct AdjustProblem {
    const Proportions& p;
    std::span<const double> counts; ///< observed vehicles, v^_a
    std::span<const double> prior;  ///< trips of each cell, g^_i
    double prior_weight = 0.0;      ///< w; variance of a count over that of a cell of the prior
};

/// Z(g) = 1/2 sum over a of (v_a - v^_a)^2 + w/2 sum over i of (g_i - g^_i)^2. With w = 0 Spiess's objective; else
/// generalised least squares with like variances (Cascetta 1984).
[[nodiscard]] double objective(const AdjustProblem& problem, std::span<const double> g);

/// dZ/dg_i = sum over a of p_ia (v_a - v^_a) + w (g_i - g^_i).
[[nodiscard]] std::vector<double> gradient(const AdjustProblem& problem, std::span<const double> g);

/// The step that brings Z lowest along g_i (1 - lambda dZ/dg_i), in closed form (Spiess 1990): with the changes
/// g'_i = -g_i dZ/dg_i and v'_a = sum over i of p_ia g'_i,
/// lambda = (sum v'_a (v^_a - v_a) + w sum g'_i (g^_i - g_i)) / (sum v'_a^2 + w sum g'_i^2);
/// cut so that no cell loses more than nine tenths at once. 0 where nothing is left to gain.
[[nodiscard]] double step_length(const AdjustProblem& problem, std::span<const double> g,
                                 std::span<const double> gradient);

struct AdjustOptions {
    std::size_t most_steps = 500;
    double stall = 1e-6; ///< ends when a step lowers Z by less, relatively
};

/// Gradient steps from \p g at fixed proportions (Spiess 1990, "A gradient approach for the OD matrix adjustment
/// problem", Centre de recherche sur les transports, Montreal, publication 693). Cells change by factors: those of 0
/// stay 0, and a cell that no count sees stays as it is.
/// A stop ends it after the step under way.
void adjust(const AdjustProblem& problem, std::vector<double>& g, const AdjustOptions& options,
            const std::stop_token& stop = {});

} // namespace cityloom::traffic::od
