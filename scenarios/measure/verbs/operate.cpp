// SPDX-License-Identifier: GPL-3.0-or-later
// What operators do to assets that work: switches, valves, set points, signal plans.
#include <algorithm>

#include "scenarios/measure/verbs/verbs.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios::verbs {

namespace {

using Events = Result<std::vector<engine::Command>>;

Events one(TimeUs at, engine::Verb verb, const engine::Networks& networks, const Given& given, double value,
           std::vector<double> values = {}) {
    const auto asset = engine::find_asset(networks, given.text("asset"));
    if (!asset) {
        return tl::make_unexpected(asset.error());
    }
    return std::vector<engine::Command>{
        {.at = at, .verb = verb, .asset = *asset, .value = value, .values = std::move(values)}};
}

Events switching(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::Switch, networks, given, given.text("state") == "closed" ? 1.0 : 0.0);
}

Events turning(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::Switch, networks, given, given.text("state") == "open" ? 1.0 : 0.0);
}

Events setting(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::SetPoint, networks, given, given.number("value"));
}

Events automating(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::SetPoint, networks, given, 60.0 * given.number("after"));
}

Events planning(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::Plan, networks, given, 0.0, given.greens_s("greens"));
}

/// As many greens as stages, and only where the plan is fixed: an actuated signal would not keep to them.
Check check_plan(const Given& given, const CityView& view) {
    const auto& all = view.networks.roads.controllers;
    const auto found = std::ranges::find(all, given.text("asset"), &traffic::Controller::key);
    if (found == all.end()) {
        return {}; // refused by its own check
    }
    if (found->kind != traffic::ControllerKind::Fixed) {
        return refuse_value(given.row("asset"), given.text("asset"),
                            Words{": its greens follow the traffic", "：其绿灯随交通变化"},
                            Words{"a signal with a fixed plan", "定时信号"});
    }
    if (given.greens_s("greens").size() != found->phases.size()) {
        return refuse_value(given.row("greens"), given.text("greens"),
                            Text{": "} + Text{found->key} +
                                Text{Words{" has another number of stages", " 的相位数不同"}},
                            Text{std::to_string(found->phases.size())} +
                                Text{Words{" green times, one a stage", " 个绿灯时长，每个相位一个"}});
    }
    return {};
}

Argument asset_of(std::vector<std::string_view> kinds, Words words) {
    return {.name = "asset", .type = ArgumentType::Asset, .words = words, .required = true, .assets = std::move(kinds)};
}

Argument state_argument() {
    return {.name = "state",
            .type = ArgumentType::Choice,
            .words = {"state", "状态"},
            .choices = {{"open", {"open", "打开"}}, {"closed", {"closed", "关闭"}}},
            .otherwise = "closed"};
}

} // namespace

EventVerb switch_verb() {
    return {.form = {.id = "switch",
                     .words = {"Switch a line", "线路开关"},
                     .help = {"A tie or breaker is closed, so that current flows, or opened.",
                              "合上（通电）或断开联络开关、断路器。"},
                     .arguments = {asset_of({"tie", "feeder", "cable", "line"}, {"line", "线路"}), state_argument()}},
            .events = switching};
}

EventVerb valve_verb() {
    return {.form = {.id = "valve",
                     .words = {"Turn a valve", "阀门"},
                     .help = {"The valve of a main is opened, so that water flows, or closed.",
                              "打开（通水）或关闭管道阀门。"},
                     .arguments = {asset_of({"main", "riser"}, {"main", "管道"}), state_argument()}},
            .events = turning};
}

EventVerb set_point_verb() {
    return {.form = {.id = "setpoint",
                     .words = {"Set a voltage", "设定电压"},
                     .help = {"The voltage that an infeed holds.", "电网接入点保持的电压。"},
                     .arguments = {asset_of({"infeed"}, {"infeed", "接入点"}),
                                   {.name = "value",
                                    .words = {"voltage", "电压"},
                                    .required = true,
                                    .unit = "p.u.",
                                    .least = 0.9,
                                    .most = 1.1}}},
            .events = setting};
}

/// Five minutes: what is restored within them is a momentary interruption (IEEE 1366).
EventVerb automate_verb() {
    return {
        .form = {.id = "automate",
                 .words = {"Automate a tie", "联络开关自投"},
                 .help = {"From now on the tie closes by itself when one of its sides has been dark for so long and "
                          "the other can feed it.",
                          "此后联络开关一侧停电达到该时间且另一侧可带时自动合上。"},
                 .arguments = {asset_of({"tie"}, {"tie", "联络开关"}),
                               {.name = "after",
                                .words = {"after", "延时"},
                                .unit = "min",
                                .least = 0.0,
                                .most = 120.0,
                                .otherwise = "5"}}},
        .events = automating};
}

EventVerb plan_verb() {
    return {.form = {.id = "plan",
                     .words = {"Change a signal plan", "调整信号配时"},
                     .help = {"Greens of a signal with a fixed plan, from its next stage on.",
                              "自下一相位起设置定时信号的绿灯时长。"},
                     .arguments = {asset_of({"signal"}, {"signals", "信号灯"}),
                                   {.name = "greens",
                                    .type = ArgumentType::Greens,
                                    .words = {"greens, as 30/20/15", "绿灯时长，如 30/20/15"},
                                    .required = true,
                                    .unit = "s",
                                    .least = 3.0,
                                    .most = 180.0}},
                     .check = check_plan},
            .events = planning};
}

} // namespace cityloom::scenarios::verbs
