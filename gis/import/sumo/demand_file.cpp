// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <tuple>

#include "gis/import/sumo/raw_demand.h"

namespace cityloom::gis::sumo {

namespace {

constexpr std::size_t kMostVehicles = 20'000'000;
constexpr std::size_t kMostRouteEdges = 1'000'000'000;

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class DemandHandler : public XmlHandler {
public:
    DemandHandler(FileNames& files, RawNet& net, RawDemand& demand, Remarks& remarks)
        : files_{files}, net_{net}, demand_{demand}, remarks_{remarks}, programs_{net, remarks} {}

    void begin(const XmlElement& e) override {
        open_ = e.depth() + 1;
        if (e.depth() == 0) {
            root(e);
        } else if (skipped_ >= 0 || programs_.begin(e) || demand_.types.begin(e, remarks_)) {
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
        } else if (one_of(e.name(), {"busStop", "trainStop", "parkingArea", "chargingStation"}) && e.depth() == 1) {
            bay(e);
        } else if (one_of(e.name(), {"inductionLoop", "e1Detector"}) && e.depth() == 1) {
            detector(e);
        } else if (e.name() == "include") {
            e.fault("other files are not followed from here; name them among the routes or additional files",
                    ErrorCode::Unsupported);
        } else if (!one_of(e.name(), {"param", "access", "space"})) {
            const bool people = one_of(e.name(), {"person", "personFlow", "container", "containerFlow"});
            remarks_.add("elements <" + std::string{e.name().substr(0, 40)} +
                         (people ? "> are left out: people and goods are not simulated" : "> are ignored"));
            skipped_ = e.depth();
        }
    }

    void end(std::string_view name) override {
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
        } else if (name == "interval") {
            interval_begin_ = 0;
            interval_end_ = -1;
        }
    }

private:
    void root(const XmlElement& e) {
        if (!one_of(e.name(), {"routes", "additional", "additionals", "add", "trips", "flows", "vTypes", "tlLogics",
                               "detectors", "stops", "data"})) {
            e.fault("this is no file of routes or additionals, whose root is <routes> or <additional>; check that the "
                    "right file is named");
        }
    }

    std::uint32_t edge_named(const XmlElement& e, std::string_view id, std::string_view what) {
        const std::uint32_t edge = net_.edge_index.find(id);
        if (edge == kNone || net_.edges[edge].function != EdgeFunction::Normal) {
            e.fault(std::string{what} + " names the edge \"" + std::string{id.substr(0, 60)} +
                    "\", which is not in the network; mend the name, or give the network that the file was made for");
        }
        return edge;
    }

