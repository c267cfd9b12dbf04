// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/domain/trip_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/traffic/domain/trip_outcomes.h"
#include "sim/traffic/emissions.h"
#include "sim/traffic/micro/simulation.h"

namespace cityloom::traffic {

namespace {

struct TripSums {
    std::vector<double> times_s; ///< of those that arrived
    double delay_s = 0.0;
    double vehicle_km = 0.0;
    double co2_g = 0.0;
    double electricity_wh = 0.0;
    double vehicle_hours = 0.0;
    double scheduled = 0.0;
    double departed = 0.0;
    std::array<double, kOutcomes> outcomes{};
    double all_s = 0.0;   ///< of all that the network has a way for, lost ones at their price in time
    double counted = 0.0; ///< these

    [[nodiscard]] double number(Outcome outcome) const { return outcomes.at(static_cast<std::size_t>(outcome)); }
};

void add_trip(TripSums& sums, const TripOutcome& o, const TripRecord& record) {
    sums.scheduled += 1.0;
    sums.departed += record.departed >= 0 ? 1.0 : 0.0;
    sums.outcomes.at(static_cast<std::size_t>(o.outcome)) += 1.0;
    sums.vehicle_km += static_cast<double>(record.route_m) * 1e-3;
    sums.co2_g += static_cast<double>(record.co2_g);
    sums.electricity_wh += static_cast<double>(record.electricity_wh);
    if (std::isfinite(o.time_s)) {
        sums.counted += 1.0;
        sums.all_s += o.time_s * (o.lost() ? kChokeFactor : 1.0);
    }
    if (!o.lost()) {
        sums.vehicle_hours += o.time_s / 3600.0;
    }
    if (o.outcome == Outcome::Arrived) {
        sums.times_s.push_back(o.time_s);
        sums.delay_s += std::max(0.0, o.time_s - static_cast<double>(record.free_s));
    }
}

double sum_of(const std::vector<double>& times_s) {
    double total = 0.0;
    for (const double t : times_s) {
        total += t;
    }
    return total;
}

/// Of nothing nothing is known: not a number, where a mean has no trip.
double mean(double sum, double number) {
    return number > 0.0 ? sum / number : std::numeric_limits<double>::quiet_NaN();
}

void put_trips(engine::Figures& figures, TripSums& sums, std::size_t place) {
    std::sort(sums.times_s.begin(), sums.times_s.end());
    const auto n = static_cast<double>(sums.times_s.size());
    const std::size_t at95 =
        sums.times_s.empty() ? 0 : std::min(sums.times_s.size() - 1, static_cast<std::size_t>(0.95 * n));
    figures.set(kImpossibleTrips, sums.number(Outcome::Impossible), place);
    figures.set(kGivenUpTrips, sums.number(Outcome::GivenUp), place);
    figures.set(kLateTrips, sums.number(Outcome::Late), place);
    figures.set(kScheduledTrips, sums.scheduled, place);
    figures.set(kServedShare, mean(sums.number(Outcome::Arrived), sums.scheduled), place);
    figures.set(kTripTime, mean(sums.all_s, sums.counted), place);
    figures.set(kMeanTravelTime, mean(sum_of(sums.times_s), n), place);
    figures.set(kTravelTime95, mean(sums.times_s.empty() ? 0.0 : sums.times_s[at95], n > 0.0 ? 1.0 : 0.0), place);
    figures.set(kMeanDelay, mean(sums.delay_s, n), place);
    figures.set(kVehicleHours, sums.vehicle_hours, place);
    figures.set(kVehicleKm, sums.vehicle_km, place);
    figures.set(kTrafficEnergy, sums.co2_g * kJoulePerGramCo2 / 3.6e9 + sums.electricity_wh * 1e-6, place);
    figures.set(kCo2, 1e-6 * (sums.co2_g + 1e-3 * sums.electricity_wh * kGridCo2GPerKwh), place);
}

void put_riders(engine::Figures& figures, const TripSums& sums) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const auto arrived = static_cast<double>(sums.times_s.size());
    const bool any = sums.scheduled > 0.0;
    figures.set(kBicycleTrips, any ? sums.departed : none);
    figures.set(kBicycleArrivals, any ? arrived : none);
    figures.set(kBicycleTime, arrived > 0.0 ? sum_of(sums.times_s) / arrived : none);
    figures.set(kBicycleKm, any ? sums.vehicle_km : none);
}

} // namespace

void measure_trips(const Simulation& traffic, std::span<const Zone> zones, engine::Figures& figures) {
    TripSums city;
    TripSums riders;
    std::vector<TripSums> districts(figures.districts());
    for (const TripOutcome& o : trip_outcomes(traffic)) {
        const Trip& trip = traffic.trips()[o.trip];
        const TripRecord& record = traffic.records()[o.trip];
        if (trip.type == kBicycle) {
            add_trip(riders, o, record);
            continue;
        }
        add_trip(city, o, record);
        const std::uint32_t district = trip.from_zone == kNone ? kNone : zones[trip.from_zone].district;
        if (district < districts.size()) {
            add_trip(districts[district], o, record);
        }
    }
    put_trips(figures, city, engine::Figures::kCity);
    for (std::size_t d = 0; d < districts.size(); ++d) {
        put_trips(figures, districts[d], 1 + d);
    }
    put_riders(figures, riders);
}

} // namespace cityloom::traffic
