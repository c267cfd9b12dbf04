// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/apply.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>

#include "scenarios/measure/street_changes.h"
#include "sim/core/polyline.h"

namespace cityloom::scenarios {

namespace {

constexpr double kHighV = 110'000.0;
constexpr double kUnitRangeM = 400.0;
constexpr double kSiteRangeM = 1'080.0; // the link budget of gis/derive/telecom.cpp

double number(const Measure& measure, const char* key, double otherwise) {
    return number_in(measure.args, key, otherwise);
}

std::uint32_t nearest_bus(const power::Network& net, Point2 at, bool loads_only) {
    std::uint32_t best = kNone;
    double best_m = std::numeric_limits<double>::infinity();
    for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
        const power::BusKind kind = net.buses[b].kind;
        if (kind == power::BusKind::Infeed || (loads_only && kind == power::BusKind::Substation)) {
            continue;
        }
        const double away = distance_m(net.buses[b].at, at);
        if (away < best_m) {
            best_m = away;
            best = b;
        }
    }
    return best;
}

template <typename Things> std::size_t highest_number(const Things& things, const std::string& prefix) {
    std::size_t highest = 0;
    for (const auto& thing : things) {
        if (thing.key.starts_with(prefix)) {
            highest = std::max<std::size_t>(highest, std::strtoull(thing.key.c_str() + prefix.size(), nullptr, 10));
        }
    }
    return highest;
}

/// A substation takes over the nearest feeder from there on: its line from the infeed closes, the feeder's from
/// upstream opens.
Result<void> add_substation(engine::Networks& networks, const Measure& measure, Point2 origin,
                            const std::string& where) {
    power::Network& net = networks.power;
    const Point2 at = Point2{number(measure, "x", 0.0), number(measure, "y", 0.0)} - origin; // given in the project CRS
    const std::uint32_t takes = nearest_bus(net, at, true);
    if (takes == kNone) {
        return fail(ErrorCode::NotFound, "The city has no electricity network to join.", where);
    }
    const double rating = number(measure, "rating_mva", 31.5) * 1e6;
    const std::size_t next = highest_number(net.buses, "substation/S") + 1;
    const auto bus = static_cast<std::uint32_t>(net.buses.size());
    net.buses.push_back({.id = 0xF000000000000000ULL + next,
                         .key = "substation/S" + std::to_string(next),
                         .at = at,
                         .kind = power::BusKind::Substation,
                         .rating_va = rating});
    for (power::Branch& branch : net.branches) {
        if (branch.to == takes && !branch.normally_open) {
            branch.normally_open = true;
        }
    }
    const auto shape = [&](Point2 a, Point2 b) {
        net.points.push_back(a);
        net.points.push_back(b);
        return Range{static_cast<std::uint32_t>(net.points.size() - 2), 2};
    };
    const double z = 0.12 * kHighV * kHighV / rating;
    const double km = distance_m(net.buses[0].at, at) * 1e-3;
    net.branches.push_back({.id = bus,
                            .key = "line/L" + std::to_string(next),
                            .from = 0,
                            .to = bus,
                            .length_m = km * 1e3,
                            .r_ohm = 0.04 * z + 0.12 * km,
                            .x_ohm = z + 0.39 * km,
                            .rating_a = rating / (std::numbers::sqrt3 * kHighV),
                            .transformer = true,
                            .shape = shape(net.buses[0].at, at)});
    const double reach = std::max(20.0, distance_m(at, net.buses[takes].at));
    net.branches.push_back({.id = bus + 1ULL,
                            .key = "feeder/new" + std::to_string(next),
                            .from = bus,
                            .to = takes,
                            .length_m = reach,
                            .r_ohm = 0.0505 * reach * 1e-3,
                            .x_ohm = 0.05 * reach * 1e-3,
                            .rating_a = 1052.0,
                            .shape = shape(at, net.buses[takes].at)});
    return {};
}

Result<void> add_site(engine::Networks& networks, const Measure& measure, Point2 origin, telecom::SiteKind kind) {
    const bool unit = kind == telecom::SiteKind::RoadsideUnit;
    const Point2 at = Point2{number(measure, "x", 0.0), number(measure, "y", 0.0)} - origin; // given in the project CRS
    const std::string prefix = unit ? "rsu/R" : "basestation/B";
    const std::size_t next = highest_number(networks.telecom.sites, prefix) + 1;
    telecom::Site site{.id = (unit ? 0xF100000000000000ULL : 0xF200000000000000ULL) + next,
                       .key = prefix + std::to_string(next),
                       .at = at,
                       .kind = kind};
    site.range_m = number(measure, "range_m", unit ? kUnitRangeM : kSiteRangeM);
    site.battery_s = 3600.0 * number(measure, "battery_h", unit ? 0.0 : 4.0);
    site.power_w = unit ? 110.0 : 3'500.0;
    site.capacity_bps = unit ? 20e6 : 300e6;
    site.antenna_height_m = unit ? 6.0 : 25.0;
    const auto index = static_cast<std::uint32_t>(networks.telecom.sites.size());
    networks.telecom.sites.push_back(site);
    const std::uint32_t bus = nearest_bus(networks.power, at, false);
    if (bus != kNone) {
        networks.dependencies.supplies.push_back(
            {lifeline::ConsumerKind::TelecomSite, index, bus, site.power_w, site.battery_s});
    }
    return {};
}

Result<void> add_signal(const engine::Networks& networks, const Measure& measure,
                        std::vector<SignalOverride>& overrides, const std::string& where) {
    const std::string key = text_in(measure.args, "controller");
    SignalOverride change;
    for (std::uint32_t c = 0; c < networks.roads.controllers.size(); ++c) {
        if (networks.roads.controllers[c].key == key || networks.roads.controllers[c].key == "signal/" + key) {
            change.controller = c;
        }
    }
    if (change.controller == kNone) {
        return fail(ErrorCode::NotFound,
                    "There is no signal controller " + key + "; they are called signal/1 to signal/" +
                        std::to_string(networks.roads.controllers.size()) + ".",
                    where);
    }
    const std::string greens = text_in(measure.args, "greens");
    for (std::size_t at = 0; at < greens.size();) {
        std::size_t end = greens.find('/', at);
        end = end == std::string::npos ? greens.size() : end;
        const double green = std::strtod(greens.substr(at, end - at).c_str(), nullptr);
        if (!(green >= 3.0 && green <= 180.0)) {
            return fail(ErrorCode::Malformed, "A green time lies between 3 and 180 s; write greens as 30/20/15.",
                        where);
        }
        change.greens_s.push_back(green);
        at = end + 1;
    }
    const std::size_t stages = networks.roads.controllers[change.controller].phases.size();
    if (!change.greens_s.empty() && change.greens_s.size() != stages) {
        return fail(ErrorCode::Malformed,
                    key + " has " + std::to_string(stages) + " stages, but " + std::to_string(change.greens_s.size()) +
                        " green times were given.",
                    where);
    }
    change.offset_s = number(measure, "offset", -1.0);
    change.cycle_s = number(measure, "cycle", 0.0);
    overrides.push_back(change);
    return {};
}

Result<void> add_charger(engine::Networks& networks, const Measure& measure, const std::string& where) {
    auto edges = edges_of_street(networks.roads, measure.args, where);
    if (!edges) {
        return tl::make_unexpected(edges.error());
    }
    const double points = number(measure, "points", 2.0);
    const double kw = number(measure, "power_kw", 22.0);
    const double share = number(measure, "at", 0.5);
    if (!(points >= 1.0 && points <= 100.0 && kw >= 2.0 && kw <= 1000.0 && share >= 0.0 && share <= 1.0)) {
        return fail(ErrorCode::Malformed,
                    "A station has 1 to 100 points of 2 to 1000 kW and lies between 0 and 1 along its street.", where);
    }
    traffic::RoadNetwork& roads = networks.roads;
    std::uint32_t longest = edges->front();
    for (const std::uint32_t e : *edges) {
        longest = roads.edges[e].length_m > roads.edges[longest].length_m ? e : longest;
    }
    const traffic::Edge& edge = roads.edges[longest];
    std::uint32_t lane = edge.lanes.begin;
    while (lane + 1 < edge.lanes.end() && (static_cast<unsigned>(roads.lanes[lane].use) & traffic::kCars) == 0) {
        ++lane;
    }
    const double along = std::clamp(share * edge.length_m, std::min(10.0, 0.5 * edge.length_m), edge.length_m - 1.0);
    const PolylinePlace place = polyline_at(std::span{roads.points.data() + edge.shape.begin, edge.shape.count}, along);
    const std::size_t number_of = highest_number(roads.chargers, "charger/C") + 1;
    roads.chargers.push_back({.id = 0xC000000000000000ULL + number_of,
                              .key = "charger/C" + std::to_string(number_of),
                              .at = place.at,
                              .lane = lane,
                              .along_m = static_cast<float>(along),
                              .points = static_cast<std::uint32_t>(std::lround(points)),
                              .power_w = static_cast<float>(kw * 1000.0)});
    const std::uint32_t bus = nearest_bus(networks.power, place.at, false);
    if (bus != kNone) {
        networks.dependencies.supplies.push_back({.kind = lifeline::ConsumerKind::Charger,
                                                  .consumer = static_cast<std::uint32_t>(roads.chargers.size() - 1),
                                                  .bus = bus});
    }
    return {};
}

Result<void> apply_one(const Measure& measure, Point2 origin, AppliedScenario& applied) {
    const std::string where = format_measure(measure);
    engine::Networks& networks = applied.networks;
    if (measure.kind == "close") {
        auto edges = edges_of_street(networks.roads, measure.args, where);
        if (!edges) {
            return tl::make_unexpected(edges.error());
        }
        applied.closed_edges.insert(applied.closed_edges.end(), edges->begin(), edges->end());
        return {};
    }
    if (measure.kind == "signal") {
        return add_signal(networks, measure, applied.signal_overrides, where);
    }
    if (measure.kind == "substation") {
        return add_substation(networks, measure, origin, where);
    }
    if (measure.kind == "basestation") {
        return add_site(networks, measure, origin, telecom::SiteKind::BaseStation);
    }
    if (measure.kind == "rsu") {
        return add_site(networks, measure, origin, telecom::SiteKind::RoadsideUnit);
    }
    if (measure.kind == "charger") {
        return add_charger(networks, measure, where);
    }
    if (measure.kind == "electric") {
        const double share = number(measure, "share", -1.0);
        if (!(share >= 0.0 && share <= 1.0)) {
            return fail(ErrorCode::Malformed, "The share of electric cars lies between 0 and 1.", where);
        }
        networks.demand.electric_share = share;
        return {};
    }
    if (measure.kind == "connected") {
        const double share = number(measure, "share", -1.0);
        if (!(share >= 0.0 && share <= 1.0)) {
            return fail(ErrorCode::Malformed, "The share of connected vehicles lies between 0 and 1.", where);
        }
        networks.demand.live_information_share = share;
        return {};
    }
    if (measure.kind == "demand") {
        const double factor = number(measure, "factor", 1.0);
        if (!(factor > 0.0 && factor <= 10.0)) {
            return fail(ErrorCode::Malformed, "A demand factor lies above 0 and not above 10.", where);
        }
        applied.demand_growth *= factor;
        for (power::Bus& bus : networks.power.buses) {
            bus.peak_load_w *= factor;
        }
        for (water::Node& node : networks.water.nodes) {
            node.demand_m3ps *= factor;
        }
        return {};
    }
    return {}; // "lanes" and "workzone" were applied to the city's streets before the networks were derived
}

} // namespace

