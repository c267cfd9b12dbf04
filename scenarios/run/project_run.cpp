// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/project_run.h"
#include "scenarios/run/json_fields.h"

#include <nlohmann/json.hpp>

#include "scenarios/project/networks_blob.h"
#include "scenarios/project/version.h"
#include "scenarios/run/frame_codec.h"
#include "scenarios/run/run_log.h"
#include "sim/core/state_hash.h"

namespace cityloom::scenarios {

namespace {

constexpr std::string_view kTripsTable = "trips";
constexpr std::string_view kSamplesTable = "samples";

} // namespace

Result<LoadedProject> load_project(const ProjectStore& store) {
    LoadedProject project;
    auto city = store.city();
    if (!city) {
        return tl::make_unexpected(city.error());
    }
    auto networks = store.networks();
    if (!networks) {
        return tl::make_unexpected(networks.error());
    }
    if (auto fit = check_networks_of(*city, *networks); !fit) {
        return tl::make_unexpected(fit.error());
    }
    auto scenarios = store.scenarios();
    if (!scenarios) {
        return tl::make_unexpected(scenarios.error());
    }
    project.city = std::move(*city);
    project.networks = std::move(*networks);
    project.scenarios = std::move(*scenarios);
    return project;
}

std::string fingerprint(const Scenario& resolved) {
    StateHash hash;
    const auto add = [&](const std::string& text) {
        hash.add(static_cast<std::uint64_t>(text.size()));
        for (const char c : text) {
            hash.add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
        }
    };
    for (Measure measure : resolved.measures) {
        measure.begins = 0; // a run is of all of them
        add(format_measure(measure));
    }
    for (const TimedEvent& event : resolved.events) {
        add(format_event(event));
    }
    return hash_text(hash.value());
}

Result<RunReport> run_in_project(ProjectStore& store, const LoadedProject& project, const std::string& scenario,
                                 const RunRequest& request, RunHooks hooks, const std::stop_token& stop) {
    return run_in(store)(project, scenario, request, std::move(hooks), stop);
}

RunAndKeep run_and_keep(KeepResult keep) {
    return
        [keep = std::move(keep)](const LoadedProject& project, const std::string& scenario, const RunRequest& request,
                                 RunHooks hooks, const std::stop_token& stop) -> Result<RunReport> {
            auto resolved = resolve_scenario(project.scenarios, scenario);
            if (!resolved) {
                return tl::make_unexpected(resolved.error());
            }
            std::vector<std::pair<TimeUs, std::string>> frames;
            if (request.record_every > 0) {
                hooks.record = [&](const engine::Frame& frame) -> Result<void> {
                    frames.emplace_back(frame.time, encode_frame(frame));
                    return {};
                };
            }
            auto report = run_scenario(project.city, project.networks, *resolved, request, hooks, stop);
            if (!report) {
                return report;
            }
            const double before = steady_ms();
            if (auto kept = keep(scenario, *resolved, *report, frames); !kept) {
                return tl::make_unexpected(kept.error());
            }
            report->record_ms += steady_ms() - before;
            return report;
        };
}

RunAndKeep run_in(ProjectStore& store) {
    return run_and_keep([&store](const std::string& scenario, const Scenario& resolved, const RunReport& report,
                                 std::span<const std::pair<TimeUs, std::string>> frames) {
        auto kept = keep_result(store, scenario, resolved, report, frames);
        if (kept) {
            store.fold_journal(); // the next run may take hours
        }
        return kept;
    });
}

Result<RunResult> keep_result(ProjectStore& store, const std::string& scenario, const Scenario& resolved,
                              const RunReport& report, std::span<const std::pair<TimeUs, std::string>> frames) {
    const RunRequest& request = report.request;
    RunResult result{.scenario = scenario,
                     .seed = static_cast<std::int64_t>(request.seed),
                     .start = request.start,
                     .duration = request.duration,
                     .trips = static_cast<std::int64_t>(request.trips),
                     .version = std::string{program_version()},
                     .state_hash = report.state_hash};
    auto json = nlohmann::ordered_json::parse(to_json(report));
    json["fingerprint"] = fingerprint(resolved);
    json["bicycle_share"] = request.bicycles;
    json["stop_at_us"] = request.stop_at;
    json["tail_us"] = request.tail;
    result.json = json.dump();
    // Whole or not at all: what is killed here leaves no result with part of its recording.
    const auto kept = store.together([&]() -> Result<void> {
        auto id = store.add_result(result);
        if (!id) {
            return tl::make_unexpected(id.error());
        }
        result.id = *id;
        if (auto done = store.put_result_table(*id, kTripsTable, encode_trips(report.trips)); !done) {
            return done;
        }
        if (auto done = store.put_result_table(*id, kSamplesTable, encode_samples(report.samples)); !done) {
            return done;
        }
        for (const auto& [at, bytes] : frames) {
            if (auto done = store.append_frame(*id, at, bytes); !done) {
                return done;
            }
        }
        return {};
    });
    return kept ? Result<RunResult>{std::move(result)} : tl::make_unexpected(kept.error());
}

Result<std::optional<RunResult>> find_result(const ProjectStore& store, const LoadedProject& project,
                                             const std::string& scenario, const RunRequest& request) {
    auto resolved = resolve_scenario(project.scenarios, scenario);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    auto results = store.results();
    if (!results) {
        return tl::make_unexpected(results.error());
    }
    const std::string now = fingerprint(*resolved);
    // Below 0 stands for the demand model's share: the same run as one that asks for that share by its number.
    const auto share_of = [&](double asked) {
        return asked < 0.0 ? project.networks.demand.bicycle_mode_share : asked;
    };
    for (auto r = results->rbegin(); r != results->rend(); ++r) {
        if (r->scenario != scenario || r->seed != static_cast<std::int64_t>(request.seed) ||
            r->start != request.start || r->duration != request.duration ||
            r->trips != static_cast<std::int64_t>(request.trips) || r->version != program_version()) {
            continue;
        }
        const auto json = nlohmann::ordered_json::parse(r->json, nullptr, false);
        if (text_field(json, "fingerprint") == now && number_field(json, "stop_at_us", TimeUs{0}) == request.stop_at &&
            number_field(json, "tail_us", TimeUs{0}) == request.tail &&
            share_of(number_field(json, "bicycle_share", -1.0)) == share_of(request.bicycles)) {
            return std::optional<RunResult>{*r};
        }
    }
    return std::optional<RunResult>{};
}

Result<TripTable> trips_of(const ProjectStore& store, const RunResult& result) {
    auto bytes = store.result_table(result.id, kTripsTable);
    if (!bytes) {
        return tl::make_unexpected(bytes.error());
    }
    if (!*bytes) {
        return fail(ErrorCode::NotFound, "Result " + std::to_string(result.id) + " of " + result.scenario +
                                             " does not say what became of its trips. Run the scenario again.");
    }
    return decode_trips(**bytes);
}

Result<std::optional<RunSamples>> samples_of(const ProjectStore& store, const RunResult& result) {
    auto bytes = store.result_table(result.id, kSamplesTable);
    if (!bytes) {
        return tl::make_unexpected(bytes.error());
    }
    if (!*bytes) {
        return std::optional<RunSamples>{};
    }
    auto samples = decode_samples(**bytes);
    if (!samples) {
        return tl::make_unexpected(samples.error());
    }
    return std::optional{std::move(*samples)};
}

} // namespace cityloom::scenarios
