// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/trips.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "sim/core/rng.h"
#include "sim/traffic/bicycles.h"
#include "sim/traffic/vehicle_type.h"

namespace cityloom::traffic {

namespace {

constexpr double kShortestM = 400.0; // nearer than this people walk
constexpr std::uint64_t kAttempts = 12;

struct Cell {
    std::size_t purpose = 0;
    TimeUs begin = 0;
    TimeUs end = 0;
    double trips = 0.0;
};

/// The part of each hour of each purpose that lies in the window.
std::vector<Cell> cells_of(const DemandModel& demand, TimeUs start, TimeUs duration) {
    std::vector<Cell> cells;
    const TimeUs end = start + duration;
    for (TimeUs hour = start / kHourUs; hour * kHourUs < end; ++hour) {
        const TimeUs begin = std::max(start, hour * kHourUs);
        const TimeUs stop = std::min(end, (hour + 1) * kHourUs);
        const double part = static_cast<double>(stop - begin) / static_cast<double>(kHourUs);
        for (std::size_t p = 0; p < kPurposes; ++p) {
            const double trips =
                demand.daily_trips[p] * demand.hourly_share[p][static_cast<std::size_t>(hour % 24)] * part;
            if (trips > 0.0) {
                cells.push_back({p, begin, stop, trips});
            }
        }
    }
    return cells;
}

std::size_t pick(std::span<const double> cumulative, double u) {
    const double target = u * cumulative.back();
    return static_cast<std::size_t>(
        std::min<std::ptrdiff_t>(std::upper_bound(cumulative.begin(), cumulative.end(), target) - cumulative.begin(),
                                 static_cast<std::ptrdiff_t>(cumulative.size()) - 1));
}

/// What draws and what receives trips of a purpose in a zone inside the city.
double production(const Zone& zone, Purpose purpose) {
    switch (purpose) {
    case Purpose::HomeWork:
    case Purpose::HomeOther:
        return zone.people;
    case Purpose::WorkHome:
        return zone.jobs;
    case Purpose::OtherHome:
        return zone.attraction;
    case Purpose::Business:
        return zone.jobs;
    case Purpose::Through:
        break;
    }
    return 0.0;
}

double attraction(const Zone& zone, Purpose purpose) {
    switch (purpose) {
    case Purpose::HomeWork:
    case Purpose::Business:
        return zone.jobs;
    case Purpose::WorkHome:
    case Purpose::OtherHome:
        return zone.people;
    case Purpose::HomeOther:
        return zone.attraction;
    case Purpose::Through:
        break;
    }
    return 0.0;
}

class Drawer {
public:
    /// \param riders edges that bicycles use, and so these trips; empty: the trips are motor vehicles'.
    Drawer(const DemandModel& demand, const RoadNetwork& net, std::uint64_t seed, std::vector<bool> riders = {})
        : demand_{demand}, net_{net}, rng_{seed}, riders_{std::move(riders)} {
        for (std::size_t p = 0; p < kPurposes; ++p) {
            origin_cumulative_[p] = cumulate(
                [&](const Zone& z) {
                    return z.origins.count > 0 && z.destinations.count > 0 ? production(z, static_cast<Purpose>(p))
                                                                           : 0.0;
                },
                false);
        }
        gateways_out_ = cumulate([](const Zone& z) { return z.origins.count > 0 ? z.through_share : 0.0; }, true);
        gateways_in_ = cumulate([](const Zone& z) { return z.destinations.count > 0 ? z.through_share : 0.0; }, true);
    }

