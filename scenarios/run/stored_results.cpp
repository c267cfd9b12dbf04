// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/stored_results.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "scenarios/run/event_list.h"
#include "scenarios/run/frame_codec.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

namespace {

using nlohmann::ordered_json;

bool figures(const ordered_json& json) {
    return json.is_object() &&
           std::ranges::all_of(json, [](const ordered_json& value) { return value.is_number() || value.is_null(); });
}

/// The first frame that cannot be read; empty: all can.
std::string frame_problem(const ProjectStore& store, std::int64_t result) {
    const auto times = store.frame_times(result);
    for (const TimeUs at : times.value_or(std::vector<TimeUs>{})) {
        const auto bytes = store.frame(result, at);
        if (bytes && !decode_frame(*bytes)) { // verify() names those whose checksum is wrong
            return "the frame at " + format_clock(at) + " is none";
        }
    }
    return times ? std::string{} : times.error().message;
}

} // namespace

std::string report_fault(const ordered_json& report) {
    if (!report.is_object()) {
        return "it is no JSON object";
    }
    const auto kpi = report.find("kpi");
    if (kpi == report.end() || !figures(*kpi)) {
        return "kpi";
    }
    const auto districts = report.find("districts");
    return districts != report.end() && districts->is_object() && std::ranges::all_of(*districts, figures)
               ? std::string{}
               : "districts";
}

std::vector<std::string> result_problems(const ProjectStore& store) {
    const auto results = store.results();
    if (!results) {
        return {"result: " + results.error().message};
    }
    std::vector<std::string> problems;
    for (const RunResult& result : *results) {
        const auto problem = [&](const std::string& table, const std::string& what) {
            problems.push_back(table + ", result " + std::to_string(result.id) + ": " + what +
                               "; run the scenario again, or remove it with its results");
        };
        const auto report = ordered_json::parse(result.json, nullptr, false);
        if (const std::string fault = report_fault(report); !fault.empty()) {
            problem("result", "its report cannot be read (" + fault + ")");
        }
        if (const auto events = events_of(result); !events) {
            problem("result", events.error().message);
        }
        if (const auto trips = trips_of(store, result); !trips && trips.error().code == ErrorCode::Malformed) {
            problem("result_table", trips.error().message);
        }
        if (const auto samples = samples_of(store, result); !samples && samples.error().code == ErrorCode::Malformed) {
            problem("result_table", samples.error().message);
        }
        if (const std::string frame = frame_problem(store, result.id); !frame.empty()) {
            problem("recording", frame);
        }
    }
    return problems;
}

} // namespace cityloom::scenarios
