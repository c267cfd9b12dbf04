// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/trip_changes.h"

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
            .co2_t = static_cast<double>(trip.co2_g) * 1e-6};
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

} // namespace cityloom::scenarios
