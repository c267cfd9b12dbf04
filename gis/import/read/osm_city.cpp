// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_city.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "gis/import/cut.h"
#include "gis/import/read/osm_features.h"
#include "gis/import/read/osm_shape.h"

namespace cityloom::gis {

namespace {

/// Whether a way ends where it begins: in the same node, or in another at the same place.
bool closes(const osmium::Way& way) {
    return way.ends_have_same_id() ||
           (way.nodes().front().location().valid() && way.nodes().front().location() == way.nodes().back().location());
}

} // namespace

OsmCity::OsmCity(Part& part, const ReadContext& context)
    : part_{part}, context_{context}, file_{part.file.filename().string()}, streets_{part, context} {
    const ImportCut& cut = context.options.cut;
    wants_buildings_ = wants_theme(cut, "buildings");
    wants_streets_ = wants_theme(cut, "streets");
    if (const auto bounds = bounds_of(cut); bounds) { // faulty ones are refused before anything is read
        for (const Polygon& polygon : *bounds) {
            for (const Point2 p : polygon.rings.front()) {
                box_.extend(osmium::Location{p.x_m, p.y_m});
            }
        }
    }
}

void OsmCity::count_points(std::size_t more) {
    points_ += more;
    if (points_ > context_.options.limits.max_points) {
        throw OsmTooMuch{"more than " + std::to_string(context_.options.limits.max_points) + " points"};
    }
    if (++seen_ > context_.options.limits.max_features) {
        throw OsmTooMuch{"more than " + std::to_string(context_.options.limits.max_features) + " objects"};
    }
    if (seen_ % 4096 == 0 && context_.stopped()) {
        throw OsmStop{};
    }
}

bool OsmCity::outside(const osmium::NodeRefList& nodes) const {
    if (!box_.valid()) {
        return false;
    }
    osmium::Box own;
    for (const osmium::NodeRef& node : nodes) {
        if (node.location().valid()) {
            own.extend(node.location());
        }
    }
    return own.valid() &&
           (own.top_right().x() < box_.bottom_left().x() || own.bottom_left().x() > box_.top_right().x() ||
            own.top_right().y() < box_.bottom_left().y() || own.bottom_left().y() > box_.top_right().y());
}

void OsmCity::water(const osmium::Relation& relation) {
    const Tags tags = tags_of(relation);
    ring_faults_.expect(relation, tags);
    if (tags["type"] != "multipolygon" || (tags["natural"] != "water" && tags["waterway"] != "riverbank")) {
        return;
    }
    std::vector<std::int64_t> shores;
    std::vector<std::int64_t> islands;
    for (const auto& member : relation.members()) {
        if (member.type() == osmium::item_type::way) {
            (std::string_view{member.role()} == "inner" ? islands : shores).push_back(member.ref());
        }
    }
    if (!shores.empty()) {
        water_.expect(std::string{tags["name"]}, std::move(shores), std::move(islands));
    }
}

void OsmCity::node(const osmium::Node& node) {
    count_points(1);
    if (node.tags().empty()) {
        return;
    }
    const Tags tags = tags_of(node);
    const bool within = !box_.valid() || (node.location().valid() && box_.contains(node.location()));
    streets_.node(node, tags, within);
    if (tags.has("addr:country")) {
        ++countries_[std::string{tags["addr:country"]}];
    }
    if (node.location().valid()) {
        add_asset(node, tags, {node.location().lon(), node.location().lat()});
    }
}

void OsmCity::add_asset(const osmium::OSMObject& object, const Tags& tags, Point2 at) {
    if (auto asset = asset_from_tags(tags)) {
        // Nodes, ways and relations number independently: the two lowest bits keep them apart.
        const auto type = static_cast<std::uint64_t>(object.type() == osmium::item_type::node ? 0 : 1);
        asset->id = (static_cast<std::uint64_t>(object.id()) << 1U) | type;
        asset->at = at;
        part_.city.assets.push_back(std::move(*asset));
    }
}

void OsmCity::way(const osmium::Way& way) {
    count_points(way.nodes().size());
    if (water_.wants(way.id())) {
        std::vector<Point2> line;
        for (const osmium::NodeRef& ref : way.nodes()) {
            if (ref.location().valid()) {
                line.push_back({ref.lon(), ref.lat()});
            }
        }
        water_.way(way.id(), std::move(line));
    }
    if (way.tags().empty() || outside(way.nodes())) {
        return;
    }
    const Tags tags = tags_of(way);
    if (tags.has("highway")) {
        if (wants_streets_) {
            streets_.way(way, tags);
        }
        return;
    }
    if (tags["route"] == "ferry") {
        streets_.ferry();
    }
    ring_faults_.expect(way, tags);
    if (tags.yes("building") && (way.nodes().size() < 4 || !closes(way))) {
        context_.notes.warn(file_, "way/" + std::to_string(way.id()),
                            way.nodes().size() < 4 ? "a building was left out: it has fewer than three corners"
                                                   : "a building was left out: its outline is not closed",
                            "Close the way in the source and import again");
        return;
    }
    if (auto found = line_from_tags(tags)) {
        line(way, std::move(*found));
    }
}

void OsmCity::line(const osmium::Way& way, Line line) {
    City& city = part_.city;
    line.id = static_cast<std::uint64_t>(way.id());
    line.points.begin = static_cast<std::uint32_t>(city.points.size());
    for (const osmium::NodeRef& ref : way.nodes()) {
        if (ref.location().valid()) {
            city.points.push_back({ref.lon(), ref.lat()});
        }
    }
    line.points.count = static_cast<std::uint32_t>(city.points.size()) - line.points.begin;
    if (line.points.count < 2) {
        city.points.resize(line.points.begin);
        return;
    }
    city.lines.push_back(std::move(line));
}

Range OsmCity::add_ring(const osmium::NodeRefList& nodes, bool hole) {
    City& city = part_.city;
    Ring ring{.points = {static_cast<std::uint32_t>(city.points.size()), 0}, .hole = hole};
    for (std::size_t i = 0; i + 1 < nodes.size(); ++i) { // the last repeats the first
        city.points.push_back({nodes[i].lon(), nodes[i].lat()});
    }
    ring.points.count = static_cast<std::uint32_t>(city.points.size()) - ring.points.begin;
    city.rings.push_back(ring);
    return {static_cast<std::uint32_t>(city.rings.size()) - 1, 1};
}

void OsmCity::incomplete(const osmium::Relation& relation) {
    const Tags tags = tags_of(relation);
    if (tags.yes("building")) {
        context_.notes.warn(file_, "relation/" + std::to_string(relation.id()),
                            "a building was left out: members of it are not in the file",
                            "Extract the area with complete relations");
    } else {
        ++incomplete_;
    }
}

void OsmCity::area(const osmium::Area& area) {
    count_points(0);
    ring_faults_.became_an_area(area);
    const Tags tags = tags_of(area);
    City& city = part_.city;
    const auto outers = area.outer_rings();
    if (box_.valid() && std::ranges::all_of(outers, [this](const osmium::OuterRing& ring) { return outside(ring); })) {
        return;
    }
    if (!wants_buildings_ && (tags.yes("building") || is_building_part(tags))) {
        return;
    }
    if (is_building_part(tags) && !tags.yes("building")) {
        building_part(area, tags);
        return;
    }
    if (tags.has("addr:country")) {
        ++countries_[std::string{tags["addr:country"]}];
    }
    const std::string name = (area.from_way() ? "way/" : "relation/") + std::to_string(area.orig_id());
    const bool is_building = tags.yes("building");
    const bool standing = !is_building || stands(tags);
    if (!standing) {
        context_.notes.info(file_, name, "a building that does not stand, or not above the ground, was left out",
                            "Correct its tags if it does");
    }
    const auto kind = area_from_tags(tags);
    int level = 0;
    if (tags["boundary"] == "administrative") {
        const auto number = leading_number(tags["admin_level"]);
        level = number && number->first >= 6 && number->first <= 11 ? static_cast<int>(number->first) : 0;
    }
    Point2 centre;
    std::size_t corners = 0;
    std::uint64_t outer_rank = 0;
    District district{.id = static_cast<std::uint64_t>(area.id()),
                      .name = std::string{tags["name"]},
                      .rings = {static_cast<std::uint32_t>(city.rings.size()), 0},
                      .source = Provenance::Measured,
                      .people = people_of(tags)};
    for (const osmium::OuterRing& outer : area.outer_rings()) {
        for (const osmium::NodeRef& ref : outer) {
            centre = centre + Point2{ref.lon(), ref.lat()};
            ++corners;
        }
        if (!is_building && !kind && level == 0) {
            continue;
        }
        Range rings = add_ring(outer, false);
        for (const osmium::InnerRing& inner : area.inner_rings(outer)) {
            add_ring(inner, true);
            ++rings.count;
        }
        // A relation with several outer rings becomes one building each: they stand apart and need bases of their own.
        std::uint64_t id = static_cast<std::uint64_t>(area.id());
        if (outer_rank > 0) {
            id = stable_id(std::to_string(area.id()) + "/" + std::to_string(outer_rank));
        }
        if (is_building) {
            if (!standing) {
                continue;
            }
            Building building = building_from_tags(tags);
            if (tags.has("height") && std::isnan(building.height_m)) {
                context_.notes.warn(file_, name,
                                    "its height '" + std::string{tags["height"]}.substr(0, 40) +
                                        "' is no length; storeys or a guess are taken instead",
                                    "Write it in metres, as 12.5");
            }
            building.id = id;
            building.source = name;
            building.rings = rings;
            odd_roofs_ +=
                keep_shape(tags, {.building = id, .source = name, .rings = rings, .part = is_building_part(tags)},
                           part_.shapes)
                    ? 0U
                    : 1U;
            city.buildings.push_back(std::move(building));
        } else if (kind) {
            city.areas.push_back({id, *kind, std::string{tags["name"]}, rings});
        }
        ++outer_rank;
    }
    district.rings.count = static_cast<std::uint32_t>(city.rings.size()) - district.rings.begin;
    if (level != 0 && district.rings.count > 0) {
        boundaries_[level].push_back(std::move(district));
    }
    if (corners > 0) {
        add_asset(area, tags, (1.0 / static_cast<double>(corners)) * centre);
    }
}

void OsmCity::building_part(const osmium::Area& area, const Tags& tags) {
    if (!stands(tags)) {
        return;
    }
    const std::string name = (area.from_way() ? "way/" : "relation/") + std::to_string(area.orig_id());
    for (const osmium::OuterRing& outer : area.outer_rings()) {
        Range rings = add_ring(outer, false);
        for (const osmium::InnerRing& inner : area.inner_rings(outer)) {
            add_ring(inner, true);
            ++rings.count;
        }
        odd_roofs_ += keep_shape(tags, {.source = name, .rings = rings, .part = true}, part_.shapes) ? 0U : 1U;
    }
}

void OsmCity::choose_districts() {
    // Quarters before municipalities: the finest level that cuts the extract into at least three pieces, then the
    // coarser ones for what lies in none of those. assemble_city() drops those that hold nothing of their own.
    constexpr std::array kLevels{10, 9, 11, 8, 7};
    const auto finest = std::ranges::find_if(kLevels, [&](int level) {
        const auto found = boundaries_.find(level);
        return found != boundaries_.end() && found->second.size() >= 3;
    });
    for (int level = finest != kLevels.end() ? *finest : 11; level >= 6; --level) {
        const auto found = boundaries_.find(level);
        if (found != boundaries_.end()) {
            std::ranges::copy(found->second, std::back_inserter(part_.city.districts));
        }
    }
}

void OsmCity::finish() {
    streets_.finish();
    choose_districts();
    water_.close(part_.city, context_.notes, file_);
    const auto most = std::ranges::max_element(countries_, {}, [](const auto& row) { return row.second; });
    if (most != countries_.end() && most->first.size() == 2) {
        part_.city.place.country = most->first;
    }
    if (odd_roofs_ > 0) {
        context_.notes.info(file_, "roof:shape",
                            std::to_string(odd_roofs_) + " roofs of an unknown shape are drawn flat",
                            "Use a shape that the OpenStreetMap wiki lists");
    }
    ring_faults_.each([this](const std::string& object, const std::string& fault) {
        context_.notes.warn(file_, object, "left out as an area: " + fault, "Mend it in the source and import again");
    });
    if (incomplete_ > 0) {
        context_.notes.info(file_, "relations",
                            std::to_string(incomplete_) + " areas reach beyond the file and were left out",
                            "Extract the area with complete relations");
    }
}

} // namespace cityloom::gis
