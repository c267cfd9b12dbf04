// SPDX-License-Identifier: GPL-3.0-or-later
// People and goods in route files, as far as vehicles wait for them: how they come to where they wait.
#include <algorithm>
#include <cmath>

#include "gis/import/sumo/demand_handler.h"

namespace cityloom::gis::sumo {

namespace {

constexpr double kWalkMps = 5.0 / 3.6; // SUMO's desired speed of a pedestrian, and its speed of a tranship
constexpr TimeUs kMostCopies = 10'000;
constexpr std::size_t kMostRiders = 5'000'000;

/// Metres along an edge; words and what is not given: \p otherwise.
double place_or(const XmlElement& e, std::string_view key, double otherwise) {
    double value = otherwise;
    return e.has(key) && parse_number(e.text(key), value) ? value : otherwise;
}

} // namespace

bool DemandHandler::person(const XmlElement& e) {
    if (one_of(e.name(), {"person", "personFlow", "container", "containerFlow"}) && e.depth() == 1) {
        const bool goods = e.name().starts_with("container");
        remarks_.add("elements <" + std::string{e.name()} + "> are left out but for vehicles that wait for them: " +
                     (goods ? "goods are not simulated" : "nobody gives way to people on foot"));
        rider_ = {.id = std::string{e.text("id")}, .legs = {static_cast<std::uint32_t>(demand_.legs.size()), 0}};
        rider_.at_m = goods ? 0.0 : place_or(e, "departPos", 0.0); // goods: from the edge's begin, as SUMO's
        rider_mps_ = kWalkMps;
        rider_lost_ = false;
        if (!e.name().ends_with("Flow")) {
            rider_lost_ = e.text("depart") == "triggered";
            rider_.depart = rider_lost_ ? -1 : e.time("depart");
            return true;
        }
        const TimeUs end = e.time_or("end", -1);
        const double per_hour = e.number_or("perHour", e.number_or("personsPerHour", 0.0));
        const TimeUs number = e.index_or("number", kMostCopies);
        rider_.depart = std::max<TimeUs>(0, e.time_or("begin", 0));
        rider_.apart = per_hour > 0.0 ? from_seconds(3600.0 / per_hour)
                                      : static_cast<TimeUs>(1e6 * std::clamp(place_or(e, "period", 0.0), 0.0, 1e9));
        const TimeUs lasts = end - rider_.depart;
        if (rider_.apart <= 0 && e.has("number") && number > 0 && lasts > 0) {
            rider_.apart = lasts / number;
        }
        const TimeUs most = rider_.apart > 0 && lasts > 0 ? 1 + (lasts - 1) / rider_.apart : 1;
        rider_.copies = static_cast<std::uint32_t>(std::clamp<TimeUs>(std::min(most, number), 1, kMostCopies));
        return true;
    }
    if (!one_of(e.parent(), {"person", "personFlow", "container", "containerFlow"})) {
        return false;
    }
    if (one_of(e.name(), {"walk", "tranship", "personTrip"})) {
        walk(e);
    } else if (one_of(e.name(), {"ride", "transport"})) {
        wait_for_ride(e);
    } else if (e.name() == "stop") {
        demand_.legs.push_back({.lasts = e.time_or("duration", 0), .until = e.time_or("until", -1)});
    }
    return true;
}

/// On to where the walk ends: the middle of its last edge, if it says nothing else.
void DemandHandler::walk(const XmlElement& e) {
    std::vector<std::uint32_t> edges;
    if (e.has("edges")) {
        for_each_word(
            e.text("edges"), [&](std::string_view id) { edges.push_back(edge_named(e, id, "edges")); }, " ,\t\r\n");
    } else if (e.has("from")) {
        edges.push_back(edge_named(e, e.text("from"), "from"));
    } else if (rider_.edge != kNone) {
        edges.push_back(rider_.edge);
    }
    rider_.bay = kNone;
    for (const std::string_view key : {"busStop", "trainStop", "containerStop", "parkingArea", "chargingStation"}) {
        rider_.bay = e.has(key) ? demand_.bay_index.find(e.text(key)) : rider_.bay;
    }
    if (rider_.bay != kNone) {
        edges.push_back(net_.lanes[demand_.bays[rider_.bay].lane].edge);
    } else if (e.has("to")) {
        edges.push_back(edge_named(e, e.text("to"), "to"));
    }
    if (edges.empty()) { // from and to what is no street: a district, a junction
        rider_lost_ = true;
        return;
    }
    const auto length = [&](std::uint32_t edge) { return net_.lanes[net_.edges[edge].lanes.begin].length_m; };
    double end =
        rider_.bay != kNone ? demand_.bays[rider_.bay].end_m : place_or(e, "arrivalPos", 0.5 * length(edges.back()));
    end = end < 0.0 ? end + length(edges.back()) : end;
    const bool one = edges.front() == edges.back();
    double way = one ? std::abs(end - rider_.at_m) : length(edges.front()) - rider_.at_m + end;
    for (std::size_t k = 1; !one && k + 1 < edges.size(); ++k) {
        way += length(edges[k]);
    }
    RawLeg leg{.speed_mps = std::max(0.01, e.number_or("speed", rider_mps_))};
    leg.lasts = e.has("duration") ? e.time("duration") : from_seconds(std::max(0.0, way) / leg.speed_mps);
    if (!one && !e.has("edges") && !e.has("duration")) {
        leg.from = edges.front();
        leg.to = edges.back();
    }
    demand_.legs.push_back(leg);
    rider_.edge = edges.back();
    rider_.at_m = end;
}

void DemandHandler::wait_for_ride(const XmlElement& e) {
    if (demand_.riders.size() >= kMostRiders) {
        e.fault("more than five million people and goods wait for vehicles; cut the scenario into smaller ones",
                ErrorCode::LimitExceeded);
    }
    if (e.has("from")) {
        rider_.edge = edge_named(e, e.text("from"), "from");
    }
    RawRider rider = rider_;
    rider.lines = e.text_or("lines", "ANY");
    rider.depart = rider_lost_ ? -1 : rider.depart;
    rider.legs.count = static_cast<std::uint32_t>(demand_.legs.size()) - rider.legs.begin;
    demand_.riders.push_back(std::move(rider));
    rider_lost_ = true; // when it comes where it goes from here depends on traffic
    rider_.bay = kNone;
    rider_.edge = e.has("to") ? edge_named(e, e.text("to"), "to") : kNone;
}

} // namespace cityloom::gis::sumo
