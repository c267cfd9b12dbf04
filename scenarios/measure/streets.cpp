// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/streets.h"

#include <algorithm>

#include "sim/traffic/streets.h"

namespace cityloom::scenarios {

namespace {

tl::unexpected<Error> unknown_street(std::uint64_t id) {
    return fail(ErrorCode::NotFound, "There is no drivable street " + std::to_string(id) +
                                         "; pick it on the map, or see the streets layer of the project.");
}

} // namespace

bool is_backward(const traffic::Edge& edge) {
    return (edge.id & 1U) != 0; // see Edge::id: the last bit is the direction
}

Directions directions(const Given& given) {
    const std::string text = given.text("direction");
    return {text != "backward", text != "forward"};
}

Result<std::vector<std::uint32_t>> edges_of_street(const traffic::RoadNetwork& roads, const Given& given) {
    const Directions ways = directions(given);
    const std::uint64_t id = given.street();
    std::vector<std::uint32_t> edges = traffic::edges_of(roads, id);
    if (edges.empty()) {
        return unknown_street(id);
    }
    std::erase_if(edges, [&](std::uint32_t e) { return is_backward(roads.edges[e]) ? !ways.backward : !ways.forward; });
    if (edges.empty()) {
        return fail(ErrorCode::NotFound,
                    "The street " + std::to_string(id) + " is one-way; nobody drives on it in that direction.");
    }
    return edges;
}

Check check_direction(const Given& given, const CityView& view) {
    if (edges_of_street(view.networks.roads, given)) {
        return {};
    }
    const std::string value = given.text("direction");
    return refuse_value(
        given.row("direction"), value,
        Words{": the street is one-way, nobody drives on it in that direction", "：该道路为单行，此方向无车通行"},
        Text{value == "forward" ? "both, backward" : "both, forward"}, ErrorCode::NotFound);
}

std::uint32_t longest_edge(const traffic::RoadNetwork& roads, const std::vector<std::uint32_t>& edges) {
    std::uint32_t longest = kNone;
    for (const std::uint32_t e : edges) {
        longest = longest == kNone || roads.edges[e].length_m > roads.edges[longest].length_m ? e : longest;
    }
    return longest;
}

Result<gis::Street*> street_of(const Given& given, gis::City& city) {
    const auto street = std::ranges::find(city.streets, given.street(), &gis::Street::id);
    if (street == city.streets.end()) {
        return unknown_street(given.street());
    }
    return &*street;
}

void clear_turn_lanes(gis::Street& street) {
    street.turn_lanes_forward.clear();
    street.turn_lanes_backward.clear();
}

} // namespace cityloom::scenarios
