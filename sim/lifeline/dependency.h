// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::lifeline {

enum class ConsumerKind : std::uint8_t { Pump, Signal, TelecomSite, Building, Charger };

/// Provider to consumer: the bus that feeds a pump, a signal controller, a base station, a roadside unit or a charging
/// station.
struct PowerSupply {
    ConsumerKind kind = ConsumerKind::Pump;
    std::uint32_t consumer = kNone; ///< index in water links, traffic controllers, telecom sites, chargers
    std::uint32_t bus = kNone;
    double load_w = 0.0;
    double battery_s = 0.0; ///< autonomy without mains; signals have none by default
    Provenance source = Provenance::Default;
};

/// Where each building gets its services.
struct BuildingService {
    std::uint32_t bus = kNone;
    std::uint32_t water_node = kNone;
    float people = 0.0F;
    float jobs = 0.0F;
    std::uint32_t district = kNone;
    Point2 at;
};

struct Dependencies {
    std::vector<PowerSupply> supplies;
    std::vector<BuildingService> buildings;    ///< one per City::buildings
    std::vector<std::uint32_t> hospital_edges; ///< where an ambulance arrives
    std::vector<std::string> district_names;   ///< BuildingService::district and Zone::district index these
};

} // namespace cityloom::lifeline
