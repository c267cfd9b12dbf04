// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_restrictions.h"

#include <algorithm>
#include <array>
#include <span>

#include "gis/import/read/opening_hours.h"

namespace cityloom::gis {

namespace {

RestrictionRule rule_of(std::string_view kind) {
    return kind.starts_with("no_")     ? RestrictionRule::No
           : kind.starts_with("only_") ? RestrictionRule::Only
                                       : RestrictionRule::None;
}

bool means_no_car(std::string_view when) {
    constexpr std::array kHeavy{"weight", "height", "length", "width", "axle", "hgv", "trailer", "bus"};
    return std::ranges::any_of(kHeavy, [when](const char* word) { return when.find(word) != std::string_view::npos; });
}

/// A value with a condition, as "no_left_turn @ (Mo-Fr 07:00-09:00)"; without one it holds at all hours.
CarRule conditional(std::string_view text) {
    const auto at = text.find('@');
    const RestrictionRule rule = rule_of(text.substr(0, at));
    if (at == std::string_view::npos || rule == RestrictionRule::None) {
        return {rule, {}};
    }
    if (means_no_car(text.substr(at + 1))) {
        return {};
    }
    const Conditional said = parse_conditional(text);
    CarRule found{rule, {}};
    for (const ConditionalValue& value : said.values) {
        if (rule_of(value.value) != rule) { // one relation forbids the turn and demands it
            return {RestrictionRule::Sometimes, {}};
        }
        found.when = joined(found.when, value.when);
    }
    if (!said.understood || found.when.never()) {
        return {RestrictionRule::Sometimes, {}};
    }
    if (found.when == WeeklyHours::always()) {
        found.when = {};
    }
    return found;
}

class Resolver {
public:
    Resolver(City& city, const OsmPlaces& places) : city_{city}, places_{places}, at_node_(city.street_nodes.size()) {
        for (std::uint32_t s = 0; s < city.streets.size(); ++s) {
            for (const std::uint32_t node : nodes_of(s)) {
                if (at_node_[node].empty() || at_node_[node].back() != s) {
                    at_node_[node].push_back(s);
                }
            }
        }
    }

    enum class Done : std::uint8_t { Applied, Beyond, NotExact };
    Done apply(const OsmRestriction& row) { return row.via_ways.empty() ? through_node(row) : through_streets(row); }

private:
    [[nodiscard]] std::span<const std::uint32_t> nodes_of(std::uint32_t street) const {
        const Range& nodes = city_.streets[street].nodes;
        return std::span{city_.street_node_refs}.subspan(nodes.begin, nodes.count);
    }
    [[nodiscard]] bool touches(std::uint32_t street, std::uint32_t node) const {
        return std::ranges::find(nodes_of(street), node) != nodes_of(street).end();
    }
    /// The piece of a way that touches a node.
    [[nodiscard]] std::uint32_t piece_at(std::int64_t way, std::uint32_t node) const {
        const Range pieces = places_.streets(way);
        for (std::uint32_t s = pieces.begin; s < pieces.end(); ++s) {
            if (touches(s, node)) {
                return s;
            }
        }
        return kNone;
    }
    /// A way that is one piece.
    [[nodiscard]] std::uint32_t whole(std::int64_t way) const {
        const Range pieces = places_.streets(way);
        return pieces.count == 1 ? pieces.begin : kNone;
    }
    /// Whether cars can drive on a street away from a node, and towards it, at any hour.
    [[nodiscard]] bool leads_away(std::uint32_t street, std::uint32_t node) const {
        const Street& s = city_.streets[street];
        const auto nodes = nodes_of(street);
        const bool open = !s.closed_to_cars && !s.bus_only;
        return !s.hours.empty() ||
               (open && ((s.oneway >= 0 && nodes.back() != node) || (s.oneway <= 0 && nodes.front() != node)));
    }
    [[nodiscard]] bool leads_here(std::uint32_t street, std::uint32_t node) const {
        const Street& s = city_.streets[street];
        const auto nodes = nodes_of(street);
        const bool open = !s.closed_to_cars && !s.bus_only;
        return !s.hours.empty() ||
               (open && ((s.oneway >= 0 && nodes.front() != node) || (s.oneway <= 0 && nodes.back() != node)));
    }

    Done through_node(const OsmRestriction& row) {
        const std::uint32_t via = places_.nodes(row.via_node);
        if (via == kNone) {
            return Done::Beyond;
        }
        bool any = false;
        for (const std::int64_t from : row.from) { // no_entry has several, and no_exit several to
            for (const std::int64_t to : row.to) {
                const std::uint32_t a = piece_at(from, via);
                const std::uint32_t b = piece_at(to, via);
                if (a != kNone && b != kNone) {
                    city_.restrictions.push_back({a, via, b, row.only, false, row.when});
                    any = true;
                }
            }
        }
        return any ? Done::Applied : Done::Beyond;
    }

