// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/trip_results.h"

#include <algorithm>

#include "gis/export/sumo/outputs.h"

namespace cityloom::scenarios {

TrafficMeans means_of(std::span<const traffic::Trip> trips, std::span<const traffic::TripRecord> records) {
    TrafficMeans mean;
    double n = 0.0;
    for (std::size_t t = 0; t < records.size(); ++t) {
        const traffic::TripRecord& r = records[t];
        if (r.arrived < 0) {
            continue;
        }
        n += 1.0;
        const double duration = to_seconds(r.arrived - r.departed);
        mean.duration_s += duration;
        mean.waiting_s += static_cast<double>(r.waiting_s);
        mean.time_loss_s += std::max(0.0, duration - static_cast<double>(r.own_s) - static_cast<double>(r.stopped_s));
        mean.route_length_m += static_cast<double>(r.route_m);
        mean.speed_mps += duration > 0.0 ? static_cast<double>(r.route_m) / duration : 0.0;
        mean.depart_delay_s += std::max(0.0, to_seconds(r.departed - trips[t].depart));
    }
    for (double* value : {&mean.duration_s, &mean.waiting_s, &mean.time_loss_s, &mean.route_length_m, &mean.speed_mps,
                          &mean.depart_delay_s}) {
        *value /= std::max(1.0, n);
    }
    return mean;
}

Result<void> write_tripinfo(const std::filesystem::path& file, std::span<const traffic::Trip> trips,
                            std::span<const traffic::TripRecord> records, const OutputNames& names) {
    auto writer = gis::SumoTripinfoWriter::open(file, gis::sumo_format(file).value_or(gis::SumoFormat::Xml));
    if (!writer) {
        return tl::make_unexpected(writer.error());
    }
    for (std::size_t t = 0; t < records.size(); ++t) {
        const traffic::TripRecord& r = records[t];
        if (r.arrived < 0) {
            continue;
        }
        const std::string id = names.trip(t);
        const std::string type = names.type(trips, t);
        const double duration = to_seconds(r.arrived - r.departed);
        writer->trip({.id = id,
                      .depart_s = to_seconds(r.departed),
                      .depart_delay_s = std::max(0.0, to_seconds(r.departed - trips[t].depart)),
                      .arrival_s = to_seconds(r.arrived),
                      .duration_s = duration,
                      .route_length_m = static_cast<double>(r.route_m),
                      .waiting_s = static_cast<double>(r.waiting_s),
                      .time_loss_s = std::max(0.0, duration - static_cast<double>(r.own_s + r.stopped_s)),
                      .type = type});
    }
    return writer->close();
}

std::string lane_name(const OutputNames& names, const traffic::RoadNetwork& net, const traffic::VehicleState& v) {
    if (v.lane != kNone) {
        return names.net.lanes[v.lane];
    }
    const traffic::Turn& turn = net.turns[v.turn];
    const std::uint32_t first = net.junctions[turn.junction].turns.begin;
    return ":" + names.net.junctions[turn.junction] + "_" + std::to_string(v.turn - first) + "_0";
}

} // namespace cityloom::scenarios
