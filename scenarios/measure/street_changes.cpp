// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/street_changes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace cityloom::scenarios {

namespace {

constexpr double kWorkZoneKmh = 30.0;
/// Past a crash; with it the rest of two lanes carries a third of both, as the Highway Capacity Manual has it (0.35).
constexpr double kIncidentKmh = 20.0;
constexpr double kIncidentM = 30.0; // a few vehicles and those who help
constexpr TimeUs kIncidentLasts = 30 * kMinuteUs;

std::uint64_t street_id(const Arguments& args) {
    return std::strtoull(text_in(args, "street").c_str(), nullptr, 10);
}

tl::unexpected<Error> unknown_street(std::uint64_t id, const std::string& where) {
    return fail(ErrorCode::NotFound,
                "There is no drivable street " + std::to_string(id) +
                    "; pick it on the map, or see the streets layer of the project.",
                where);
}

bool backward(const traffic::Edge& edge) {
    return (edge.id & 1U) != 0; // see Edge::id: the last bit is the direction
}

struct Directions {
    bool forward = true;
    bool backward = true;
};

Result<Directions> directions_in(const Arguments& args, const std::string& where) {
    const std::string text = text_in(args, "direction");
    if (!text.empty() && text != "both" && text != "forward" && text != "backward") {
        return fail(ErrorCode::Malformed,
                    "'" + text + "' is no direction; write both, forward or backward (along the street's nodes).",
                    where);
    }
    return Directions{text != "backward", text != "forward"};
}

Result<double> in_range(const Arguments& args, const char* key, double otherwise, double least, double most,
                        const std::string& where) {
    const double value = number_in(args, key, otherwise);
    if (!(value >= least && value <= most)) {
        return fail(ErrorCode::Malformed,
                    std::string{key} + " lies between " + std::to_string(std::lround(least)) + " and " +
                        std::to_string(std::lround(most)) + ".",
                    where);
    }
    return value;
}

Result<void> change_lanes(gis::Street& street, const Measure& measure) {
    const double forward = number_in(measure.args, "forward", street.lanes_forward);
    const double back = number_in(measure.args, "backward", street.lanes_backward);
    if (!(forward >= 0.0 && forward <= 8.0 && back >= 0.0 && back <= 8.0 && forward + back >= 1.0)) {
        return fail(ErrorCode::Malformed, "A street has 0 to 8 lanes a direction and one at least.",
                    format_measure(measure));
    }
    street.lanes_forward = static_cast<std::uint8_t>(std::lround(forward));
    street.lanes_backward = static_cast<std::uint8_t>(std::lround(back));
    street.oneway = street.lanes_backward == 0 ? 1 : street.lanes_forward == 0 ? -1 : 0;
    return {};
}

Result<void> narrow(gis::Street& street, const Measure& measure) {
    const std::string where = format_measure(measure);
    const auto ways = directions_in(measure.args, where);
    const auto lanes = in_range(measure.args, "lanes", 1.0, 1.0, 8.0, where);
    const auto kmh = in_range(measure.args, "speed_kmh", kWorkZoneKmh, 5.0, 130.0, where);
    if (!ways || !lanes || !kmh) {
        return tl::make_unexpected(!ways ? ways.error() : !lanes ? lanes.error() : kmh.error());
    }
    const auto less = [&](std::uint8_t& count) { // a direction that loses all of them is closed instead
        const auto taken = static_cast<std::uint8_t>(std::lround(*lanes));
        count = count > taken ? static_cast<std::uint8_t>(count - taken) : count;
    };
    if (ways->forward) {
        less(street.lanes_forward);
    }
    if (ways->backward) {
        less(street.lanes_backward);
    }
    street.speed_mps = std::min(street.speed_mps, *kmh / 3.6);
    return {};
}

} // namespace

double number_in(const Arguments& args, const char* key, double otherwise) {
    const auto found = args.find(key);
    return found == args.end() ? otherwise : std::strtod(found->second.c_str(), nullptr);
}

std::string text_in(const Arguments& args, const char* key) {
    const auto found = args.find(key);
    return found == args.end() ? std::string{} : found->second;
}

Result<std::vector<std::uint32_t>> edges_of_street(const traffic::RoadNetwork& roads, const Arguments& args,
                                                   const std::string& where) {
    const auto ways = directions_in(args, where);
    if (!ways) {
        return tl::make_unexpected(ways.error());
    }
    const std::uint64_t id = street_id(args);
    bool found = false;
    std::vector<std::uint32_t> edges;
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        if (roads.edges[e].street_id == id) {
            found = true;
            if (backward(roads.edges[e]) ? ways->backward : ways->forward) {
                edges.push_back(e);
            }
        }
    }
    if (!found) {
        return unknown_street(id, where);
    }
    if (edges.empty()) {
        return fail(ErrorCode::NotFound,
                    "The street " + std::to_string(id) + " is one-way; nobody drives on it in that direction.", where);
    }
    return edges;
}

