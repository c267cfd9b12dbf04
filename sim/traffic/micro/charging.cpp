// SPDX-License-Identifier: GPL-3.0-or-later
// Electric vehicles whose battery runs low make a detour to a charging station, wait for a point, charge and drive on.
#include <algorithm>
#include <cmath>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr float kSeeksBelow = 0.15F;     // of the battery: where the warning light comes on
constexpr float kFullEnough = 0.80F;     // fast charging is slow beyond
constexpr float kIntoBattery = 0.90F;    // of what the grid gives (charger and battery losses)
constexpr float kMostAtPointS = 1800.0F; // on the way one does not wait for longer
constexpr float kMostWaitS = 3600.0F;
constexpr float kMostDeadS = 900.0F; // at a station without power
constexpr std::size_t kLooksAt = 6;  // the nearest stations

} // namespace

/// Every charge between a tenth and full is as likely: so it is for drivers who use their battery evenly and charge it
/// when a tenth is left.
void Simulation::State::start_batteries() {
    const auto electric_type = [this](const Trip& trip) {
        return trip.type == Trip::kDrawnType ? trip.electric : work.types[trip.type].electric;
    };
    if (std::ranges::none_of(work.trips, electric_type)) {
        return;
    }
    batteries.resize(work.trips.size());
    for (std::size_t t = 0; t < work.trips.size(); ++t) {
        const Trip& trip = work.trips[t];
        if (!electric_type(trip)) {
            continue;
        }
        const float full =
            work.types[trip.type == Trip::kDrawnType ? std::uint16_t{kElectricCar} : trip.type].battery_wh;
        const double share = trip.charge_share >= 0.0F
                                 ? static_cast<double>(trip.charge_share)
                                 : 0.1 + 0.9 * rng.uniform(RandomStream::DriverTraits, trip.id, 7);
        batteries[t].charge_wh = full * static_cast<float>(share);
    }
    stations.resize(net.chargers.size());
    junction_stations.resize(plan.junctions.size());
    std::vector<std::uint32_t> place(net.chargers.size());
    for (std::uint32_t c = 0; c < net.chargers.size(); ++c) {
        stations_at.push_back(c);
        const Lane& lane = net.lanes[net.chargers[c].lane];
        place[c] = lane_junction[plan.first_lane[lane.edge]];
    }
    std::ranges::stable_sort(stations_at, {}, [&](std::uint32_t c) { return place[c]; });
    for (std::uint32_t i = 0; i < stations_at.size(); ++i) {
        Range& range = junction_stations[place[stations_at[i]]];
        range.begin = range.count == 0 ? i : range.begin;
        ++range.count;
    }
}

bool Simulation::State::seeks_charge(const Vehicle& v) const noexcept {
    return !stations.empty() && work.types[v.type].electric && batteries[v.trip].station == kNone &&
           batteries[v.trip].charge_wh < kSeeksBelow * work.types[v.type].battery_wh;
}

/// Sets where a vehicle on its way to a station has to halt. \return whether it is to halt on this very lane
bool Simulation::State::head_for_station(Vehicle& vehicle, const LanePlan& lane) {
    std::uint32_t& station = batteries[vehicle.trip].station;
    if (station == kNone) {
        return false;
    }
    const ChargingStation& at = net.chargers[station];
    if (net.lanes[at.lane].edge != lane.edge) {
        return false;
    }
    if (at.along_m <= vehicle.x_m - 1.0F) {
        station = kNone; // missed: it could not get there in time
        return false;
    }
    if (at.lane != lane.lane) {
        vehicle.lanes = static_cast<std::uint16_t>(1U << (at.lane - net.edges[lane.edge].lanes.begin));
        return false;
    }
    vehicle.set(Vehicle::kHalts, true);
    vehicle.set(Vehicle::kCharges, true);
    vehicle.stop_x_m = std::min(at.along_m, lane.length_m - 0.1F);
    return true;
}

