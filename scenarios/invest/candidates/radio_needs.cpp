// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/invest/candidates/needs.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios {

namespace {

constexpr double kReachM = 500.0;      // of a mast among houses, as those that are derived stand
constexpr double kLeastPeople = 150.0; // a tenth of what a derived mast serves

void coverage_holes(const Looked& looked, Found& found) {
    const Spread& rate = looked.day->rate;
    const auto& buildings = looked.networks.dependencies.buildings;
    std::vector<WeightedPlace> places;
    for (std::size_t b = 0; b < std::min(buildings.size(), rate.hours_below.size()); ++b) {
        if (rate.hours_below[b] > 0.0F && buildings[b].people > 0.0F) {
            places.push_back({buildings[b].at, static_cast<double>(buildings[b].people * rate.hours_below[b])});
        }
    }
    double rest = 0.0;
    for (const Cluster& cluster : clusters(std::move(places), kReachM)) {
        const double people = cluster.weight / 24.0; // as if it were so all day: no more than there are
        if (people < kLeastPeople) {
            rest += cluster.weight;
            continue;
        }
        found.add({.id = "low_rate",
                   .words = filled({"%1 buildings within 500 m have less than %2 Mbit/s at times",
                                    "500 米内 %1 栋建筑的移动速率有时低于 %2 兆比特/秒"},
                                   {Text{std::to_string(cluster.count)},
                                    Text{plain(looked.networks.telecom.least_rate_bps * 1e-6, 0)}}),
                   .value = static_cast<double>(cluster.count),
                   .threshold = 0.0,
                   .unit = "buildings",
                   .person_hours = cluster.weight * kDaysAYear,
                   .at = cluster.at},
                  placed("basestation", cluster.at, looked.city),
                  Words{"one mast in their midst", "在其中心设一座基站"});
    }
    if (rest > 0.0) {
        found.unanswered.push_back(
            {.id = "low_rate",
             .words = Words{"people with too low a rate who live too scattered for a mast of their own",
                            "速率不足但居住分散、不足以单设基站的居民"},
             .value = rest / 24.0,
             .threshold = 0.0,
             .unit = "people",
             .person_hours = rest * kDaysAYear});
    }
}

} // namespace

void radio_needs(const Looked& looked, Found& found) {
    if (looked.day != nullptr) {
        coverage_holes(looked, found);
    }
}

} // namespace cityloom::scenarios