Result<AppliedScenario> apply_scenario(const gis::City& city, const engine::Networks& base, const Scenario& scenario) {
    AppliedScenario applied;
    const Point2 origin{static_cast<double>(city.place.origin_x_m), static_cast<double>(city.place.origin_y_m)};
    const bool streets = std::ranges::any_of(
        scenario.measures, [](const Measure& m) { return m.kind == "lanes" || m.kind == "workzone"; });
    if (streets) {
        gis::City changed = city;
        if (auto done = change_streets(changed, scenario); !done) {
            return tl::make_unexpected(done.error());
        }
        applied.networks = gis::derive_networks(changed);
    } else {
        applied.networks = base;
    }
    for (const Measure& measure : scenario.measures) {
        if (auto done = apply_one(measure, origin, applied); !done) {
            return tl::make_unexpected(done.error());
        }
        if (measure.kind == "workzone") {
            auto closed = closed_by_work_zone(city, applied.networks.roads, measure);
            if (!closed) {
                return tl::make_unexpected(closed.error());
            }
            applied.closed_edges.insert(applied.closed_edges.end(), closed->begin(), closed->end());
            const auto edges = edges_of_street(applied.networks.roads, measure.args, format_measure(measure));
            const auto taken = static_cast<std::uint32_t>(number(measure, "lanes", 1.0));
            for (const std::uint32_t e : edges ? *edges : std::vector<std::uint32_t>{}) {
                if (std::ranges::find(*closed, e) == closed->end()) {
                    applied.work_zones.push_back({e, taken});
                }
            }
        }
    }
    for (const TimedEvent& event : scenario.events) {
        const std::string where = format_event(event);
        if (event.kind == "incident") {
            auto events = incident_events(applied.networks, event);
            if (!events) {
                return tl::make_unexpected(events.error());
            }
            applied.events.insert(applied.events.end(), events->begin(), events->end());
            continue;
        }
        auto asset = engine::find_asset(applied.networks, text_in(event.args, "asset"));
        if (!asset) {
            return fail(asset.error().code, asset.error().message, where);
        }
        applied.events.push_back(
            {event.at, event.kind == "fail" ? engine::EventKind::Fail : engine::EventKind::Repair, *asset});
    }
    return applied;
}

