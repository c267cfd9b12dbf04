// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/demand_handler.h"

#include <algorithm>

namespace cityloom::gis::sumo {

namespace {
constexpr std::size_t kMostVehicles = 5'000'000;
constexpr double kMostAnHour = 100'000.0; // of one flow: ten lanes of a motorway carry a quarter of it
} // namespace

void DemandHandler::vehicle(const XmlElement& e) {
    if (demand_.vehicles.size() >= kMostVehicles) {
        e.fault("there are more than 5 million vehicles; cut the scenario into smaller ones", ErrorCode::LimitExceeded);
    }
    vehicle_ = {};
    in_vehicle_ = true;
    leave_out_ = false;
    vehicle_.id = e.text("id");
    vehicle_.place = e.place();
    vehicle_.type = e.text_or("type", "DEFAULT_VEHTYPE");
    vehicle_.route = e.text_or("route", "");
    vehicle_.depart_lane = e.text_or("departLane", "first");
    vehicle_.depart_pos = e.text_or("departPos", "base");
    vehicle_.depart_speed = e.text_or("departSpeed", "0");
    vehicle_.arrival_lane = e.text_or("arrivalLane", "current");
    vehicle_.arrival_pos = e.text_or("arrivalPos", "max");
    vehicle_.arrival_speed = e.text_or("arrivalSpeed", "current");
    vehicle_.line = e.text_or("line", "");
    vehicle_.stops.begin = static_cast<std::uint32_t>(demand_.stops.size());
    if (e.name() != "vehicle" && !e.has("route")) {
        ends(e);
    }
    if (e.flag_or("reroute", false)) {
        vehicle_.rerouting.has = 1;
    }
    if (e.has("departEdge") || e.has("arrivalEdge")) {
        remarks_.add("vehicles begin or end within their route (departEdge, arrivalEdge): they drive all of it");
    }
    if (e.has("speedFactor")) {
        remarks_.add("vehicles have a speedFactor of their own: their type's is drawn");
    }
    if (e.name() == "flow") {
        flow(e);
        return;
    }
    const std::string_view depart = e.text("depart");
    if (one_of(depart, {"triggered", "containerTriggered"})) {
        vehicle_.for_riders = true;
        return;
    }
    if (one_of(depart, {"split", "begin", "now"})) {
        remarks_.add("vehicles that depart \"" + std::string{depart} + "\" are left out");
        leave_out_ = true;
        return;
    }
    vehicle_.depart = e.time("depart");
    if (vehicle_.depart < 0) {
        e.fault("it departs before time 0; give a time from 0 up");
    }
}

/// Where a trip begins and ends: edges, districts or junctions, in any pairing; and what it passes between.
void DemandHandler::ends(const XmlElement& e) {
    const auto one = [&](std::string_view edge, std::string_view taz, std::string_view junction,
                         std::uint32_t& named_edge, std::string& named_ends) {
        if (e.has(edge)) {
            named_edge = edge_named(e, e.text(edge), edge);
        } else if (e.has(taz)) {
            named_ends = e.text(taz);
        } else if (e.has(junction)) {
            named_ends = "!" + std::string{e.text(junction)};
        }
    };
    one("from", "fromTaz", "fromJunction", vehicle_.from, vehicle_.from_ends);
    one("to", "toTaz", "toJunction", vehicle_.to, vehicle_.to_ends);
    vehicle_.via.begin = static_cast<std::uint32_t>(demand_.via.size());
    for_each_word(
        e.text_or("via", ""), [&](std::string_view id) { demand_.via.push_back(edge_named(e, id, "via")); },
        " ,\t\r\n");
    vehicle_.via.count = static_cast<std::uint32_t>(demand_.via.size()) - vehicle_.via.begin;
    if (e.has("viaTaz") || e.has("viaJunctions")) {
        remarks_.add("trips by way of districts or junctions (viaTaz, viaJunctions) take the fastest way to their end");
    }
}

void DemandHandler::flow(const XmlElement& e) {
    RawFlow flow;
    flow.begin = e.time_or("begin", interval_begin_);
    flow.end = e.time_or("end", interval_end_);
    flow.counted = e.has("number");
    flow.number = e.index_or("number", 0);
    const auto positive = [&](std::string_view key) {
        const double value = e.number(key);
        if (value <= 0.0) {
            e.fault(std::string{key} + " must be above 0; mend it or remove the flow");
        }
        return value;
    };
    if (e.text_or("period", "").starts_with("exp(")) {
        std::string_view rate = e.text("period").substr(4);
        rate = rate.substr(0, rate.find(')'));
        double value = 0.0;
        if (!parse_number(rate, value) || value <= 0.0) {
            e.fault("period=\"exp(...)\" needs a rate above 0 in vehicles a second");
        }
        flow.period_s = 1.0 / value;
        flow.exponential = true;
    } else if (e.has("period")) {
        flow.period_s = positive("period");
    } else if (e.has("vehsPerHour") || e.has("perHour")) {
        const std::string_view key = e.has("perHour") ? "perHour" : "vehsPerHour";
        flow.period_s = 3600.0 / positive(key);
    } else if (e.has("probability")) {
        flow.probability = positive("probability");
        if (flow.probability > 1.0) {
            e.fault("probability is above 1; give the chance of a vehicle in one second");
        }
    }
    if (flow.begin < 0 || (flow.end >= 0 && flow.end < flow.begin)) {
        e.fault("it ends before it begins; mend begin and end");
    }
    if (!flow.counted && flow.period_s < 0.0 && flow.probability < 0.0) {
        e.fault("it says neither number nor period, vehsPerHour or probability; add one of them");
    }
    const double hours = flow.end > flow.begin ? to_seconds(flow.end - flow.begin) / 3600.0 : 0.0;
    const double an_hour = flow.period_s > 0.0 ? 3600.0 / flow.period_s
                           : flow.counted && flow.end > 0
                               ? static_cast<double>(flow.number) / std::max(hours, 1.0 / 60.0)
                               : 0.0;
    if (an_hour > kMostAnHour) {
        e.fault(
            "it brings more than 100,000 vehicles an hour, more than any street carries; mend its number, period or "
            "rate",
            ErrorCode::LimitExceeded);
    }
    vehicle_.depart = flow.begin;
    vehicle_.flow = flow;
}

void DemandHandler::close_vehicle() {
    in_vehicle_ = false;
    vehicle_.stops.count = static_cast<std::uint32_t>(demand_.stops.size()) - vehicle_.stops.begin;
    if (leave_out_) {
        return;
    }
    const bool begins = vehicle_.from != kNone || !vehicle_.from_ends.empty();
    const bool ends = vehicle_.to != kNone || !vehicle_.to_ends.empty();
    if (vehicle_.route.empty() && vehicle_.inline_route == kNone && !(begins && ends)) {
        files_.fault(vehicle_.place,
                     "The vehicle \"" + vehicle_.id + "\" has neither route nor from and to; give it one of them");
    }
    demand_.vehicles.push_back(std::move(vehicle_));
}

} // namespace cityloom::gis::sumo
