// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::gis {

using OsmTags = std::vector<std::pair<std::string, std::string>>;

/// A node, way or relation of an answer, as it stands there.
struct OverpassThing {
    char type = 'n'; ///< n, w, r
    std::int64_t id = 0;
    std::optional<Point2> at; ///< of a node, or the middle
    OsmTags tags;
    /// Of a way: its nodes. 0: without a number; no place: outside of what was asked for.
    std::vector<std::pair<std::int64_t, std::optional<Point2>>> nodes;
    struct Member {
        char type = 'w';
        std::int64_t ref = 0;
        std::string role;
        std::vector<std::optional<Point2>> places;
    };
    std::vector<Member> members;
};

/// Gathers things and writes them as plain OSM XML.
class OverpassAnswer {
public:
    void add(OverpassThing thing);
    std::string remark;

    [[nodiscard]] std::size_t things() const { return things_; }
    [[nodiscard]] std::size_t tagged() const { return tagged_; }
    [[nodiscard]] std::size_t placed() const { return placed_; }
    [[nodiscard]] std::size_t middles() const { return middles_; } ///< things of which only the middle is known
    [[nodiscard]] std::size_t without_place() const { return without_place_; } ///< tagged ways and relations
    [[nodiscard]] std::string as_xml() const;

private:
    struct Node {
        std::optional<Point2> at;
        OsmTags tags;
    };
    struct Way {
        std::vector<std::int64_t> nodes;
        OsmTags tags;
    };
    struct Relation {
        std::vector<OverpassThing::Member> members;
        OsmTags tags;
    };
    /// The node at a place, by a number of ours where it has none.
    std::int64_t node_at(std::int64_t id, Point2 at);

    std::map<std::int64_t, Node> nodes_;
    std::map<std::int64_t, Way> ways_;
    std::map<std::int64_t, Relation> relations_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> by_place_;
    std::size_t things_ = 0;
    std::size_t tagged_ = 0;
    std::size_t placed_ = 0;
    std::size_t middles_ = 0;
    std::size_t without_place_ = 0;
};

} // namespace cityloom::gis
