// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/building_shapes.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <unordered_map>
#include <utility>

#include "gis/import/assemble/box_grid.h"
#include "gis/import/assemble/roof.h"
#include "gis/import/heights.h"
#include "gis/import/polygon.h"

namespace cityloom::gis {

namespace {

constexpr double kSunkM = 0.6;     // below the ground: no gap on slopes
constexpr double kThinM = 2.0;     // a part lower than this holds no floor
constexpr double kUncovered = 0.1; // of the outline: less than that without parts is drawn by nobody
constexpr double kFarM = 10'000.0; // no part of a building lies farther from where it begins

/// The polygons of a range of rings that can be used: clean, counter-clockwise outside, clockwise holes.
std::vector<Polygon> polygons_of(const City& city, Range rings) {
    std::vector<Polygon> found;
    bool skip = false;
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        const Ring& ring = city.rings[r];
        const auto points = std::span{city.points}.subspan(ring.points.begin, ring.points.count);
        std::vector<Point2> own(points.begin(), points.end());
        const bool sound = clean_ring(own).empty() &&
                           std::ranges::all_of(own, [&own](Point2 p) { return distance_m(p, own.front()) < kFarM; });
        if (!ring.hole) {
            skip = !sound || crossings(own) != Crossing::None;
        }
        if (skip || !sound) {
            continue;
        }
        if ((signed_area_m2(own) < 0.0) != ring.hole) {
            std::ranges::reverse(own);
        }
        if (!ring.hole) {
            found.emplace_back();
        }
        if (!found.empty()) {
            found.back().rings.push_back(std::move(own));
        }
    }
    return found;
}

bool contains(const Polygon& polygon, Point2 at) {
    bool inside = ring_contains(polygon.rings.front(), at);
    for (std::size_t k = 1; k < polygon.rings.size() && inside; ++k) {
        inside = !ring_contains(polygon.rings[k], at);
    }
    return inside;
}

/// Adds surfaces to a building of the city.
class Raise {
public:
    explicit Raise(City& city) : city_{city} {}
    /// A volume from `foot_m` to `top_m` above the ground, with its roof within that.
    void volume(const Polygon& footprint, double foot_m, double top_m, const RoofForm& form, double roof_m);

private:
    void face(const std::vector<std::vector<Point3>>& rings, SurfaceKind kind);
    void walls(const Polygon& footprint, const Roof& roof, double foot_m, double eaves_m);
    City& city_;
};

void Raise::face(const std::vector<std::vector<Point3>>& rings, SurfaceKind kind) {
    const auto size = [](const auto& pool) { return static_cast<std::uint32_t>(pool.size()); };
    city_.surfaces.push_back({.rings3 = {size(city_.rings3), size(rings)}, .kind = kind});
    for (const auto& ring : rings) {
        city_.rings3.push_back({size(city_.points3), size(ring)});
        city_.points3.insert(city_.points3.end(), ring.begin(), ring.end());
    }
}

void Raise::walls(const Polygon& footprint, const Roof& roof, double foot_m, double eaves_m) {
    for (const auto& ring : footprint.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point2 p = ring[i];
            const Point2 q = ring[(i + 1) % ring.size()];
            std::vector<Point3> wall{{p.x_m, p.y_m, foot_m}, {q.x_m, q.y_m, foot_m}};
            auto breaks = breaks_along(roof, p, q);
            breaks.insert(breaks.begin(), 0.0);
            breaks.push_back(1.0);
            for (auto t = breaks.rbegin(); t != breaks.rend(); ++t) {
                const Point2 at = p + *t * (q - p);
                const double z = std::max(eaves_m + roof.at(at), foot_m);
                if (z - foot_m > 1e-3 || (t != breaks.rbegin() && t + 1 != breaks.rend())) {
                    wall.push_back({at.x_m, at.y_m, z});
                }
            }
            if (wall.size() >= 3) {
                face({wall}, SurfaceKind::Wall);
            }
        }
    }
}

void Raise::volume(const Polygon& footprint, double foot_m, double top_m, const RoofForm& form, double roof_m) {
    const Roof roof = make_roof(form, footprint, roof_m);
    const double eaves = top_m - roof.height_m;
    const double foot = foot_m > 0.0 ? foot_m : -kSunkM;
    walls(footprint, roof, foot, eaves);
    for (const RoofFace& piece : roof.faces) {
        std::vector<std::vector<Point3>> rings;
        for (const auto& ring : piece.outline.rings) {
            auto& raised = rings.emplace_back();
            for (const Point2 p : ring) {
                raised.push_back({p.x_m, p.y_m, eaves + piece.plane.at(p)});
            }
        }
        face(rings, SurfaceKind::Roof);
    }
    if (foot_m > 0.0) { // seen from below
        std::vector<std::vector<Point3>> rings;
        for (const auto& ring : footprint.rings) {
            auto& turned = rings.emplace_back();
            for (auto p = ring.rbegin(); p != ring.rend(); ++p) {
                turned.push_back({p->x_m, p->y_m, foot_m});
            }
        }
        face(rings, SurfaceKind::Other);
    }
}

