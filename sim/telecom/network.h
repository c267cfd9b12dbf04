// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::telecom {

enum class SiteKind : std::uint8_t { BaseStation, RoadsideUnit };

struct Site {
    std::uint64_t id = 0;
    std::string key; ///< "basestation/B3", "rsu/R4"
    Point2 at;
    SiteKind kind = SiteKind::BaseStation;
    double antenna_height_m = 25.0;
    double range_m = 500.0; ///< where the link budget still closes
    double capacity_bps = 300e6;
    double power_w = 3500.0;
    double battery_s = 4 * 3600.0; ///< autonomy without mains; 0 none
    Provenance source = Provenance::Default;
};

struct Network {
    std::vector<Site> sites;
};

} // namespace cityloom::telecom
