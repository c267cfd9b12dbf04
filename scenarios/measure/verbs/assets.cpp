// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to an asset as a whole: it fails, works again, is closed, is open again.
#include "scenarios/measure/verbs/verbs.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios::verbs {

namespace {

using Events = Result<std::vector<engine::Command>>;

Events one(TimeUs at, engine::Verb verb, const engine::Networks& networks, const Given& given, const std::string& key) {
    const auto asset = engine::find_asset(networks, key);
    if (!asset) {
        return tl::make_unexpected(asset.error());
    }
    return std::vector<engine::Command>{{.at = at, .verb = verb, .asset = *asset, .cause = given.text("cause")}};
}

Events failing(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::Fail, networks, given, given.text("asset"));
}

Events repairing(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::Repair, networks, given, given.text("asset"));
}

Events closing(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::Close, networks, given, "street/" + given.text("street"));
}

Events opening(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::Verb::Open, networks, given, "street/" + given.text("street"));
}

Argument asset_argument() {
    return {.name = "asset", .type = ArgumentType::Asset, .words = {"asset", "设施"}, .required = true};
}

/// What was out of service for two causes works again when both are gone.
Argument cause_argument(Words without) {
    return {.name = "cause", .type = ArgumentType::Name, .words = {"cause", "原因"}, .without = without};
}

} // namespace

EventVerb fail_verb() {
    return {.form = {.id = "fail",
                     .words = {"Fail", "故障"},
                     .help = {"An asset fails; what it supplies goes with it.", "设施发生故障，其供给随之中断。"},
                     .arguments = {asset_argument(), cause_argument({"one without a name", "未命名的原因"})}},
            .events = failing};
}

EventVerb repair_verb() {
    return {.form = {.id = "repair",
                     .words = {"Repair", "修复"},
                     .help = {"A failed asset works again, when no other cause is left.",
                              "故障设施恢复工作（若无其他原因）。"},
                     .arguments = {asset_argument(), cause_argument({"the oldest", "最早的原因"})}},
            .events = repairing};
}

EventVerb close_verb() {
    return {.form = {.id = "close",
                     .words = {"Close a street", "封闭道路"},
                     .help = {"From then on nobody drives onto the street.", "自该时刻起禁止驶入该道路。"},
                     .arguments = {street_argument(), cause_argument({"one without a name", "未命名的原因"})}},
            .events = closing};
}

EventVerb open_verb() {
    return {.form = {.id = "open",
                     .words = {"Open a street", "开放道路"},
                     .help = {"A street that was closed is open again, when no other cause is left.",
                              "封闭的道路重新开放（若无其他原因）。"},
                     .arguments = {street_argument(), cause_argument({"the oldest", "最早的原因"})}},
            .events = opening};
}

} // namespace cityloom::scenarios::verbs
