// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_import.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

// libosmium is written for another set of warnings than ours.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <osmium/area/assembler.hpp>
#include <osmium/area/multipolygon_manager.hpp>
#include <osmium/area/problem_reporter.hpp>
#include <osmium/handler/check_order.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/any_input.hpp>
#include <osmium/osm/box.hpp>
#include <osmium/osm/object_comparisons.hpp>
#include <osmium/visitor.hpp>
#pragma GCC diagnostic pop

#include "gis/import/cut.h"
#include "gis/import/read/open_water.h"
#include "gis/import/read/osm_features.h"
#include "gis/import/read/osm_shape.h"
#include "gis/import/read/osm_street.h"
#include "gis/import/read/overpass.h"

// All of OpenStreetMap goes through libosmium, areas included: GDAL's OSM driver drops node ids (so no topology), turn
// restrictions and closed highways, reads a cut-off PBF as a whole one, and takes more than twice the time.

namespace cityloom::gis {

namespace {

using Index = osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
using Locations = osmium::handler::NodeLocationsForWays<Index, Index>;
using Areas = osmium::area::MultipolygonManager<osmium::area::Assembler>;

/// Thrown inside the reader's loop and caught at the door below: libosmium offers no other way out of its handlers.
struct Stop {};
struct TooMuch {
    std::string what;
};

struct Restriction {
    std::int64_t relation = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t via_node = 0;
    std::int64_t via_way = 0;
    bool only = false;
};

Tags tags_of(const osmium::OSMObject& object) {
    Tags tags;
    for (const osmium::Tag& tag : object.tags()) {
        tags.add(tag.key(), tag.value());
    }
    return tags;
}

/// What hinders a ring from becoming an area, object by object; of those that became one after all nothing is kept.
class RingFaults : public osmium::area::ProblemReporter {
public:
    void report_intersection(osmium::object_id_type, osmium::Location, osmium::Location, osmium::object_id_type,
                             osmium::Location, osmium::Location, osmium::Location) override {
        keep("its outline crosses itself");
    }
    void report_ring_not_closed(const osmium::NodeRef& node, const osmium::Way*) override {
        keep("its outline does not close at node/" + std::to_string(node.ref()));
    }
    void report_invalid_location(osmium::object_id_type way, osmium::object_id_type node) override {
        keep("node/" + std::to_string(node) + " of way/" + std::to_string(way) + " is not in the file");
    }
    void report_duplicate_way(const osmium::Way& way) override {
        keep("way/" + std::to_string(way.id()) + " is in it twice");
    }
    void report_duplicate_segment(const osmium::NodeRef& from, const osmium::NodeRef& to) override {
        keep("the side from node/" + std::to_string(from.ref()) + " to node/" + std::to_string(to.ref()) +
             " is in it twice");
    }
    void report_overlapping_segment(const osmium::NodeRef& from, const osmium::NodeRef&) override {
        keep("two sides lie on each other at node/" + std::to_string(from.ref()));
    }
    /// Says that the object should become an area: of others, as a street that ends where it begins, no fault is told.
    void expect(const osmium::OSMObject& object, const Tags& tags) {
        if (tags.yes("building") || is_building_part(tags) || area_from_tags(tags)) {
            expected_.insert({object.type(), object.id()});
        }
    }
    void became_an_area(const osmium::Area& area) {
        if (area.num_rings().first == 0) {
            return; // libosmium hands on what it could not assemble as an area without rings
        }
        faults_.erase({area.from_way() ? osmium::item_type::way : osmium::item_type::relation, area.orig_id()});
    }
    /// Calls `use` with the object's name and the first fault of it, in their order.
    template <typename Use> void each(const Use& use) const {
        for (const auto& [object, fault] : faults_) {
            if (!expected_.contains(object)) {
                continue;
            }
            use((object.first == osmium::item_type::way ? "way/" : "relation/") + std::to_string(object.second), fault);
        }
    }

private:
    void keep(std::string fault) {
        constexpr std::size_t kMost = 100'000;
        if (faults_.size() < kMost) {
            faults_.try_emplace({m_object_type, m_object_id}, std::move(fault));
        }
    }
    using Object = std::pair<osmium::item_type, osmium::object_id_type>;
    std::map<Object, std::string> faults_;
    std::set<Object> expected_;
};

/// Whether a way ends where it begins: in the same node, or in another at the same place.
bool closes(const osmium::Way& way) {
    return way.ends_have_same_id() ||
           (way.nodes().front().location().valid() && way.nodes().front().location() == way.nodes().back().location());
}

/// Reads the file's objects into a Part whose coordinates are longitude and latitude.
class OsmCity : public osmium::handler::Handler {
public:
    OsmCity(Part& part, const ReadContext& context)
        : part_{part}, context_{context}, file_{part.file.filename().string()} {
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

    void restriction(const osmium::Relation& relation);
    void water(const osmium::Relation& relation);
    void node(const osmium::Node& node);
    void way(const osmium::Way& way);
    void area(const osmium::Area& area);
    /// A relation some of whose members the file lacks.
    void incomplete(const osmium::Relation& relation);
    void finish();
    [[nodiscard]] RingFaults& ring_faults() { return ring_faults_; }

private:
    void street(const osmium::Way& way, const Tags& tags);
    void line(const osmium::Way& way, Line line);
    Range add_ring(const osmium::NodeRefList& nodes, bool hole);
    void shape(const Tags& tags, const BuildingShape& of);
    void building_part(const osmium::Area& area, const Tags& tags);
    void add_asset(const osmium::OSMObject& object, const Tags& tags, Point2 at);
    void resolve_restrictions();
    void choose_districts();
    void count_points(std::size_t more);
    /// Whether all of it lies on one side of the bounds' box.
    [[nodiscard]] bool outside(const osmium::NodeRefList& nodes) const;

    Part& part_;
    const ReadContext& context_;
    std::string file_;
    std::unordered_map<std::int64_t, NodeControl> controls_;
    std::unordered_map<std::int64_t, std::uint32_t> node_index_; // looked up only, never iterated
    std::unordered_map<std::int64_t, std::uint32_t> street_index_;
    std::vector<Restriction> restrictions_;
    OpenWater water_;
    std::map<int, std::vector<District>> boundaries_; // by admin_level
    std::map<std::string, std::size_t, std::less<>> countries_;
    RingFaults ring_faults_;
    osmium::Box box_; ///< of the bounds; not valid: there are none
    bool wants_buildings_ = true;
    bool wants_streets_ = true;
    std::size_t odd_roofs_ = 0;
    std::size_t changing_ = 0; ///< streets whose direction changes by the hour
    std::size_t incomplete_ = 0;
    std::size_t cut_streets_ = 0;
    std::size_t conditional_ = 0;
    std::size_t points_ = 0;
    std::size_t seen_ = 0;
};

void OsmCity::count_points(std::size_t more) {
    points_ += more;
    if (points_ > context_.options.limits.max_points) {
        throw TooMuch{"more than " + std::to_string(context_.options.limits.max_points) + " points"};
    }
    if (++seen_ > context_.options.limits.max_features) {
        throw TooMuch{"more than " + std::to_string(context_.options.limits.max_features) + " objects"};
    }
    if (seen_ % 4096 == 0 && context_.stopped()) {
        throw Stop{};
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

void OsmCity::restriction(const osmium::Relation& relation) {
    const Tags tags = tags_of(relation);
    if (tags["type"] != "restriction") {
        return;
    }
    std::string_view kind = tags["restriction"];
    kind = tags.has("restriction:motorcar") ? tags["restriction:motorcar"] : kind;
    if (kind.empty()) {
        conditional_ += tags.has("restriction:conditional") ? 1U : 0U;
        return;
    }
    // "no_left_turn @ (Mo-Fr 07:00-09:00)" and except=motorcar rule no ordinary car all day.
    if (kind.find('@') != std::string_view::npos || tags.has("day_on") || tags.has("hour_on")) {
        ++conditional_;
        return;
    }
    const std::string_view except = tags["except"];
    if (except.find("motorcar") != std::string_view::npos || except.find("motor_vehicle") != std::string_view::npos) {
        return;
    }
    if (!kind.starts_with("no_") && !kind.starts_with("only_")) {
        return;
    }
    Restriction row{.relation = relation.id(), .only = kind.starts_with("only_")};
    for (const auto& member : relation.members()) {
        const std::string_view role = member.role();
        const bool is_way = member.type() == osmium::item_type::way;
        if (role == "from" && is_way) {
            row.from = member.ref();
        } else if (role == "to" && is_way) {
            row.to = member.ref();
        } else if (role == "via") {
            (is_way ? row.via_way : row.via_node) = member.ref();
        }
    }
    restrictions_.push_back(row);
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
    if (tags.has("highway")) {
        const NodeControl control = control_from_tags(tags);
        const bool within = !box_.valid() || (node.location().valid() && box_.contains(node.location()));
        part_.city.signal_nodes += control == NodeControl::Signal && within ? 1U : 0U;
        if (control != NodeControl::None) {
            controls_.emplace(node.id(), control);
        }
    }
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
            street(way, tags);
        }
        return;
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

void OsmCity::street(const osmium::Way& way, const Tags& tags) {
    City& city = part_.city;
    ++city.street_ways;
    Street street = street_from_tags(tags);
    changing_ += tags.is("oneway", {"reversible", "alternating"}) ? 1U : 0U;
    street.id = static_cast<std::uint64_t>(way.id());
    street.nodes.begin = static_cast<std::uint32_t>(city.street_node_refs.size());
    bool cut = false;
    for (const osmium::NodeRef& ref : way.nodes()) {
        if (!ref.location().valid()) {
            cut = true;
            continue;
        }
        const auto [place, fresh] =
            node_index_.try_emplace(ref.ref(), static_cast<std::uint32_t>(city.street_nodes.size()));
        if (fresh) {
            const auto control = controls_.find(ref.ref());
            city.street_nodes.push_back({static_cast<std::uint64_t>(ref.ref()),
                                         {ref.lon(), ref.lat()},
                                         control == controls_.end() ? NodeControl::None : control->second});
        }
        const bool repeated =
            city.street_node_refs.size() > street.nodes.begin && city.street_node_refs.back() == place->second;
        if (!repeated) {
            city.street_node_refs.push_back(place->second);
        }
    }
    street.nodes.count = static_cast<std::uint32_t>(city.street_node_refs.size()) - street.nodes.begin;
    cut_streets_ += cut ? 1U : 0U;
    if (street.nodes.count < 2) {
        city.street_node_refs.resize(street.nodes.begin);
        context_.notes.warn(file_, "way/" + std::to_string(way.id()),
                            "a street with fewer than two known nodes was left out",
                            "Extract the area with complete ways");
        return;
    }
    street_index_.emplace(way.id(), static_cast<std::uint32_t>(city.streets.size()));
    city.streets.push_back(std::move(street));
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
            shape(tags, {.building = id, .source = name, .rings = rings, .part = is_building_part(tags)});
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

/// Keeps what tells how a building or a part of one stands, unless that is an upright block.
void OsmCity::shape(const Tags& tags, const BuildingShape& of) {
    std::string_view odd;
    BuildingShape made = shape_from_tags(tags, odd);
    odd_roofs_ += odd.empty() ? 0U : 1U;
    if (!of.part && made.roof.shape == RoofShape::Flat) {
        return;
    }
    made.building = of.building;
    made.source = of.source;
    made.rings = of.rings;
    made.part = of.part;
    part_.shapes.push_back(std::move(made));
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
        shape(tags, {.source = name, .rings = rings, .part = true});
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

void OsmCity::resolve_restrictions() {
    City& city = part_.city;
    const auto touches = [&city](std::uint32_t street, std::uint32_t node) {
        const Range& nodes = city.streets[street].nodes;
        const auto refs = std::span{city.street_node_refs}.subspan(nodes.begin, nodes.count);
        return std::ranges::find(refs, node) != refs.end();
    };
    for (const Restriction& row : restrictions_) {
        const auto from = street_index_.find(row.from);
        const auto to = street_index_.find(row.to);
        if (from == street_index_.end() || to == street_index_.end()) {
            continue; // outside the extract
        }
        std::uint32_t via = kNone;
        if (const auto node = node_index_.find(row.via_node); row.via_node != 0 && node != node_index_.end()) {
            via = node->second;
        } else if (const auto way = street_index_.find(row.via_way); row.via_way != 0 && way != street_index_.end()) {
            const Range& nodes = city.streets[way->second].nodes;
            const std::uint32_t first = city.street_node_refs[nodes.begin];
            const std::uint32_t last = city.street_node_refs[nodes.end() - 1];
            via = touches(from->second, first) ? first : last;
            if (!touches(to->second, via)) {
                context_.notes.info(file_, "relation/" + std::to_string(row.relation),
                                    "a turn restriction through a whole street is not applied",
                                    "Restrict the turn at a node if it matters");
                continue;
            }
            context_.notes.info(file_, "relation/" + std::to_string(row.relation),
                                "a turn restriction through a street is applied at that street's first node",
                                "Check it");
        }
        if (via == kNone || !touches(from->second, via) || !touches(to->second, via)) {
            continue;
        }
        city.restrictions.push_back({from->second, via, to->second, row.only});
    }
}

void OsmCity::finish() {
    resolve_restrictions();
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
    if (changing_ > 0) {
        context_.notes.info(file_, "ways",
                            std::to_string(changing_) +
                                " streets change their direction by the hour; they are taken as "
                                "two-way",
                            "Add a measure for the hours that matter");
    }
    if (cut_streets_ > 0) {
        context_.notes.info(file_, "ways",
                            std::to_string(cut_streets_) + " streets reach nodes that the extract leaves out",
                            "They end at the last known node");
    }
    if (conditional_ > 0) {
        context_.notes.info(file_, "relations",
                            std::to_string(conditional_) + " turn restrictions by time of day are not applied",
                            "Add a measure for the hours that matter");
    }
}

using Deleted = std::set<std::pair<osmium::item_type, osmium::object_id_type>>;

/// Areas, with what hinders them told to the city.
Areas areas_for(OsmCity& city) {
    osmium::area::Assembler::config_type config;
    config.problem_reporter = &city.ring_faults();
    return Areas{config};
}

void close(Areas& areas, OsmCity& city) {
    areas.for_each_incomplete_relation(
        [&city](const osmium::relations::RelationHandle& relation) { city.incomplete(*relation); });
}

/// A file in the order of types and ids, object by object.
void read_in_order(const osmium::io::File& file, OsmCity& city, const ReadContext& context) {
    const auto report = [&context](const osmium::io::Reader& reader, double from, double span) {
        if (context.stopped()) {
            throw Stop{};
        }
        const auto size = static_cast<double>(std::max<std::size_t>(reader.file_size(), 1));
        context.report(from + span * static_cast<double>(reader.offset()) / size, "Reading OpenStreetMap");
    };
    Areas areas = areas_for(city);
    {
        osmium::io::Reader reader{file, osmium::osm_entity_bits::relation};
        while (osmium::memory::Buffer buffer = reader.read()) {
            report(reader, 0.0, 0.2);
            for (const auto& relation : buffer.select<osmium::Relation>()) {
                areas.relation(relation);
                city.restriction(relation);
                city.water(relation);
            }
        }
        reader.close();
        areas.prepare_for_lookup();
    }
    Index positive;
    Index negative; // what an editor has drawn and not uploaded
    Locations locations{positive, negative};
    locations.ignore_errors();
    osmium::handler::CheckOrder order;
    auto& complete = areas.handler([&city](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, city); });
    osmium::io::Reader reader{file, osmium::osm_entity_bits::node | osmium::osm_entity_bits::way};
    while (osmium::memory::Buffer buffer = reader.read()) {
        report(reader, 0.2, 0.7);
        osmium::apply(buffer, order, locations, city, complete);
    }
    reader.close();
    close(areas, city);
}

/// A file in any order, with several versions of an object or with some that an editor has deleted: all of it is kept
/// in memory and sorted; of each object the last version counts.
void read_sorted(const osmium::io::File& file, OsmCity& city, const Deleted& deleted, const ReadContext& context) {
    constexpr std::size_t kMostBytes = 4ULL << 30U;
    std::vector<osmium::memory::Buffer> buffers;
    std::vector<osmium::OSMObject*> objects;
    std::size_t bytes = 0;
    osmium::io::Reader reader{file, osmium::osm_entity_bits::nwr};
    while (osmium::memory::Buffer buffer = reader.read()) {
        if (context.stopped()) {
            throw Stop{};
        }
        bytes += buffer.committed();
        if (bytes > kMostBytes) {
            throw TooMuch{"too large to be put in order here; sort it with osmium sort"};
        }
        buffers.push_back(std::move(buffer));
        for (auto& object : buffers.back().select<osmium::OSMObject>()) {
            objects.push_back(&object);
        }
    }
    reader.close();
    std::stable_sort(objects.begin(), objects.end(), osmium::object_order_type_id_version{});
    std::vector<osmium::OSMObject*> last;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const bool newest = i + 1 == objects.size() || objects[i + 1]->type() != objects[i]->type() ||
                            objects[i + 1]->id() != objects[i]->id();
        if (newest && objects[i]->visible() && !deleted.contains({objects[i]->type(), objects[i]->id()})) {
            last.push_back(objects[i]);
        }
    }
    Areas areas = areas_for(city);
    for (const osmium::OSMObject* object : last) {
        if (object->type() == osmium::item_type::relation) {
            const auto& relation = static_cast<const osmium::Relation&>(*object);
            areas.relation(relation);
            city.restriction(relation);
            city.water(relation);
        }
    }
    areas.prepare_for_lookup();
    Index positive;
    Index negative;
    Locations locations{positive, negative};
    locations.ignore_errors();
    auto& complete = areas.handler([&city](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, city); });
    for (osmium::OSMObject* object : last) {
        if (object->type() != osmium::item_type::relation) {
            osmium::apply_item(*object, locations, city, complete);
        }
    }
    complete.flush();
    close(areas, city);
}

/// What an editor (JOSM) has marked with action='delete': it is in the file until it is uploaded.
Deleted deleted_in(const std::filesystem::path& file, const std::string& format) {
    Deleted deleted;
    if (format != "osm") {
        return deleted;
    }
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        const auto action = line.find("action='delete'");
        if (action == std::string::npos && line.find("action=\"delete\"") == std::string::npos) {
            continue;
        }
        std::size_t at = 0;
        while ((at = line.find('<', at)) != std::string::npos) {
            const std::string tag = line.substr(at, line.find('>', at) - at);
            ++at;
            const auto id = tag.find(" id=");
            if (tag.find("action='delete'") == std::string::npos &&
                tag.find("action=\"delete\"") == std::string::npos) {
                continue;
            }
            if (id == std::string::npos || id + 6 > tag.size()) {
                continue;
            }
            const auto type = tag.starts_with("<node")       ? osmium::item_type::node
                              : tag.starts_with("<way")      ? osmium::item_type::way
                              : tag.starts_with("<relation") ? osmium::item_type::relation
                                                             : osmium::item_type::undefined;
            deleted.emplace(type, std::strtoll(tag.c_str() + id + 5, nullptr, 10));
        }
    }
    return deleted;
}

} // namespace

Result<Part> read_osm(const std::filesystem::path& file, const std::string& format, const ReadContext& context) {
    Part part{.file = file, .crs = "EPSG:4326", .place_by_use = true};
    const bool json = format == "overpass";
    std::string plain;
    if (json || (format == "osm" && has_overpass_marks(file))) {
        auto made = plain_osm(file, json, context);
        if (!made) {
            return tl::make_unexpected(made.error());
        }
        plain = std::move(*made);
    }
    const osmium::io::File input =
        plain.empty() ? osmium::io::File{file.string(), format} : osmium::io::File{plain.data(), plain.size(), "osm"};
    try {
        const Deleted deleted = deleted_in(file, format);
        bool sort = !deleted.empty();
        if (!sort) {
            Notes notes{context.options.limits.max_notes}; // of no use where it must be read again
            const ReadContext once{context.options, context.stop, context.progress, notes};
            try {
                OsmCity city{part, once};
                read_in_order(input, city, once);
                city.finish();
                context.notes.take_over(std::move(notes));
            } catch (const osmium::out_of_order_error&) {
                sort = true;
                part.city = {};
                part.shapes.clear();
            }
        }
        if (sort) {
            OsmCity city{part, context};
            read_sorted(input, city, deleted, context);
            city.finish();
        }
    } catch (const Stop&) {
        return cancelled(file);
    } catch (const TooMuch& limit) {
        return refuse(ErrorCode::LimitExceeded, file, {}, limit.what, "Cut out a smaller area, as with osmium extract");
    } catch (const std::exception& broken) { // libosmium's errors come from several families of types
        const std::string why = broken.what();
        return refuse(ErrorCode::Malformed, file, "OpenStreetMap data", "the file is damaged or cut off (" + why + ")",
                      "Fetch or export it again");
    }
    part.city.attributions.emplace_back("© OpenStreetMap contributors");
    return part;
}

} // namespace cityloom::gis
