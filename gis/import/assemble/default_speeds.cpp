// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/default_speeds.h"

#include <algorithm>
#include <span>
#include <string>

#include "gis/import/assemble/point_grid.h"
#include "gis/import/read/country_speeds.h"

namespace cityloom::gis {

namespace {

constexpr double kKmh = 1.0 / 3.6;
constexpr double kBesideM = 60.0;     // buildings nearer than this make a street one of a town
constexpr double kEveryM = 60.0;      // along it
constexpr double kOutsideShare = 0.8; // of it without buildings
constexpr double kLongM = 300.0;      // shorter ones are gaps in a town
constexpr double kUsualKmh = 50.0;

bool larger(StreetClass cls) {
    return cls == StreetClass::Trunk || cls == StreetClass::Primary || cls == StreetClass::Secondary ||
           cls == StreetClass::Tertiary;
}

bool of_town(StreetClass cls) {
    return cls == StreetClass::Primary || cls == StreetClass::Secondary || cls == StreetClass::Tertiary ||
           cls == StreetClass::Unclassified;
}

class Surroundings {
public:
    explicit Surroundings(const City& city) : city_{city} {
        for (const Building& building : city.buildings) {
            if (building.rings.count > 0) {
                const Range points = city.rings[building.rings.begin].points;
                houses_.add(city.points[points.begin], 0);
            }
        }
    }
    [[nodiscard]] bool outside_towns(const Street& street) const {
        double length = 0.0;
        std::size_t places = 0;
        std::size_t empty = 0;
        for (std::uint32_t k = street.nodes.begin; k + 1 < street.nodes.end(); ++k) {
            const Point2 a = city_.street_nodes[city_.street_node_refs[k]].at;
            const Point2 b = city_.street_nodes[city_.street_node_refs[k + 1]].at;
            const double own = distance_m(a, b);
            length += own;
            for (double m = 0.0; m < own; m += kEveryM) {
                bool near = false;
                houses_.near(a + (m / own) * (b - a), [&near](std::uint32_t) { near = true; });
                ++places;
                empty += near ? 0U : 1U;
            }
        }
        return length >= kLongM && static_cast<double>(empty) >= kOutsideShare * static_cast<double>(places);
    }

private:
    const City& city_;
    PointGrid houses_{kBesideM}; ///< by their first corners
};

} // namespace

void take_country_speeds(City& city, Notes& notes) {
    if (!has_country_speed(city.place.country)) {
        return;
    }
    const CountrySpeed limits = country_speed(city.place.country);
    const Surroundings around{city};
    const bool towns_are_known = !city.buildings.empty();
    std::size_t changed = 0;
    for (Street& street : city.streets) {
        if (street.speed_source != Provenance::Default || street.link) {
            continue;
        }
        double kmh = 0.0;
        if (street.cls == StreetClass::Motorway) {
            kmh = limits.motorway_kmh;
        } else if (larger(street.cls) && towns_are_known && around.outside_towns(street)) {
            kmh = limits.rural_kmh;
        } else if (of_town(street.cls) && limits.urban_kmh != kUsualKmh) {
            kmh = limits.urban_kmh;
        }
        if (kmh > 0.0) {
            street.speed_mps = kmh * kKmh;
            ++changed;
        }
    }
    if (changed > 0) {
        notes.info("", "streets",
                   std::to_string(changed) + " without a limit have that of their country (" + city.place.country + ")",
                   "Tag their maxspeed where another holds");
    }
}

} // namespace cityloom::gis
