// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/run_conditions.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "scenarios/project/version.h"
#include "scenarios/run/json_fields.h"

namespace cityloom::scenarios {

namespace {

bool same_hours_and_demand(const RunRequest& a, const RunRequest& b) {
    return a.start == b.start && a.duration == b.duration && a.trips == b.trips && a.tail == b.tail &&
           a.bicycles == b.bicycles;
}

/// The seeds that all have, from the least on, one after another.
std::vector<std::uint64_t> common_seeds(std::vector<std::uint64_t> seeds, const std::vector<std::uint64_t>& others) {
    std::erase_if(seeds, [&](std::uint64_t seed) { return !std::ranges::binary_search(others, seed); });
    std::size_t count = std::min<std::size_t>(1, seeds.size());
    while (count < seeds.size() && seeds[count] == seeds[count - 1] + 1) {
        ++count;
    }
    seeds.resize(count);
    return seeds;
}

Text all_of(const std::vector<RunConditions>& conditions) {
    Text words;
    for (const RunConditions& one : conditions) {
        words += (words.empty() ? Text{} : Text{Words{"; ", "；"}}) + conditions_words(one);
    }
    return words.empty() ? Text{Words{"not at all", "尚未运行"}} : words;
}

} // namespace

Result<std::vector<RunConditions>> conditions_of(const ProjectStore& store, const LoadedProject& project,
                                                 const std::string& scenario) {
    const auto resolved = resolve_scenario(project.scenarios, scenario);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    const auto results = store.results();
    if (!results) {
        return tl::make_unexpected(results.error());
    }
    const std::string now = fingerprint(*resolved);
    std::vector<RunConditions> all;
    for (auto r = results->rbegin(); r != results->rend(); ++r) {
        const auto json = nlohmann::ordered_json::parse(r->json, nullptr, false);
        if (r->scenario != scenario || r->version != program_version() || text_field(json, "fingerprint") != now ||
            number_field(json, "stop_at_us", TimeUs{0}) != 0) {
            continue;
        }
        const RunRequest run{.start = r->start,
                             .duration = r->duration,
                             .trips = static_cast<std::uint64_t>(r->trips),
                             .bicycles = number_field(json, "bicycle_share", -1.0),
                             .tail = number_field(json, "tail_us", TimeUs{0})};
        auto same =
            std::ranges::find_if(all, [&](const RunConditions& c) { return same_hours_and_demand(c.run, run); });
        if (same == all.end()) {
            all.push_back({run, {}});
            same = all.end() - 1;
        }
        const auto seed = static_cast<std::uint64_t>(r->seed);
        const auto at = std::ranges::lower_bound(same->seeds, seed);
        if (at == same->seeds.end() || *at != seed) {
            same->seeds.insert(at, seed);
        }
    }
    return all;
}

Text conditions_words(const RunConditions& c) {
    const Text trips = c.run.trips > 0 ? filled({"%1 trips", "%1 次出行"}, {std::to_string(c.run.trips)})
                                       : Text{Words{"the model's trips", "需求模型的出行"}};
    const Text seeds =
        c.seeds.size() == 1
            ? filled({"seed %1", "种子 %1"}, {std::to_string(c.seeds.front())})
            : filled({"%1 seeds from %2", "自 %2 起 %1 个种子"},
                     {std::to_string(c.seeds.size()), std::to_string(c.seeds.empty() ? 0 : c.seeds.front())});
    return filled({"%1 to %2, %3, %4", "%1 至 %2，%3，%4"},
                  {format_clock(c.run.start), format_clock(c.run.start + c.run.duration), trips, seeds});
}

Result<RunConditions> like_conditions(const ProjectStore& store, const LoadedProject& project,
                                      const std::vector<std::string>& scenarios) {
    std::vector<std::vector<RunConditions>> by_scenario;
    for (const std::string& scenario : scenarios) {
        auto conditions = conditions_of(store, project, scenario);
        if (!conditions) {
            return tl::make_unexpected(conditions.error());
        }
        by_scenario.push_back(std::move(*conditions));
    }
    for (RunConditions candidate : by_scenario.back()) { // of what is judged
        for (const auto& others : by_scenario) {
            const auto like = std::ranges::find_if(
                others, [&](const RunConditions& c) { return same_hours_and_demand(c.run, candidate.run); });
            candidate.seeds =
                like == others.end() ? std::vector<std::uint64_t>{} : common_seeds(candidate.seeds, like->seeds);
        }
        if (!candidate.seeds.empty()) {
            candidate.run.seed = candidate.seeds.front();
            return candidate;
        }
    }
    std::string what;
    for (std::size_t k = 0; k < scenarios.size(); ++k) {
        what += (k == 0 ? "" : "; ") + ("\"" + scenarios[k] + "\": " + all_of(by_scenario[k]).english);
    }
    return fail(ErrorCode::NotFound,
                (scenarios.size() > 1
                     ? "Only like is compared with like, and these have no run of the same hours, demand and "
                       "seeds: "
                     : "There is no result to report on: ") +
                    what + ". Say which hours with --start and --duration and add --run to run what is missing.");
}

} // namespace cityloom::scenarios
