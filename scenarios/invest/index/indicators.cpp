// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/index/indicators.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "scenarios/compare/event_rates.h"
#include "scenarios/invest/embedded_indicators.h"
#include "sim/core/table_rows.h"
#include "sim/power/rows.h"

namespace cityloom::scenarios {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr double kAtSignalM = 60.0;    // a unit hangs on a pole of the junction
constexpr double kTieByHandMin = 60.0; // recalled: 30 to 90 minutes until a crew has switched
constexpr double kMuchUsed = 0.3;      // of the rating: less for years is overcapacity
constexpr std::uint8_t kMajorRank = 3; // motorway, trunk, primary, secondary

double share(double part, double whole) {
    return whole > 0.0 ? part / whole : kNothing;
}

double rate(std::string_view sort) {
    const auto found = std::ranges::find(event_rates(), sort, &EventRate::id);
    return found != event_rates().end() ? found->value : 0.0;
}

/// Interruptions and minutes of a customer in a year.
struct Interruptions {
    double times = 0.0;
    double minutes = 0.0;
};

Interruptions interruptions(const Observed& o) {
    const power::Network& net = o.applied.networks.power;
    Interruptions sum;
    double customers = 0.0;
    for (const power::Bus& bus : net.buses) {
        customers += bus.customers;
    }
    std::vector<std::uint8_t> tried(net.buses.size(), 0);
    std::vector<std::uint8_t> tried_branch(net.branches.size(), 0);
    for (const Failure& failure : o.failures) {
        if (failure.asset.is(power::kBus)) {
            tried[failure.asset.index] = 1;
        }
        if (failure.asset.is(power::kBranch)) {
            tried_branch[failure.asset.index] = 1;
        }
        for (const auto& [bus, hours] : failure.bus_dead_h) {
            sum.times += failure.a_year * net.buses[bus].customers;
            sum.minutes += failure.a_year * net.buses[bus].customers * hours * 60.0;
        }
    }
    const double hours = to_seconds(kFailureLasts) / 3600.0;
    for (std::size_t b = 0; b < net.buses.size(); ++b) {
        if (tried[b] == 0 && net.buses[b].kind == power::BusKind::Transformer) { // nothing stands in for it
            sum.times += rate("transformer") * net.buses[b].customers;
            sum.minutes += rate("transformer") * net.buses[b].customers * hours * 60.0;
        }
    }
    for (std::size_t k = 0; k < net.branches.size(); ++k) { // a crew closes the tie to those beyond
        const power::Branch& branch = net.branches[k];
        if (tried_branch[k] == 0 && !branch.normally_open && branch.to < net.buses.size()) {
            double beyond = 0.0;
            for (const std::uint32_t bus : power::kBus.lost_without(o.applied.networks, branch.to)) {
                beyond += net.buses[bus].customers;
            }
            const double a_year = rate(std::string_view{branch.key}.substr(0, branch.key.find('/')));
            sum.times += a_year * beyond;
            sum.minutes += a_year * beyond * kTieByHandMin;
        }
    }
    return {share(sum.times, customers), share(sum.minutes, customers)};
}

/// Length of streets within reach of live sites that fit, over that of those that fit.
template <typename Street, typename Site> double reached(const Observed& o, Street counts, Site serves) {
    const traffic::RoadNetwork& roads = o.applied.networks.roads;
    double all = 0.0;
    double near = 0.0;
    for (const traffic::Edge& edge : roads.edges) {
        if (!counts(edge) || edge.shape.count == 0) {
            continue;
        }
        all += edge.length_m;
        const Point2 middle = roads.points[edge.shape.begin + edge.shape.count / 2];
        near += std::ranges::any_of(o.applied.networks.telecom.sites,
                                    [&](const telecom::Site& site) {
                                        return serves(site) && distance_m(site.at, middle) <= site.range_m;
                                    })
                    ? edge.length_m
                    : 0.0;
    }
    return share(100.0 * near, all);
}

bool is_unit(const telecom::Site& site) {
    return site.kind == telecom::SiteKind::RoadsideUnit;
}

double people_with_rate(const Observed& o) {
    const auto& buildings = o.applied.networks.dependencies.buildings;
    double all = 0.0;
    double well = 0.0;
    for (std::size_t b = 0; b < std::min(buildings.size(), o.day.rate.hours_below.size()); ++b) {
        all += static_cast<double>(buildings[b].people);
        well += o.day.rate.hours_below[b] > 0.0F ? 0.0 : static_cast<double>(buildings[b].people);
    }
    return share(100.0 * well, all);
}

double little_used(const Observed& o) {
    double all = 0.0;
    double little = 0.0;
    const auto count = [&](const std::vector<float>& most, auto fits) {
        for (std::size_t k = 0; k < most.size(); ++k) {
            if (fits(k) && std::isfinite(most[k])) {
                all += 1.0;
                little += static_cast<double>(most[k]) < kMuchUsed ? 1.0 : 0.0;
            }
        }
    };
    const auto& net = o.applied.networks;
    count(o.day.loading.most, [&](std::size_t k) { return !net.power.branches[k].normally_open; });
    count(o.day.mast.most, [&](std::size_t k) { return net.telecom.sites[k].kind == telecom::SiteKind::BaseStation; });
    return share(100.0 * little, all);
}

double connected_signals(const Observed& o) {
    const auto& controllers = o.applied.networks.roads.controllers;
    const auto connected = std::ranges::count_if(controllers, [&](const traffic::Controller& controller) {
        return std::ranges::any_of(o.applied.networks.telecom.sites, [&](const telecom::Site& site) {
            return is_unit(site) && distance_m(site.at, controller.at) <= kAtSignalM;
        });
    });
    return share(100.0 * static_cast<double>(connected), static_cast<double>(controllers.size()));
}

double points_per_electric_car(const Observed& o) {
    double points = 0.0;
    for (const traffic::ChargingStation& station : o.applied.networks.roads.chargers) {
        points += station.points;
    }
    const traffic::DemandModel& demand = o.applied.networks.demand;
    return share(points, demand.people * o.vehicles_per_person * demand.electric_share);
}

double travel_time_index(const Observed& o) {
    const double time = o.morning.kpis.value("mean_travel_time_s");
    return share(time, time - o.morning.kpis.value("mean_delay_s"));
}

using Formula = double (*)(const Observed&);

/// By id; those that are missing have their reason in the table.
const std::map<std::string_view, Formula>& formulas() {
    static const std::map<std::string_view, Formula> kFormulas{
        {"EC:I:ES:1C", [](const Observed& o) { return interruptions(o).times; }},
        {"EC:I:ES:2C", [](const Observed& o) { return interruptions(o).minutes; }},
        {"EC:I:WS:3C", [](const Observed& o) { return 100.0 * o.day.lost_share; }},
        {"EC:I:T:5C", travel_time_index},
        {"EC:I:T:8C", [](const Observed& o) { return 100.0 * o.applied.networks.demand.electric_share; }},
        {"EC:ICT:T:3C",
         [](const Observed& o) {
             const auto& all = o.applied.networks.roads.controllers;
             const auto fixed = std::ranges::count(all, traffic::ControllerKind::Fixed, &traffic::Controller::kind);
             return share(100.0 * static_cast<double>(all.size() - static_cast<std::size_t>(fixed)),
                          static_cast<double>(all.size()));
         }},
        {"EC:ICT:T:2C",
         [](const Observed& o) {
             return reached(
                 o, [](const traffic::Edge& edge) { return edge.rank <= kMajorRank; }, is_unit);
         }},
        {"EC:ICT:ICT:4C", people_with_rate},
        {"EN:E:E:2C",
         [](const Observed& o) { return share(o.day.delivered_mwh * 1e3 * 365.0, o.applied.networks.demand.people); }},
        {"EN:EN:AQ:2C",
         [](const Observed& o) {
             return share(o.morning.kpis.value("co2_t") * 1e3, o.applied.networks.demand.people);
         }},
        {"SC:SH:SA:5C", [](const Observed& o) { return o.morning.kpis.value("hospital_access_s") / 60.0; }},
        {"ISO37122-19a",
         [](const Observed& o) {
             return reached(
                 o, [](const traffic::Edge&) { return true; }, [](const telecom::Site&) { return true; });
         }},
        {"ISO37122-19b", connected_signals},
        {"ISO37122-7a", points_per_electric_car},
        {"NI-2", [](const Observed& o) { return 100.0 * o.morning.kpis.value("v2x_reached_share"); }},
        {"NI-3",
         [](const Observed& o) {
             const auto& sites = o.applied.networks.telecom.sites;
             const auto units = std::ranges::count_if(sites, is_unit);
             return share(1e4 * static_cast<double>(sites.size() - static_cast<std::size_t>(units)),
                          o.applied.networks.demand.people);
         }},
        {"NI-4", little_used},
    };
    return kFormulas;
}

} // namespace

const std::vector<Indicator>& indicators() {
    static const std::vector<Indicator> kRows = [] {
        std::vector<Indicator> rows;
        each_row(kIndicatorTable, 15, [&](const std::vector<std::string>& f) {
            rows.push_back({.id = f[0],
                            .framework = f[1],
                            .words = Words{f[2], f[3]},
                            .unit = Words{f[4], f[5]},
                            .better = static_cast<int>(number_in(f[6])),
                            .poor = number_in(f[7]),
                            .good = number_in(f[8]),
                            .weight = number_in(f[9]),
                            .confidence = f[10],
                            .formula = Words{f[11], f[12]},
                            .without = Words{f[13], f[14]}});
        });
        return rows;
    }();
    return kRows;
}

double value_of(const Indicator& indicator, const Observed& observed) {
    const auto found = formulas().find(indicator.id);
    return found != formulas().end() && indicator.without.empty() ? found->second(observed) : kNothing;
}

} // namespace cityloom::scenarios
