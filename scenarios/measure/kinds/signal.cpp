// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"

namespace cityloom::scenarios::kinds {

namespace {

constexpr double kLeastGreenS = 3.0;
constexpr double kLongestCycleS = 300.0;

std::uint32_t controller_of(const Given& given, const traffic::RoadNetwork& roads) {
    const std::string key = given.text("controller");
    const auto found = std::ranges::find_if(
        roads.controllers, [&](const traffic::Controller& c) { return c.key == key || c.key == "signal/" + key; });
    return found == roads.controllers.end() ? kNone : static_cast<std::uint32_t>(found - roads.controllers.begin());
}

/// Seconds of a cycle in which no stage is green.
double lost_s(const traffic::Controller& controller) {
    double lost = 0.0;
    for (const traffic::SignalPhase& phase : controller.phases) {
        lost += phase.yellow_s + phase.all_red_s;
    }
    return lost;
}

Check check(const Given& given, const CityView& view) {
    const std::uint32_t c = controller_of(given, view.networks.roads);
    if (c == kNone) {
        return {}; // refused by its own check
    }
    const traffic::Controller& controller = view.networks.roads.controllers[c];
    const std::string stages = std::to_string(controller.phases.size());
    if (given.has("greens") && given.greens_s("greens").size() != controller.phases.size()) {
        return refuse_value(given.row("greens"), given.text("greens"),
                            Text{": "} + Text{controller.key} +
                                Text{Words{" has another number of stages", " 的相位数不同"}},
                            Text{stages} + Text{Words{" green times, one a stage", " 个绿灯时长，每个相位一个"}});
    }
    const double shortest_s =
        std::ceil(lost_s(controller) + kLeastGreenS * static_cast<double>(controller.phases.size()));
    if (given.has("cycle") && given.number("cycle") < shortest_s) {
        return refuse_value(
            given.row("cycle"), given.text("cycle"),
            Text{Words{": too short for the ", "：短于所需，相位数为 "}} + Text{stages} +
                Text{Words{" stages of ", "，信号为 "}} + Text{controller.key},
            Text{std::to_string(std::lround(shortest_s)) + "-" + std::to_string(std::lround(kLongestCycleS)) + " s"});
    }
    return {};
}

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    const std::uint32_t controller = controller_of(given, applied.networks.roads);
    if (controller == kNone) {
        return fail(ErrorCode::NotFound, "There is no signal controller " + given.text("controller") +
                                             "; see the signals on the map for those that there are.");
    }
    applied.signal_overrides.push_back({.controller = controller,
                                        .greens_s = given.greens_s("greens"),
                                        .offset_s = given.number("offset", -1.0),
                                        .cycle_s = given.number("cycle")});
    return {};
}

} // namespace

MeasureKind signal_measure() {
    return {.form = {.id = "signal",
                     .words = {"Change a signal plan", "调整信号配时"},
                     .help = {"Greens, offset or cycle of a signal; the rest of its plan is kept.",
                              "设置信号的绿灯时长、相位差或周期；其余配时不变。"},
                     .arguments = {{.name = "controller",
                                    .type = ArgumentType::Asset,
                                    .words = {"signals", "信号灯"},
                                    .required = true,
                                    .assets = {"signal"}},
                                   {.name = "greens",
                                    .type = ArgumentType::Greens,
                                    .words = {"greens, as 30/20/15", "绿灯时长，如 30/20/15"},
                                    .unit = "s",
                                    .least = kLeastGreenS,
                                    .most = 180.0,
                                    .without = {"as planned", "按原配时"}},
                                   {.name = "offset",
                                    .words = {"offset", "相位差"},
                                    .unit = "s",
                                    .least = 0.0,
                                    .most = kLongestCycleS,
                                    .without = {"as planned", "按原配时"}},
                                   {.name = "cycle",
                                    .words = {"cycle", "周期"},
                                    .unit = "s",
                                    .least = 20.0,
                                    .most = kLongestCycleS,
                                    .without = {"as planned", "按原配时"}}},
                     .one_of = {"greens", "offset", "cycle"},
                     .check = check},
            .touches = kTouchesSignals,
            .apply = apply,
            .costs = {{"signal", one_unit}}};
}

} // namespace cityloom::scenarios::kinds
