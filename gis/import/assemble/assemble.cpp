// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/assemble.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "gis/city/districts.h"
#include "gis/import/assemble/building_shapes.h"
#include "gis/import/assemble/cut_part.h"
#include "gis/import/assemble/default_speeds.h"
#include "gis/import/assemble/ground.h"
#include "gis/import/assemble/land_use.h"
#include "gis/import/assemble/merge.h"
#include "gis/import/assemble/place.h"
#include "gis/import/assemble/shift_check.h"
#include "gis/import/assemble/stand.h"
#include "gis/import/assemble/update.h"
#include "gis/import/cut.h"
#include "gis/import/guard/validate.h"
#include "gis/import/projection.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

namespace {

Extent city_extent(const City& city) {
    Extent extent;
    for (const Building& building : city.buildings) {
        for (std::uint32_t r = building.rings.begin; r < building.rings.end(); ++r) {
            const Range points = city.rings[r].points;
            for (std::uint32_t p = points.begin; p < points.end(); ++p) {
                extent.add(city.points[p]);
            }
        }
    }
    for (const Street& street : city.streets) {
        for (std::uint32_t k = street.nodes.begin; k < street.nodes.end(); ++k) {
            extent.add(city.street_nodes[city.street_node_refs[k]].at);
        }
    }
    if (extent.empty()) { // land alone
        for (const Area& area : city.areas) {
            for (std::uint32_t r = area.rings.begin; r < area.rings.end(); ++r) {
                const Range points = city.rings[r].points;
                for (std::uint32_t p = points.begin; p < points.end(); ++p) {
                    extent.add(city.points[p]);
                }
            }
        }
    }
    return extent;
}

/// Leaves the districts that hold a building or a street of their own; one alone divides nothing.
void drop_empty_districts(City& city, Notes& notes) {
    const Districts districts{city};
    std::vector<bool> holds(city.districts.size() + 1, false);
    for (const Building& building : city.buildings) {
        if (building.rings.count > 0) {
            holds[std::min<std::size_t>(districts.of(place_of(city, building)), city.districts.size())] = true;
        }
    }
    for (const StreetNode& node : city.street_nodes) {
        holds[std::min<std::size_t>(districts.of(node.at), city.districts.size())] = true;
    }
    std::size_t d = 0;
    std::erase_if(city.districts, [&](const District&) { return !holds[d++]; });
    if (city.districts.size() == 1) {
        notes.info("", "district " + city.districts.front().name,
                   "it is the only one and divides nothing: figures by district are by parts of the map instead",
                   "Add the boundaries of its quarters");
        city.districts.clear();
    }
}

/// Of buildings, streets, nodes, areas, lines, assets and districts.
std::array<std::uint32_t, 7> sizes(const City& city) {
    const auto size = [](const auto& pool) { return static_cast<std::uint32_t>(pool.size()); };
    return {size(city.buildings), size(city.streets), size(city.street_nodes), size(city.areas),
            size(city.lines),     size(city.assets),  size(city.districts)};
}

PartRange range_of(const Part& part, const std::array<std::uint32_t, 7>& from, const std::array<std::uint32_t, 7>& to) {
    const auto range = [&](std::size_t k) { return Range{from.at(k), to.at(k) - from.at(k)}; };
    return {.file = part.file.filename().string(),
            .osm = part.place_by_use,
            .buildings = range(0),
            .streets = range(1),
            .nodes = range(2),
            .areas = range(3),
            .lines = range(4),
            .assets = range(5),
            .districts = range(6)};
}

std::string what_is_there(const City& city) {
    return std::to_string(city.buildings.size()) + " buildings, " + std::to_string(city.streets.size()) + " streets";
}

bool gives_nothing(const Part& part) {
    const City& city = part.city;
    return city.buildings.empty() && city.streets.empty() && city.areas.empty() && city.lines.empty() &&
           city.assets.empty() && city.districts.empty() && part.samples.empty() && part.tin.empty();
}

/// From degrees to the city's metres; sides are bent as the projection bends them.
Result<void> turn_bounds(std::vector<Polygon>& bounds, const GeoReference& place) {
    if (bounds.empty()) {
        return {};
    }
    const auto projector = Projector::make("EPSG:4326", place.wkt);
    if (!projector) {
        return tl::make_unexpected(projector.error());
    }
    constexpr int kPieces = 16; // of a side
    const Point2 origin{static_cast<double>(place.origin_x_m), static_cast<double>(place.origin_y_m)};
    for (Polygon& polygon : bounds) {
        for (auto& ring : polygon.rings) {
            std::vector<Point2> bent;
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point2 side = ring[(i + 1) % ring.size()] - ring[i];
                for (int k = 0; k < (ring.size() < 100 ? kPieces : 1); ++k) {
                    bent.push_back(projector->apply(ring[i] + (1.0 * k / kPieces) * side) - origin);
                }
            }
            ring = std::move(bent);
            if (std::ranges::any_of(ring, [](Point2 p) { return !std::isfinite(p.x_m) || !std::isfinite(p.y_m); })) {
                return fail(ErrorCode::Malformed, "The bounds reach beyond the city's CRS. Give narrower ones.");
            }
        }
    }
    return {};
}

} // namespace

