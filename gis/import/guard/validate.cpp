// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/validate.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <type_traits>
#include <unordered_set>

#include "gis/import/heights.h"
#include "gis/import/part.h"
#include "gis/import/polygon.h"
#include "sim/core/holds.h"

namespace cityloom::gis {

namespace {

constexpr double kSmallestFootprintM2 = 0.5;
constexpr double kLargestFootprintM2 = 4e6;   // twice the largest factory there is
constexpr double kLongestBuildingM = 5'000.0; // the longest of all, a klystron gallery, has 3.1 km

bool far_off(Point2 p, double reach_m) {
    return !std::isfinite(p.x_m) || !std::isfinite(p.y_m) || std::abs(p.x_m) > reach_m || std::abs(p.y_m) > reach_m;
}

std::vector<Point2> points_of(const City& city, const Ring& ring) {
    const auto points = std::span{city.points}.subspan(ring.points.begin, ring.points.count);
    return {points.begin(), points.end()};
}

/// Appends polygons to the city's pools and returns their rings.
Range store(City& city, const std::vector<Polygon>& polygons) {
    Range rings{static_cast<std::uint32_t>(city.rings.size()), 0};
    for (const Polygon& polygon : polygons) {
        for (std::size_t k = 0; k < polygon.rings.size(); ++k) {
            const auto& points = polygon.rings[k];
            city.rings.push_back(
                {{static_cast<std::uint32_t>(city.points.size()), static_cast<std::uint32_t>(points.size())}, k > 0});
            city.points.insert(city.points.end(), points.begin(), points.end());
        }
    }
    rings.count = static_cast<std::uint32_t>(city.rings.size()) - rings.begin;
    return rings;
}

class BuildingCheck {
public:
    BuildingCheck(City& city, const std::string& file, double reach_m, Notes& notes)
        : city_{city}, file_{file}, reach_m_{reach_m}, notes_{notes} {}

    /// False when the building must be left out.
    bool check(Building& building);

private:
    [[nodiscard]] std::string name(const Building& b) const {
        return b.source.empty() ? "building/" + std::to_string(b.id) : b.source;
    }
    bool rings_sound(const Building& building, std::vector<Polygon>& polygons, std::string& why);
    void check_height(Building& building);
    [[nodiscard]] bool surfaces_sound(const Building& building) const;