    void vehicle(const XmlElement& e) {
        if (demand_.vehicles.size() >= kMostVehicles) {
            e.fault("there are more than 20 million vehicles; cut the scenario into smaller ones",
                    ErrorCode::LimitExceeded);
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
        vehicle_.arrival_pos = e.text_or("arrivalPos", "max");
        vehicle_.stops.begin = static_cast<std::uint32_t>(demand_.stops.size());
        if (e.has("from") || e.has("to")) {
            vehicle_.from = edge_named(e, e.text("from"), "from");
            vehicle_.to = edge_named(e, e.text("to"), "to");
        } else if (e.name() != "vehicle" && !e.has("route")) {
            for (const std::string_view key : {"fromTaz", "toTaz", "fromJunction", "toJunction"}) {
                leave_out_ = leave_out_ || e.has(key);
            }
            if (leave_out_) {
                remarks_.add("trips between districts or junctions are left out; give edges by duarouter");
            }
        }
        if (e.has("via")) {
            for_each_word(e.text("via"), [&](std::string_view id) { edge_named(e, id, "via"); });
            vehicle_.via = true;
            remarks_.add("trips with via are led to their end by the fastest way");
        }
        if (e.name() == "flow") {
            flow(e);
            return;
        }
        const std::string_view depart = e.text("depart");
        if (one_of(depart, {"triggered", "containerTriggered", "split", "begin", "now"})) {
            remarks_.add("vehicles that depart \"" + std::string{depart} + "\" are left out");
            leave_out_ = true;
            return;
        }
        vehicle_.depart = e.time("depart");
        if (vehicle_.depart < 0) {
            e.fault("it departs before time 0; give a time from 0 up");
        }
    }

    void flow(const XmlElement& e) {
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
        vehicle_.depart = flow.begin;
        vehicle_.flow = flow;
    }

    void close_vehicle() {
        in_vehicle_ = false;
        vehicle_.stops.count = static_cast<std::uint32_t>(demand_.stops.size()) - vehicle_.stops.begin;
        if (leave_out_) {
            return;
        }
        if (vehicle_.route.empty() && vehicle_.inline_route == kNone && vehicle_.from == kNone) {
            files_.fault(vehicle_.place,
                         "The vehicle \"" + vehicle_.id + "\" has neither route nor from and to; give it one of them");
        }
        demand_.vehicles.push_back(std::move(vehicle_));
    }

    void route(const XmlElement& e) {
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
            e.fault("the routes have more than a thousand million edges; cut the scenario", ErrorCode::LimitExceeded);
        }
        route.edges.count = static_cast<std::uint32_t>(demand_.route_edges.size()) - route.edges.begin;
        if (route.edges.count == 0) {
            e.fault("it has no edge; name the edges that it follows");
        }
        if (e.index_or("repeat", 0) > 0) {
            remarks_.add("routes are driven once, not repeated");
        }
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

    void distribution(const XmlElement& e) {
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
                e.fault("probabilities must be numbers from 0 up, one a route");
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

    std::uint32_t lane_named(const XmlElement& e, std::string_view id) {
        const std::uint32_t lane = net_.lane_index.find(id);
        if (lane == kNone) {
            e.fault("names the lane \"" + std::string{id.substr(0, 60)} +
                    "\", which is not in the network; mend the name, or give the network that the file was made for");
        }
        return lane;
    }

    /// Start and end along a lane; negative ones count from its end.
    std::pair<double, double> bay_of(const XmlElement& e, std::uint32_t lane, double default_start) {
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

    void stop(const XmlElement& e) {
        if (!in_vehicle_ && open_route_ == kNone) {
            e.fault("a stop belongs into a vehicle or a route; move it there");
        }
        if (e.has("containerStop") || e.flag_or("triggered", false) || e.flag_or("containerTriggered", false) ||
            one_of(e.text_or("triggered", ""), {"person", "container", "join"})) {
            if (!e.has("duration") && !e.has("until")) {
                remarks_.add("stops that wait for people or containers are left out");
                return;
            }
        }
        RawStop stop;
        stop.place = e.place();
        bool placed = false;
        for (const std::string_view key : {"busStop", "trainStop", "parkingArea", "chargingStation"}) {
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
        if (!e.has("duration") && !e.has("until")) {
            e.fault("it says neither duration nor until; add one of them");
        }
        demand_.stops.push_back(stop);
        if (open_route_ != kNone && !in_vehicle_) {
            ++demand_.routes[open_route_].stops.count;
        }
    }

    void bay(const XmlElement& e) {
        RawBay bay{.lane = lane_named(e, e.text("lane")), .off_lane = e.name() == "parkingArea"};
        std::tie(bay.start_m, bay.end_m) = bay_of(e, bay.lane, 0.0);
        if (!demand_.bay_index.add(e.text("id"), static_cast<std::uint32_t>(demand_.bays.size()))) {
            e.fault("another stop has this id; give each its own");
        }
        demand_.bays.push_back(bay);
    }

    void detector(const XmlElement& e) {
        RawDetector row;
        row.id = e.text("id");
        row.lane = lane_named(e, e.text("lane"));
        row.pos_m = e.number("pos");
        row.pos_m = row.pos_m < 0.0 ? row.pos_m + net_.lanes[row.lane].length_m : row.pos_m;
        const bool friendly = e.flag_or("friendlyPos", false);
        if (!friendly && (row.pos_m < 0.0 || row.pos_m > net_.lanes[row.lane].length_m + 0.1)) {
            e.fault("pos does not lie on the lane, which is " + std::to_string(net_.lanes[row.lane].length_m) +
                    " m long; mend it, or set friendlyPos");
        }
        row.pos_m = std::clamp(row.pos_m, 0.0, net_.lanes[row.lane].length_m);
        row.period_s = to_seconds(e.time_or(e.has("period") ? "period" : "freq", 0));
        if (!demand_.detector_index.add(row.id, static_cast<std::uint32_t>(demand_.detectors.size()))) {
            e.fault("another detector has this id; give each its own");
        }
        demand_.detectors.push_back(std::move(row));
    }

    FileNames& files_;
    RawNet& net_;
    RawDemand& demand_;
    Remarks& remarks_;
    ProgramReader programs_;
    RawVehicle vehicle_;
    bool in_vehicle_ = false;
    bool leave_out_ = false;
    TimeUs interval_begin_ = 0;
    TimeUs interval_end_ = -1;
    std::uint32_t open_route_ = kNone;
    std::uint32_t open_distribution_ = kNone;
    int skipped_ = -1; ///< depth of the element that is passed over
    int open_ = 0;     ///< elements that have begun and not ended
};

} // namespace

void read_demand(const std::filesystem::path& file, FileNames& files, RawNet& net, RawDemand& demand,
                 Remarks& remarks) {
    DemandHandler handler{files, net, demand, remarks};
    read_xml(file, files, handler);
}

} // namespace cityloom::gis::sumo
