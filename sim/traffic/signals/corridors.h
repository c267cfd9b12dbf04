// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// The way from one signal to the next, without a stop between.
struct SignalLink {
    std::uint32_t from = kNone;       ///< controller
    std::uint32_t to = kNone;         ///< controller
    std::uint32_t first_edge = kNone; ///< leaves the signal behind
    std::uint32_t last_edge = kNone;  ///< reaches the one ahead
    double length_m = 0.0;
    double time_s = 0.0;   ///< from stop line to stop line at the limit
    double start_s = 0.0;  ///< what speeding up from rest costs besides
    double flow_vph = 0.0; ///< that enters it
    double stays = 1.0;    ///< share of it that reaches the other end
};

/// A chain of signals that one main flow passes one after another. links[k] leads from controllers[k] to
/// controllers[k + 1], back[k] the other way; kNone where there is no such way.
struct Corridor {
    std::vector<std::uint32_t> controllers;
    std::vector<std::uint32_t> links; ///< in the links that it was found from
    std::vector<std::uint32_t> back;
};

/// The heaviest way from each signal to each next one within 800 m. It follows the main flow past junctions where that
/// does not give way.
[[nodiscard]] std::vector<SignalLink> find_signal_links(const RoadNetwork& net, std::span<const double> turn_flow_vph);

/// Chains of fixed-time signals for coordination: the Manual on Uniform Traffic Control Devices (2009, section 4D.04)
/// asks for it where signals on a major route are within 800 m. Pairs are joined by falling flow of both directions,
/// from 80 veh/h on; a signal passes on what comes from one neighbour to the other, at least 0.3 of the lighter side's
/// flow. Each signal belongs to one chain at most. Chains have 20 signals at most.
[[nodiscard]] std::vector<Corridor> find_corridors(const RoadNetwork& net, std::span<const SignalLink> links,
                                                   std::span<const double> turn_flow_vph);

} // namespace cityloom::traffic
