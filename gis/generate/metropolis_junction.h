// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/traffic/network.h"

namespace cityloom::gis {

inline constexpr double kMetropolisLaneM = 3.2;

/// Unit vector of the arm towards east, north, west, south.
[[nodiscard]] constexpr Point2 arm_direction(std::uint32_t arm) {
    constexpr std::array<Point2, 4> kWays{Point2{1, 0}, Point2{0, 1}, Point2{-1, 0}, Point2{0, -1}};
    return kWays[arm % 4];
}
/// Of a lane's centre, to the right of the street's centre line; lanes from the kerb.
[[nodiscard]] constexpr double metropolis_lane_offset_m(std::uint32_t lanes, std::uint32_t lane) {
    return kMetropolisLaneM * (lanes - lane - 0.5);
}

/// The streets that meet at a right-angled junction.
struct CrossArms {
    std::array<std::uint32_t, 4> in{kNone, kNone, kNone, kNone}; ///< edges from east, north, west, south
    std::array<std::uint32_t, 4> out{kNone, kNone, kNone, kNone};
    double setback_m = 0.0; ///< of the stop lines from the centre
    double offset_s = 0.0;  ///< of the signal, if there is one
};

/// Lays turns, conflicts and signals of right-angled junctions. Junctions of one form have the same conflicts, which
/// are computed for the first of them.
class JunctionLayer {
public:
    JunctionLayer(traffic::RoadNetwork& net, double cycle_s) : net_{net}, cycle_s_{cycle_s} {}

    void lay(std::uint32_t junction, const CrossArms& arms);

private:
    using Form = std::array<std::uint32_t, 4>;                ///< lanes of each arm
    using Rows = std::vector<std::vector<traffic::Conflict>>; ///< per turn, others counted from the junction's first

    [[nodiscard]] std::uint32_t lanes(std::uint32_t edge) const { return net_.edges[edge].lanes.count; }
    void lay_turns(std::uint32_t junction, const CrossArms& arms, bool lights);
    void add_turn(std::uint32_t junction, const CrossArms& arms, std::uint32_t from, std::uint32_t lane,
                  std::uint32_t to, bool lights);
    void add_signal(std::uint32_t junction, const CrossArms& arms);
    [[nodiscard]] Rows conflicts_of(std::uint32_t junction) const;

    traffic::RoadNetwork& net_;
    double cycle_s_;
    std::map<Form, Rows> known_;
};

} // namespace cityloom::gis
