// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/engine/lifelines.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/engine/world.h"
#include "sim/lifeline/profiles.h"
#include "sim/power/power_flow.h"
#include "sim/telecom/coverage.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/water/hydraulics.h"

namespace cityloom::engine {

namespace {

using lifeline::ConsumerKind;

constexpr double kPumpDropOutPu =
    0.85; // undervoltage release of a motor contactor (IEC 60947-4-1: 0.2 to 0.75 drop, 0.85 hold)
constexpr double kRechargeHours = 8.0; // from empty to full
constexpr double kPersonBps = 60e3; // busy-hour traffic per person: about 12 GB a month (Ericsson Mobility Report 2021)
constexpr double kPumpsOnShare = 0.70; // tanks below this start the pumps, above kPumpsOffShare stop them
constexpr double kPumpsOffShare = 0.95;

std::vector<Point2> places_of(const Networks& n) {
    std::vector<Point2> places;
    for (const lifeline::BuildingService& b : n.dependencies.buildings) {
        places.push_back(b.at);
    }
    for (const traffic::Edge& edge : n.roads.edges) {
        places.push_back(n.roads.points[edge.shape.begin + edge.shape.count / 2]);
    }
    return places;
}

std::vector<double> traffic_of(const Networks& n) {
    std::vector<double> bps;
    double people = 0.0;
    for (const lifeline::BuildingService& b : n.dependencies.buildings) {
        bps.push_back(kPersonBps * static_cast<double>(b.people + b.jobs));
        people += static_cast<double>(b.people + b.jobs);
    }
    // Where there are no buildings people still are: spread over the streets.
    const double per_edge = people > 0.0 || n.roads.edges.empty() ? 0.0
                                                                  : kPersonBps * (n.demand.people + n.demand.jobs) /
                                                                        static_cast<double>(n.roads.edges.size());
    bps.resize(bps.size() + n.roads.edges.size(), per_edge);
    return bps;
}

} // namespace

struct Lifelines::State {
    State(const Networks& n, TimeUs start, TimeUs period)
        : net{n},
          every{period},
          last{start},
          next{start},
          power{n.power},
          water{n.water},
          coverage{n.telecom, places_of(n), traffic_of(n)} {
        load_w.assign(n.power.buses.size(), 0.0);
        demand_m3ps.assign(n.water.nodes.size(), 0.0);
        controller_failed.assign(n.roads.controllers.size(), 0);
        controller_on.assign(n.roads.controllers.size(), 1);
        charger_w.assign(n.roads.chargers.size(), 0.0);
        charger_failed.assign(n.roads.chargers.size(), 0);
        charger_on.assign(n.roads.chargers.size(), 1);
        site_failed.assign(n.telecom.sites.size(), 0);
        site_mains.assign(n.telecom.sites.size(), 1);
        site_battery.assign(n.telecom.sites.size(), 1.0);
        pump_failed.assign(n.water.links.size(), 0);
        pump_powered.assign(n.water.links.size(), 1);
        pump_wanted.assign(n.water.links.size(), 1);
        for (const lifeline::PowerSupply& supply : n.dependencies.supplies) {
            battery_left_s.push_back(supply.battery_s);
            fed.push_back(1);
        }
        building_power.assign(n.dependencies.buildings.size(), 1);
        building_water.assign(n.dependencies.buildings.size(), 1);
        building_signal.assign(n.dependencies.buildings.size(), 1);
    }

