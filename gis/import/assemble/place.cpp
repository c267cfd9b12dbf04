// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/place.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>

#include "gis/import/assemble/country.h"
#include "gis/import/china_shift.h"
#include "gis/import/projection.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

namespace {

constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();

/// A few thousand places of a part, enough to say where it is.
std::vector<Point2> probes(const Part& part) {
    constexpr std::size_t kMost = 4000;
    std::vector<Point2> found;
    const auto take = [&found](const auto& pool, const auto& where) {
        const std::size_t step = pool.size() / kMost + 1;
        for (std::size_t i = 0; i < pool.size(); i += step) {
            found.push_back(where(pool[i]));
        }
    };
    const City& city = part.city;
    take(city.street_nodes, [](const StreetNode& n) { return n.at; });
    for (const Building& building : city.buildings) {
        if (building.rings.count > 0) {
            const Ring& ring = city.rings[building.rings.begin];
            if (ring.points.count > 0) {
                found.push_back(city.points[ring.points.begin]);
            }
        }
    }
    if (found.empty()) {
        take(city.points, [](Point2 p) { return p; });
        const auto flat = [](const Point3& p) { return Point2{p.x_m, p.y_m}; };
        take(city.points3, flat);
        take(part.samples, flat);
        take(part.tin, flat);
        take(city.assets, [](const Asset& a) { return a.at; });
    }
    return found;
}

std::optional<Point2> median(std::vector<Point2> points) {
    std::erase_if(points, [](Point2 p) { return !std::isfinite(p.x_m) || !std::isfinite(p.y_m); });
    if (points.empty()) {
        return std::nullopt;
    }
    const auto middle = points.begin() + static_cast<std::ptrdiff_t>(points.size() / 2);
    std::ranges::nth_element(points, middle, {}, &Point2::x_m);
    const double x = middle->x_m;
    std::ranges::nth_element(points, middle, {}, &Point2::y_m);
    return Point2{x, middle->y_m};
}

/// Settles which CRS a part is in, and that its coordinates can be of it.
Result<CrsInfo> settle_crs(Part& part, std::span<const Point2> places, const ImportOptions& options) {
    if (part.crs.empty()) {
        part.crs = options.crs;
    }
    if (part.crs.empty()) {
        return refuse(ErrorCode::Malformed, part.file, "coordinate reference system",
                      "it names no coordinate reference system that can be read",
                      "Say which it is with --crs, as --crs EPSG:2154");
    }
    auto crs = describe_crs(part.crs);
    if (crs && !crs->geographic && !crs->projected && !options.crs.empty()) { // an engineer's own: only the user knows
        part.crs = options.crs;
        crs = describe_crs(part.crs);
    }
    if (!crs) {
        return refuse(ErrorCode::Malformed, part.file, "coordinate reference system", crs.error().message,
                      "Correct the file, or convert it with ogr2ogr -a_srs");
    }
    if (!crs->geographic && !crs->projected) {
        return refuse(ErrorCode::Unsupported, part.file, "coordinate reference system " + crs->name,
                      "neither degrees nor a map projection", "Say which it is with --crs, as --crs EPSG:2154");
    }
    const auto like_degrees = static_cast<std::size_t>(
        std::ranges::count_if(places, [](Point2 p) { return std::abs(p.x_m) <= 180.0 && std::abs(p.y_m) <= 90.0; }));
    if (crs->geographic && 2 * like_degrees < places.size()) {
        return refuse(ErrorCode::Malformed, part.file, "coordinates",
                      "the file says degrees (" + crs->name + "), but its coordinates are none",
                      "Write the true CRS into the file, as with ogr2ogr -a_srs");
    }
    const bool one_spot = std::ranges::all_of(places, [](Point2 p) { return p.x_m == 0.0 && p.y_m == 0.0; });
    if (crs->projected && like_degrees == places.size() && !places.empty() && !one_spot && part.crs != options.crs) {
        return refuse(ErrorCode::Malformed, part.file, "coordinates",
                      "the file says " + crs->name +
                          ", but its coordinates look like degrees, perhaps with latitude first",
                      "Correct its CRS to EPSG:4326 and the order to longitude, latitude");
    }
    return crs;
}

/// The place where it lies in the bounds' box, else the box's middle.
std::optional<Point2> within(std::span<const Polygon> bounds, std::optional<Point2> place) {
    Extent box;
    for (const Polygon& polygon : bounds) {
        std::ranges::for_each(polygon.rings.front(), [&box](Point2 p) { box.add(p); });
    }
    const bool inside = place && place->x_m >= box.low.x_m && place->x_m <= box.high.x_m && place->y_m >= box.low.y_m &&
                        place->y_m <= box.high.y_m;
    return box.empty() || inside ? place : std::optional{0.5 * (box.low + box.high)};
}

/// Turns any pool's places and moves them to the origin. \param project turns many places at once
template <typename Pool, typename Project, typename Get, typename Set>
void turn(Pool& pool, const Project& project, Point2 origin, const Get& get, const Set& set) {
    std::vector<Point2> places;
    places.reserve(pool.size());
    for (const auto& row : pool) {
        places.push_back(get(row));
    }
    project(places);
    for (std::size_t i = 0; i < pool.size(); ++i) {
        set(pool[i], places[i] - origin);
    }
}

template <typename Project> void turn_part(Part& part, const Project& projector, Point2 origin) {
    City& city = part.city;
    turn(
        city.points, projector, origin, [](Point2 p) { return p; }, [](Point2& p, Point2 to) { p = to; });
    turn(
        city.street_nodes, projector, origin, [](const StreetNode& n) { return n.at; },
        [](StreetNode& n, Point2 to) { n.at = to; });
    turn(
        city.assets, projector, origin, [](const Asset& a) { return a.at; }, [](Asset& a, Point2 to) { a.at = to; });
    const auto flat = [](const Point3& p) { return Point2{p.x_m, p.y_m}; };
    const auto move = [](Point3& p, Point2 to) {
        p.x_m = to.x_m;
        p.y_m = to.y_m;
    };
    turn(city.points3, projector, origin, flat, move);
    turn(part.samples, projector, origin, flat, move);
    turn(part.tin, projector, origin, flat, move);
}

Result<void> turn_parts(std::span<Part> parts, const GeoReference& place, Point2 origin) {
    for (Part& part : parts) {
        const auto projector = Projector::make(part.crs, place.wkt);
        if (!projector) {
            return refuse(ErrorCode::Unsupported, part.file, "coordinate reference system", projector.error().message,
                          "Convert the file to EPSG:4326");
        }
        turn_part(
            part, [&projector](std::vector<Point2>& places) { projector->apply(places); }, origin);
    }
    return {};
}

/// A file in degrees of GCJ-02 or BD-09, if the user says so, becomes one in WGS 84. OpenStreetMap's never are.
Result<void> take_out_of_china(Part& part, const ImportOptions& options) {
    const auto datum = china_datum(options.crs);
    if (!datum || part.place_by_use) {
        return {};
    }
    if (const auto crs = describe_crs(part.crs); !part.crs.empty() && crs && !crs->geographic) {
        return {};
    }
    part.crs = "EPSG:4326";
    if (const auto at = median(probes(part)); at && to_china(*datum, *at) == *at) {
        return refuse(ErrorCode::Malformed, part.file, "coordinates",
                      "they do not lie in China, where " + options.crs + " is used", "Leave out --crs " + options.crs);
    }
    turn_part(part,
              [&datum](std::vector<Point2>& places) {
                  for (Point2& p : places) {
                      p = from_china(*datum, p);
                  }
              },
              {});
    return {};
}

/// How much longer than on the ground a short way is in the projection, east and north; not a number where it has no
/// place there.
Point2 scale_at(const CrsInfo& crs, Point2 centre) {
    const auto projector = Projector::make("EPSG:4326", crs.wkt);
    if (!projector) {
        return {kNowhere, kNowhere};
    }
    // WGS 84: radii of curvature in the prime vertical and in the meridian.
    constexpr double kRadians = 3.14159265358979323846 / 180.0;
    constexpr double kEccentricity2 = 0.00669437999014;
    constexpr double kAxisM = 6'378'137.0;
    const double sine = std::sin(centre.y_m * kRadians);
    const double flat = 1.0 - kEccentricity2 * sine * sine;
    const double east_m = kAxisM / std::sqrt(flat) * std::cos(centre.y_m * kRadians) * kRadians;
    const double north_m = kAxisM * (1.0 - kEccentricity2) / std::pow(flat, 1.5) * kRadians;
    constexpr double kStep = 0.01;
    const Point2 here = projector->apply(centre);
    const Point2 east = projector->apply({centre.x_m + kStep, centre.y_m});
    const Point2 north = projector->apply({centre.x_m, centre.y_m + kStep});
    return {distance_m(here, east) / (kStep * east_m), distance_m(here, north) / (kStep * north_m)};
}

/// The files' own CRS whose metres are metres on the ground (Web Mercator's are not), whatever the files' order; null:
/// none of theirs is.
const CrsInfo* true_metric(const std::vector<CrsInfo>& systems, Point2 centre) {
    constexpr double kMostOff = 0.005; // Lambert-93 is 0.3 % off in the south of France
    const CrsInfo* best = nullptr;
    for (const CrsInfo& crs : systems) {
        if (!crs.metric || (best != nullptr && std::tie(best->epsg, best->wkt) <= std::tie(crs.epsg, crs.wkt))) {
            continue;
        }
        const Point2 scale = scale_at(crs, centre);
        if (std::abs(scale.x_m - 1.0) < kMostOff && std::abs(scale.y_m - 1.0) < kMostOff) {
            best = &crs;
        }
    }
    return best;
}

} // namespace

