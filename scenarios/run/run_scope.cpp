// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/run_scope.h"

#include <array>
#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "scenarios/run/json_fields.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

namespace {

constexpr std::string_view kBetween = " | ";

std::string hours(const RunScope& scope) {
    return format_clock(scope.start) + "–" + format_clock(scope.start + scope.duration);
}

Text demand(std::int64_t trips) {
    return trips > 0 ? Text{std::to_string(trips)} + Text{Words{" trips", " 次出行"}}
                     : Text{Words{"the derived demand", "推算的需求"}};
}

Text bicycles(double share) {
    std::array<char, 16> text{};
    static_cast<void>(std::snprintf(text.data(), text.size(), "%.1f %%", 100.0 * share));
    return text.data();
}

Text minutes(TimeUs time) {
    return Text{std::to_string(time / kMinuteUs)} + Text{" min"};
}

Text differ(const Words& what, const Text& a, const Text& b) {
    return Text{what} + a + Text{kBetween} + b;
}

} // namespace

RunScope scope_of(const RunResult& result, double model_bicycles) {
    const auto json = nlohmann::ordered_json::parse(result.json, nullptr, false);
    const double bicycles = number_field(json, "bicycle_share", -1.0);
    return {.start = result.start,
            .duration = result.duration,
            .stop_at = number_field(json, "stop_at_us", TimeUs{0}),
            .tail = number_field(json, "tail_us", TimeUs{0}),
            .trips = result.trips,
            .seed = result.seed,
            .bicycles = bicycles < 0.0 ? model_bicycles : bicycles,
            .version = result.version};
}

RunRequest request_like(const RunScope& scope, unsigned threads) {
    return {.start = scope.start,
            .duration = scope.duration,
            .trips = static_cast<std::uint64_t>(scope.trips),
            .bicycles = scope.bicycles,
            .seed = static_cast<std::uint64_t>(scope.seed),
            .threads = threads,
            .stop_at = scope.stop_at,
            .tail = scope.tail};
}

Text unlike(const RunScope& a, const RunScope& b) {
    if (a.start != b.start || a.duration != b.duration) {
        return differ({"other hours: ", "时段不同："}, hours(a), hours(b));
    }
    if (a.trips != b.trips) {
        return differ({"another demand: ", "需求不同："}, demand(a.trips), demand(b.trips));
    }
    if (std::abs(a.bicycles - b.bicycles) > 1e-9) {
        return differ({"another share of bicycles: ", "自行车比例不同："}, bicycles(a.bicycles), bicycles(b.bicycles));
    }
    if (a.seed != b.seed) {
        return differ({"another seed: ", "随机种子不同："}, std::to_string(a.seed), std::to_string(b.seed));
    }
    if (a.stop_at != b.stop_at || a.tail != b.tail) {
        return differ({"another time for those under way to arrive: ", "在途车辆到达的时限不同："}, minutes(a.tail),
                      minutes(b.tail));
    }
    if (a.version != b.version) {
        return differ({"another version of the program: ", "程序版本不同："}, a.version, b.version);
    }
    return {};
}

bool is_of_now(const RunResult& result, const Scenario& resolved) {
    const auto json = nlohmann::ordered_json::parse(result.json, nullptr, false);
    return text_field(json, "fingerprint") == fingerprint(resolved);
}

} // namespace cityloom::scenarios