Result<bool> change_streets(gis::City& city, const Scenario& scenario) {
    bool changed = false;
    for (const Measure& measure : scenario.measures) {
        if (measure.kind != "lanes" && measure.kind != "workzone") {
            continue;
        }
        const std::uint64_t id = street_id(measure.args);
        const auto street = std::ranges::find(city.streets, id, &gis::Street::id);
        if (street == city.streets.end()) {
            return unknown_street(id, format_measure(measure));
        }
        const auto done = measure.kind == "lanes" ? change_lanes(*street, measure) : narrow(*street, measure);
        if (!done) {
            return tl::make_unexpected(done.error());
        }
        street->turn_lanes_forward.clear();
        street->turn_lanes_backward.clear();
        changed = true;
    }
    return changed;
}

Result<std::vector<std::uint32_t>> closed_by_work_zone(const gis::City& before, const traffic::RoadNetwork& roads,
                                                       const Measure& measure) {
    auto edges = edges_of_street(roads, measure.args, format_measure(measure));
    if (!edges) {
        return edges;
    }
    const auto street = std::ranges::find(before.streets, street_id(measure.args), &gis::Street::id);
    const double taken = number_in(measure.args, "lanes", 1.0);
    std::erase_if(*edges, [&](std::uint32_t e) {
        const double lanes = backward(roads.edges[e]) ? street->lanes_backward : street->lanes_forward;
        return street != before.streets.end() && lanes > taken;
    });
    return edges;
}

Result<std::vector<engine::Event>> incident_events(const engine::Networks& networks, const TimedEvent& incident) {
    const std::string where = format_event(incident);
    const Arguments& args = incident.args;
    auto edges = edges_of_street(networks.roads, args, where);
    const auto lanes = in_range(args, "lanes", 8.0, 1.0, 16.0, where);
    const auto at = in_range(args, "at", 0.5, 0.0, 1.0, where);
    const auto kmh = in_range(args, "speed_kmh", kIncidentKmh, 5.0, 130.0, where);
    if (!edges || !lanes || !at || !kmh) {
        return tl::make_unexpected(!edges ? edges.error() : !lanes ? lanes.error() : !at ? at.error() : kmh.error());
    }
    TimeUs duration = kIncidentLasts;
    if (const std::string given = text_in(args, "duration"); !given.empty()) {
        auto parsed = parse_duration(given);
        if (!parsed) {
            return fail(parsed.error().code, parsed.error().message, where);
        }
        duration = *parsed;
    }
    auto street = engine::find_asset(networks, "street/" + text_in(args, "street"));
    if (!street) {
        return fail(street.error().code, street.error().message, where);
    }
    std::vector<engine::Event> events;
    const bool all = !args.contains("lanes") && !args.contains("direction");
    if (all) {
        events.push_back({incident.at, engine::EventKind::Close, *street});
        events.push_back({incident.at + duration, engine::EventKind::Open, *street});
        return events;
    }
    // One place a direction: on the longest piece of the street between two junctions.
    for (const bool back : {false, true}) {
        std::uint32_t longest = kNone;
        for (const std::uint32_t e : *edges) {
            const auto& edge = networks.roads.edges[e];
            if (backward(edge) == back &&
                (longest == kNone || edge.length_m > networks.roads.edges[longest].length_m)) {
                longest = e;
            }
        }
        if (longest == kNone) {
            continue;
        }
        const traffic::Edge& edge = networks.roads.edges[longest];
        // Lanes for riders only, at the kerb, are blocked together with those that are counted.
        const std::uint32_t beside = edge.lanes.count - traffic::motor_lanes(networks.roads, edge);
        const auto count =
            std::min<std::uint32_t>(edge.lanes.count, beside + static_cast<std::uint32_t>(std::lround(*lanes)));
        const double from_m = std::clamp(*at * edge.length_m - 0.5 * kIncidentM, 0.0, edge.length_m);
        engine::Event event{incident.at, engine::EventKind::Block, *street, longest};
        event.obstruction = {.lanes = (1U << std::min(31U, count)) - 1U,
                             .from_m = static_cast<float>(from_m),
                             .to_m = static_cast<float>(from_m + kIncidentM),
                             .speed_mps = static_cast<float>(*kmh / 3.6)};
        events.push_back(event);
        event.at = incident.at + duration;
        event.kind = engine::EventKind::Unblock;
        events.push_back(event);
    }
    return events;
}

} // namespace cityloom::scenarios
