// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/outcomes.h"

#include <limits>

#include "scenarios/run/run_log.h"
#include "scenarios/run/stored_results.h"

namespace cityloom::scenarios {

namespace {

using nlohmann::ordered_json;

Result<bool> recorded(const ProjectStore& store, const RunResult& result) {
    auto times = store.frame_times(result.id);
    if (!times) {
        return tl::make_unexpected(times.error());
    }
    return !times->empty();
}

Error missing(const std::string& scenario, const RunRequest& run) {
    return {ErrorCode::NotFound,
            "There is no result of \"" + scenario + "\" from " + format_clock(run.start) + " to " +
                format_clock(run.start + run.duration) + " with seed " + std::to_string(run.seed) +
                ", as the scenario is now. Add --run to run what is missing.",
            {}};
}

} // namespace

Result<Outcomes> find_or_run(const ProjectStore& store, const LoadedProject& project, const std::string& scenario,
                             const RunRequest& request, const RunAndKeep& run,
                             const std::function<void(double)>& progress, const std::stop_token& stop) {
    progress(0.0);
    auto stored = find_result(store, project, scenario, request);
    if (!stored) {
        return tl::make_unexpected(stored.error());
    }
    bool there = stored->has_value();
    if (there && run && request.record_every > 0) {
        const auto frames = recorded(store, **stored);
        if (!frames) {
            return tl::make_unexpected(frames.error());
        }
        there = *frames;
    }
    if (!there && !run) {
        return tl::make_unexpected(missing(scenario, request));
    }
    if (!there) {
        RunHooks hooks;
        hooks.progress = [&](double fraction, TimeUs) { progress(fraction); };
        if (auto done = run(project, scenario, request, std::move(hooks), stop); !done) {
            return tl::make_unexpected(done.error());
        }
        stored = find_result(store, project, scenario, request);
        if (!stored || !*stored) {
            return fail(ErrorCode::Internal, "A result just stored cannot be found again.");
        }
    }
    const auto json = ordered_json::parse((*stored)->json, nullptr, false);
    if (const std::string fault = report_fault(json); !fault.empty()) {
        return fail(ErrorCode::Malformed,
                    "Result " + std::to_string((*stored)->id) + " of " + scenario + " is damaged (" + fault +
                        "). Run that scenario again, and then compare.",
                    store.file().string() + ", result");
    }
    auto trips = trips_of(store, **stored);
    if (!trips) {
        return tl::make_unexpected(trips.error());
    }
    auto samples = samples_of(store, **stored);
    if (!samples) {
        return tl::make_unexpected(samples.error());
    }
    return Outcomes{json["kpi"], json["districts"], std::move(*trips), hash_text((*stored)->state_hash),
                    std::move(*samples)};
}

double number_of(const ordered_json& figures, const std::string& id) {
    const auto found = figures.find(id);
    return found != figures.end() && found->is_number() ? found->get<double>()
                                                        : std::numeric_limits<double>::quiet_NaN();
}

} // namespace cityloom::scenarios
