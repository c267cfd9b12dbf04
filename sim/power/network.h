// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::power {

/// Substation: the medium-voltage busbar behind the transformers. Transformer: a station of medium to low voltage.
/// HighVoltage: a busbar between lines and transformers. Plant: where a power plant feeds in.
enum class BusKind : std::uint8_t { Infeed, Substation, Feeder, Transformer, HighVoltage, Plant };

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
    double set_point_pu = 1.0; ///< voltage that an infeed holds, or the tap changers of the transformers to this bus
    double generation_w = 0.0; ///< that is fed in here, while the bus is alive
    // What a station and the low voltage behind it lose: no_load_w, and P^2 times load_loss_per_w at a load of P.
    double no_load_w = 0.0;
    double load_loss_per_w = 0.0; ///< 1/W
    /// For charging cars at home, mean over a day, were all cars of whoever lives here electric.
    double home_charging_w = 0.0;
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
    // On-load tap changer on the from side; it holds the voltage of the to side. All transformers to a bus have the
    // same position.
    double tap_step_pu = 0.0;       ///< a step changes the ratio by that much; 0: there is none
    std::uint8_t tap_positions = 0; ///< each way
};

struct Network {
    std::vector<Point2> points;
    std::vector<Bus> buses;
    std::vector<Branch> branches;
    double electric_share = 0.0; ///< of cars, for what is charged at home
};

} // namespace cityloom::power
