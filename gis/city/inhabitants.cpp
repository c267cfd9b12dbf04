// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/city/inhabitants.h"

#include <algorithm>
#include <cmath>

#include "gis/city/mobility.h"

namespace cityloom::gis {

namespace {

constexpr double kNetFloorShare = 0.8;
constexpr double kHomeStoreyM = 3.1; // housing has 3.0 to 3.2 m, offices 3.5 to 4
constexpr double kOfficeStoreyM = 3.7;
constexpr double kShopStoreyM = 4.5;
constexpr double kHallStoreyM = 9.0; // works and churches are one room high, up to 13 m
constexpr double kTallM = 16.0;
constexpr double kPitchedRoofM = 1.5;
constexpr double kParapetM = 0.5;
constexpr double kShedM2 = 30.0;
// Floor area a job where the mobility table has no row: our defaults, between offices and shops.
constexpr double kPublicM2 = 40.0;
constexpr double kSchoolM2 = 70.0;
constexpr double kHospitalM2 = 35.0;
constexpr double kHotelM2 = 90.0;

double storey_m(BuildingUse use) {
    switch (use) {
    case BuildingUse::Office:
    case BuildingUse::Public:
    case BuildingUse::School:
    case BuildingUse::Hospital:
        return kOfficeStoreyM;
    case BuildingUse::Retail:
        return kShopStoreyM;
    case BuildingUse::Industry:
    case BuildingUse::Religious:
        return kHallStoreyM;
    default:
        return kHomeStoreyM;
    }
}

/// What of a building's height is roof: houses have pitched ones, half of whose height nobody lives in; towers
/// parapets.
double roof_m(const Building& building) {
    const bool house = building.use == BuildingUse::Housing || building.use == BuildingUse::Unknown;
    return !house ? 0.0 : building.height_m <= kTallM ? kPitchedRoofM : kParapetM;
}

} // namespace

double storeys_of(const Building& building) noexcept {
    return building.storeys > 0.0F
               ? static_cast<double>(building.storeys)
               : std::max(1.0, std::round((building.height_m - roof_m(building)) / storey_m(building.use)));
}

Inhabitants::Inhabitants(const City& city)
    : home_m2_{mobility(city, "floor_home")},
      office_m2_{mobility(city, "floor_office")},
      retail_m2_{mobility(city, "floor_retail")},
      industry_m2_{mobility(city, "floor_industry")} {}

Occupants Inhabitants::of(const Building& building) const {
    Occupants occupants = by_floor(building);
    if (building.people >= 0.0F) {
        occupants.people = static_cast<double>(building.people);
    }
    if (building.jobs >= 0.0F) {
        const double floor = occupants.jobs;
        occupants.jobs = static_cast<double>(building.jobs);
        occupants.attraction *= floor > 0.0 ? occupants.jobs / floor : 1.0;
    }
    return occupants;
}

Occupants Inhabitants::by_floor(const Building& building) const {
    const double floor = building.footprint_m2 * storeys_of(building) * kNetFloorShare;
    switch (building.use) {
    case BuildingUse::Housing:
        return {floor / home_m2_, 0.02 * floor / retail_m2_, 0.02 * floor / retail_m2_};
    case BuildingUse::Office:
        return {0.0, floor / office_m2_, 0.1 * floor / office_m2_};
    case BuildingUse::Retail:
        return {0.0, floor / retail_m2_, 3.0 * floor / retail_m2_};
    case BuildingUse::Industry:
        return {0.0, floor / industry_m2_, 0.0};
    case BuildingUse::Public:
    case BuildingUse::Religious:
        return {0.0, floor / kPublicM2, floor / kPublicM2};
    case BuildingUse::School:
        return {0.0, floor / kSchoolM2, 2.0 * floor / kSchoolM2};
    case BuildingUse::Hospital:
        return {0.0, floor / kHospitalM2, floor / kHospitalM2};
    case BuildingUse::Hotel:
        return {0.0, floor / kHotelM2, floor / kHotelM2};
    case BuildingUse::Garage:
    case BuildingUse::Utility:
        return {};
    case BuildingUse::Unknown:
        break;
    }
    if (building.footprint_m2 < kShedM2) {
        return {};
    }
    // A town's usual mixture.
    return {0.75 * floor / home_m2_, 0.2 * floor / office_m2_ * 0.4, 0.05 * floor / retail_m2_};
}

} // namespace cityloom::gis
