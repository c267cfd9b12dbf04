// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "gis/generate/landscape.h"

namespace cityloom::gis::loom {

/// A convex four-sided footprint or part of one, counter-clockwise.
using Quad = std::array<Point2, 4>;

[[nodiscard]] Quad rectangle(Point2 centre, Point2 along_unit, double length_m, double depth_m);

/// Remembers what stands where, and says whether a new footprint would touch a street, water or a neighbour.
class Plots {
public:
    explicit Plots(const Landscape& land) : land_{land} {}

    /// \param half_m from the centre line to where buildings may begin; \param serves counts for reach.
    void add_street(Point2 a, Point2 b, double half_m, bool serves);
    void add_reserve(const Path& ring) { reserves_.push_back(ring); }
    /// Takes the ground when all parts are free and some point lies within reach of a street; else changes nothing.
    bool take(std::span<const Quad> parts, double reach_m = 52.0);

private:
    struct Way {
        Point2 a;
        Point2 b;
        double half_m;
        bool serves;
    };
    [[nodiscard]] bool is_free(const Quad& quad) const;
    [[nodiscard]] double street_distance_m(const Quad& quad) const;

    const Landscape& land_;
    std::vector<Way> ways_;
    std::vector<Quad> taken_;
    std::vector<Path> reserves_;
    std::map<std::pair<int, int>, std::vector<std::uint32_t>> way_cells_;
    std::map<std::pair<int, int>, std::vector<std::uint32_t>> quad_cells_;
};

/// The ring moved inwards, each edge by its own distance; empty where edges would vanish or turn round.
[[nodiscard]] Path inset(const Path& ring, std::span<const double> by_m);

} // namespace cityloom::gis::loom
