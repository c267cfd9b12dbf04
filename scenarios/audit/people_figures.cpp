// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "gis/city/inhabitants.h"
#include "scenarios/audit/figures.h"

namespace cityloom::scenarios {

void audit_people(const Audited& of, std::vector<AuditedFigure>& out) {
    const auto& inhabitants = of.networks.dependencies.buildings;
    double floor_m2 = 0.0;
    double people = 0.0;
    for (std::size_t b = 0; b < std::min(of.city.buildings.size(), inhabitants.size()); ++b) {
        const gis::Building& building = of.city.buildings[b];
        if (inhabitants[b].people <= 0.0F || building.use != gis::BuildingUse::Housing) {
            continue; // where others have their rooms too nobody knows whose the floors are
        }
        floor_m2 += building.footprint_m2 * gis::storeys_of(building);
        people += static_cast<double>(inhabitants[b].people);
    }
    out.push_back(
        {.id = "people_floor_area",
         .value = people > 0.0 ? floor_m2 / people : kUnknown,
         .how = {"footprints times storeys of housing, over the people in it", "住宅占地乘层数，除以其居民"}});
    const traffic::DemandModel& demand = of.networks.demand;
    double residents = 0.0;
    for (std::size_t p = 0; p < traffic::kPurposes; ++p) {
        const double trips = demand.daily_trips.at(p);
        const double inward = demand.inbound_share.at(p) * trips;
        switch (static_cast<traffic::Purpose>(p)) {
        case traffic::Purpose::HomeWork: // who comes in for these lives elsewhere, and goes home again
        case traffic::Purpose::HomeOther:
        case traffic::Purpose::Business:
            residents += trips - 2.0 * inward;
            break;
        case traffic::Purpose::WorkHome:
        case traffic::Purpose::OtherHome:
            residents += trips;
            break;
        case traffic::Purpose::Through:
            break;
        }
    }
    out.push_back(
        {.id = "car_trips",
         .value = demand.people > 0.0 ? residents / demand.people : kUnknown,
         .how = {"the demand model's trips of a day without through traffic and those from outside, over people",
                 "需求模型一日出行（不含过境与外来）除以居民"}});
    out.push_back({.id = "car_share",
                   .value = 100.0 * demand.car_mode_share,
                   .how = {"a parameter of the demand model", "需求模型参数"}});
}

} // namespace cityloom::scenarios