    const Networks& net;
    TimeUs every;
    TimeUs last;
    TimeUs next;
    power::PowerFlow power;
    water::Hydraulics water;
    telecom::Coverage coverage;
    std::vector<double> load_w;
    std::vector<double> demand_m3ps;
    std::vector<std::uint8_t> controller_failed;
    std::vector<std::uint8_t> controller_on;
    std::vector<double> charger_w;
    std::vector<std::uint8_t> charger_failed;
    std::vector<std::uint8_t> charger_on;
    std::vector<std::uint8_t> site_failed;
    std::vector<std::uint8_t> site_mains;
    std::vector<double> site_battery; ///< share left
    std::vector<std::uint8_t> pump_failed;
    std::vector<std::uint8_t> pump_powered;
    std::vector<std::uint8_t> pump_wanted;
    std::vector<double> battery_left_s; ///< per supply
    std::vector<std::uint8_t> fed;      ///< per supply: its bus is live
    std::vector<std::uint8_t> building_power;
    std::vector<std::uint8_t> building_water;
    std::vector<std::uint8_t> building_signal;
    double not_served_w = 0.0;
    double water_not_served_m3ps = 0.0;
};

Lifelines::Lifelines(const Networks& networks, TimeUs start, TimeUs every)
    : state_{std::make_unique<State>(networks, start, every)} {}
Lifelines::~Lifelines() = default;

void Lifelines::start_metrics(Metrics& metrics) const {
    metrics.services.assign(1 + state_->net.dependencies.district_names.size(), {});
    for (const lifeline::BuildingService& b : state_->net.dependencies.buildings) {
        metrics.services[0].people += static_cast<double>(b.people);
        if (b.district != kNone) {
            metrics.services[1 + b.district].people += static_cast<double>(b.people);
        }
    }
}

void Lifelines::set_failed(AssetRef asset, bool failed) {
    State& s = *state_;
    const auto i = static_cast<std::uint32_t>(asset.index);
    switch (asset.type) {
    case AssetType::PowerBus:
        s.power.set_bus_failed(i, failed);
        break;
    case AssetType::PowerBranch:
        s.power.set_branch_failed(i, failed);
        break;
    case AssetType::WaterNode:
        s.water.set_node_failed(i, failed);
        break;
    case AssetType::WaterLink:
        s.pump_failed[i] = failed ? 1 : 0;
        break;
    case AssetType::TelecomSite:
        s.site_failed[i] = failed ? 1 : 0;
        break;
    case AssetType::Controller:
        s.controller_failed[i] = failed ? 1 : 0;
        break;
    case AssetType::Charger:
        s.charger_failed[i] = failed ? 1 : 0;
        break;
    case AssetType::Street:
        break;
    }
}

void Lifelines::set_charging(std::span<const traffic::ChargingState> stations) {
    for (std::size_t c = 0; c < stations.size(); ++c) {
        state_->charger_w[c] = static_cast<double>(stations[c].load_w);
    }
}

bool Lifelines::due(TimeUs now) const noexcept {
    return now >= state_->next;
}

void Lifelines::update_demand(TimeUs now, Metrics& metrics) {
    State& s = *state_;
    const double elapsed_s = to_seconds(now - s.last);
    const double hours = elapsed_s / 3600.0;
    s.last = now;
    if (elapsed_s > 0.0) {
        metrics.energy_not_served_wh += s.not_served_w * hours;
        metrics.energy_delivered_wh += metrics.load_w * hours;
        metrics.customer_hours_without_power += metrics.customers_without_power * hours;
        metrics.customer_hours_without_water += metrics.customers_without_water * hours;
        metrics.node_hours_below_min_pressure += metrics.nodes_below_min_pressure * hours;
        metrics.water_not_served_m3 += s.water_not_served_m3ps * elapsed_s;
        for (ServiceTotals& totals : metrics.services) {
            totals.person_hours_without_power += totals.people_without_power * hours;
            totals.person_hours_without_water += totals.people_without_water * hours;
            totals.person_hours_without_signal += totals.people_without_signal * hours;
        }
        for (std::size_t k = 0; k < s.battery_left_s.size(); ++k) {
            const double full = s.net.dependencies.supplies[k].battery_s;
            s.battery_left_s[k] = s.fed[k] != 0 ? std::min(full, s.battery_left_s[k] + full * hours / kRechargeHours)
                                                : std::max(0.0, s.battery_left_s[k] - elapsed_s);
        }
        s.water.advance_tanks(elapsed_s);
    }

    const double electricity = lifeline::at_time(lifeline::kElectricity, now);
    for (std::size_t b = 0; b < s.load_w.size(); ++b) {
        s.load_w[b] = s.net.power.buses[b].peak_load_w * electricity;
    }
    for (std::size_t k = 0; k < s.battery_left_s.size(); ++k) {
        const lifeline::PowerSupply& supply = s.net.dependencies.supplies[k];
        if (supply.bus == kNone) {
            continue;
        }
        if (supply.kind == ConsumerKind::Charger) {
            s.load_w[supply.bus] += s.charger_w[supply.consumer];
            continue;
        }
        const bool pump = supply.kind == ConsumerKind::Pump;
        s.load_w[supply.bus] += !pump                                ? supply.load_w
                                : s.water.link_open(supply.consumer) ? s.water.pump_power_w(supply.consumer)
                                                                     : 0.0;
    }
    const double use = lifeline::at_time(lifeline::kWater, now);
    for (std::size_t n = 0; n < s.demand_m3ps.size(); ++n) {
        s.demand_m3ps[n] = s.net.water.nodes[n].demand_m3ps * use;
    }
}

void Lifelines::solve_power(Metrics& metrics) {
    State& s = *state_;
    s.power.solve(s.load_w);
    const auto alive = s.power.energised();
    const auto voltage = s.power.voltage_pu();
    metrics.load_w = 0.0;
    metrics.customers_without_power = 0.0;
    metrics.losses_w = s.power.losses_w();
    metrics.power_unconverged_buses = static_cast<std::uint32_t>(s.power.overloaded().size());
    s.not_served_w = 0.0;
    for (std::size_t b = 0; b < s.load_w.size(); ++b) {
        (alive[b] != 0 ? metrics.load_w : s.not_served_w) += s.load_w[b];
        metrics.customers_without_power += alive[b] != 0 ? 0.0 : s.net.power.buses[b].customers;
    }
    metrics.peak_customers_without_power =
        std::max(metrics.peak_customers_without_power, metrics.customers_without_power);
    for (std::size_t k = 0; k < s.fed.size(); ++k) {
        const lifeline::PowerSupply& supply = s.net.dependencies.supplies[k];
        s.fed[k] = supply.bus == kNone || (alive[supply.bus] != 0 && voltage[supply.bus] >= kPumpDropOutPu) ? 1 : 0;
        const bool lives = s.fed[k] != 0 || s.battery_left_s[k] > 0.5;
        switch (supply.kind) {
        case ConsumerKind::Pump:
            s.pump_powered[supply.consumer] = lives ? 1 : 0;
            break;
        case ConsumerKind::Signal:
            s.controller_on[supply.consumer] = lives && s.controller_failed[supply.consumer] == 0 ? 1 : 0;
            break;
        case ConsumerKind::TelecomSite:
            s.site_mains[supply.consumer] = s.fed[k];
            s.site_battery[supply.consumer] = supply.battery_s > 0.0 ? s.battery_left_s[k] / supply.battery_s : 0.0;
            s.coverage.set_alive(supply.consumer, lives && s.site_failed[supply.consumer] == 0);
            break;
        case ConsumerKind::Charger:
            s.charger_on[supply.consumer] = lives && s.charger_failed[supply.consumer] == 0 ? 1 : 0;
            break;
        case ConsumerKind::Building:
            break;
        }
    }
}

void Lifelines::update_telecom(TimeUs now) {
    state_->coverage.update(lifeline::at_time(lifeline::kTelecom, now));
}

void Lifelines::solve_water(Metrics& metrics) {
    State& s = *state_;
    if (s.net.water.nodes.empty()) {
        return;
    }
    // A pump follows its tank, or all tanks together: started when storage runs low, stopped when it is full.
    double volume = 0.0;
    double capacity = 0.0;
    const auto level = s.water.tank_level_m();
    const auto share_of = [&](std::uint32_t tank) {
        const water::Node& node = s.net.water.nodes[tank];
        return (level[tank] - node.tank_min_level_m) / std::max(1e-6, node.tank_max_level_m - node.tank_min_level_m);
    };
    for (std::size_t n = 0; n < s.net.water.nodes.size(); ++n) {
        const water::Node& node = s.net.water.nodes[n];
        if (node.kind == water::NodeKind::Tank) {
            volume += node.tank_area_m2 * (level[n] - node.tank_min_level_m);
            capacity += node.tank_area_m2 * (node.tank_max_level_m - node.tank_min_level_m);
        }
    }
    const double all = capacity > 0.0 ? volume / capacity : 0.0;
    metrics.tank_volume_m3 = volume;
    metrics.pumps_off_without_power = 0;
    for (std::uint32_t l = 0; l < s.net.water.links.size(); ++l) {
        const water::Link& link = s.net.water.links[l];
        const bool pump = link.kind == water::LinkKind::Pump;
        if (pump) {
            const double share = link.control_tank != kNone ? share_of(link.control_tank) : all;
            s.pump_wanted[l] = share < kPumpsOnShare ? 1 : share > kPumpsOffShare ? 0 : s.pump_wanted[l];
        }
        const bool works = s.pump_failed[l] == 0 && (!pump || s.pump_powered[l] != 0);
        s.water.set_link_open(l, works && (!pump || s.pump_wanted[l] != 0));
        metrics.pumps_off_without_power += pump && s.pump_powered[l] == 0 ? 1U : 0U;
    }
    s.water.solve(s.demand_m3ps);
    metrics.pump_power_w = 0.0;
    for (std::uint32_t l = 0; l < s.net.water.links.size(); ++l) {
        metrics.pump_power_w += s.water.pump_power_w(l);
    }
    metrics.customers_without_water = 0.0;
    metrics.nodes_below_min_pressure = 0;
    s.water_not_served_m3ps = 0.0;
    const auto served = s.water.served();
    for (std::uint32_t n = 0; n < s.net.water.nodes.size(); ++n) {
        const water::Node& node = s.net.water.nodes[n];
        if (node.kind != water::NodeKind::Junction || node.demand_m3ps <= 0.0) {
            continue;
        }
        const bool without = served[n] == 0 || s.water.pressure_m(n) < 0.0;
        metrics.nodes_below_min_pressure += without || s.water.pressure_m(n) < s.net.water.min_pressure_m ? 1U : 0U;
        metrics.customers_without_water += without ? node.customers : 0.0;
        s.water_not_served_m3ps += without ? s.demand_m3ps[n] : 0.0;
    }
    metrics.peak_customers_without_water =
        std::max(metrics.peak_customers_without_water, metrics.customers_without_water);
}

void Lifelines::settle(TimeUs now, Metrics& metrics) {
    State& s = *state_;
    const auto alive = s.power.energised();
    const auto served = s.water.served();
    const auto serving = s.coverage.serving();
    for (ServiceTotals& totals : metrics.services) {
        totals.people_without_power = totals.people_without_water = totals.people_without_signal = 0.0;
    }
    for (std::size_t b = 0; b < s.net.dependencies.buildings.size(); ++b) {
        const lifeline::BuildingService& service = s.net.dependencies.buildings[b];
        s.building_power[b] = service.bus == kNone || alive[service.bus] != 0 ? 1 : 0;
        s.building_water[b] = service.water_node == kNone ||
                                      (served[service.water_node] != 0 && s.water.pressure_m(service.water_node) >= 0.0)
                                  ? 1
                                  : 0;
        s.building_signal[b] = serving[b] != kNone ? 1 : 0;
        const auto add = [&](ServiceTotals& totals) {
            const auto people = static_cast<double>(service.people);
            totals.people_without_power += s.building_power[b] != 0 ? 0.0 : people;
            totals.people_without_water += s.building_water[b] != 0 ? 0.0 : people;
            totals.people_without_signal += s.building_signal[b] != 0 ? 0.0 : people;
        };
        add(metrics.services[0]);
        if (service.district != kNone) {
            add(metrics.services[1 + service.district]);
        }
    }
    metrics.dark_signals = 0;
    for (const std::uint8_t on : s.controller_on) {
        metrics.dark_signals += on != 0 ? 0U : 1U;
    }
    metrics.dead_sites = 0;
    for (std::uint32_t site = 0; site < s.site_mains.size(); ++site) {
        metrics.dead_sites += s.coverage.alive(site) ? 0U : 1U;
    }
    s.next = now + s.every;
    for (std::size_t k = 0; k < s.battery_left_s.size(); ++k) {
        if (s.fed[k] == 0 && s.battery_left_s[k] > 0.5) {
            s.next = std::min(s.next, now + from_seconds(s.battery_left_s[k]));
        }
    }
    // A tank that would run dry before the regular time is met when it does.
    double to_limit = to_seconds(s.every);
    const auto flow = s.water.flow_m3ps();
    const auto level = s.water.tank_level_m();
    std::vector<double> inflow(s.net.water.nodes.size(), 0.0);
    for (std::size_t l = 0; l < s.net.water.links.size(); ++l) {
        inflow[s.net.water.links[l].from] -= flow[l];
        inflow[s.net.water.links[l].to] += flow[l];
    }
    for (std::size_t n = 0; n < inflow.size(); ++n) {
        const water::Node& node = s.net.water.nodes[n];
        if (node.kind == water::NodeKind::Tank && inflow[n] < -1e-9 && level[n] > node.tank_min_level_m + 1e-6) {
            to_limit = std::min(to_limit, (level[n] - node.tank_min_level_m) * node.tank_area_m2 / -inflow[n]);
        }
    }
    s.next = std::min(s.next, now + std::max<TimeUs>(10 * kSecondUs, from_seconds(to_limit)));
}

void Lifelines::inform(traffic::Simulation& traffic) const {
    const State& s = *state_;
    for (std::uint32_t c = 0; c < s.controller_on.size(); ++c) {
        traffic.set_controller_working(c, s.controller_on[c] != 0);
    }
    for (std::uint32_t c = 0; c < s.charger_on.size(); ++c) {
        traffic.set_charger_working(c, s.charger_on[c] != 0);
    }
    if (s.net.telecom.sites.empty()) {
        return;
    }
    const std::size_t buildings = s.net.dependencies.buildings.size();
    std::vector<std::uint8_t> informed(s.net.roads.edges.size(), 0);
    for (std::size_t e = 0; e < informed.size(); ++e) {
        informed[e] = s.coverage.serving()[buildings + e] != kNone ? 1 : 0;
    }
    traffic.set_informed_edges(std::move(informed));
}

Lifelines::Reached Lifelines::count_reached(const traffic::Simulation& traffic) const {
    const State& s = *state_;
    const std::size_t buildings = s.net.dependencies.buildings.size();
    Reached reached;
    const std::vector<std::uint32_t> per_edge = traffic.informed_vehicles_per_edge();
    for (std::size_t e = 0; e < per_edge.size(); ++e) {
        reached.informed += per_edge[e];
        const bool heard = s.net.telecom.sites.empty() || s.coverage.serving()[buildings + e] != kNone;
        reached.reached += heard ? per_edge[e] : 0.0;
    }
    return reached;
}

void Lifelines::fill_frame(Frame& frame) const {
    const State& s = *state_;
    const auto to_float = [](std::span<const double> from, std::vector<float>& to) {
        to.resize(from.size());
        std::transform(from.begin(), from.end(), to.begin(), [](double v) { return static_cast<float>(v); });
    };
    frame.water_pressure_m.resize(s.net.water.nodes.size());
    for (std::uint32_t n = 0; n < s.net.water.nodes.size(); ++n) {
        frame.water_pressure_m[n] = static_cast<float>(s.water.pressure_m(n));
    }
    to_float(s.water.flow_m3ps(), frame.water_flow_m3ps);
    to_float(s.water.tank_level_m(), frame.tank_level_m);
    to_float(s.power.voltage_pu(), frame.bus_voltage_pu);
    frame.branch_loading.resize(s.net.power.branches.size());
    for (std::size_t b = 0; b < s.net.power.branches.size(); ++b) {
        const double rating = s.net.power.branches[b].rating_a;
        frame.branch_loading[b] = rating > 0.0 ? static_cast<float>(s.power.branch_current_a()[b] / rating) : 0.0F;
    }
    frame.site_state.resize(s.site_mains.size());
    frame.site_load.assign(s.coverage.load().begin(), s.coverage.load().end());
    frame.site_battery_share.resize(s.site_mains.size());
    for (std::uint32_t site = 0; site < s.site_mains.size(); ++site) {
        frame.site_state[site] = !s.coverage.alive(site) ? 0 : s.site_mains[site] != 0 ? 2 : 1;
        frame.site_battery_share[site] = static_cast<float>(s.site_battery[site]);
    }
    frame.chargers.resize(s.charger_on.size());
    for (std::size_t c = 0; c < s.charger_on.size(); ++c) { // traffic knows them only where vehicles are electric
        frame.chargers[c].working = s.charger_on[c];
    }
    frame.building_power = s.building_power;
    frame.building_water = s.building_water;
    frame.building_signal = s.building_signal;
}

void Lifelines::hash(StateHash& hash) const {
    const State& s = *state_;
    s.power.hash(hash);
    s.water.hash(hash);
    s.coverage.hash(hash);
    hash.add(s.last);
    hash.add(s.next);
    hash.add_all(std::span<const std::uint8_t>{s.pump_wanted});
    hash.add_all(std::span<const double>{s.load_w});
    hash.add_all(std::span<const double>{s.demand_m3ps});
    hash.add_all(std::span<const double>{s.battery_left_s});
    hash.add_all(std::span<const std::uint8_t>{s.fed});
    hash.add_all(std::span<const std::uint8_t>{s.controller_failed});
    hash.add_all(std::span<const std::uint8_t>{s.controller_on});
    hash.add_all(std::span<const double>{s.charger_w});
    hash.add_all(std::span<const std::uint8_t>{s.charger_failed});
    hash.add_all(std::span<const std::uint8_t>{s.charger_on});
    hash.add_all(std::span<const std::uint8_t>{s.site_failed});
    hash.add_all(std::span<const std::uint8_t>{s.pump_failed});
    hash.add_all(std::span<const std::uint8_t>{s.pump_powered});
}

void Lifelines::flip_state_bit_for_test(int domain) {
    State& s = *state_;
    if (domain == 0 && !s.net.power.buses.empty()) {
        s.power.set_bus_failed(0, !s.power.bus_failed(0));
    } else if (domain == 1 && !s.net.water.links.empty()) {
        s.water.set_link_open(0, !s.water.link_open(0));
    } else if (domain == 2 && !s.net.telecom.sites.empty()) {
        s.coverage.set_alive(0, !s.coverage.alive(0));
    } else if (!s.battery_left_s.empty()) {
        s.battery_left_s[0] = std::nextafter(s.battery_left_s[0], 1e12);
    }
}

} // namespace cityloom::engine
