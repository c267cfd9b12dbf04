// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/why.h"

#include <array>

#include <nlohmann/json.hpp>

#include "scenarios/run/event_words.h"
#include "scenarios/run/moment.h"
#include "scenarios/run/run_log.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

using nlohmann::ordered_json;

/// By engine::Service and engine::By.
constexpr std::array<std::string_view, engine::kServices> kServiceIds{"power", "water",   "heat", "gas",    "signal",
                                                                      "data",  "cooling", "road", "control"};
constexpr std::array<std::string_view, 4> kWhoIds{"scenario", "person", "hazard", "controller"};
constexpr std::array<engine::Words, 4> kWho{{{"by an event of the scenario", "由方案事件引起"},
                                             {"by a person", "由人员操作引起"},
                                             {"by a hazard", "由灾害引起"},
                                             {"by a controller", "由控制器引起"}}};

engine::Words noun_of(const engine::Networks& networks, engine::AssetRef asset) {
    return engine::asset_exists(networks, asset) && asset.kind->view != nullptr
               ? asset.kind->view(networks, asset.index).noun
               : engine::Words{};
}

ordered_json clock_or_null(TimeUs at) {
    return at == engine::kFromTheStart ? ordered_json(nullptr) : ordered_json(format_clock(at));
}

ordered_json as_json(const WhyStep& step) {
    const engine::WhyLink& link = step.link;
    ordered_json out{{"asset", step.asset},
                     {"noun", step.noun.english},
                     {"state", link.id},
                     {"words", link.words.english},
                     {"words_zh", link.words.chinese},
                     {"service", link.service ? ordered_json(kServiceIds.at(static_cast<std::size_t>(*link.service)))
                                              : ordered_json(nullptr)},
                     {"since", clock_or_null(link.since)},
                     {"later", link.later},
                     {"command", nullptr}};
    if (link.command) {
        out["command"] = {{"verb", verb_word(link.command->verb)},
                          {"by", kWhoIds.at(static_cast<std::size_t>(link.command->by))},
                          {"at", format_clock(link.command->at)},
                          {"cause", link.command->cause}};
    }
    return out;
}

} // namespace

engine::Words who_words(engine::By by) {
    return kWho.at(static_cast<std::size_t>(by));
}

WhyReport why_now(const engine::World& world, engine::AssetRef asset) {
    const engine::Networks& networks = world.networks();
    WhyReport report{.at = world.time(), .asset = engine::asset_key(networks, asset), .noun = noun_of(networks, asset)};
    for (const engine::WhyChain& chain : world.why(asset)) {
        std::vector<WhyStep>& steps = report.chains.emplace_back();
        for (const engine::WhyLink& link : chain) {
            const bool known = engine::asset_exists(networks, link.asset) && link.asset.kind->view != nullptr;
            steps.push_back({engine::asset_key(networks, link.asset), noun_of(networks, link.asset), link,
                             known ? asset_words(networks, link.asset) : Text{}});
        }
    }
    return report;
}

Result<WhyReport> find_out_why(const AppliedCity& applied, const std::string& name, const RunRequest& request,
                               TimeUs at, const std::string& asset,
                               const std::function<void(double fraction, TimeUs at)>& progress,
                               const std::stop_token& stop) {
    const auto found = engine::find_asset(applied.networks, asset);
    if (!found) {
        return tl::make_unexpected(found.error());
    }
    const auto run = run_until(applied, request, at, progress, stop);
    if (!run) {
        return tl::make_unexpected(run.error());
    }
    WhyReport report = why_now(run->world, *found);
    report.scenario = name;
    report.request = request;
    report.at = at;
    return report;
}

std::string to_json(const WhyReport& report, int indent) {
    ordered_json root{{"scenario", report.scenario},    {"at", format_clock(report.at)},
                      {"seed", report.request.seed},    {"asset", report.asset},
                      {"noun", report.noun.english},    {"well", report.chains.empty()},
                      {"chains", ordered_json::array()}};
    for (const std::vector<WhyStep>& chain : report.chains) {
        ordered_json links = ordered_json::array();
        for (const WhyStep& step : chain) {
            links.push_back(as_json(step));
        }
        root["chains"].push_back(std::move(links));
    }
    return root.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace cityloom::scenarios
