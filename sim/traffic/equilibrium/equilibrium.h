// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"
#include "sim/traffic/router.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic::equilibrium {

struct EquilibriumOptions {
    TimeUs start = 0;
    TimeUs duration = kHourUs;
    TimeUs slice = 30 * kMinuteUs; ///< about; flows and times are constant in each, and trips count where they depart
    float taste_spread = 0.25F;
    double target_gap = 0.03;
    std::size_t most_iterations = 12;
    std::vector<std::uint32_t> closed_edges; ///< no one drives there
    std::span<const double> vehicles;        ///< that each trip stands for; empty: one each
    std::stop_token stop{};                  ///< asked to stop, it gives what it has after the iteration under way
    /// Makes the signal plans for given flows of turns (veh/h); empty: plans stay as they are.
    std::function<void(RoadNetwork&, std::span<const double>)> plan;
};

/// What drivers know before the first vehicle moves.
struct Equilibrium {
    std::vector<float> edge_times_s;                ///< in the first slice
    std::vector<std::vector<float>> later_times_s;  ///< in those that follow
    TimeUs slice = kHourUs;                         ///< length; the last has no end
    std::vector<double> turn_flow_vph;              ///< mean of all slices
    std::vector<std::vector<std::uint32_t>> routes; ///< of each trip; empty where there is none
    std::vector<double> relative_gap;               ///< after each iteration; the last belongs to the result
};

/// A dynamic user equilibrium to begin with: no driver gains much by another way at the times that all of them cause
/// (Wardrop 1952). Each trip has one way; in each iteration those that would gain change to their best way, with a
/// probability that grows with the gain (Lu, Mahmassani and Zhou 2009, eq. 14: shares proportional to the relative
/// gain), so the ways of a pair share its trips as they do in equilibrium. Times on edges from edge_time_s() with the
/// plans that \p options.plan makes, which follow the flows in the first iterations.
///
/// Relative gap: (sum of costs - sum of least costs) / sum of least costs, over the trips that have a way, each as
/// perceived by the driver's taste class. Same bits for any thread count.
/// \param net its controllers are planned anew; else unchanged. \param trips as drawn; the router's turns are \p net's.
[[nodiscard]] Equilibrium equilibrate(RoadNetwork& net, const Router& router, std::span<const Trip> trips,
                                      const EquilibriumOptions& options, Executor& executor);

} // namespace cityloom::traffic::equilibrium
