// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/trip_changes.h"

#include <cmath>

#include "sim/traffic/emissions.h"

namespace cityloom::scenarios {

namespace {

bool made(const TripRow& trip) {
    return trip.outcome == traffic::Outcome::Arrived || trip.outcome == traffic::Outcome::Late;
}

TravelCost cost_of(const TripRow& trip) {
    return {.hours = static_cast<double>(trip.time_s) / 3600.0,
            .fuel_mwh = static_cast<double>(trip.co2_g) * traffic::kJoulePerGramCo2 / 3.6e9,
            .electricity_mwh = static_cast<double>(trip.electricity_wh) * 1e-6,
            .co2_t = 1e-6 * (static_cast<double>(trip.co2_g) +
                             1e-3 * static_cast<double>(trip.electricity_wh) * traffic::kGridCo2GPerKwh)};
}

TravelCost less(const TravelCost& a, const TravelCost& b) {
    return {a.hours - b.hours, a.fuel_mwh - b.fuel_mwh, a.electricity_mwh - b.electricity_mwh, a.co2_t - b.co2_t};
}

} // namespace

TravelCost& TravelCost::operator+=(const TravelCost& more) {
    hours += more.hours;
    fuel_mwh += more.fuel_mwh;
    electricity_mwh += more.electricity_mwh;
    co2_t += more.co2_t;
    return *this;
}

TripChanges trip_changes(const TripTable& a, const TripTable& b) {
    TripChanges changes;
    auto of_a = a.begin();
    auto of_b = b.begin();
    while (of_a != a.end() || of_b != b.end()) {
        if (of_b == b.end() || (of_a != a.end() && of_a->id < of_b->id)) {
            ++changes.unmatched;
            ++of_a;
            continue;
        }
        if (of_a == a.end() || of_b->id < of_a->id) {
            ++changes.unmatched;
            ++of_b;
            continue;
        }
        ++changes.scheduled;
        if (made(*of_a) && made(*of_b)) {
            changes.saved += less(cost_of(*of_a), cost_of(*of_b));
        } else if (made(*of_a)) {
            ++changes.lost;
            changes.lost_cost += cost_of(*of_a);
        } else if (made(*of_b)) {
            ++changes.regained;
            changes.regained_cost += cost_of(*of_b);
        } else {
            ++changes.never;
        }
        ++of_a;
        ++of_b;
    }
    return changes;
}

std::vector<PairedTimes> paired_times(const TripTable& a, const TripTable& b, std::size_t districts, double choke) {
    struct Sums {
        double a_s = 0.0;
        double b_s = 0.0;
        double trips = 0.0;
    };
    std::vector<Sums> sums(1 + districts);
    auto of_b = b.begin();
    for (const TripRow& in_a : a) {
        while (of_b != b.end() && of_b->id < in_a.id) {
            ++of_b;
        }
        if (of_b == b.end() || of_b->id != in_a.id) {
            continue;
        }
        const bool made_a = made(in_a);
        const bool made_b = made(*of_b);
        const double own_a = static_cast<double>(in_a.time_s);
        const double own_b = static_cast<double>(of_b->time_s);
        const double time_a = made_a ? own_a : choke * (made_b ? own_b : own_a);
        const double time_b = made_b ? own_b : choke * (made_a ? own_a : own_b);
        if (!std::isfinite(time_a) || !std::isfinite(time_b)) {
            continue;
        }
        const auto add = [&](Sums& sum) {
            sum.a_s += time_a;
            sum.b_s += time_b;
            sum.trips += 1.0;
        };
        add(sums.front());
        if (in_a.district < districts) {
            add(sums[1 + in_a.district]);
        }
    }
    std::vector<PairedTimes> means;
    for (const Sums& sum : sums) {
        means.push_back({sum.a_s / sum.trips, sum.b_s / sum.trips}); // of none: not a number
    }
    return means;
}

} // namespace cityloom::scenarios
