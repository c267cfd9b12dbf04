// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/preview.h"
#include "scenarios/measure/streets.h"

namespace cityloom::scenarios::kinds {

namespace {

/// A direction that would lose all of its lanes keeps them here, and is closed when the networks are there.
Result<void> change_city(const Given& given, gis::City& city) {
    const auto street = street_of(given, city);
    if (!street) {
        return tl::make_unexpected(street.error());
    }
    const Directions ways = directions(given);
    const auto less = [taken = given.whole("lanes")](std::uint8_t& count) {
        count = count > taken ? static_cast<std::uint8_t>(count - taken) : count;
    };
    if (ways.forward) {
        less((*street)->lanes_forward);
    }
    if (ways.backward) {
        less((*street)->lanes_backward);
    }
    (*street)->speed_mps = std::min((*street)->speed_mps, given.number("speed_kmh") / 3.6);
    clear_turn_lanes(**street);
    return {};
}

Result<void> apply(const Given& given, const gis::City& city, AppliedCity& applied) {
    const traffic::RoadNetwork& roads = applied.networks.roads;
    const auto edges = edges_of_street(roads, given);
    if (!edges) {
        return tl::make_unexpected(edges.error());
    }
    const auto before = std::ranges::find(city.streets, given.street(), &gis::Street::id);
    const std::uint32_t taken = given.whole("lanes");
    for (const std::uint32_t e : *edges) {
        const std::uint32_t had = before == city.streets.end()  ? 0U
                                  : is_backward(roads.edges[e]) ? before->lanes_backward
                                                                : before->lanes_forward;
        if (before == city.streets.end() || had <= taken) {
            applied.closed_edges.push_back(e);
        } else {
            applied.work_zones.push_back({e, taken});
        }
    }
    return {};
}

} // namespace

MeasureKind workzone_measure() {
    return {.form = {.id = "workzone",
                     .words = {"Work zone", "施工占道"},
                     .help = {"A street loses lanes and speed; a direction that loses all of its lanes is closed.",
                              "道路减少车道并降低速度；失去全部车道的方向将封闭。"},
                     .arguments = {street_argument(),
                                   {.name = "lanes",
                                    .type = ArgumentType::WholeNumber,
                                    .words = {"lanes taken, from the kerb", "占用车道数（从路缘起）"},
                                    .least = 1.0,
                                    .most = 8.0,
                                    .otherwise = "1"},
                                   direction_argument(),
                                   {.name = "speed_kmh",
                                    .words = {"speed past it", "通过速度"},
                                    .unit = "km/h",
                                    .least = 5.0,
                                    .most = 130.0,
                                    .otherwise = "30"}},
                     .check = check_direction},
            .touches = kTouchesStreets | kTouchesSignals,
            .change_city = change_city,
            .apply = apply,
            .preview = preview_street};
}

} // namespace cityloom::scenarios::kinds