Result<Scenario> resolve_scenario(std::span<const Scenario> all, const std::string& name) {
    std::vector<const Scenario*> chain;
    std::string wanted = name;
    while (!wanted.empty()) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const Scenario& s) { return s.name == wanted; });
        if (found == all.end()) {
            if (wanted == "base") {
                break; // the city as it stands needs no row
            }
            std::string names = "base";
            for (const Scenario& s : all) {
                names += ", " + s.name;
            }
            return fail(ErrorCode::NotFound, "There is no scenario " + wanted + ". There are: " + names + ".");
        }
        if (std::find(chain.begin(), chain.end(), &*found) != chain.end()) {
            return fail(ErrorCode::Malformed, "The scenario " + name + " builds on itself; change its base.");
        }
        chain.push_back(&*found);
        wanted = found->base;
    }
    Scenario folded{.name = name};
    for (auto s = chain.rbegin(); s != chain.rend(); ++s) {
        folded.measures.insert(folded.measures.end(), (*s)->measures.begin(), (*s)->measures.end());
        folded.events.insert(folded.events.end(), (*s)->events.begin(), (*s)->events.end());
        folded.seed = (*s)->seed;
    }
    return folded;
}

void apply_signal_overrides(traffic::RoadNetwork& roads, std::span<const SignalOverride> overrides) {
    for (const SignalOverride& change : overrides) {
        traffic::Controller& controller = roads.controllers[change.controller];
        for (std::size_t k = 0; k < change.greens_s.size() && k < controller.phases.size(); ++k) {
            controller.phases[k].green_s = change.greens_s[k];
        }
        if (change.cycle_s > 0.0) {
            double green = 0.0;
            double other = 0.0;
            for (const traffic::SignalPhase& phase : controller.phases) {
                green += phase.green_s;
                other += phase.yellow_s + phase.all_red_s;
            }
            const double scale = green > 0.0 ? std::max(0.1, (change.cycle_s - other) / green) : 1.0;
            for (traffic::SignalPhase& phase : controller.phases) {
                phase.green_s = std::max(3.0, phase.green_s * scale);
            }
        }
        if (change.offset_s >= 0.0) {
            controller.offset_s = change.offset_s;
        }
    }
}

} // namespace cityloom::scenarios
