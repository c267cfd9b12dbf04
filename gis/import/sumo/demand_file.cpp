// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/demand_handler.h"

namespace cityloom::gis::sumo {

namespace {
constexpr std::size_t kMostRouteEdges = 100'000'000;
constexpr std::size_t kMostRepeated = 1'000'000; // of one route

/// What it means for the result that a kind of element is not followed.
std::string_view effect_of(std::string_view name) {
    if (one_of(name, {"destProbReroute", "routeProbReroute", "parkingAreaReroute", "parkingAreaRerouter"})) {
        return "ignored: drivers keep their destination, route and car park";
    }
    if (one_of(name, {"timedEvent", "routeProbe"})) {
        return "ignored: what they measure is not written; traffic is the same";
    }
    if (one_of(name, {"poly", "poi", "location"})) {
        return "ignored: they are drawn only";
    }
    return "ignored";
}
} // namespace

void DemandHandler::begin(const XmlElement& e) {
    open_ = e.depth() + 1;
    if (e.depth() == 0) {
        root(e);
    } else if (skipped_ >= 0 || programs_.begin(e) || demand_.types.begin(e, remarks_)) {
        return;
    } else if (person(e) || calibrator(e)) {
        return;
    } else if (one_of(e.name(), {"vehicle", "trip", "flow"}) && !in_vehicle_) {
        vehicle(e);
    } else if (e.name() == "route") {
        route(e);
    } else if (e.name() == "routeDistribution") {
        distribution(e);
    } else if (e.name() == "stop") {
        stop(e);
    } else if (e.name() == "interval" && e.depth() == 1) {
        interval_begin_ = e.time_or("begin", 0);
        interval_end_ = e.time_or("end", -1);
    } else if (one_of(e.name(), {"busStop", "trainStop", "parkingArea", "chargingStation", "containerStop"}) &&
               e.depth() == 1) {
        bay(e);
    } else if (meter(e) || district(e) || timeline(e)) {
        return;
    } else if (e.name() == "include") {
        include(e);
    } else if (e.name() == "param" && in_vehicle_ && e.parent() != "stop") {
        vehicle_.rerouting.take(e);
    } else if (e.name() == "space" && e.parent() == "parkingArea") {
        ++demand_.bays.back().places;
    } else if (!one_of(e.name(), {"param", "access", "space"})) {
        remarks_.add("elements <" + std::string{e.name().substr(0, 40)} + "> are " + std::string{effect_of(e.name())});
        skipped_ = e.depth();
    }
}

void DemandHandler::end(std::string_view name) {
    --open_;
    if (skipped_ >= 0) {
        skipped_ = open_ == skipped_ ? -1 : skipped_;
        return;
    }
    programs_.end(name, files_);
    demand_.types.end(name);
    if (one_of(name, {"vehicle", "trip", "flow"}) && in_vehicle_) {
        close_vehicle();
    } else if (name == "route") {
        open_route_ = kNone;
    } else if (name == "routeDistribution") {
        open_distribution_ = kNone;
    } else if (name == "taz") {
        open_ends_ = kNone;
    } else if (name == "interval") {
        interval_begin_ = 0;
        interval_end_ = -1;
    }
}

void DemandHandler::root(const XmlElement& e) {
    if (!one_of(e.name(), {"routes", "additional", "additionals", "add", "trips", "flows", "vTypes", "tlLogics",
                           "detectors", "stops", "data", "tazs", "taz", "demand"})) {
        e.fault("this is no file of routes or additionals, whose root is <routes> or <additional>; check that the "
                "right file is named");
    }
}

void DemandHandler::include(const XmlElement& e) {
    constexpr std::uint32_t kDeepest = 8;
    constexpr std::uint32_t kMostIncluded = 100;
    const auto file = named_file(e, files_.path(e.place()).parent_path(), e.text("href"));
    if (++demand_.including > kDeepest || ++demand_.included > kMostIncluded) {
        e.fault("more than 8 files include each other, or more than 100 are included; join them, and break any ring",
                ErrorCode::LimitExceeded);
    }
    read_demand(file, files_, net_, demand_, remarks_);
    --demand_.including;
}

std::uint32_t DemandHandler::edge_named(const XmlElement& e, std::string_view id, std::string_view what) const {
    id = trimmed(id); // files written by hand have blanks behind names
    const std::uint32_t edge = net_.edge_index.find(id);
    if (edge == kNone || net_.edges[edge].function != EdgeFunction::Normal) {
        e.fault(std::string{what} + " names the edge \"" + std::string{id.substr(0, 60)} +
                "\", which is not in the network; mend the name, or give the network that the file was made for");
    }
    return edge;
}

void DemandHandler::route(const XmlElement& e) {
    const bool own = e.parent() == "vehicle" || e.parent() == "flow" || e.parent() == "trip";
    if (e.has("refId")) {
        if (open_distribution_ == kNone) {
            e.fault("refId has a meaning inside of a routeDistribution only; use the vehicle's attribute route");
        }
        demand_.distributions[open_distribution_].members.emplace_back(
            std::string{e.text("refId")}, e.has("probability") ? e.at_least("probability", 0.0, 1.0) : -1.0);
        return;
    }
    RawRoute route;
    route.place = e.place();
    route.probability = e.at_least("probability", 0.0, 1.0);
    route.edges.begin = static_cast<std::uint32_t>(demand_.route_edges.size());
    for_each_word(
        e.text("edges"), [&](std::string_view id) { demand_.route_edges.push_back(edge_named(e, id, "edges")); },
        " ,\t\r\n");
    if (demand_.route_edges.size() > kMostRouteEdges) {
        e.fault("the routes have more than 100 million edges together; cut the scenario, or repeat routes less often",
                ErrorCode::LimitExceeded);
    }
    route.edges.count = static_cast<std::uint32_t>(demand_.route_edges.size()) - route.edges.begin;
    if (route.edges.count == 0) {
        e.fault("it has no edge; name the edges that it follows");
    }
    repeat(e, route);
    route.stops.begin = static_cast<std::uint32_t>(demand_.stops.size());
    const auto index = static_cast<std::uint32_t>(demand_.routes.size());
    if (own) {
        vehicle_.inline_route = index;
    } else {
        std::string id{e.text_or("id", "")};
        if (id.empty() && open_distribution_ != kNone) {
            id = "!" + std::to_string(index); // no name of a file's begins like this by accident
        }
        if (id.empty()) {
            e.fault("the attribute id is missing; a route outside of a vehicle needs a name");
        }
        if (demand_.distribution_index.find(id) != kNone || !demand_.route_index.add(id, index)) {
            e.fault("another route has this id; give each its own");
        }
        if (open_distribution_ != kNone) {
            demand_.distributions[open_distribution_].members.emplace_back(id, route.probability);
        }
    }
    demand_.routes.push_back(route);
    open_route_ = index;
}

/// The same edges again, as often as the route says; its edges are the last in RawDemand.
void DemandHandler::repeat(const XmlElement& e, RawRoute& route) {
    const std::size_t once = route.edges.count;
    const std::size_t times = e.index_or("repeat", 0);
    if (times > 0 && (once * times > kMostRepeated || demand_.route_edges.size() + once * times > kMostRouteEdges)) {
        e.fault("repeat makes a route of more than a million edges, or all of them of more than 100 million; repeat it "
                "less often",
                ErrorCode::LimitExceeded);
    }
    for (std::size_t k = 0; k < once * times; ++k) {
        demand_.route_edges.push_back(demand_.route_edges[route.edges.begin + k]);
    }
    route.edges.count = static_cast<std::uint32_t>(once * (times + 1));
    route.rounds = static_cast<std::uint32_t>(times + 1);
    route.round_lasts = e.time_or("cycleTime", 0);
}

void DemandHandler::distribution(const XmlElement& e) {
    std::string id{e.text_or("id", "")};
    if (in_vehicle_ && id.empty()) {
        id = "!" + vehicle_.id;
    }
    if (id.empty()) {
        e.fault("the attribute id is missing; a routeDistribution needs a name");
    }
    RawDistribution row{.place = e.place()};
    std::vector<double> weights;
    for_each_word(e.text_or("probabilities", ""), [&](std::string_view word) {
        double value = 0.0;
        if (!parse_number(word, value) || value < 0.0) {
            e.fault("probabilities are not all numbers from 0 up; give one a route");
        }
        weights.push_back(value);
    });
    for_each_word(
        e.text_or("routes", ""),
        [&](std::string_view word) {
            const std::size_t at = row.members.size();
            row.members.emplace_back(std::string{word}, at < weights.size() ? weights[at] : -1.0);
        },
        " ,\t\r\n");
    if (!weights.empty() && weights.size() != row.members.size()) {
        e.fault("it has " + std::to_string(row.members.size()) + " routes but " + std::to_string(weights.size()) +
                " probabilities; give one a route");
    }
    const auto index = static_cast<std::uint32_t>(demand_.distributions.size());
    if (demand_.route_index.find(id) != kNone || !demand_.distribution_index.add(id, index)) {
        e.fault("another route or distribution has this id; give each its own");
    }
    if (in_vehicle_) {
        vehicle_.route = id;
    }
    demand_.distributions.push_back(std::move(row));
    open_distribution_ = index;
}

void read_demand(const std::filesystem::path& file, FileNames& files, RawNet& net, RawDemand& demand,
                 Remarks& remarks) {
    DemandHandler handler{files, net, demand, remarks};
    read_xml(file, files, handler);
}

} // namespace cityloom::gis::sumo
