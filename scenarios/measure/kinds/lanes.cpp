// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/preview.h"
#include "scenarios/measure/streets.h"

namespace cityloom::scenarios::kinds {

namespace {

Argument lanes_argument(std::string_view name, const Words& words) {
    return {.name = name,
            .type = ArgumentType::WholeNumber,
            .words = words,
            .least = 0.0,
            .most = 8.0,
            .without = {"as it is", "不变"}};
}

/// One direction at least keeps a lane.
Check check(const Given& given, const CityView& view) {
    const auto street = std::ranges::find(view.city.streets, given.street(), &gis::Street::id);
    if (street == view.city.streets.end() || given.whole("forward", street->lanes_forward) > 0 ||
        given.whole("backward", street->lanes_backward) > 0) {
        return {};
    }
    const bool forward = given.has("forward");
    return refuse_value(given.row(forward ? "forward" : "backward"), "0",
                        Words{": no lane would be left", "：将没有车道"},
                        Words{"1 to 8 in one direction at least", "至少一个方向为 1 至 8"});
}

Result<void> change_city(const Given& given, gis::City& city) {
    const auto street = street_of(given, city);
    if (!street) {
        return tl::make_unexpected(street.error());
    }
    gis::Street& changed = **street;
    changed.lanes_forward = static_cast<std::uint8_t>(given.whole("forward", changed.lanes_forward));
    changed.lanes_backward = static_cast<std::uint8_t>(given.whole("backward", changed.lanes_backward));
    if (changed.lanes_forward + changed.lanes_backward == 0) { // after another measure on the same street
        return fail(ErrorCode::Malformed,
                    "No lane of street " + std::to_string(changed.id) + " is left; close it instead.");
    }
    changed.oneway = static_cast<std::int8_t>(changed.lanes_backward == 0 ? 1 : changed.lanes_forward == 0 ? -1 : 0);
    clear_turn_lanes(changed);
    return {};
}

/// Of lanes that are added. What it costs to take some away is marking, which no row has.
double lane_km(const Given& given, const CostContext& context) {
    const auto street = std::ranges::lower_bound(context.streets, given.street(), {}, &StreetExtent::id);
    if (street == context.streets.end() || street->id != given.street()) {
        return 0.0;
    }
    const double forward = given.number("forward", street->lanes_forward) - street->lanes_forward;
    const double backward = given.number("backward", street->lanes_backward) - street->lanes_backward;
    return street->km * (std::max(0.0, forward) + std::max(0.0, backward));
}

} // namespace

MeasureKind lanes_measure() {
    return {.form = {.id = "lanes",
                     .words = {"Change lanes", "调整车道"},
                     .help = {"How many lanes a street has in each direction; a direction without any is closed.",
                              "设置道路各方向的车道数；没有车道的方向即关闭。"},
                     .arguments = {street_argument(), lanes_argument("forward", {"lanes forward", "正向车道"}),
                                   lanes_argument("backward", {"lanes backward", "反向车道"})},
                     .one_of = {"forward", "backward"},
                     .check = check},
            .touches = kTouchesStreets | kTouchesSignals,
            .change_city = change_city,
            .costs = {{"lanes", lane_km}},
            .preview = preview_street};
}

} // namespace cityloom::scenarios::kinds
