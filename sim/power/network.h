// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::power {

enum class BusKind : std::uint8_t { Infeed, Substation, Feeder, Transformer };

struct Bus {
    std::uint64_t id = 0;
    std::string key; ///< "infeed/I1", "substation/S2", "transformer/T9"
    Point2 at;
    BusKind kind = BusKind::Feeder;
    double nominal_v = 10'000.0;
    double peak_load_w = 0.0; ///< customers' coincident evening peak at this bus
    double power_factor = 0.95;
    std::uint32_t customers = 0;
    double rating_va = 0.0;    ///< of the transformer here, 0 when none
    double set_point_pu = 1.0; ///< voltage that an infeed holds
    Provenance source = Provenance::Default;
};

struct Branch {
    std::uint64_t id = 0;
    std::string key; ///< "feeder/S2-3", "line/123"
    std::uint32_t from = kNone;
    std::uint32_t to = kNone;
    double length_m = 0.0;
    double r_ohm = 0.0; ///< series, referred to the from side
    double x_ohm = 0.0;
    double rating_a = 0.0;
    bool transformer = false;
    bool normally_open = false; ///< a tie, closed only by switching
    Range shape;                ///< in Network::points
    Provenance source = Provenance::Default;
};

struct Network {
    std::vector<Point2> points;
    std::vector<Bus> buses;
    std::vector<Branch> branches;
};

} // namespace cityloom::power