struct Span {
    double foot_m = 0.0;
    double top_m = 0.0;
    double roof_m = 0.0;
    bool measured = false;
    [[nodiscard]] double floors(const BuildingShape& shape) const {
        if (shape.storeys > shape.min_storeys) {
            return shape.storeys - shape.min_storeys;
        }
        const double clear = top_m - foot_m - 0.5 * roof_m;
        return clear < kThinM ? 0.0 : std::max(1.0, std::round(clear / kStoreyM));
    }
};

/// From where to where a part reaches; what it does not say it has from its building.
Span span_of(const BuildingShape& shape, const Polygon& footprint, double building_m) {
    Span span{.foot_m = shape.min_height_m};
    span.measured = !std::isnan(shape.height_m);
    if (span.measured) {
        span.top_m = shape.height_m;
    } else if (shape.storeys > 0.0) {
        span.top_m = kStoreyM * shape.storeys;
        span.roof_m = roof_height_m(shape.roof, footprint, kMaxHeightM);
        span.top_m += span.roof_m;
    } else {
        span.top_m = building_m;
    }
    if (!(span.foot_m < span.top_m)) {
        span.foot_m = 0.0;
    }
    if (span.roof_m == 0.0) {
        span.roof_m = roof_height_m(shape.roof, footprint, span.top_m - span.foot_m);
    }
    return span;
}

class Shapes {
public:
    Shapes(Part& part, Notes& notes)
        : part_{part}, city_{part.city}, file_{part.file.filename().string()}, notes_{notes} {}
    void run();

private:
    void with_parts(Building& building, const std::vector<const BuildingShape*>& parts);
    void with_roof(Building& building, const BuildingShape& shape);
    void remaining(const Building& building, const std::vector<Polygon>& covered, double highest_m, double lowest_m,
                   double& floors_m2);

    Part& part_;
    City& city_;
    std::string file_;
    Notes& notes_;
    std::size_t drawn_ = 0;
    std::size_t buildings_ = 0;
};

/// What the parts leave of the outline, as high as the building, or as its lowest part where one is as high as that.
void Shapes::remaining(const Building& building, const std::vector<Polygon>& covered, double highest_m, double lowest_m,
                       double& floors_m2) {
    for (const Polygon& whole : polygons_of(city_, building.rings)) {
        const auto left = remainder(whole, covered);
        double area = 0.0;
        for (const Polygon& piece : left) {
            area += area_of(piece);
        }
        if (area <= kUncovered * area_of(whole)) {
            continue;
        }
        const bool reached = std::abs(highest_m - building.height_m) <= 0.5; // it is that part whose height it says
        const double top = reached ? lowest_m : building.height_m;
        const bool counted = !reached && building.storeys > 0.0F;
        for (const Polygon& piece : left) {
            Raise{city_}.volume(piece, building.min_height_m < top ? building.min_height_m : 0.0, top, {}, 0.0);
            floors_m2 += area_of(piece) *
                         (counted ? static_cast<double>(building.storeys) : std::max(1.0, std::round(top / kStoreyM)));
        }
    }
}

void Shapes::with_parts(Building& building, const std::vector<const BuildingShape*>& parts) {
    std::vector<Polygon> covered;
    double floors_m2 = 0.0;
    double highest = 0.0;
    double lowest = kMaxHeightM;
    bool measured = false;
    const auto begin = static_cast<std::uint32_t>(city_.surfaces.size());
    for (const BuildingShape* shape : parts) {
        for (Polygon& footprint : polygons_of(city_, shape->rings)) {
            const Span span = span_of(*shape, footprint, building.height_m);
            Raise{city_}.volume(footprint, span.foot_m, span.top_m, shape->roof, span.roof_m);
            floors_m2 += area_of(footprint) * span.floors(*shape);
            highest = std::max(highest, span.top_m);
            lowest = std::min(lowest, span.top_m);
            measured = measured || span.measured;
            covered.push_back(std::move(footprint));
        }
        ++drawn_;
    }
    if (covered.empty()) {
        return;
    }
    remaining(building, covered, highest, lowest, floors_m2);
    if (building.height_source != HeightSource::Measured || highest > building.height_m) {
        building.height_source = measured ? HeightSource::Measured : building.height_source;
        building.height_m = std::max(highest, 0.5);
    }
    building.surfaces = {begin, static_cast<std::uint32_t>(city_.surfaces.size()) - begin};
    building.storeys = static_cast<float>(std::max(floors_m2 / std::max(building.footprint_m2, 1.0), 0.1));
    building.min_height_m = 0.0;
    ++buildings_;
}