Result<City> assemble_city(std::vector<Part> parts, const std::vector<Raster>& rasters, std::optional<City> onto,
                           const ReadContext& context) {
    context.report(0.9, "Placing the city");
    const ImportCut& cut = context.options.cut;
    auto bounds = bounds_of(cut);
    if (!bounds) {
        return tl::make_unexpected(bounds.error());
    }
    auto place = place_parts(parts, rasters, {onto ? &onto->place : nullptr, *bounds}, context);
    if (!place) {
        return tl::make_unexpected(place.error());
    }
    City city;
    city.place = *place;
    const double reach_m = 0.5 * context.options.limits.max_extent_m;
    bool use_from_land = false;
    std::filesystem::path first;
    if (auto turned = turn_bounds(*bounds, city.place); !turned) {
        return tl::make_unexpected(turned.error());
    }
    std::vector<PartRange> ranges;
    std::vector<Range> raised; // surfaces whose heights count from the ground
    for (Part& part : parts) {
        if (context.stopped()) {
            return cancelled(part.file);
        }
        first = first.empty() ? part.file : first;
        use_from_land = use_from_land || part.place_by_use;
        claim_parts(part, context.notes);
        cut_part(part, *bounds, context.notes);
        if (cut.chooses() && gives_nothing(part)) {
            context.notes.warn(part.file.filename().string(), "all objects",
                               "nothing of it is wanted, or lies within the bounds",
                               "Check --bbox, --within, --only and --skip");
            continue;
        }
        validate_city(part.city, part.file.filename().string(), reach_m, context.notes);
        Range own{static_cast<std::uint32_t>(part.city.surfaces.size()), 0};
        raise_shapes(part, context.notes);
        own.count = static_cast<std::uint32_t>(part.city.surfaces.size()) - own.begin;
        own.begin += static_cast<std::uint32_t>(city.surfaces.size());
        raised.push_back(own);
        const bool gives = !part.city.buildings.empty() || !part.city.streets.empty() || !part.city.areas.empty() ||
                           !part.samples.empty() || !part.tin.empty() ||
                           ((parts.size() > 1 || onto) && !gives_nothing(part)); // beside others points are enough
        if (!gives) {
            auto rows = context.notes.take();
            const std::string because =
                rows.empty() ? "" : " (" + rows.front().object + ": " + rows.front().reason + ")";
            return refuse(ErrorCode::Malformed, part.file, rows.empty() ? "all objects" : rows.front().object,
                          "no building, street, area or terrain in it can be used" + because,
                          "Correct the objects, or check that it is the right file");
        }
        const auto before = sizes(city);
        if (!append_city(city, std::move(part.city))) {
            return refuse(ErrorCode::LimitExceeded, part.file, {}, "more points than one city can hold",
                          "Cut out a smaller area");
        }
        ranges.push_back(range_of(part, before, sizes(city)));
    }
    std::vector<bool> osm_nodes(city.street_nodes.size(), false);
    for (const PartRange& part : ranges) {
        std::fill_n(osm_nodes.begin() + part.nodes.begin, part.nodes.count, part.osm);
    }
    check_shift(city, ranges, context.notes);
    merge_parts(city, ranges, context.notes);
    make_ids_distinct(city, context.notes);
    Extent extent = city_extent(city);
    if (onto) {
        extent.add(onto->min_corner);
        extent.add(onto->max_corner);
    }
    if (extent.empty()) {
        for (const Part& part : parts) {
            for (const auto* pool : {&part.samples, &part.tin}) {
                for (const Point3& p : *pool) {
                    extent.add({p.x_m, p.y_m});
                }
            }
        }
        for (const Raster& raster : rasters) {
            const auto projector = Projector::make(raster.crs, city.place.wkt);
            for (const Point2& p : raster.outline) {
                if (projector) {
                    extent.add(projector->apply(p) - Point2{static_cast<double>(city.place.origin_x_m),
                                                            static_cast<double>(city.place.origin_y_m)});
                }
            }
        }
    }
    if (extent.empty()) {
        return fail(ErrorCode::Malformed,
                    cut.chooses()
                        ? "Nothing in the files is wanted, or lies within the bounds. Check --bbox, --within, "
                          "--only and --skip."
                        : "The files hold nothing that has a place. Check their coordinates.",
                    first.string());
    }
    const bool new_ground = !onto || !rasters.empty();
    if (!new_ground) {
        city.terrain = onto->terrain;
    } else if (auto laid = lay_terrain(city, parts, rasters, raised, extent, context); !laid) {
        return tl::make_unexpected(laid.error());
    }
    if (use_from_land) {
        take_use_from_land(city);
    }
    context.report(0.97, "Setting the buildings on the ground");
    settle_bases(city, raised);
    take_country_speeds(city, context.notes);
    if (onto) {
        if (new_ground) {
            onto->terrain = city.terrain;
            set_down(*onto);
        }
        city = update_city(std::move(*onto), {std::move(city), std::move(osm_nodes), context.options.drop_missing},
                           context.notes);
        make_ids_distinct(city, context.notes);
    }
    city.min_corner = extent.low;
    city.max_corner = extent.high;
    if (!city.districts.empty()) {
        drop_empty_districts(city, context.notes);
    }
    std::ranges::sort(city.attributions);
    city.attributions.erase(std::unique(city.attributions.begin(), city.attributions.end()), city.attributions.end());
    if (city.streets.empty()) {
        context.notes.info(first.filename().string(), "streets", "there are no streets: nothing can drive in this city",
                           "Add an OpenStreetMap extract of the place");
    }
    if (city.buildings.empty()) {
        context.notes.info(first.filename().string(), "buildings",
                           "there are no buildings: people and trips come from the streets",
                           "Add building footprints of the place");
    }
    context.report(1.0, what_is_there(city));
    return city;
}

} // namespace cityloom::gis
