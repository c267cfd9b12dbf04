// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::water {

enum class NodeKind : std::uint8_t { Junction, Reservoir, Tank };

/// How a source or tank came to its place.
enum class Site : std::uint8_t {
    Unsaid,    ///< from elsewhere, or by an older program
    Mapped,    ///< it stands in the source data
    Shore,     ///< invented: at the shore of mapped water
    WellField, ///< invented: where no water is mapped, at a low street
    Height,    ///< invented: a tank at a high street
};

struct Node {
    std::uint64_t id = 0;
    std::string key; ///< "tank/T1", "source/W1", "node/123"
    Point2 at;
    NodeKind kind = NodeKind::Junction;
    double elevation_m = 0.0; ///< ground, or tank floor, or reservoir head
    double demand_m3ps = 0.0; ///< mean day demand at a junction
    std::uint32_t customers = 0;
    double tank_area_m2 = 0.0; ///< tanks: cylinder
    double tank_min_level_m = 0.0;
    double tank_max_level_m = 0.0;
    double tank_start_level_m = 0.0;
    double leak_coefficient = 0.0; ///< of what leaks at a junction: m3/s at 1 m of pressure, see Network::leak_exponent
    Site site = Site::Unsaid;
    Provenance source = Provenance::Default;
};

/// A reducer lets water through from \c from to \c to only, and holds the head there down to its setting.
enum class LinkKind : std::uint8_t { Pipe, Pump, Reducer };

struct Link {
    std::uint64_t id = 0;
    std::string key; ///< "pump/P1", "main/123"
    std::uint32_t from = kNone;
    std::uint32_t to = kNone;
    LinkKind kind = LinkKind::Pipe;
    double length_m = 0.0;
    double diameter_m = 0.1;
    double roughness_c = 130.0; ///< Hazen-Williams C
    double pump_head0_m = 0.0;  ///< shut-off head of H = H0 - r Q^2
    double pump_r_s2pm5 = 0.0;
    double pump_efficiency = 0.75;
    double reducer_head_m = 0.0; ///< most head behind a reducer, above the same datum as the nodes
    std::uint32_t control_tank =
        kNone;         ///< the tank whose level starts and stops this pump; kNone: all of them together
    bool runs = false; ///< pumps: whatever tanks hold
    Range shape;       ///< in Network::points
    Provenance source = Provenance::Default;
};

struct Network {
    std::vector<Point2> points;
    std::vector<Node> nodes;
    std::vector<Link> links;
    double min_pressure_m = 20.0; ///< required at a customer, metres of water column
    /// N1 of q = C p^N1, by which leaks follow the pressure (see LeakLaw).
    double leak_exponent = 1.15;
};

} // namespace cityloom::water
