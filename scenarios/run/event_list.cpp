// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/event_list.h"

#include <nlohmann/json.hpp>

namespace cityloom::scenarios {

using nlohmann::ordered_json;

Result<EventList> list_events(const AppliedCity& applied, const std::string& name, const RunRequest& request,
                              const RunHooks& hooks, const std::stop_token& stop) {
    RunRequest asked = request;
    asked.tail = 0; // who arrives when is nobody's question here
    auto report = run_scenario(applied, name, asked, hooks, stop);
    if (!report) {
        return tl::make_unexpected(report.error());
    }
    return EventList{name, request.start, request.duration, request.seed, std::move(report->log)};
}

Result<std::optional<EventList>> events_of(const RunResult& result) {
    const auto json = ordered_json::parse(result.json, nullptr, false);
    const auto log = json.is_object() ? json.find("log") : json.end();
    if (!json.is_object() || log == json.end()) {
        return std::optional<EventList>{};
    }
    auto entries = read_event_log(*log);
    if (!entries) {
        return tl::make_unexpected(entries.error());
    }
    return std::optional{EventList{result.scenario, result.start, result.duration,
                                   static_cast<std::uint64_t>(result.seed), std::move(*entries)}};
}

std::string to_json(const EventList& list, int indent) {
    const ordered_json root{{"scenario", list.scenario},
                            {"start", format_clock(list.start)},
                            {"duration_s", to_seconds(list.duration)},
                            {"seed", list.seed},
                            {"log", to_json(std::span{list.entries})}};
    return root.dump(indent);
}

} // namespace cityloom::scenarios
