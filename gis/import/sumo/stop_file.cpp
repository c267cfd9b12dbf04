// SPDX-License-Identifier: GPL-3.0-or-later
#include <tuple>

#include "gis/import/sumo/demand_handler.h"

namespace cityloom::gis::sumo {

std::uint32_t DemandHandler::lane_named(const XmlElement& e, std::string_view id) const {
    const std::uint32_t lane = net_.lane_index.find(trimmed(id));
    if (lane == kNone) {
        e.fault("names the lane \"" + std::string{id.substr(0, 60)} +
                "\", which is not in the network; mend the name, or give the network that the file was made for");
    }
    return lane;
}

std::pair<double, double> DemandHandler::bay_of(const XmlElement& e, std::uint32_t lane, double default_start) const {
    const double length = net_.lanes[lane].length_m;
    double end = e.number_or("endPos", length);
    end = end < 0.0 ? end + length : end;
    double start = e.number_or("startPos", default_start < 0.0 ? std::max(0.0, end - 0.2) : default_start);
    start = start < 0.0 ? start + length : start;
    if (e.flag_or("friendlyPos", false)) {
        end = std::clamp(end, std::min(length, 0.1), length);
        start = std::clamp(start, 0.0, end);
    }
    if (start < 0.0 || end > length + 0.1 || start > end) {
        e.fault("its place from " + std::to_string(start) + " m to " + std::to_string(end) +
                " m does not lie on the lane, which is " + std::to_string(length) +
                " m long; mend startPos and endPos, or set friendlyPos");
    }
    return {start, std::min(end, length)};
}

void DemandHandler::stop(const XmlElement& e) {
    if (!in_vehicle_ && open_route_ == kNone) {
        e.fault("a stop belongs into a vehicle or a route; move it there");
    }
    RawStop stop;
    stop.pass_mps = e.at_least("speed", 0.0, 0.0);
    const std::string_view waits = e.text_or("triggered", "0");
    const bool for_people = !one_of(waits, {"", "0", "false", "join", "container"});
    stop.for_goods = !for_people && (waits == "container" || e.flag_or("containerTriggered", false));
    stop.for_riders = for_people || stop.for_goods;
    stop.expected = e.text_or("expected", e.text_or("expectedContainers", ""));
    stop.place = e.place();
    bool placed = false;
    for (const std::string_view key : {"busStop", "trainStop", "parkingArea", "chargingStation", "containerStop"}) {
        if (e.has(key) && !placed) {
            const std::uint32_t bay = demand_.bay_index.find(e.text(key));
            if (bay == kNone) {
                e.fault(std::string{key} + " names \"" + std::string{e.text(key).substr(0, 60)} +
                        "\", which is defined nowhere; add the additional file that holds it");
            }
            const RawBay& row = demand_.bays[bay];
            stop.lane = row.lane;
            stop.start_m = row.start_m;
            stop.end_m = row.end_m;
            stop.off_lane = row.off_lane;
            stop.bay = bay;
            placed = true;
        }
    }
    if (!placed && (e.has("lane") || e.has("edge"))) {
        stop.lane = e.has("lane") ? lane_named(e, e.text("lane"))
                                  : net_.edges[edge_named(e, e.text("edge"), "edge")].lanes.begin;
        std::tie(stop.start_m, stop.end_m) = bay_of(e, stop.lane, -1.0);
        placed = true;
    }
    if (!placed) {
        remarks_.add("stops at places that are not simulated are left out");
        return;
    }
    stop.off_lane = stop.off_lane || e.flag_or("parking", false);
    stop.duration_s = std::max(0.0, to_seconds(e.time_or("duration", 0)));
    stop.until = e.has("until") ? std::max<TimeUs>(0, e.time("until")) : -1;
    if (stop.pass_mps > 0.0) {
        stop.off_lane = false;
    } else if (!stop.for_riders && !e.has("duration") && !e.has("until")) {
        e.fault("it says neither duration nor until; add one of them");
    }
    demand_.stops.push_back(stop);
    if (open_route_ != kNone) {
        ++demand_.routes[open_route_].stops.count;
    }
}

void DemandHandler::bay(const XmlElement& e) {
    const bool park = e.name() == "parkingArea";
    RawBay bay{.lane = lane_named(e, e.text("lane")), .off_lane = park && !e.flag_or("onRoad", false)};
    bay.places = park ? e.index_or("roadsideCapacity", 0) : 0;
    std::tie(bay.start_m, bay.end_m) = bay_of(e, bay.lane, 0.0);
    if (!demand_.bay_index.add(e.text("id"), static_cast<std::uint32_t>(demand_.bays.size()))) {
        e.fault("another stop has this id; give each its own");
    }
    demand_.bays.push_back(bay);
}

} // namespace cityloom::gis::sumo
