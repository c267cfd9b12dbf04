// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"

namespace cityloom::gis {

/// Storeys of a building: as mapped, else its height without the roof over that of a storey of its use, rounded, one at
/// the least.
[[nodiscard]] double storeys_of(const Building& building) noexcept;

/// People and jobs of one building.
struct Occupants {
    double people = 0.0;
    double jobs = 0.0;
    double attraction = 0.0; ///< of shoppers and visitors, in job equivalents
};

/// How many people live and work in a city's buildings: as given for the building (Building::people and jobs, from a
/// census), else from floor area and use, with the areas a head of the city's mobility parameters.
class Inhabitants {
public:
    explicit Inhabitants(const City& city);
    [[nodiscard]] Occupants of(const Building& building) const;
    /// As of(), whatever a census says: what the floors can hold.
    [[nodiscard]] Occupants by_floor(const Building& building) const;

private:
    double home_m2_;
    double office_m2_;
    double retail_m2_;
    double industry_m2_;
};

} // namespace cityloom::gis