/// By way of the station, among the nearest, from which it gets to its destination soonest, waiting counted.
void Simulation::State::go_charging(Candidate& candidate, routing::RouteFinder::Lease& scratch,
                                    std::vector<std::uint32_t>& route) {
    Vehicle& v = on_lane(candidate.lane)[candidate.index];
    const Trip& trip = work.trips[v.trip];
    const Router::Taste taste{trip.id, options.taste_spread, type(v).use};
    const std::uint32_t edge = plan.lanes[candidate.lane].edge;
    const Point2 here = net.points[net.edges[edge].shape.end() - 1];
    std::vector<std::uint32_t> near;
    for (std::uint32_t c = 0; c < stations.size(); ++c) {
        const bool behind = net.lanes[net.chargers[c].lane].edge == edge && net.chargers[c].along_m < v.x_m + 60.0F;
        if (stations[c].working && !behind) {
            near.push_back(c);
        }
    }
    const std::size_t looks = std::min(kLooksAt, near.size());
    std::ranges::partial_sort(near, near.begin() + static_cast<std::ptrdiff_t>(looks), {}, [&](std::uint32_t c) {
        return std::pair{cityloom::distance_m(net.chargers[c].at, here), c};
    });
    near.resize(looks);
    float least = Router::kClosed;
    std::vector<std::uint32_t> best;
    std::vector<std::uint32_t> there;
    for (const std::uint32_t c : near) {
        const std::uint32_t at = net.lanes[net.chargers[c].lane].edge;
        const float first = finder.route(edge, at, taste, scratch, there);
        if (there.empty()) {
            continue;
        }
        const float second = finder.route(at, trip.to_edge, taste, scratch, route);
        const auto ahead = static_cast<float>(stations[c].charging + stations[c].waiting);
        const auto points = static_cast<float>(std::max(1U, net.chargers[c].points));
        const float wait = std::max(0.0F, ahead + 1.0F - points) / points * kMostAtPointS;
        if (route.empty() || first + second + wait >= least) {
            continue;
        }
        least = first + second + wait;
        best = there;
        best.insert(best.end(), route.begin() + 1, route.end());
        batteries[v.trip].station = c;
    }
    if (best.empty()) {
        return;
    }
    routes[v.trip] = std::move(best);
    v.cursor = 0;
    expected[v.trip] = now + from_seconds(static_cast<double>(std::min(least + kMostAtPointS, 1e6F)));
    candidate.changed = true;
    plan_edge(v, candidate.lane);
}

void Simulation::State::charge_parked(std::uint32_t junction) {
    if (stations.empty()) {
        return;
    }
    const Range range = junction_stations[junction];
    for (std::uint32_t i = range.begin; i < range.end(); ++i) {
        ChargingState& station = stations[stations_at[i]];
        station.charging = station.waiting = 0;
        station.load_w = 0.0F;
    }
    for (Parked& parked : junctions[junction].parked) {
        Vehicle& v = parked.vehicle;
        if (!v.has(Vehicle::kCharges) || v.react_s <= 0.0F) {
            continue; // it waits for a gap to drive on
        }
        Battery& battery = batteries[v.trip];
        ChargingState& station = stations[battery.station];
        const ChargingStation& at = net.chargers[battery.station];
        battery.stayed_s += dt;
        if (station.working && station.charging < at.points) {
            ++station.charging;
            station.load_w += at.power_w;
            const float given_wh = at.power_w * dt / 3600.0F;
            station.delivered_wh += static_cast<double>(given_wh);
            battery.charge_wh += kIntoBattery * given_wh;
            battery.charged_wh += kIntoBattery * given_wh;
            v.react_s -= dt;
            if (battery.charge_wh >= kFullEnough * work.types[v.type].battery_wh) {
                v.react_s = 0.0F;
            }
            station.sessions += v.react_s <= 0.0F ? 1U : 0U;
            continue;
        }
        ++station.waiting;
        station.waited_s += static_cast<double>(dt);
        if (battery.stayed_s > (station.working ? kMostWaitS : kMostDeadS)) {
            v.react_s = 0.0F; // it tries elsewhere
        }
    }
}

/// A vehicle that has halted at its station goes to a point, or to the queue for one.
void Simulation::State::plug_in(Vehicle& v) {
    v.set(Vehicle::kServing, true);
    v.react_s = kMostAtPointS;
    batteries[v.trip].stayed_s = 0.0F;
}

void Simulation::State::unplug(Vehicle& v) {
    Battery& battery = batteries[v.trip];
    records[v.trip].stopped_s += battery.stayed_s;
    battery.station = kNone;
    v.set(Vehicle::kCharges, false);
}

std::span<const ChargingState> Simulation::charging() const noexcept {
    return state_->stations;
}

void Simulation::set_charger_working(std::uint32_t charger, bool working) {
    if (charger < state_->stations.size()) {
        state_->stations[charger].working = working;
    }
}

double Simulation::charge_share(std::uint32_t trip) const noexcept {
    const State& s = *state_;
    const Trip& t = s.work.trips[trip];
    const bool electric = t.type == Trip::kDrawnType ? t.electric : s.work.types[t.type].electric;
    if (s.batteries.empty() || !electric) {
        return -1.0;
    }
    const float full = s.work.types[t.type == Trip::kDrawnType ? std::uint16_t{kElectricCar} : t.type].battery_wh;
    return static_cast<double>(s.batteries[trip].charge_wh / full);
}

double Simulation::total_electricity_wh() const noexcept {
    return state_->electricity_wh;
}

} // namespace cityloom::traffic
