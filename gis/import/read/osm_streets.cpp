// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_streets.h"

#include <map>
#include <utility>

#include "gis/import/read/osm_street.h"

namespace cityloom::gis {

void OsmStreets::restriction(const osmium::Relation& relation) {
    const Tags tags = tags_of(relation);
    CarRule rule = rule_for_cars(tags);
    if (rule.rule == RestrictionRule::Sometimes) {
        ++sometimes_;
    }
    if (rule.rule != RestrictionRule::No && rule.rule != RestrictionRule::Only) {
        return;
    }
    by_hour_ += rule.when.never() ? 0U : 1U;
    OsmRestriction row{
        .relation = relation.id(), .only = rule.rule == RestrictionRule::Only, .when = std::move(rule.when)};
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
        if (lets_bicycles_pass(tags)) {
            open_to_riders_.insert(node.id());
        }
    }
}

std::uint32_t OsmStreets::node_at(std::int64_t id) const {
    const auto& nodes = part_.city.street_nodes;
    return nodes_.find(static_cast<std::uint64_t>(id), [&nodes](std::uint32_t n) { return nodes[n].id; });
}

std::uint32_t OsmStreets::node_of(const osmium::NodeRef& ref) {
    auto& nodes = part_.city.street_nodes;
    std::uint32_t node = node_at(ref.ref());
    if (node == kNone) {
        node = static_cast<std::uint32_t>(nodes.size());
        const auto control = controls_.find(ref.ref());
        nodes.push_back({static_cast<std::uint64_t>(ref.ref()),
                         {ref.lon(), ref.lat()},
                         control == controls_.end() ? NodeControl::None : control->second});
        nodes_.add(node, [&nodes](std::uint32_t n) { return nodes[n].id; });
    }
    return node;
}

Range OsmStreets::pieces_of(std::int64_t way) const {
    const auto& streets = part_.city.streets;
    const std::uint32_t first =
        firsts_.find(static_cast<std::uint64_t>(way), [&streets](std::uint32_t s) { return streets[s].id; });
    if (first == kNone) {
        return {};
    }
    const auto parted = parted_.find(way);
    return {first, parted == parted_.end() ? 1U : parted->second};
}

void OsmStreets::keep(Street street, std::uint32_t begin, const osmium::Way& way) {
    City& city = part_.city;
    street.nodes = {begin, static_cast<std::uint32_t>(city.street_node_refs.size()) - begin};
    if (street.nodes.count < 2) {
        city.street_node_refs.resize(begin);
        return;
    }
    const std::uint32_t before = pieces_of(way.id()).count;
    if (before > 0) {
        street.id = stable_id("way/" + std::to_string(way.id()) + "/" + std::to_string(before));
        parted_[way.id()] = before + 1;
    }
    city.streets.push_back(std::move(street));
    if (before == 0) {
        firsts_.add(static_cast<std::uint32_t>(city.streets.size()) - 1,
                    [&city](std::uint32_t s) { return city.streets[s].id; });
    }
}

