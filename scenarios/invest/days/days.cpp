// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/days/days.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string_view>

#include "sim/charging/rows.h"
#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

namespace cityloom::scenarios {

namespace {

constexpr TimeUs kDay = 24 * kHourUs;
constexpr TimeUs kLookEvery = 15 * kMinuteUs;
constexpr TimeUs kMorning = 7 * kHourUs;
constexpr TimeUs kMorningLasts = 2 * kHourUs;
constexpr TimeUs kLookAtStreetsEvery = 5 * kMinuteUs;
constexpr double kLeastVoltagePu = 0.9; // EN 50160:2010, 4.2.2

/// \param below, above not a number: nothing is counted. What has no value has no supply: it counts as below.
void note(Spread& spread, std::span<const float> values, double hours, double below, double above) {
    if (spread.least.size() < values.size()) {
        spread.least.resize(values.size(), std::numeric_limits<float>::infinity());
        spread.most.resize(values.size(), -std::numeric_limits<float>::infinity());
        spread.hours_below.resize(values.size(), 0.0F);
        spread.hours_above.resize(values.size(), 0.0F);
    }
    for (std::size_t k = 0; k < values.size(); ++k) {
        const bool none = std::isnan(values[k]);
        spread.least[k] = std::min(spread.least[k], none ? 0.0F : values[k]);
        spread.most[k] = std::max(spread.most[k], none ? spread.most[k] : values[k]);
        if (none ? !std::isnan(below) : static_cast<double>(values[k]) < below) {
            spread.hours_below[k] += static_cast<float>(hours);
        }
        if (!none && static_cast<double>(values[k]) > above) {
            spread.hours_above[k] += static_cast<float>(hours);
        }
    }
}

} // namespace

Result<void> watch_networks(const engine::Networks& networks, NormalDay& day, const std::stop_token& stop) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    engine::World world{networks, {}, {.start = 0, .traffic_step = kMinuteUs, .lifeline_every = kLookEvery}};
    Executor executor{1};
    engine::Frame frame;
    const double hours = to_seconds(kLookEvery) / 3600.0;
    TimeUs next = 0;
    while (world.time() < kDay) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The search for candidates was cancelled.");
        }
        world.step(executor);
        if (world.time() < next) {
            continue;
        }
        next = world.time() + kLookEvery;
        world.fill_frame(frame);
        const engine::Columns& columns = frame.columns;
        note(day.pressure, columns[water::kPressure], hours, networks.water.min_pressure_m, kNone);
        note(day.voltage, columns[power::kVoltage], hours, kLeastVoltagePu, kNone);
        note(day.loading, columns[power::kLoading], hours, kNone, 1.0);
        note(day.rate, columns[telecom::kRate], hours, networks.telecom.least_rate_bps, kNone);
        note(day.mast, columns[telecom::kLoad], hours, kNone, 1.0);
    }
    world.finish();
    const engine::Figures figures = world.figures();
    const auto shown = [&](std::string_view id) {
        const engine::Figure* row = engine::find_figure(id);
        return row != nullptr ? figures.shown(*row) : 0.0;
    };
    const double supplied = shown("water_supplied_m3");
    day.lost_m3 = shown("water_lost_m3");
    day.lost_share = supplied > 0.0 ? day.lost_m3 / supplied : 0.0;
    day.delivered_mwh = shown("energy_delivered_mwh");
    day.unserved_mwh = shown("energy_not_served_mwh");
    day.without_water_h = shown("person_hours_without_water");
    return {};
}

std::vector<UsedThing> used_things(const engine::Networks& networks, const engine::Networks& base,
                                   const NormalDay& day) {
    std::vector<UsedThing> found;
    const std::vector<power::Branch>& branches = networks.power.branches;
    for (std::size_t k = 0; k < std::min(branches.size(), day.loading.most.size()); ++k) {
        if (branches[k].normally_open) {
            continue;
        }
        std::string key = engine::asset_key(networks, {&power::kBranch, k});
        const auto before = engine::find_asset(base, key);
        const bool enlarged =
            before && before->is(power::kBranch) && base.power.branches[before->index].rating_a < branches[k].rating_a;
        if (enlarged || (!before && branches[k].transformer)) {
            found.push_back({std::move(key), static_cast<double>(day.loading.most[k])});
        }
    }
    return found;
}

void watch_morning(const traffic::RoadNetwork& roads, const engine::Frame& frame, double hours, NormalDay& day) {
    day.edge_vehicle_h.resize(roads.edges.size(), 0.0);
    day.edge_delay_h.resize(roads.edges.size(), 0.0);
    day.morning_h += hours;
    const auto share = frame.columns[traffic::kSpeedShare];
    const auto density = frame.columns[traffic::kDensity];
    for (std::size_t e = 0; e < std::min({roads.edges.size(), share.size(), density.size()}); ++e) {
        const traffic::Edge& edge = roads.edges[e];
        const double vehicles = static_cast<double>(density[e]) * edge.length_m * 1e-3 *
                                static_cast<double>(traffic::motor_lanes(roads, edge));
        if (std::isfinite(vehicles) && vehicles > 0.0) {
            day.edge_vehicle_h[e] += vehicles * hours;
            // In the time t at a share s of free speed they go what takes s t without others.
            day.edge_delay_h[e] += vehicles * hours * std::clamp(1.0 - static_cast<double>(share[e]), 0.0, 1.0);
        }
    }
    note(day.waiting, frame.columns[charging::kWaiting], hours, std::numeric_limits<double>::quiet_NaN(), 0.0);
}

Result<RunReport> watch_normal_day(const AppliedCity& applied, const std::string& name, RunRequest request,
                                   NormalDay& day, const std::function<void(double, const std::string&)>& progress,
                                   const std::stop_token& stop) {
    progress(0.0, "a day of the networks");
    if (const auto watched = watch_networks(applied.networks, day, stop); !watched) {
        return tl::make_unexpected(watched.error());
    }
    RunHooks hooks;
    hooks.progress = [&](double fraction, TimeUs /*at*/) { progress(0.2 + 0.8 * fraction, "a morning with traffic"); };
    hooks.record = [&](const engine::Frame& frame) -> Result<void> {
        watch_morning(applied.networks.roads, frame, to_seconds(kLookAtStreetsEvery) / 3600.0, day);
        return {};
    };
    request.start = kMorning;
    request.duration = kMorningLasts;
    request.record_every = kLookAtStreetsEvery;
    request.stop_at = kMorning + kMorningLasts;
    auto report = run_scenario(applied, name, request, hooks, stop);
    if (report) {
        char hash[20];
        std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(report->state_hash));
        day.hash = hash;
    }
    return report;
}

} // namespace cityloom::scenarios
