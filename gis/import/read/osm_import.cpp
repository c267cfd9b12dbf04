// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_import.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
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
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/any_input.hpp>
#include <osmium/visitor.hpp>
#pragma GCC diagnostic pop

#include "gis/import/read/open_water.h"
#include "gis/import/read/osm_features.h"
#include "gis/import/read/osm_street.h"

// All of OpenStreetMap goes through libosmium, areas included: GDAL's OSM driver drops node ids (so no topology), turn
// restrictions and closed highways, reads a cut-off PBF as a whole one, and takes more than twice the time.

namespace cityloom::gis {

namespace {

using Index = osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
using Locations = osmium::handler::NodeLocationsForWays<Index>;
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

/// Reads the file's objects into a Part whose coordinates are longitude and latitude.
class OsmCity : public osmium::handler::Handler {
public:
    OsmCity(Part& part, const ReadContext& context)
        : part_{part}, context_{context}, file_{part.file.filename().string()} {}

    void restriction(const osmium::Relation& relation);
    void water(const osmium::Relation& relation);
    void node(const osmium::Node& node);
    void way(const osmium::Way& way);
    void area(const osmium::Area& area);
    void finish();

private:
    void street(const osmium::Way& way, const Tags& tags);
    void line(const osmium::Way& way, Line line);
    Range add_ring(const osmium::NodeRefList& nodes, bool hole);
    void add_asset(const osmium::OSMObject& object, const Tags& tags, Point2 at);
    void resolve_restrictions();
    void choose_districts();
    void count_points(std::size_t more);

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
    std::size_t parts_ = 0;
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
        part_.city.signal_nodes += control == NodeControl::Signal ? 1U : 0U;
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
    if (way.tags().empty()) {
        return;
    }
    const Tags tags = tags_of(way);
    if (tags.has("highway")) {
        street(way, tags);
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

void OsmCity::area(const osmium::Area& area) {
    count_points(0);
    const Tags tags = tags_of(area);
    City& city = part_.city;
    if (tags.has("building:part") && !tags.yes("building")) {
        ++parts_;
        return;
    }
    if (tags.has("addr:country")) {
        ++countries_[std::string{tags["addr:country"]}];
    }
    const bool is_building = tags.yes("building");
    const bool standing = !is_building || stands(tags);
    if (!standing) {
        context_.notes.info(file_, (area.from_way() ? "way/" : "relation/") + std::to_string(area.orig_id()),
                            "a building that does not stand, or not above the ground, was left out",
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
            building.id = id;
            building.source = (area.from_way() ? "way/" : "relation/") + std::to_string(area.orig_id());
            building.rings = rings;
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
    if (parts_ > 0) {
        context_.notes.info(file_, "building:part",
                            std::to_string(parts_) + " building parts are not drawn on their own",
                            "Their buildings are imported whole");
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

void read(const osmium::io::File& file, OsmCity& city, const ReadContext& context) {
    const auto report = [&context](const osmium::io::Reader& reader, double from, double span) {
        if (context.stopped()) {
            throw Stop{};
        }
        const auto size = static_cast<double>(std::max<std::size_t>(reader.file_size(), 1));
        context.report(from + span * static_cast<double>(reader.offset()) / size, "Reading OpenStreetMap");
    };
    osmium::area::Assembler::config_type config;
    Areas areas{config};
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
    Index index;
    Locations locations{index};
    locations.ignore_errors();
    auto& complete = areas.handler([&city](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, city); });
    osmium::io::Reader reader{file, osmium::osm_entity_bits::node | osmium::osm_entity_bits::way};
    while (osmium::memory::Buffer buffer = reader.read()) {
        report(reader, 0.2, 0.7);
        osmium::apply(buffer, locations, city, complete);
    }
    reader.close();
}

} // namespace

Result<Part> read_osm(const std::filesystem::path& file, const std::string& format, const ReadContext& context) {
    Part part{.file = file, .crs = "EPSG:4326", .place_by_use = true};
    try {
        OsmCity city{part, context};
        read(osmium::io::File{file.string(), format}, city, context);
        city.finish();
    } catch (const Stop&) {
        return cancelled(file);
    } catch (const TooMuch& limit) {
        return refuse(ErrorCode::LimitExceeded, file, {}, limit.what, "Cut out a smaller area, as with osmium extract");
    } catch (const std::exception& broken) { // libosmium's errors come from several families of types
        const std::string why = broken.what();
        if (why.find("out of order") != std::string::npos) {
            return refuse(ErrorCode::Malformed, file, "OpenStreetMap data",
                          "its objects are not in the order of their ids (" + why + ")",
                          "Sort it, as with osmium sort");
        }
        return refuse(ErrorCode::Malformed, file, "OpenStreetMap data", "the file is damaged or cut off (" + why + ")",
                      "Fetch or export it again");
    }
    part.city.attributions.emplace_back("© OpenStreetMap contributors");
    return part;
}

} // namespace cityloom::gis
