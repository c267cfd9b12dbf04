// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/audit/quiet_day.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "scenarios/audit/figures.h"
#include "sim/core/executor.h"
#include "sim/engine/world.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/water/rows.h"

namespace cityloom::scenarios {

namespace {

constexpr TimeUs kDay = 24 * kHourUs;
constexpr TimeUs kLookEvery = 15 * kMinuteUs;
constexpr TimeUs kStep = kMinuteUs; // nobody drives

void lower(Extreme& least, double value, const std::string& key) {
    if (std::isnan(least.value) || value < least.value) {
        least = {value, key};
    }
}
void raise(Extreme& most, double value, const std::string& key) {
    if (std::isnan(most.value) || value > most.value) {
        most = {value, key};
    }
}

void look_at_water(const water::Network& net, const engine::Frame& frame, QuietDay& day) {
    const auto pressure = frame.columns[water::kPressure];
    for (std::size_t n = 0; n < std::min(net.nodes.size(), pressure.size()); ++n) {
        if (net.nodes[n].customers > 0) {
            const double value = std::isnan(pressure[n]) ? 0.0 : static_cast<double>(pressure[n]);
            lower(day.pressure_least, value, net.nodes[n].key);
            raise(day.pressure_most, value, net.nodes[n].key);
        }
    }
    const auto flow = frame.columns[water::kFlow];
    std::vector<double> velocities;
    for (std::size_t l = 0; l < std::min(net.links.size(), flow.size()); ++l) {
        const water::Link& link = net.links[l];
        if (link.kind == water::LinkKind::Pipe && !std::isnan(flow[l])) {
            const double area = std::numbers::pi / 4.0 * link.diameter_m * link.diameter_m;
            velocities.push_back(std::abs(static_cast<double>(flow[l])) / area);
            raise(day.velocity_most, velocities.back(), link.key);
        }
    }
    const double high = quantile_of(std::move(velocities), 0.95);
    day.velocity_95 = std::isnan(day.velocity_95) || high > day.velocity_95 ? high : day.velocity_95;
}

void look_at_power(const power::Network& net, const engine::Frame& frame, QuietDay& day) {
    const auto voltage = frame.columns[power::kVoltage];
    for (std::size_t b = 0; b < std::min(net.buses.size(), voltage.size()); ++b) {
        if (net.buses[b].customers > 0 && std::isfinite(voltage[b])) {
            lower(day.voltage_least, static_cast<double>(voltage[b]), net.buses[b].key);
            raise(day.voltage_most, static_cast<double>(voltage[b]), net.buses[b].key);
        }
    }
    const auto loading = frame.columns[power::kLoading];
    std::vector<double> lines;
    for (std::size_t k = 0; k < std::min(net.branches.size(), loading.size()); ++k) {
        if (!net.branches[k].transformer && !net.branches[k].normally_open && std::isfinite(loading[k])) {
            lines.push_back(static_cast<double>(loading[k]));
        }
    }
    const double median = median_of(std::move(lines));
    day.loading_median = std::isnan(day.loading_median) || median > day.loading_median ? median : day.loading_median;
}

void look_at_radio(const telecom::Network& net, const engine::Frame& frame, QuietDay& day) {
    const auto load = frame.columns[telecom::kLoad];
    std::vector<double> masts;
    for (std::size_t s = 0; s < std::min(net.sites.size(), load.size()); ++s) {
        if (net.sites[s].kind == telecom::SiteKind::BaseStation && std::isfinite(load[s])) {
            masts.push_back(static_cast<double>(load[s]));
        }
    }
    const double median = median_of(std::move(masts));
    day.mast_median = std::isnan(day.mast_median) || median > day.mast_median ? median : day.mast_median;
}

} // namespace

Result<QuietDay> quiet_day(const engine::Networks& networks, const std::stop_token& stop) {
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    QuietDay day{.pressure_least = {kNothing, {}},
                 .pressure_most = {kNothing, {}},
                 .velocity_most = {kNothing, {}},
                 .velocity_95 = kNothing,
                 .voltage_least = {kNothing, {}},
                 .voltage_most = {kNothing, {}},
                 .loading_median = kNothing,
                 .mast_median = kNothing};
    engine::World world{networks, {}, {.start = 0, .traffic_step = kStep, .lifeline_every = kLookEvery}};
    Executor executor{1};
    engine::Frame frame;
    TimeUs next = 0;
    while (world.time() < kDay) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The audit was cancelled.");
        }
        world.step(executor);
        if (world.time() < next) {
            continue;
        }
        next = world.time() + kLookEvery;
        world.fill_frame(frame);
        look_at_water(networks.water, frame, day);
        look_at_power(networks.power, frame, day);
        look_at_radio(networks.telecom, frame, day);
        day.unconverged = std::max(day.unconverged, world.sampled_figures().get(power::kUnconverged));
    }
    world.finish();
    const KpiSet kpis = measure_kpis(world);
    day.unserved_mwh = kpis.value("energy_not_served_mwh");
    const double delivered_mwh = kpis.value("energy_delivered_mwh");
    day.losses_share = delivered_mwh > 0.0 ? kpis.value("energy_lost_mwh") / delivered_mwh : kNothing;
    day.water_delivered_m3 = kpis.value("water_delivered_m3");
    day.water_lost_m3 = kpis.value("water_lost_m3");
    return day;
}

} // namespace cityloom::scenarios
