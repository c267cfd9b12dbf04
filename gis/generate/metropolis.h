// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/core/time.h"
#include "sim/traffic/network.h"
#include "sim/traffic/workload.h"

namespace cityloom::gis {

/// A made-up metropolis for tests of scale: a chessboard of one-lane streets with arterials and two square rings.
struct MetropolisPlan {
    std::uint32_t side = 320; ///< junctions a side; 320 carries a million vehicles, 100 carries 115,000
    double block_m = 300.0;
    std::uint32_t arterial_every = 4; ///< blocks between arterials
    std::uint32_t arterial_lanes = 3; ///< each way, 2 or 3; the third is for turning left
    double arterial_mps = 60.0 / 3.6;
    double ring_mps = 80.0 / 3.6;
    double local_mps = 40.0 / 3.6;
    double cycle_s = 96.0; ///< of all signals: where arterials cross anything; right before left elsewhere
};

struct Metropolis {
    MetropolisPlan plan;
    traffic::RoadNetwork net;
    std::vector<std::array<std::uint32_t, 4>> leaving; ///< per junction: its edge east, north, west, south; kNone
    double lane_km = 0.0;
};

/// Straight to a compiled network, without a City. The same plan gives the same network, bit for bit. Signals run with
/// one common cycle, offset so that those who drive north or east meet green waves; arterials of three lanes that
/// cross have stages of their own for left turns, other left turns wait for a gap.
[[nodiscard]] Metropolis build_metropolis(const MetropolisPlan& plan);

/// Trips for a metropolis, by ways laid down: along the first street to an arterial, by two arterials, into the last
/// street. Origins and directions are spread evenly.
struct MetropolisDemand {
    std::uint64_t vehicles = 1'000'000; ///< on the streets at once
    double shortest_m = 3000.0;         ///< of a whole trip, along the streets
    double longest_m = 5000.0;
    double fill_s = 180.0;     ///< in which the streets fill: with trips of which a part has been driven
    double duration_s = 300.0; ///< for which whole trips depart, from half of fill_s on, as many as others end
    double expected_mps = 7.5; ///< mean speed over all, by which the rate of departures is set
    std::uint64_t seed = 1;
    bool free_ways = false; ///< without ways: drivers choose
};

[[nodiscard]] traffic::Workload metropolis_workload(const Metropolis& city, const MetropolisDemand& demand);

} // namespace cityloom::gis
