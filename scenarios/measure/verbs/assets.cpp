// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to an asset as a whole: it fails, works again, is closed, is open again.
#include "scenarios/measure/verbs/verbs.h"
#include "sim/engine/asset.h"

namespace cityloom::scenarios::verbs {

namespace {

using Events = Result<std::vector<engine::Event>>;

Events one(TimeUs at, engine::EventKind kind, const engine::Networks& networks, const std::string& key) {
    const auto asset = engine::find_asset(networks, key);
    if (!asset) {
        return tl::make_unexpected(asset.error());
    }
    return std::vector<engine::Event>{{at, kind, *asset}};
}

Events failing(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::EventKind::Fail, networks, given.text("asset"));
}

Events repairing(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::EventKind::Repair, networks, given.text("asset"));
}

Events closing(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::EventKind::Close, networks, "street/" + given.text("street"));
}

Events opening(TimeUs at, const Given& given, const engine::Networks& networks) {
    return one(at, engine::EventKind::Open, networks, "street/" + given.text("street"));
}

Argument asset_argument() {
    return {.name = "asset", .type = ArgumentType::Asset, .words = {"asset", "设施"}, .required = true};
}

} // namespace

EventVerb fail_verb() {
    return {.form = {.id = "fail",
                     .words = {"Fail", "故障"},
                     .help = {"An asset fails; what it supplies goes with it.", "设施发生故障，其供给随之中断。"},
                     .arguments = {asset_argument()}},
            .events = failing};
}

EventVerb repair_verb() {
    return {.form = {.id = "repair",
                     .words = {"Repair", "修复"},
                     .help = {"A failed asset works again.", "故障设施恢复工作。"},
                     .arguments = {asset_argument()}},
            .events = repairing};
}

EventVerb close_verb() {
    return {.form = {.id = "close",
                     .words = {"Close a street", "封闭道路"},
                     .help = {"From then on nobody drives onto the street.", "自该时刻起禁止驶入该道路。"},
                     .arguments = {street_argument()}},
            .events = closing};
}

EventVerb open_verb() {
    return {.form = {.id = "open",
                     .words = {"Open a street", "开放道路"},
                     .help = {"A street that was closed is open again.", "封闭的道路重新开放。"},
                     .arguments = {street_argument()}},
            .events = opening};
}

} // namespace cityloom::scenarios::verbs
