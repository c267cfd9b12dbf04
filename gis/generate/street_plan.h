// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "gis/generate/landscape.h"

namespace cityloom::gis::loom {

/// What a drawn line is to become.
struct StreetKind {
    StreetClass cls = StreetClass::Residential;
    std::string name;
    std::uint8_t lanes = 1; ///< each way, or in all where one-way
    double speed_mps = 30.0 / 3.6;
    std::int8_t oneway = 0;
    bool link = false;
    bool roundabout = false;
    bool elevated = false; ///< passes over what it crosses: meets nothing of the other level but at shared points
    bool motorway_level = false;
};

/// Half the width from the centre line to the building line's start: carriageway and footways.
[[nodiscard]] double corridor_half_m(const StreetKind& kind);

/// Turns lines drawn freely into a clean street network: crossings become shared nodes, near misses are joined,
/// stubs, slivers and islands go.
class StreetPlan {
public:
    struct Edge {
        std::uint32_t a = kNone;
        std::uint32_t b = kNone;
        std::uint32_t kind = kNone;
    };

    void add(Path path, StreetKind kind);
    /// Nothing may remain inside these circles but the circle itself.
    void clear_inside(Point2 centre, double radius_m) { roundabouts_.push_back({centre, radius_m}); }
    void build();

    /// The first point from `from` towards `direction` (unit) where a line added so far is met, within reach_m.
    [[nodiscard]] bool hit(Point2 from, Point2 direction, double reach_m, Point2& at) const;
    /// A line added so far runs within distance_m of p at less than 40 degrees to the direction.
    [[nodiscard]] bool runs_beside(Point2 p, Point2 direction, double distance_m) const;

    [[nodiscard]] const std::vector<Point2>& nodes() const { return nodes_; }
    [[nodiscard]] const std::vector<Edge>& edges() const { return edges_; }
    [[nodiscard]] const std::vector<StreetKind>& kinds() const { return kinds_; }
    /// Edge indices around each node, counter-clockwise.
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> around() const;
    /// Bounded faces of the ground-level network, counter-clockwise node indices, without dead-end spurs.
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> faces() const;

private:
    struct Segment {
        Point2 a;
        Point2 b;
        std::uint32_t kind;
    };
    struct Circle {
        Point2 centre;
        double radius_m;
    };
    void planarise();
    void join_near_nodes(double within_m);
    void drop_inside_circles();
    bool drop_slivers();
    void drop_stubs(double shorter_than_m);
    void keep_largest_part();
    [[nodiscard]] bool fixed(std::uint32_t edge) const;
    [[nodiscard]] std::vector<std::uint32_t> chain(std::uint32_t edge,
                                                   const std::vector<std::vector<std::uint32_t>>& at) const;
    void forget(const std::vector<std::uint8_t>& dead);

    std::vector<Segment> segments_;
    std::vector<StreetKind> kinds_;
    std::vector<Circle> roundabouts_;
    std::vector<Point2> nodes_;
    std::vector<Edge> edges_;
};

} // namespace cityloom::gis::loom