    bool draw(std::uint64_t number, std::size_t purpose, Trip& trip) {
        const bool has_gateways = riders_.empty() && gateways_out_.back() > 0.0 && gateways_in_.back() > 0.0;
        const auto kind = static_cast<Purpose>(purpose);
        for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
            const double which = rng_.uniform(RandomStream::TripOrigin, number, 4 * attempt);
            const double u_from = rng_.uniform(RandomStream::TripOrigin, number, 4 * attempt + 1);
            const double u_to = rng_.uniform(RandomStream::TripDestination, number, 4 * attempt + 1);
            std::size_t from = 0;
            std::size_t to = 0;
            const bool through = kind == Purpose::Through;
            const bool inbound = has_gateways && (through || which < demand_.inbound_share[purpose]);
            const bool outbound =
                has_gateways &&
                (through || (!inbound && which < demand_.inbound_share[purpose] + demand_.outbound_share[purpose]));
            if (through && !has_gateways) {
                return false;
            }
            const auto& origins = inbound ? gateways_out_ : origin_cumulative_[purpose];
            if (origins.back() <= 0.0) {
                return false;
            }
            from = pick(origins, u_from);
            if (outbound) {
                to = pick(gateways_in_, u_to);
            } else {
                const auto& row = destinations(from, purpose, inbound);
                if (row.back() <= 0.0) {
                    continue;
                }
                to = pick(row, u_to);
            }
            if (from == to && (inbound || outbound)) {
                continue;
            }
            trip.from_zone = static_cast<std::uint32_t>(from);
            trip.to_zone = static_cast<std::uint32_t>(to);
            trip.from_edge =
                edge_of(demand_.zones[from].origins, rng_.uniform(RandomStream::TripOrigin, number, 4 * attempt + 2));
            trip.to_edge = edge_of(demand_.zones[to].destinations,
                                   rng_.uniform(RandomStream::TripDestination, number, 4 * attempt + 2));
            if (!riders_.empty() && (!riders_[trip.from_edge] || !riders_[trip.to_edge])) {
                continue;
            }
            const Point2 a = net_.points[net_.edges[trip.from_edge].shape.begin];
            const Point2 b = net_.points[net_.edges[trip.to_edge].shape.begin];
            if (trip.from_edge == trip.to_edge || distance_m(a, b) < kShortestM * (through ? 3.0 : 1.0)) {
                continue;
            }
            trip.from_share =
                demand_.zones[from].gateway
                    ? 0.0F
                    : static_cast<float>(0.2 + 0.6 * rng_.uniform(RandomStream::TripOrigin, number, 4 * attempt + 3));
            trip.to_share = demand_.zones[to].gateway
                                ? 1.0F
                                : static_cast<float>(
                                      0.2 + 0.6 * rng_.uniform(RandomStream::TripDestination, number, 4 * attempt + 3));
            return true;
        }
        return false;
    }

private:
    template <typename F> std::vector<double> cumulate(F&& weight, bool gateways) const {
        std::vector<double> sums;
        double sum = 0.0;
        for (const Zone& zone : demand_.zones) {
            sum += zone.gateway == gateways ? weight(zone) : 0.0;
            sums.push_back(sum);
        }
        if (sums.empty()) {
            sums.push_back(0.0);
        }
        return sums;
    }

    const std::vector<double>& destinations(std::size_t from, std::size_t purpose, bool from_outside) {
        row_.clear();
        double sum = 0.0;
        const Zone& origin = demand_.zones[from];
        const double decay_m = riders_.empty() ? demand_.decay_m[purpose] : demand_.bicycle_decay_m;
        for (const Zone& zone : demand_.zones) {
            if (!zone.gateway && zone.destinations.count > 0) {
                const double away = from_outside ? 0.0 : distance_m(origin.at, zone.at);
                sum += attraction(zone, static_cast<Purpose>(purpose)) * std::exp(-away / decay_m);
            }
            row_.push_back(sum);
        }
        return row_;
    }

    [[nodiscard]] std::uint32_t edge_of(Range edges, double u) const {
        double total = 0.0;
        for (std::uint32_t k = edges.begin; k < edges.end(); ++k) {
            total += static_cast<double>(demand_.zone_edge_weights[k]);
        }
        double target = u * total;
        for (std::uint32_t k = edges.begin; k < edges.end(); ++k) {
            target -= static_cast<double>(demand_.zone_edge_weights[k]);
            if (target < 0.0) {
                return demand_.zone_edges[k];
            }
        }
        return demand_.zone_edges[edges.end() - 1];
    }

    const DemandModel& demand_;
    const RoadNetwork& net_;
    CounterRng rng_;
    std::vector<bool> riders_;
    std::array<std::vector<double>, kPurposes> origin_cumulative_;
    std::vector<double> gateways_out_;
    std::vector<double> gateways_in_;
    std::vector<double> row_;
};

} // namespace

double expected_trips(const DemandModel& demand, TimeUs start, TimeUs duration) {
    double sum = 0.0;
    for (const Cell& cell : cells_of(demand, start, duration)) {
        sum += cell.trips;
    }
    return sum;
}

namespace {

struct Times {
    std::vector<Cell> cells;
    std::vector<double> cumulative;

