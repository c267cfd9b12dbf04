// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::telecom {

enum class SiteKind : std::uint8_t {
    BaseStation,  ///< serves telephones: people, and drivers who navigate by them
    RoadsideUnit, ///< serves vehicles with a V2X radio, and nobody else
};

/// Spectrum that the operators of a mast use on each of its three sectors: 800, 1800, 2100 and 2600 MHz with 10, 20, 10
/// and 20 MHz, a usual holding of bands 20, 3, 1 and 7 (3GPP TS 36.101 table 5.5-1).
inline constexpr double kSectorHz = 60e6;
inline constexpr double kSectors = 3.0;
/// The most that a sector carries in each hertz (bit/s), downlink: 3GPP TR 36.942 V16 table A.2.
inline constexpr double kMostBpsHz = 4.4;
inline constexpr double kStationBps = kSectors * kSectorHz * kMostBpsHz;

struct Site {
    std::uint64_t id = 0;
    std::string key; ///< "basestation/B3", "rsu/R4"
    Point2 at;
    SiteKind kind = SiteKind::BaseStation;
    double antenna_height_m = 25.0;
    double range_m = 500.0;            ///< where the link budget still closes
    double capacity_bps = kStationBps; ///< what it carries at the best signal, all sectors
    double power_w = 3500.0;
    double battery_s = 4 * 3600.0; ///< autonomy without mains; 0 none
    Provenance source = Provenance::Default;
};

struct Network {
    std::vector<Site> sites;
    /// People whose telephone gets less are counted: what an end user must have for taking part in society, 10 Mbit/s
    /// down (Germany's Telekommunikationsmindestversorgungsverordnung of 2022, section 2).
    double least_rate_bps = 10e6;
};

} // namespace cityloom::telecom
