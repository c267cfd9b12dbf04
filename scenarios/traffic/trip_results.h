// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "scenarios/traffic/traffic_run.h"

namespace cityloom::scenarios {

/// Names for outputs: SUMO's own.
struct OutputNames {
    std::vector<std::string> trips;
    std::vector<std::string> types;
    gis::SumoNames net;

    [[nodiscard]] std::string trip(std::size_t t) const { return t < trips.size() ? trips[t] : std::to_string(t); }
    [[nodiscard]] std::string type(std::span<const traffic::Trip> all, std::size_t t) const {
        const std::uint16_t k = all[t].type;
        return k < types.size() ? types[k] : std::string{"DEFAULT_VEHTYPE"};
    }
};

/// The lane that a vehicle is on; inside of a junction SUMO's internal lanes, by our own count.
[[nodiscard]] std::string lane_name(const OutputNames& names, const traffic::RoadNetwork& net,
                                    const traffic::VehicleState& v);

/// Over finished trips.
[[nodiscard]] TrafficMeans means_of(std::span<const traffic::Trip> trips, std::span<const traffic::TripRecord> records);

/// Finished trips as SUMO's tripinfo, or as CSV where the name says so.
[[nodiscard]] Result<void> write_tripinfo(const std::filesystem::path& file, std::span<const traffic::Trip> trips,
                                          std::span<const traffic::TripRecord> records, const OutputNames& names);

} // namespace cityloom::scenarios
