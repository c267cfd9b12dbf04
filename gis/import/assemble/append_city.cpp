// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include "gis/import/assemble/place.h"

namespace cityloom::gis {

namespace {

template <typename T> std::uint32_t append(std::vector<T>& pool, std::vector<T>&& more) {
    const auto base = static_cast<std::uint32_t>(pool.size());
    if (pool.empty()) {
        pool = std::move(more); // a single file's city is not copied
        return base;
    }
    pool.insert(pool.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return base;
}

template <typename T> bool fits(const std::vector<T>& a, const std::vector<T>& b) {
    return a.size() + b.size() < std::numeric_limits<std::uint32_t>::max();
}

} // namespace

bool append_city(City& city, City&& more) {
    const bool room = fits(city.points, more.points) && fits(city.points3, more.points3) &&
                      fits(city.rings, more.rings) && fits(city.rings3, more.rings3) &&
                      fits(city.street_node_refs, more.street_node_refs) && fits(city.surfaces, more.surfaces) &&
                      fits(city.street_nodes, more.street_nodes);
    if (!room) {
        return false;
    }
    const std::uint32_t points = append(city.points, std::move(more.points));
    const std::uint32_t points3 = append(city.points3, std::move(more.points3));
    for (Ring& ring : more.rings) {
        ring.points.begin += points;
    }
    for (Range& ring : more.rings3) {
        ring.begin += points3;
    }
    const std::uint32_t rings = append(city.rings, std::move(more.rings));
    const std::uint32_t rings3 = append(city.rings3, std::move(more.rings3));
    for (Surface& surface : more.surfaces) {
        surface.rings3.begin += rings3;
    }
    const std::uint32_t surfaces = append(city.surfaces, std::move(more.surfaces));
    for (Building& building : more.buildings) {
        building.rings.begin += rings;
        building.surfaces.begin += surfaces;
    }
    append(city.buildings, std::move(more.buildings));
    const std::uint32_t nodes = append(city.street_nodes, std::move(more.street_nodes));
    for (std::uint32_t& ref : more.street_node_refs) {
        ref += nodes;
    }
    const std::uint32_t refs = append(city.street_node_refs, std::move(more.street_node_refs));
    for (Street& street : more.streets) {
        street.nodes.begin += refs;
    }
    const std::uint32_t streets = append(city.streets, std::move(more.streets));
    for (TurnRestriction& row : more.restrictions) {
        row.from_street += streets;
        row.to_street += streets;
        row.via_node += nodes;
    }
    append(city.restrictions, std::move(more.restrictions));
    for (Area& area : more.areas) {
        area.rings.begin += rings;
    }
    append(city.areas, std::move(more.areas));
    for (Line& line : more.lines) {
        line.points.begin += points;
    }
    append(city.lines, std::move(more.lines));
    append(city.assets, std::move(more.assets));
    for (District& district : more.districts) {
        district.rings.begin += rings;
    }
    append(city.districts, std::move(more.districts));
    append(city.attributions, std::move(more.attributions));
    city.signal_nodes += more.signal_nodes;
    city.street_ways += more.street_ways;
    return true;
}

} // namespace cityloom::gis