    City& city_;
    const std::string& file_;
    double reach_m_;
    Notes& notes_;
};

/// Gathers the footprint. True when it can stay as it is; else `polygons` holds its mended rings, or `why` is set.
bool BuildingCheck::rings_sound(const Building& building, std::vector<Polygon>& polygons, std::string& why) {
    bool as_is = true;
    bool crossing = false;
    for (std::uint32_t r = building.rings.begin; r < building.rings.end(); ++r) {
        const bool hole = city_.rings[r].hole;
        std::vector<Point2> ring = points_of(city_, city_.rings[r]);
        const std::size_t before = ring.size();
        std::string problem = clean_ring(ring);
        if (problem.empty() && std::ranges::any_of(ring, [this](Point2 p) { return far_off(p, reach_m_); })) {
            problem = "a corner lies far outside of the city";
        }
        if (!problem.empty()) {
            if (!hole) {
                why = problem;
                return false;
            }
            as_is = false;
            continue;
        }
        const Crossing found = crossings(ring);
        if (found == Crossing::TooMany) {
            why = "its outline crosses itself more than " + std::to_string(kMostCrossings) +
                  " times, or is too tangled to tell";
            return false;
        }
        crossing = crossing || found == Crossing::Some;
        if ((signed_area_m2(ring) < 0.0) != hole) {
            std::ranges::reverse(ring);
            as_is = false;
        }
        as_is = as_is && ring.size() == before;
        if (!hole || polygons.empty()) {
            polygons.emplace_back();
        }
        polygons.back().rings.push_back(std::move(ring));
    }
    if (crossing) {
        std::vector<Polygon> mended;
        for (const Polygon& polygon : polygons) {
            auto pieces = make_valid(polygon);
            std::ranges::move(pieces, std::back_inserter(mended));
        }
        polygons = std::move(mended);
        why = polygons.empty() ? "the outline crosses itself and nothing is left of it" : "";
        if (!polygons.empty()) {
            notes_.warn(file_, name(building),
                        "the outline crosses itself; it was split into " + std::to_string(polygons.size()) +
                            " sound pieces",
                        "Redraw the outline");
        }
        return false;
    }
    return as_is;
}

void BuildingCheck::check_height(Building& building) {
    const double given = building.height_m;
    if (!settle_height(building)) {
        notes_.warn(file_, name(building),
                    "the height " + std::to_string(given).substr(0, 12) + " m cannot be; " +
                        (building.height_source == HeightSource::Storeys ? "taken from storeys" : "guessed") +
                        " instead",
                    "Correct the height (0.3 to 1000 m)");
    }
}

bool BuildingCheck::surfaces_sound(const Building& building) const {
    for (std::uint32_t s = building.surfaces.begin; s < building.surfaces.end(); ++s) {
        const Range rings = city_.surfaces[s].rings3;
        for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
            const Range points = city_.rings3[r];
            for (std::uint32_t p = points.begin; p < points.end(); ++p) {
                const Point3& at = city_.points3[p];
                if (far_off({at.x_m, at.y_m}, reach_m_) || !(at.z_m > -12'000.0 && at.z_m < 12'000.0)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/// The longer side of the box around all corners.
double extent_m(const std::vector<Polygon>& polygons) {
    Point2 low{1e30, 1e30};
    Point2 high{-1e30, -1e30};
    for (const Polygon& polygon : polygons) {
        for (const auto& ring : polygon.rings) {
            for (const Point2& p : ring) {
                low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
                high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
            }
        }
    }
    return std::max(high.x_m - low.x_m, high.y_m - low.y_m);
}

bool BuildingCheck::check(Building& building) {
    std::vector<Polygon> polygons;
    std::string why;
    const bool as_is = rings_sound(building, polygons, why);
    if (why.empty() && polygons.empty()) {
        why = "it has no footprint";
    }
    if (why.empty() && !surfaces_sound(building)) {
        why = "a corner of its surfaces is out of range or far outside of the city";
    }
    double area = 0.0;
    for (const Polygon& polygon : polygons) {
        for (const auto& ring : polygon.rings) {
            area += signed_area_m2(ring);
        }
    }
    if (why.empty() && extent_m(polygons) > kLongestBuildingM) {
        why = "a corner lies far from the others";
    }
    if (why.empty() && area < kSmallestFootprintM2) {
        why = "its footprint has no area";
    }
    if (why.empty() && area > kLargestFootprintM2) {
        why = "its footprint is larger than any building's (" + std::to_string(std::llround(area / 1e4)) + " ha)";
    }
    if (!why.empty()) {
        notes_.warn(file_, name(building), "left out: " + why, "Correct the object in the source and import again");
        return false;
    }
    if (!as_is) {
        building.rings = store(city_, polygons);
    }
    building.footprint_m2 = area;
    check_height(building);
    return true;
}

/// For areas, districts and lines: whether every point can be used.
bool placed(const City& city, Range points, double reach_m) {
    const auto span = std::span{city.points}.subspan(points.begin, points.count);
    return std::ranges::none_of(span, [reach_m](Point2 p) { return far_off(p, reach_m); });
}

/// What was left out leaves its points behind: those that are no numbers become the origin, so that the city holds only
/// numbers.
void scrub_unused(City& city) {
    const auto scrub = [](Point2& p) { p = on_ground(p) ? p : Point2{}; };
    std::ranges::for_each(city.points, scrub);
    for (StreetNode& node : city.street_nodes) {
        scrub(node.at);
    }
    for (Point3& p : city.points3) {
        p = on_ground({p.x_m, p.y_m}) && within(p.z_m, -kHighestM, kHighestM) ? p : Point3{};
    }
}

/// Numbers beside the geometry that cannot be, as they were not given: check_city() asks for no less.
void mend_numbers(City& city, const std::string& file, Notes& notes) {
    std::size_t mended = 0;
    const auto mend = [&mended](auto& value, double high, double otherwise) {
        if (!within(static_cast<double>(value), 0.0, high)) {
            value = static_cast<std::remove_reference_t<decltype(value)>>(otherwise);
            ++mended;
        }
    };
    for (Building& b : city.buildings) {
        mend(b.storeys, 1'000.0, 0.0);
        mended += within(b.min_height_m, -kHighestM, kHighestM) ? 0U : 1U;
        b.min_height_m = within(b.min_height_m, -kHighestM, kHighestM) ? b.min_height_m : 0.0;
    }
    for (Street& s : city.streets) {
        mend(s.width_m, 1'000.0, 0.0);
        mend(s.speed_mps, 200.0, 50.0 / 3.6);
    }
    for (Line& l : city.lines) {
        mend(l.width_m, 1e5, 0.0);
        mend(l.voltage_v, 1e9, 0.0);
    }
    for (Asset& a : city.assets) {
        mend(a.voltage_v, 1e9, 0.0);
        mend(a.power_w, 1e12, 0.0);
    }
    for (District& d : city.districts) {
        mend(d.people, 1e10, 0.0);
    }
    if (mended > 0) {
        notes.warn(file, "widths, storeys, voltages, powers and people",
                   std::to_string(mended) + " numbers cannot be; taken as not given", "Correct them in the source");
    }
}

} // namespace

void validate_city(City& city, const std::string& file, double reach_m, Notes& notes) {
    BuildingCheck buildings{city, file, reach_m, notes};
    std::erase_if(city.buildings, [&](Building& building) { return !buildings.check(building); });

    std::vector<std::uint32_t> moved(city.streets.size(), kNone); // old street index -> new
    std::uint32_t kept = 0;                                       // in place: the streets are a third of a city
    for (std::size_t s = 0; s < city.streets.size(); ++s) {
        const Street& street = city.streets[s];
        const auto refs = std::span{city.street_node_refs}.subspan(street.nodes.begin, street.nodes.count);
        if (std::ranges::any_of(refs, [&](std::uint32_t ref) { return far_off(city.street_nodes[ref].at, reach_m); })) {
            notes.warn(file, "way/" + std::to_string(street.id), "left out: a point of the street is out of range",
                       "Correct its coordinates");
            continue;
        }
        moved[s] = kept;
        if (kept != s) {
            city.streets[kept] = std::move(city.streets[s]);
        }
        ++kept;
    }
    city.streets.resize(kept);
    for (TurnRestriction& row : city.restrictions) {
        row.from_street = moved[row.from_street];
        row.to_street = moved[row.to_street];
    }
    std::erase_if(city.restrictions, [](const auto& r) { return r.from_street == kNone || r.to_street == kNone; });

    // Areas and districts may reach far beyond the extract (a lake, a national park): only the impossible goes.
    const double wide = 10.0 * reach_m;
    const auto bad_rings = [&](Range rings) {
        for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
            if (city.rings[r].points.count < 3 || !placed(city, city.rings[r].points, wide)) {
                return true;
            }
        }
        return rings.count == 0;
    };
    const std::size_t before = city.areas.size() + city.lines.size() + city.assets.size() + city.districts.size();
    std::erase_if(city.areas, [&](const Area& area) { return bad_rings(area.rings); });
    std::erase_if(city.districts, [&](const District& district) { return bad_rings(district.rings); });
    std::erase_if(city.lines,
                  [&](const Line& line) { return line.points.count < 2 || !placed(city, line.points, wide); });
    std::erase_if(city.assets, [&](const Asset& asset) { return far_off(asset.at, reach_m); });
    const std::size_t after = city.areas.size() + city.lines.size() + city.assets.size() + city.districts.size();
    if (after < before) {
        notes.warn(file, "areas, lines and assets",
                   std::to_string(before - after) + " were left out: coordinates out of range",
                   "Correct their coordinates");
    }
    mend_numbers(city, file, notes);
    scrub_unused(city);
}

void make_ids_distinct(City& city, Notes& notes) {
    std::unordered_set<std::uint64_t> seen;
    for (std::size_t i = 0; i < city.buildings.size(); ++i) {
        Building& building = city.buildings[i];
        const std::uint64_t given = building.id;
        for (std::size_t k = 0; !seen.insert(building.id).second; ++k) {
            building.id = stable_id(building.source + "#" + std::to_string(given) + "#" + std::to_string(i) + "#" +
                                    std::to_string(k));
        }
        if (building.id != given) {
            notes.info("", building.source, "its id occurs twice; the second was given another",
                       "Give each object its own id");
        }
    }
}

} // namespace cityloom::gis