void Shapes::with_roof(Building& building, const BuildingShape& shape) {
    const auto begin = static_cast<std::uint32_t>(city_.surfaces.size());
    double highest = building.height_m;
    for (const Polygon& footprint : polygons_of(city_, building.rings)) {
        // Storeys are counted below the roof, a measured height reaches to its top.
        const bool on_top = building.height_source == HeightSource::Storeys;
        const double clear = building.height_m - building.min_height_m;
        const double roof = roof_height_m(shape.roof, footprint, on_top ? kMaxHeightM : clear);
        const double top = building.height_m + (on_top ? roof : 0.0);
        Raise{city_}.volume(footprint, building.min_height_m, top, shape.roof, roof);
        highest = std::max(highest, top);
    }
    building.height_m = highest;
    building.surfaces = {begin, static_cast<std::uint32_t>(city_.surfaces.size()) - begin};
}

void Shapes::run() {
    std::unordered_map<std::uint64_t, std::vector<const BuildingShape*>> parts; // looked up only, never iterated
    std::unordered_map<std::uint64_t, const BuildingShape*> roofs;
    for (const BuildingShape& shape : part_.shapes) {
        if (shape.part) {
            parts[shape.building].push_back(&shape);
        } else {
            roofs.emplace(shape.building, &shape);
        }
    }
    for (Building& building : city_.buildings) {
        if (building.surfaces.count > 0) {
            continue;
        }
        if (const auto own = parts.find(building.id); own != parts.end()) {
            with_parts(building, own->second);
        } else if (const auto roof = roofs.find(building.id);
                   roof != roofs.end() && roof->second->roof.shape != RoofShape::Flat) {
            with_roof(building, *roof->second);
        }
    }
    if (drawn_ > 0) {
        notes_.info(file_, "building:part",
                    std::to_string(drawn_) + " parts stand for the outlines of " + std::to_string(buildings_) +
                        " buildings, whose floors are counted over their parts",
                    "Nothing needs to be done");
    }
}

} // namespace

void claim_parts(Part& part, Notes& notes) {
    City& city = part.city;
    const auto is_lost = [](const BuildingShape& s) { return s.part && s.building == 0; };
    if (std::ranges::none_of(part.shapes, is_lost)) {
        return;
    }
    struct Outline {
        std::vector<Polygon> polygons;
        double area_m2 = 0.0;
    };
    std::vector<Outline> outlines(city.buildings.size());
    BoxGrid grid{100.0};
    for (std::size_t b = 0; b < outlines.size(); ++b) {
        outlines[b].polygons = polygons_of(city, city.buildings[b].rings);
        Extent box;
        for (const Polygon& polygon : outlines[b].polygons) {
            outlines[b].area_m2 += area_of(polygon);
            std::ranges::for_each(polygon.rings.front(), [&box](Point2 p) { box.add(p); });
        }
        grid.add(box, static_cast<std::uint32_t>(b));
    }
    const std::string file = part.file.filename().string();
    std::size_t unusable = 0;
    for (BuildingShape& shape : part.shapes) {
        if (!is_lost(shape)) {
            continue;
        }
        const auto polygons = polygons_of(city, shape.rings);
        if (polygons.empty()) {
            ++unusable;
            continue;
        }
        const Point2 at = point_inside(polygons.front());
        std::uint32_t found = kNone;
        grid.at(at, [&](std::uint32_t b) {
            const bool inside =
                std::ranges::any_of(outlines[b].polygons, [at](const Polygon& p) { return contains(p, at); });
            if (inside && (found == kNone || outlines[b].area_m2 < outlines[found].area_m2)) {
                found = b;
            }
        });
        if (found != kNone) {
            shape.building = city.buildings[found].id;
            continue;
        }
        notes.warn(file, shape.source, "a building part was left out: it stands in no building",
                   "Draw the outline of its building in the source");
    }
    if (unusable > 0) {
        notes.warn(file, "building:part", std::to_string(unusable) + " parts were left out: their outlines are broken",
                   "Mend them in the source and import again");
    }
}

void raise_shapes(Part& part, Notes& notes) {
    if (!part.shapes.empty()) {
        Shapes{part, notes}.run();
    }
}

} // namespace cityloom::gis