void OsmStreets::way(const osmium::Way& way, const Tags& tags) {
    City& city = part_.city;
    ++city.street_ways;
    Street street = street_from_tags(tags);
    street.id = static_cast<std::uint64_t>(way.id());
    const StreetConditions conditions = set_hours(tags, street);
    for (std::size_t k = 0; k < kConditionalKinds; ++k) {
        hours_.at(k) += conditions.by_hours.at(k) ? 1U : 0U;
        others_.at(k) += conditions.other.at(k) ? 1U : 0U;
    }
    outside_ += conditions.outside ? 1U : 0U;
    const bool says_when = conditions.by_hours.at(static_cast<std::size_t>(ConditionalKind::Oneway));
    const bool changes = tags.is("oneway", {"reversible", "alternating"}) && !says_when;
    changing_ += changes || tags.has("lanes:reversible") ? 1U : 0U;
    const bool barred =
        (!street.closed_to_cars || !street.hours.empty()) && !barriers_.empty(); // who walks or rides goes on
    auto begin = static_cast<std::uint32_t>(city.street_node_refs.size());
    std::size_t known = 0;
    for (const osmium::NodeRef& ref : way.nodes()) {
        if (!ref.location().valid()) {
            continue;
        }
        ++known;
        const std::uint32_t node = node_of(ref);
        if (city.street_node_refs.size() == begin || city.street_node_refs.back() != node) {
            city.street_node_refs.push_back(node);
        }
        if (barred && barriers_.contains(ref.ref())) {
            barred_.insert(node);
            if (city.street_node_refs.size() > begin + 1) { // a piece of its own on either side
                keep(street, begin, way);
                begin = static_cast<std::uint32_t>(city.street_node_refs.size());
                city.street_node_refs.push_back(node);
            }
        }
    }
    cut_ += known < way.nodes().size() ? 1U : 0U;
    keep(std::move(street), begin, way);
    if (pieces_of(way.id()).count == 0) {
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

/// Nobody drives from one street to another over a barrier; pipes and cables go on, and so does who walks.
void OsmStreets::bar() {
    City& city = part_.city;
    std::map<std::uint32_t, std::vector<std::uint32_t>> at;
    for (std::uint32_t s = 0; s < city.streets.size(); ++s) {
        const Street& street = city.streets[s];
        for (std::uint32_t k = street.nodes.begin;
             k < street.nodes.end() && (!street.closed_to_cars || !street.hours.empty()); ++k) {
            if (barred_.contains(city.street_node_refs[k])) {
                at[city.street_node_refs[k]].push_back(s);
            }
        }
    }
    for (const auto& [node, streets] : at) {
        const bool riders = open_to_riders_.contains(static_cast<std::int64_t>(city.street_nodes[node].id));
        for (const std::uint32_t from : streets) {
            for (const std::uint32_t to : streets) {
                if (from != to) {
                    city.restrictions.push_back({from, node, to, false, riders});
                }
            }
        }
    }
}

void OsmStreets::finish() {
    bar();
    const OsmPlaces places{[this](std::int64_t way) { return pieces_of(way); },
                           [this](std::int64_t node) { return node_at(node); }};
    resolve_restrictions(part_.city, restrictions_, places, file_, context_.notes);
    constexpr const char* kHours = "Add a measure for the hours that matter";
    say(changing_, "ways", "streets change their direction by the hour; they are taken as two-way", kHours);
    constexpr const char* kApplied = "Applied when the hours are those of the run; see its notes";
    const std::array<std::array<const char*, 3>, kConditionalKinds> effects{{
        {"access:conditional", "streets open or close to cars by the hour of the week",
         "streets open or close to cars by another condition than the hour of the week; all day they are as open as "
         "they are without it"},
        {"oneway:conditional", "streets are one-way by the hour of the week",
         "streets are one-way by another condition than the hour of the week; all day they have the direction that "
         "they have without it"},
        {"lanes:conditional", "", // no network has lanes that come and go
         "streets have lanes by the hour or by another condition; all day they have those that they have without it"},
        {"maxspeed:conditional", "streets have another limit by the hour of the week",
         "streets have another limit by another condition than the hour of the week; all day the one without it "
         "holds"},
    }};
    for (std::size_t k = 0; k < effects.size(); ++k) {
        const auto& [object, by_hour, other] = effects.at(k);
        say(hours_.at(k), object, by_hour, kApplied);
        say(others_.at(k), object, other, kHours);
    }
    say(outside_, "*:conditional",
        "pedestrian streets, service ways and tracks change by the hour; no cars drive there in a run, at no hour",
        kHours);
    say(cut_, "ways", "streets reach nodes that the extract leaves out", "They end at the last known node");
    say(barred_.size(), "barrier", "barriers keep cars from going on; bicycles pass bollards and cycle barriers",
        "Tag motor_vehicle=yes on those that open");
    say(by_hour_, "restriction:conditional", "turn restrictions hold by the hour of the week", kApplied);
    say(sometimes_, "restriction:conditional",
        "turn restrictions hold by another condition than the hour of the week; all day the turns are open", kHours);
    say(level_crossings_, "railway=level_crossing", "level crossings are always open: no trains are modelled",
        "Close the street for the hours that matter");
    say(ferries_, "route=ferry", "ferries carry nobody", "Add a street where the crossing matters");
}

} // namespace cityloom::gis
