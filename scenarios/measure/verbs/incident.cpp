// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/measure/scenario.h"
#include "scenarios/measure/streets.h"
#include "scenarios/measure/verbs/verbs.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios::verbs {

namespace {

constexpr double kIncidentM = 30.0; // a few vehicles and those who help

/// One place on an edge: blocked at its time, free again when it is over.
void block(std::vector<engine::Command>& events, TimeUs at, const Given& given, engine::AssetRef street,
           const traffic::RoadNetwork& roads, std::uint32_t e) {
    const traffic::Edge& edge = roads.edges[e];
    // Lanes for riders only, at the kerb, are blocked together with those that are counted.
    const std::uint32_t beside = edge.lanes.count - traffic::motor_lanes(roads, edge);
    const auto count = std::min<std::uint32_t>(edge.lanes.count, beside + given.whole("lanes", edge.lanes.count));
    const double from_m = std::clamp(given.number("at") * edge.length_m - 0.5 * kIncidentM, 0.0, edge.length_m);
    engine::Command event{.at = at,
                          .verb = engine::Verb::Block,
                          .asset = street,
                          .edge = e,
                          .lanes = (1U << std::min(31U, count)) - 1U,
                          .from_m = static_cast<float>(from_m),
                          .to_m = static_cast<float>(from_m + kIncidentM),
                          .speed_mps = static_cast<float>(given.number("speed_kmh") / 3.6)};
    events.push_back(event);
    event.at = at + given.duration("duration");
    event.verb = engine::Verb::Unblock;
    events.push_back(event);
}

Result<std::vector<engine::Command>> happening(TimeUs at, const Given& given, const engine::Networks& networks) {
    const auto edges = edges_of_street(networks.roads, given);
    if (!edges) {
        return tl::make_unexpected(edges.error());
    }
    const auto street = engine::find_asset(networks, "street/" + given.text("street"));
    if (!street) {
        return tl::make_unexpected(street.error());
    }
    std::vector<engine::Command> events;
    if (!given.has("lanes") && !given.has("direction")) {
        const std::string cause = "incident " + format_clock(at);
        events.push_back({.at = at, .verb = engine::Verb::Close, .asset = *street, .cause = cause});
        events.push_back(
            {.at = at + given.duration("duration"), .verb = engine::Verb::Open, .asset = *street, .cause = cause});
        return events;
    }
    // One place a direction: on the longest piece of the street between two junctions.
    for (const bool back : {false, true}) {
        std::vector<std::uint32_t> one_way = *edges;
        std::erase_if(one_way, [&](std::uint32_t e) { return is_backward(networks.roads.edges[e]) != back; });
        if (const std::uint32_t longest = longest_edge(networks.roads, one_way); longest != kNone) {
            block(events, at, given, *street, networks.roads, longest);
        }
    }
    return events;
}

} // namespace

EventVerb incident_verb() {
    return {.form = {.id = "incident",
                     .words = {"Incident", "突发事件"},
                     .help = {"Lanes of a street are blocked from the kerb for a while; without lanes and direction "
                              "the whole street.",
                              "道路车道自路缘起临时受阻；未给出车道数和方向时整条道路封闭。"},
                     .arguments = {street_argument(),
                                   {.name = "lanes",
                                    .type = ArgumentType::WholeNumber,
                                    .words = {"lanes, from the kerb", "车道数（从路缘起）"},
                                    .least = 1.0,
                                    .most = 16.0,
                                    .without = {"all", "全部"}},
                                   direction_argument(),
                                   {.name = "at",
                                    .type = ArgumentType::Share,
                                    .words = {"place along the street", "沿路位置"},
                                    .least = 0.0,
                                    .most = 1.0,
                                    .otherwise = "0.5",
                                    .only_with = {"lanes", "direction"}},
                                   // With this speed past it the rest of two lanes carries a third of both, as the
                                   // Highway Capacity Manual has it (0.35).
                                   {.name = "speed_kmh",
                                    .words = {"speed past it", "通过速度"},
                                    .unit = "km/h",
                                    .least = 5.0,
                                    .most = 130.0,
                                    .otherwise = "20",
                                    .only_with = {"lanes", "direction"}},
                                   {.name = "duration",
                                    .type = ArgumentType::Duration,
                                    .words = {"duration", "时长"},
                                    .least = 1.0,
                                    .most = 604'800.0,
                                    .otherwise = "30min"}},
                     .check = check_direction},
            .events = happening};
}

} // namespace cityloom::scenarios::verbs
