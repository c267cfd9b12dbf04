// SPDX-License-Identifier: GPL-3.0-or-later
// Calibrators: flows and speeds that are kept to on an edge or a lane, interval by interval.
#include <cmath>

#include "gis/import/sumo/demand_handler.h"
#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

namespace {

constexpr std::size_t kMostReserve = 2'000'000;

} // namespace

bool DemandHandler::calibrator(const XmlElement& e) {
    if (e.name() == "calibrator" && e.depth() == 1) {
        calibrator_ = {};
        calibrator_.vehicle.id = e.text("id");
        calibrator_.vehicle.place = e.place();
        if (e.has("lane")) {
            calibrator_.lane = lane_named(e, e.text("lane"));
            calibrator_.edge = net_.lanes[calibrator_.lane].edge;
        } else {
            calibrator_.edge = edge_named(e, e.text("edge"), "edge");
        }
        const TimeUs period = e.time_or(e.has("period") ? "period" : "freq", kSecondUs);
        calibrator_.period = period > 0 ? period : kSecondUs;
        if (e.has("output")) {
            remarks_.add("calibrators ask for files of their own (output), which are not written");
        }
        if (e.has("vTypes")) {
            remarks_.add("calibrators count some types only (vTypes): all are counted");
        }
        return true;
    }
    if (e.parent() != "calibrator" || !one_of(e.name(), {"flow", "interval"})) {
        return false;
    }
    RawCalibration row = calibrator_;
    row.begin = e.time_or("begin", 0);
    row.end = e.time("end");
    if (row.end <= row.begin) {
        e.fault("it ends before it begins; mend begin and end");
    }
    const double speed = e.number_or("speed", -1.0);
    for (std::uint32_t lane = net_.edges[row.edge].lanes.begin; speed >= 0.0 && lane < net_.edges[row.edge].lanes.end();
         ++lane) {
        if (row.lane == kNone || row.lane == lane) {
            demand_.limits.push_back({row.begin, lane, speed});
            demand_.limits.push_back({row.end, lane, -1.0});
        }
    }
    const double flow = e.number_or(e.has("perHour") ? "perHour" : "vehsPerHour", -1.0);
    if (flow < 0.0) {
        if (speed < 0.0) {
            e.fault("it says neither vehsPerHour nor speed; add one of them");
        }
        return true;
    }
    row.wished_per_h = flow;
    row.vehicle.place = e.place();
    row.vehicle.type = e.text_or("type", "DEFAULT_VEHTYPE");
    row.vehicle.route = e.text_or("route", "");
    row.vehicle.depart_lane = row.lane == kNone ? std::string{e.text_or("departLane", "free")}
                                                : std::to_string(row.lane - net_.edges[row.edge].lanes.begin);
    row.vehicle.depart_pos = e.text_or("departPos", "base");
    row.vehicle.depart_speed = e.text_or("departSpeed", "max");
    row.vehicle.arrival_lane = e.text_or("arrivalLane", "current");
    row.vehicle.arrival_pos = e.text_or("arrivalPos", "max");
    row.vehicle.arrival_speed = e.text_or("arrivalSpeed", "current");
    demand_.calibrations.push_back(std::move(row));
    return true;
}

/// From the calibrator's edge on.
void WorkloadMaker::cut_route(const RawVehicle& vehicle, traffic::Trip& trip) {
    const Range edges = out_.work.routes[trip.route];
    std::uint32_t at = edges.begin;
    while (at < edges.end() && out_.work.route_edges[at] != cut_at_) {
        ++at;
    }
    if (at == edges.end()) {
        fault(vehicle, "is let in on the edge \"" + out_.names.edges[cut_at_] +
                           "\", which its route does not pass; give the calibrator's flow a route over its edge");
    }
    trip.route = static_cast<std::uint32_t>(out_.work.routes.size());
    out_.work.routes.push_back({at, edges.end() - at});
}

void WorkloadMaker::make_calibrations() {
    std::size_t reserve = 0;
    std::size_t named = 0;
    for (const RawCalibration& raw_row : demand_.calibrations) {
        SumoCalibration row{.edge = builder_.edge_of[raw_row.edge],
                            .lane = raw_row.lane == kNone ? kNone : builder_.lane_of[raw_row.lane],
                            .begin = raw_row.begin,
                            .end = raw_row.end,
                            .period = raw_row.period};
        if (row.edge == kNone || (raw_row.lane != kNone && row.lane == kNone)) {
            remarks_.add("calibrators on lanes that no road vehicle may use are left out");
            continue;
        }
        const double wished = std::floor(raw_row.wished_per_h * to_seconds(row.end - row.begin) / 3600.0 + 0.5);
        if (wished + static_cast<double>(reserve) > static_cast<double>(kMostReserve)) {
            builder_.files.fault(raw_row.vehicle.place,
                                 "Calibrators let more than two million vehicles in; end them earlier, or lower their "
                                 "flows",
                                 ErrorCode::LimitExceeded);
        }
        row.wished = static_cast<std::uint64_t>(wished);
        if (raw_row.vehicle.route.empty()) {
            remarks_.add("calibrators have flows without a route and let nobody in, but keep others out");
        } else {
            const std::size_t before = out_.work.trips.size();
            cut_at_ = row.edge;
            for (std::uint64_t k = 0; k < row.wished; ++k, ++order_) {
                add(raw_row.vehicle, raw_row.vehicle.id + "." + std::to_string(named++), kInReserve, 0);
            }
            cut_at_ = kNone;
            row.reserve = static_cast<std::uint32_t>(out_.work.trips.size() - before);
        }
        reserve += row.reserve;
        out_.calibrations.push_back(row);
    }
}

} // namespace cityloom::gis::sumo