Result<GeoReference> place_parts(std::span<Part> parts, std::span<const Raster> rasters, const PlaceWish& wish,
                                 const ReadContext& context) {
    GeoReference place;
    std::vector<CrsInfo> systems;
    std::vector<Point2> degrees; // longitude and latitude
    for (Part& part : parts) {
        if (auto moved = take_out_of_china(part, context.options); !moved) {
            return tl::make_unexpected(moved.error());
        }
        const auto places = probes(part);
        auto crs = settle_crs(part, places, context.options);
        if (!crs) {
            return tl::make_unexpected(crs.error());
        }
        if (place.vertical.empty()) {
            place.vertical = crs->vertical;
        }
        const auto projector = Projector::make(part.crs, "EPSG:4326");
        std::vector<Point2> own = places;
        if (projector) {
            projector->apply(own);
        }
        if (!places.empty() && (!projector || !median(own))) {
            return refuse(ErrorCode::Malformed, part.file, "coordinates", "none of them lies on Earth in " + crs->name,
                          "Correct the file's coordinates or its CRS");
        }
        degrees.insert(degrees.end(), own.begin(), own.end());
        systems.push_back(std::move(*crs));
    }
    std::optional<Point2> centre = median(std::move(degrees));
    centre = within(wish.bounds_deg, centre);
    if (wish.fixed != nullptr) {
        place = *wish.fixed;
        const Point2 origin{static_cast<double>(place.origin_x_m), static_cast<double>(place.origin_y_m)};
        if (auto turned = turn_parts(parts, place, origin); !turned) {
            return tl::make_unexpected(turned.error());
        }
        return place;
    }
    if (!centre && !rasters.empty()) {
        const auto projector = Projector::make(rasters.front().crs, "EPSG:4326");
        std::vector<Point2> outline = rasters.front().outline;
        if (projector) {
            projector->apply(outline);
        }
        Extent extent;
        for (const Point2& p : outline) {
            extent.add(p);
        }
        if (projector && !extent.empty()) {
            centre = 0.5 * (extent.low + extent.high);
            systems.push_back(describe_crs(rasters.front().crs).value_or(CrsInfo{}));
        }
    }
    if (!centre || systems.empty()) {
        const std::filesystem::path file = parts.empty() ? std::filesystem::path{} : parts.front().file;
        return refuse(ErrorCode::Malformed, file, "coordinates", "nothing in it has a place on Earth",
                      "Check its coordinates and its CRS");
    }
    if (const CrsInfo* own = true_metric(systems, *centre)) {
        place.wkt = own->wkt;
        place.epsg = own->epsg;
    } else {
        place.epsg = utm_epsg(centre->x_m, centre->y_m);
        const auto utm = describe_crs("EPSG:" + std::to_string(place.epsg));
        if (!utm) {
            return fail(ErrorCode::Internal, "PROJ's tables are missing: reinstall proj-data. " + utm.error().message);
        }
        place.wkt = utm->wkt;
    }
    const auto to_project = Projector::make("EPSG:4326", place.wkt);
    if (!to_project) {
        return tl::make_unexpected(to_project.error());
    }
    constexpr double kRoundM = 100.0;
    const Point2 middle = to_project->apply(*centre);
    if (!std::isfinite(middle.x_m) || !std::isfinite(middle.y_m)) {
        return fail(ErrorCode::Malformed,
                    "The city's centre lies outside of its own CRS. Check the files' coordinates.");
    }
    place.origin_x_m = static_cast<std::int64_t>(std::floor(middle.x_m / kRoundM) * kRoundM);
    place.origin_y_m = static_cast<std::int64_t>(std::floor(middle.y_m / kRoundM) * kRoundM);
    place.longitude_deg = centre->x_m;
    place.latitude_deg = centre->y_m;
    const Point2 origin{static_cast<double>(place.origin_x_m), static_cast<double>(place.origin_y_m)};
    if (auto turned = turn_parts(parts, place, origin); !turned) {
        return tl::make_unexpected(turned.error());
    }
    for (const Part& part : parts) {
        if (place.country.empty()) {
            place.country = part.city.place.country;
        }
    }
    place.country = country_of(place.country, centre->x_m, centre->y_m);
    place.left_hand_traffic = context.options.left_hand_traffic.value_or(drives_on_the_left(place.country));
    return place;
}

} // namespace cityloom::gis
