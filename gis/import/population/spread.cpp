// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/population/spread.h"

#include <vector>

#include "gis/city/inhabitants.h"

namespace cityloom::gis {

bool spread(City& city, std::span<const std::uint32_t> buildings, Counted what, double total) {
    const Inhabitants inhabitants{city};
    std::vector<double> room(buildings.size());
    double sum = 0.0;
    for (const bool by_use : {true, false}) {
        for (std::size_t k = 0; k < buildings.size(); ++k) {
            const Building& building = city.buildings[buildings[k]];
            const Occupants most = inhabitants.by_floor(building);
            const double of_use = what == Counted::People ? most.people : most.jobs;
            room[k] = building.rings.count == 0 ? 0.0 : by_use ? of_use : building.footprint_m2 * storeys_of(building);
            sum += room[k];
        }
        if (sum > 0.0) {
            break;
        }
    }
    for (std::size_t k = 0; k < buildings.size(); ++k) {
        Building& building = city.buildings[buildings[k]];
        (what == Counted::People ? building.people : building.jobs) =
            sum > 0.0 ? static_cast<float>(total * room[k] / sum) : 0.0F;
    }
    return sum > 0.0 || total <= 0.0;
}

} // namespace cityloom::gis
