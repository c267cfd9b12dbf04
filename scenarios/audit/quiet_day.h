// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "sim/core/result.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// An extreme of a day, and who had it.
struct Extreme {
    double value = 0.0; ///< not a number: nobody had any
    std::string asset;
};

/// A day of the networks with nobody on the streets: what the lifelines do when nothing is wrong.
struct QuietDay {
    Extreme pressure_least; ///< m, at nodes with customers; 0 where one is without supply
    Extreme pressure_most;
    Extreme velocity_most;    ///< m/s, in pipes
    double velocity_95 = 0.0; ///< m/s, of the pipes when this is highest
    double water_delivered_m3 = 0.0;
    double water_lost_m3 = 0.0;
    Extreme voltage_least; ///< p.u., of buses with customers
    Extreme voltage_most;
    double loading_median = 0.0; ///< share of rating, of lines when this is highest
    double losses_share = 0.0;   ///< of the electricity that customers take; not a number: they take none
    double mast_median = 0.0;    ///< share of capacity, of base stations when this is highest
    double unserved_mwh = 0.0;
    double unconverged = 0.0; ///< power flows that found no solution
};

[[nodiscard]] Result<QuietDay> quiet_day(const engine::Networks& networks, const std::stop_token& stop);

} // namespace cityloom::scenarios
