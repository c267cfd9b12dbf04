// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "sim/traffic/assignment/network.h"

namespace cityloom::traffic::assignment {

struct Options {
    double relative_gap = 1e-10;
    int max_iterations = 1000;
    unsigned threads = 1; ///< for shortest paths; any number gives the same bits
};

/// How far it is, once an iteration, on the calling thread.
using Progress = std::function<void(int iteration, double relative_gap)>;

/// Flows at which no traveller gains by another path (Wardrop 1952, first principle).
struct Assignment {
    std::vector<double> flow;                    ///< a link: PCU
    std::vector<double> time;                    ///< a link: time at that flow
    std::vector<std::vector<double>> class_flow; ///< a class, a link: vehicles
    std::vector<std::vector<double>> class_cost; ///< a class, a link: time and the class's price of toll and length
    /// Beckmann, McGuire and Winsten (1956): the sum over links of the integral of the time from 0 to the flow, and
    /// over classes of their flow (PCU) times their price of toll and length.
    double objective = 0.0;
    double total_travel_cost = 0.0; ///< over classes and links: vehicles times cost
    double total_travel_time = 0.0; ///< over classes and links: vehicles times time
    /// (TSTT - SPTT) / TSTT: TSTT is total_travel_cost, SPTT what all vehicles would spend on the shortest paths at the
    /// same costs. Summed as excess over shortest paths link by link, so that it is exact far below 1e-10.
    double relative_gap = 0.0;
    int iterations = 0;
    bool converged = false; ///< relative_gap is at or below the one asked for
};

/// User equilibrium of several user classes who share the links' time, by origin-based bushes (Dial 2006). Equal inputs
/// give equal bits for any number of threads. Fails as check() does; NotFound, naming the pair of zones by their
/// 1-based numbers, when trips have no path; Cancelled when stopped. Ends without having converged after
/// max_iterations, or when rounding allows no further gain.
[[nodiscard]] Result<Assignment> assign(const Network& network, std::span<const UserClass> classes,
                                        const Options& options = {}, const Progress& progress = {},
                                        const std::stop_token& stop = {});

} // namespace cityloom::traffic::assignment
