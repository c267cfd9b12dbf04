// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/picture/recorded_moment.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "scenarios/measure/apply.h"
#include "scenarios/run/frame_codec.h"
#include "scenarios/run/json_fields.h"

namespace cityloom::app {

namespace {

/// A frame made from other networks would colour the wrong things. Recordings of before do not say whose they are.
bool fits(const engine::Frame& frame, const scenarios::AppliedCity& applied) {
    const engine::Networks& networks = applied.networks;
    return (frame.city == 0 || frame.city == applied.fingerprint) &&
           (frame.turn_aspect.empty() || frame.turn_aspect.size() == networks.roads.turns.size()) &&
           std::ranges::all_of(frame.blocked, [&](const auto& b) { return b.edge < networks.roads.edges.size(); }) &&
           std::ranges::all_of(frame.columns.all(), [&](const engine::Columns::Column& column) {
               return column.values.empty() || column.values.size() == column.info->of->count(networks);
           });
}

bool is_of(const scenarios::RunResult& result, const std::string& fingerprint) {
    const auto json = nlohmann::json::parse(result.json, nullptr, false);
    return scenarios::text_field(json, "fingerprint") == fingerprint;
}

bool is_like(const scenarios::RunResult& result, const scenarios::RunRequest& run) {
    return result.start == run.start && result.duration == run.duration &&
           result.trips == static_cast<std::int64_t>(run.trips) && result.seed == static_cast<std::int64_t>(run.seed);
}

std::string command_for(const std::string& scenario, TimeUs at) {
    // A quarter of an hour before: the streets fill first.
    const TimeUs start = std::max<TimeUs>(0, at - 15 * kMinuteUs);
    return "run PROJECT" + (scenario == "base" ? std::string{} : " --scenario \"" + scenario + "\"") + " --start " +
           scenarios::format_clock(start).substr(0, 5) + " --duration 1h --record 60";
}

} // namespace

Result<RecordedMoment> recorded_moment(const scenarios::ProjectStore& store, const scenarios::LoadedProject& project,
                                       const std::string& scenario, std::optional<TimeUs> at,
                                       const scenarios::RunRequest* like) {
    auto resolved = scenarios::resolve_scenario(project.scenarios, scenario);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    auto applied = scenarios::apply_scenario(project.city, project.networks, *resolved);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    auto results = store.results();
    if (!results) {
        return tl::make_unexpected(results.error());
    }
    RecordedMoment moment{
        .applied = std::move(*applied), .frame = nullptr, .at = at.value_or(12 * kHourUs), .why_none = {}};
    const std::string now = scenarios::fingerprint(*resolved);
    bool stale = false;
    bool unrecorded = false;
    std::string spans;
    for (auto result = results->rbegin(); result != results->rend(); ++result) {
        if (result->scenario != scenario || (like != nullptr && !is_like(*result, *like))) {
            continue;
        }
        if (!is_of(*result, now)) {
            stale = true;
            continue;
        }
        auto times = store.frame_times(result->id);
        if (!times) {
            return tl::make_unexpected(times.error());
        }
        if (times->empty()) {
            unrecorded = true;
            continue;
        }
        const TimeUs wanted = at.value_or(times->back());
        if (wanted < times->front() || wanted > result->start + result->duration) {
            spans += (spans.empty() ? "" : ", ") + scenarios::format_clock(times->front()) + " to " +
                     scenarios::format_clock(times->back());
            continue;
        }
        auto bytes = store.frame(result->id, wanted);
        if (!bytes) {
            return tl::make_unexpected(bytes.error());
        }
        auto frame = scenarios::decode_frame(*bytes);
        if (!frame) {
            return tl::make_unexpected(frame.error());
        }
        if (!fits(*frame, moment.applied)) {
            stale = true;
            continue;
        }
        moment.at = wanted;
        moment.result = result->id;
        moment.recorded_to = times->back();
        moment.frame = std::make_shared<const engine::Frame>(std::move(*frame));
        return moment;
    }
    moment.why_none = "There is no result of scenario \"" + scenario + "\" at " + scenarios::format_clock(moment.at);
    if (!spans.empty()) {
        moment.why_none += " (recorded: " + spans + ")";
    } else if (unrecorded) {
        moment.why_none += " (it ran without --record)";
    } else if (stale) {
        moment.why_none += " (it changed since it ran)";
    }
    moment.why_none += "; make one with: " + command_for(scenario, moment.at);
    return moment;
}

Result<std::shared_ptr<const engine::Frame>> frame_at(const scenarios::ProjectStore& store,
                                                      const RecordedMoment& moment, TimeUs at) {
    auto bytes = store.frame(moment.result, at);
    if (!bytes) {
        return tl::make_unexpected(bytes.error());
    }
    auto frame = scenarios::decode_frame(*bytes);
    if (!frame) {
        return tl::make_unexpected(frame.error());
    }
    if (moment.frame != nullptr && moment.frame->time == frame->time) {
        return moment.frame;
    }
    return std::make_shared<const engine::Frame>(std::move(*frame));
}

} // namespace cityloom::app
