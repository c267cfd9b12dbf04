// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "scenarios/invest/candidates/needs.h"
#include "scenarios/measure/plain.h"
#include "sim/engine/catalogue.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

namespace cityloom::scenarios {

namespace {

constexpr std::array<double, 6> kRatingsMva{16.0, 25.0, 31.5, 40.0, 50.0, 63.0};

/// A substation that is lost: one more in the midst of those who stay dark, large enough for them.
void lost_supplies(const Looked& looked, Found& found) {
    const power::Network& net = looked.networks.power;
    for (const Failure& failure : *looked.failures) {
        const double a_year = failure.a_year * failure.person_hours();
        if (!(failure.person_hours() > 1.0)) {
            continue;
        }
        const std::string key = engine::asset_key(looked.networks, failure.asset);
        Need need{.id = "outage",
                  .asset = key,
                  .words =
                      filled({"without %1 for six hours: %2 person-hours without power, %3 without water, %4 without "
                              "signal; %5 times a year",
                              "%1停运六小时：停电 %2 人时，停水 %3 人时，无信号 %4 人时；每年 %5 次"},
                             {asset_words(key, &looked.networks), Text{plain(failure.without_power_h, 0)},
                              Text{plain(failure.without_water_h, 0)}, Text{plain(failure.without_signal_h, 0)},
                              Text{plain(failure.a_year, 3)}}),
                  .value = failure.person_hours(),
                  .threshold = 0.0,
                  .unit = "person-hours",
                  .person_hours = a_year,
                  .at = engine::asset_place(looked.networks, failure.asset)};
        double weight = 0.0;
        double load_w = 0.0;
        Point2 at{};
        for (const auto& [bus, hours] : failure.bus_dead_h) {
            const double people = bus < looked.people_at_bus.size() ? looked.people_at_bus[bus] : 0.0;
            at = at + people * net.buses[bus].at;
            weight += people;
            load_w += net.buses[bus].peak_load_w;
        }
        // A new substation draws from the infeed too: where that is what fails it would be as dark.
        const bool behind_infeed =
            failure.asset.is(power::kBranch) ||
            (failure.asset.is(power::kBus) && net.buses[failure.asset.index].kind != power::BusKind::Infeed);
        if (behind_infeed && weight > 0.0 && failure.without_power_h > 0.5 * failure.person_hours()) {
            const auto rating =
                std::ranges::find_if(kRatingsMva, [&](double mva) { return mva > 1.3 * load_w * 1e-6; });
            found.add(std::move(need),
                      placed("substation", (1.0 / weight) * at, looked.city,
                             {{"rating_mva", plain(rating != kRatingsMva.end() ? *rating : kRatingsMva.back(), 1)}}),
                      Words{"in the midst of those who stay dark, for 1.3 times their peak",
                            "位于停电用户中心，容量为其峰值的 1.3 倍"});
        } else {
            found.unanswered.push_back(std::move(need));
        }
    }
}

/// Consumers that stop when what feeds them fails: a reserve for as long as that lasts.
void reserves(const Looked& looked, Found& found) {
    std::map<std::size_t, double> dark;
    std::map<std::size_t, double> still;
    std::map<std::size_t, double> dead;
    std::map<std::size_t, double> dry; ///< person-hours without water of the failures in which a pump stood
    for (const Failure& failure : *looked.failures) {
        if (!failure.asset.is(power::kBus) && !failure.asset.is(power::kBranch)) {
            continue; // what stands then does not stand for want of power
        }
        for (const auto& [signal, hours] : failure.dark_h) {
            dark[signal] += failure.a_year * hours;
        }
        for (const auto& [pump, hours] : failure.pump_still_h) {
            still[pump] += failure.a_year * hours;
            dry[pump] += failure.a_year * failure.without_water_h;
        }
        for (const auto& [site, hours] : failure.site_dead_h) {
            dead[site] += failure.a_year * hours;
        }
    }
    std::vector<double> vehicles_h(looked.networks.roads.controllers.size(), 0.0);
    const traffic::RoadNetwork& roads = looked.networks.roads;
    std::map<std::uint32_t, std::vector<std::size_t>> at_junction;
    for (std::size_t c = 0; c < roads.controllers.size(); ++c) {
        at_junction[roads.controllers[c].junction].push_back(c);
    }
    for (std::size_t e = 0; looked.day != nullptr && e < looked.day->edge_vehicle_h.size(); ++e) {
        const auto found_at = at_junction.find(roads.edges[e].to);
        const double speed = std::max(1.0, roads.edges[e].speed_mps * 3.6);
        if (found_at != at_junction.end() && roads.edges[e].length_m > 1.0) {
            for (const std::size_t c : found_at->second) { // vehicle-km over km: how many came by
                const double free_h = looked.day->edge_vehicle_h[e] - looked.day->edge_delay_h[e];
                vehicles_h[c] += free_h * speed / (roads.edges[e].length_m * 1e-3) / looked.day->morning_h;
            }
        }
    }
    for (const auto& [signal, hours] : dark) {
        const traffic::Controller& controller = roads.controllers[signal];
        found.add({.id = "dark_signal",
                   .asset = controller.key,
                   .words = filled({"%1 is dark %2 h a year; %3 vehicles an hour come by in the morning",
                                    "%1每年熄灭 %2 小时；早高峰每小时通过 %3 辆车"},
                                   {asset_words(controller.key, &looked.networks), Text{plain(hours, 2)},
                                    Text{plain(vehicles_h[signal], 0)}}),
                   .value = hours,
                   .threshold = 0.0,
                   .unit = "h a year",
                   // Half a minute more for each who meets it dark: the all-way stop that it then is.
                   .person_hours = hours * vehicles_h[signal] * 30.0 / 3600.0,
                   .at = controller.at},
                  {.kind = "backup", .args = {{"asset", controller.key}, {"hours", "6"}}},
                  Words{"for as long as the failures that were tried last", "与所试故障持续时间相同"});
    }
    for (const auto& [pump, hours] : still) {
        if (!(dry[pump] > 0.0)) {
            continue; // tanks bridge it: nobody goes without
        }
        const water::Link& link = looked.networks.water.links[pump];
        found.add({.id = "pump_without_power",
                   .asset = link.key,
                   .words = filled(
                       {"%1 stands %2 h a year for want of power; %3 person-hours go without water then",
                        "%1每年因停电停运 %2 小时；期间停水 %3 人时"},
                       {asset_words(link.key, &looked.networks), Text{plain(hours, 2)}, Text{plain(dry[pump], 0)}}),
                   .value = hours,
                   .threshold = 0.0,
                   .unit = "h a year",
                   .person_hours = dry[pump],
                   .at = looked.networks.water.nodes[link.from].at},
                  {.kind = "backup", .args = {{"asset", link.key}, {"hours", "6"}}},
                  Words{"for as long as the failures that were tried last", "与所试故障持续时间相同"});
    }
    for (const auto& [site, hours] : dead) {
        const telecom::Site& mast = looked.networks.telecom.sites[site];
        found.add({.id = "mast_without_power",
                   .asset = mast.key,
                   .words = filled({"%1 is dead %2 h a year for want of power", "%1每年因停电失效 %2 小时"},
                                   {asset_words(mast.key, &looked.networks), Text{plain(hours, 3)}}),
                   .value = hours,
                   .threshold = 0.0,
                   .unit = "h a year",
                   .person_hours = hours * looked.networks.demand.people /
                                   std::max<double>(1.0, static_cast<double>(looked.networks.telecom.sites.size())),
                   .at = mast.at},
                  {.kind = "backup", .args = {{"asset", mast.key}, {"hours", "8"}}},
                  Words{"two hours more than the failures that were tried last", "比所试故障多两小时"});
    }
}

} // namespace

void outage_needs(const Looked& looked, Found& found) {
    if (looked.failures == nullptr) {
        return;
    }
    lost_supplies(looked, found);
    reserves(looked, found);
}

} // namespace cityloom::scenarios