    /// The nodes at which the streets of a restriction follow each other, from the first to the last.
    [[nodiscard]] std::vector<std::uint32_t> joints(const std::vector<std::uint32_t>& chain) const {
        std::vector<std::uint32_t> found;
        for (std::size_t k = 0; k + 1 < chain.size(); ++k) {
            const auto ends = nodes_of(chain[k]);
            const bool first = touches(chain[k + 1], ends.front()) && (k == 0 || ends.front() != found.back());
            const bool last = touches(chain[k + 1], ends.back()) && (k == 0 || ends.back() != found.back());
            if (!first && !last) {
                if (k > 0) {
                    return {};
                }
                const auto other = nodes_of(chain[1]); // the first street may go on beyond the turn
                const std::uint32_t joint = touches(chain[0], other.front())  ? other.front()
                                            : touches(chain[0], other.back()) ? other.back()
                                                                              : kNone;
                if (joint == kNone) {
                    return {};
                }
                found.push_back(joint);
                continue;
            }
            found.push_back(last ? ends.back() : ends.front());
        }
        return found;
    }

    Done through_streets(const OsmRestriction& row) {
        std::vector<std::uint32_t> chain{whole(row.from.front())};
        for (const std::int64_t way : row.via_ways) {
            chain.push_back(whole(way));
        }
        chain.push_back(whole(row.to.front()));
        if (std::ranges::find(chain, kNone) != chain.end()) {
            return Done::Beyond;
        }
        const auto at = joints(chain);
        if (at.size() + 1 != chain.size()) {
            return Done::Beyond;
        }
        if (row.only) { // into the street at least; out of it only where everybody there comes from here
            city_.restrictions.push_back({chain[0], at.front(), chain[1], true, false, row.when});
        }
        const bool sole_source = sole(chain, at, true);
        if (sole_source) {
            city_.restrictions.push_back({chain[chain.size() - 2], at.back(), chain.back(), row.only, false, row.when});
            return Done::Applied;
        }
        if (!row.only && sole(chain, at, false)) {
            city_.restrictions.push_back({chain[0], at.front(), chain[1], false, false, row.when});
            return Done::Applied;
        }
        return Done::NotExact;
    }

    /// Whether, of what touches the streets in between, only the first street leads into them, or only the last out.
    [[nodiscard]] bool sole(const std::vector<std::uint32_t>& chain, const std::vector<std::uint32_t>& at,
                            bool sources) const {
        for (std::size_t k = 1; k + 1 < chain.size(); ++k) {
            for (const std::uint32_t node : nodes_of(chain[k])) {
                if (node == (sources ? at.back() : at.front())) {
                    continue; // beyond it the turn has been made, or not begun
                }
                for (const std::uint32_t other : at_node_[node]) {
                    const bool own = std::ranges::find(chain, other) != chain.end();
                    if (!own && (sources ? leads_here(other, node) : leads_away(other, node))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    City& city_;
    const OsmPlaces& places_;
    std::vector<std::vector<std::uint32_t>> at_node_;
};

} // namespace

CarRule rule_for_cars(const Tags& tags) {
    const std::string_view type = tags["type"];
    if (!type.starts_with("restriction")) {
        return {};
    }
    const std::string_view except = tags["except"];
    for (const auto* car : {"motorcar", "motor_vehicle", "vehicle"}) {
        if (except.find(car) != std::string_view::npos) {
            return {};
        }
    }
    // type=restriction:hgv and restriction:hgv=* are for others; the most specific of those for cars counts.
    if (type != "restriction" && type != "restriction:motorcar" && type != "restriction:motor_vehicle") {
        return {};
    }
    std::string_view kind;
    std::string_view when;
    for (const std::string mode : {"", ":vehicle", ":motor_vehicle", ":motorcar"}) {
        const std::string key = "restriction" + mode;
        kind = tags.has(key) ? tags[key] : kind;
        when = tags.has(key + ":conditional") ? tags[key + ":conditional"] : when;
    }
    CarRule rule = conditional(kind);
    if (rule.rule != RestrictionRule::None && (tags.has("day_on") || tags.has("hour_on"))) {
        return {RestrictionRule::Sometimes, {}};
    }
    return rule.rule == RestrictionRule::None ? conditional(when) : rule;
}

std::size_t resolve_restrictions(City& city, const std::vector<OsmRestriction>& rows, const OsmPlaces& places,
                                 const std::string& file, Notes& notes) {
    Resolver resolver{city, places};
    std::size_t beyond = 0;
    for (const OsmRestriction& row : rows) {
        if (row.from.empty() || row.to.empty()) {
            ++beyond;
            continue;
        }
        const auto done = resolver.apply(row);
        beyond += done == Resolver::Done::Beyond ? 1U : 0U;
        if (done == Resolver::Done::NotExact) {
            notes.info(file, "relation/" + std::to_string(row.relation),
                       "a turn restriction through whole streets is not applied: others use those streets too",
                       "Restrict the turn at a node if it matters");
        }
    }
    return beyond;
}

} // namespace cityloom::gis