    Times(const DemandModel& demand, const TripRequest& request)
        : cells{cells_of(demand, request.start, request.duration)} {
        double sum = 0.0;
        for (const Cell& cell : cells) {
            sum += cell.trips;
            cumulative.push_back(sum);
        }
    }
    /// Purpose and departure of a trip; \return the purpose.
    std::size_t draw(const CounterRng& rng, std::uint64_t number, Trip& trip) const {
        const Cell& cell = cells[pick(cumulative, rng.uniform(RandomStream::TripTime, number, 0))];
        const double within = rng.uniform(RandomStream::TripTime, number, 1);
        trip.purpose = static_cast<Purpose>(cell.purpose);
        trip.depart = cell.begin + static_cast<TimeUs>(within * static_cast<double>(cell.end - cell.begin));
        return cell.purpose;
    }
};

void sort_by_departure(std::vector<Trip>& trips) {
    std::sort(trips.begin(), trips.end(),
              [](const Trip& a, const Trip& b) { return a.depart != b.depart ? a.depart < b.depart : a.id < b.id; });
}

/// A purpose that finds no ends in this city (no gateways, no jobs) falls back on the others.
bool draw_ends(Drawer& drawer, std::uint64_t number, std::size_t purpose, Trip& trip) {
    bool found = drawer.draw(number, purpose, trip);
    for (std::size_t p = 0; p < kPurposes && !found; ++p) {
        found = drawer.draw(number, p, trip);
    }
    return found;
}

} // namespace

std::vector<Trip> draw_trips(const DemandModel& demand, const RoadNetwork& net, const TripRequest& request) {
    std::vector<Trip> trips;
    const Times times{demand, request};
    if (times.cells.empty() || demand.zones.empty()) {
        return trips;
    }
    const auto count = request.trips > 0
                           ? request.trips
                           : static_cast<std::uint64_t>(std::llround(times.cumulative.back() * request.growth));
    const CounterRng rng{request.seed};
    Drawer drawer{demand, net, request.seed};
    trips.reserve(count);
    for (std::uint64_t k = 0; k < count; ++k) {
        Trip trip{.id = k + 1};
        if (!draw_ends(drawer, k, times.draw(rng, k, trip), trip)) {
            continue;
        }
        trip.navigates = rng.uniform(RandomStream::Equipped, k, 0) < demand.navigation_share;
        trip.electric = rng.uniform(RandomStream::Equipped, k, 1) < demand.electric_share;
        trip.radio = rng.uniform(RandomStream::Equipped, k, 2) < demand.v2x_share;
        trips.push_back(trip);
    }
    sort_by_departure(trips);
    return trips;
}

double expected_bicycles(const DemandModel& demand, TimeUs start, TimeUs duration, double motor_trips, double share) {
    constexpr auto kThrough = static_cast<std::size_t>(Purpose::Through);
    double all = 0.0;
    double inside = 0.0;
    double day = 0.0; // of motor trips without through traffic: how much of a day's travel the span holds
    for (const Cell& cell : cells_of(demand, start, duration)) {
        all += cell.trips;
        inside += cell.purpose == kThrough ? 0.0 : cell.trips;
    }
    for (std::size_t p = 0; p < kPurposes; ++p) {
        day += p == kThrough ? 0.0 : demand.daily_trips[p];
    }
    if (all <= 0.0 || day <= 0.0) {
        return 0.0;
    }
    return motor_trips / all * inside / day * demand.people * demand.trips_per_person * share;
}

std::vector<Trip> draw_bicycle_trips(const DemandModel& demand, const RoadNetwork& net, const TripRequest& request) {
    std::vector<Trip> trips;
    DemandModel inside = demand; // nobody rides through the city from one end of the map to the other
    inside.daily_trips[static_cast<std::size_t>(Purpose::Through)] = 0.0;
    const Times times{inside, request};
    if (times.cells.empty() || inside.zones.empty()) {
        return trips;
    }
    const CounterRng rng{request.seed};
    Drawer drawer{inside, net, request.seed, bicycle_edges(net)};
    for (std::uint64_t k = 0; k < request.trips; ++k) {
        const std::uint64_t number = kBicycleIds + k;
        Trip trip{.id = number + 1, .type = kBicycle};
        if (draw_ends(drawer, number, times.draw(rng, number, trip), trip)) {
            trips.push_back(trip);
        }
    }
    sort_by_departure(trips);
    return trips;
}

} // namespace cityloom::traffic
