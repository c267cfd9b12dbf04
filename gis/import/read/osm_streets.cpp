// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_streets.h"

#include <utility>

#include "gis/import/read/osm_street.h"

namespace cityloom::gis {

void OsmStreets::restriction(const osmium::Relation& relation) {
    const Tags tags = tags_of(relation);
    const RestrictionRule rule = rule_for_cars(tags);
    if (rule == RestrictionRule::Sometimes) {
        ++sometimes_;
    }
    if (rule != RestrictionRule::No && rule != RestrictionRule::Only) {
        return;
    }
    OsmRestriction row{.relation = relation.id(), .only = rule == RestrictionRule::Only};
    for (const auto& member : relation.members()) {
        const std::string_view role = member.role();
        const bool is_way = member.type() == osmium::item_type::way;
        if (role == "from" && is_way) {
            row.from.push_back(member.ref());
        } else if (role == "to" && is_way) {
            row.to.push_back(member.ref());
        } else if (role == "via" && is_way) {
            row.via_ways.push_back(member.ref());
        } else if (role == "via") {
            row.via_node = member.ref();
        }
    }
    restrictions_.push_back(std::move(row));
}

void OsmStreets::node(const osmium::Node& node, const Tags& tags, bool within) {
    if (tags.has("highway")) {
        const NodeControl control = control_from_tags(tags);
        part_.city.signal_nodes += control == NodeControl::Signal && within ? 1U : 0U;
        if (control != NodeControl::None) {
            controls_.emplace(node.id(), control);
        }
    }
    level_crossings_ += tags["railway"] == "level_crossing" && within ? 1U : 0U;
    if (stops_cars(tags)) {
        barriers_.insert(node.id());
    }
}

std::uint32_t OsmStreets::node_of(const osmium::NodeRef& ref) {
    City& city = part_.city;
    const auto [place, fresh] =
        node_index_.try_emplace(ref.ref(), static_cast<std::uint32_t>(city.street_nodes.size()));
    if (fresh) {
        const auto control = controls_.find(ref.ref());
        city.street_nodes.push_back({static_cast<std::uint64_t>(ref.ref()),
                                     {ref.lon(), ref.lat()},
                                     control == controls_.end() ? NodeControl::None : control->second});
    }
    return place->second;
}

std::uint32_t OsmStreets::dead_end(const osmium::NodeRef& ref, const std::string& name) {
    City& city = part_.city;
    city.street_nodes.push_back({stable_id(name), {ref.lon(), ref.lat()}, NodeControl::None});
    return static_cast<std::uint32_t>(city.street_nodes.size()) - 1;
}

void OsmStreets::keep(Street street, std::uint32_t begin, const osmium::Way& way) {
    City& city = part_.city;
    street.nodes = {begin, static_cast<std::uint32_t>(city.street_node_refs.size()) - begin};
    if (street.nodes.count < 2) {
        city.street_node_refs.resize(begin);
        return;
    }
    auto& pieces = pieces_[way.id()];
    if (!pieces.empty()) {
        street.id = stable_id("way/" + std::to_string(way.id()) + "/" + std::to_string(pieces.size()));
    }
    pieces.push_back(static_cast<std::uint32_t>(city.streets.size()));
    city.streets.push_back(std::move(street));
}

void OsmStreets::way(const osmium::Way& way, const Tags& tags) {
    City& city = part_.city;
    ++city.street_ways;
    Street street = street_from_tags(tags);
    street.id = static_cast<std::uint64_t>(way.id());
    changing_ += tags.is("oneway", {"reversible", "alternating"}) || tags.has("lanes:reversible") ? 1U : 0U;
    conditional_ += changes_by_condition(tags) ? 1U : 0U;
    const bool barred = !street.closed_to_cars && !barriers_.empty(); // who walks or rides goes on
    auto begin = static_cast<std::uint32_t>(city.street_node_refs.size());
    std::size_t known = 0;
    std::size_t position = 0;
    for (const osmium::NodeRef& ref : way.nodes()) {
        ++position;
        if (!ref.location().valid()) {
            continue;
        }
        ++known;
        if (barred && barriers_.contains(ref.ref())) {
            // By way and place in it: the same in every extract.
            const std::string name = "barrier/" + std::to_string(way.id()) + "/" + std::to_string(position);
            if (city.street_node_refs.size() > begin) {
                city.street_node_refs.push_back(dead_end(ref, name + "/before"));
                keep(street, begin, way);
            }
            begin = static_cast<std::uint32_t>(city.street_node_refs.size());
            city.street_node_refs.push_back(dead_end(ref, name + "/after"));
            ++barred_;
            continue;
        }
        const std::uint32_t node = node_of(ref);
        if (city.street_node_refs.size() == begin || city.street_node_refs.back() != node) {
            city.street_node_refs.push_back(node);
        }
    }
    cut_ += known < way.nodes().size() ? 1U : 0U;
    keep(std::move(street), begin, way);
    if (!pieces_.contains(way.id())) {
        context_.notes.warn(file_, "way/" + std::to_string(way.id()),
                            "a street with fewer than two known nodes was left out",
                            "Extract the area with complete ways");
    }
}

void OsmStreets::say(std::size_t count, const std::string& object, const std::string& what,
                     const std::string& remedy) const {
    if (count > 0) {
        context_.notes.info(file_, object, std::to_string(count) + " " + what, remedy);
    }
}

void OsmStreets::finish() {
    resolve_restrictions(part_.city, restrictions_, {pieces_, node_index_}, file_, context_.notes);
    constexpr const char* kHours = "Add a measure for the hours that matter";
    say(changing_, "ways", "streets change their direction by the hour; they are taken as two-way", kHours);
    say(conditional_, "ways",
        "streets change who may use them, or how, by the hour or by another condition; they are "
        "taken as they are without it",
        kHours);
    say(cut_, "ways", "streets reach nodes that the extract leaves out", "They end at the last known node");
    say(barred_, "barrier", "barriers keep cars from going on; the street ends on both sides of them",
        "Tag motor_vehicle=yes on those that open");
    say(sometimes_, "relations", "turn restrictions by time of day are not applied", kHours);
    say(level_crossings_, "railway=level_crossing", "level crossings are always open: no trains are modelled",
        "Close the street for the hours that matter");
    say(ferries_, "route=ferry", "ferries carry nobody", "Add a street where the crossing matters");
}

} // namespace cityloom::gis
