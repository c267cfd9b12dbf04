// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "gis/city/city.h"

namespace cityloom::render {

/// Where things stand: the ground, and the decks of bridges above it. Safe to read from any thread.
class HeightField {
public:
    explicit HeightField(const gis::City& city);
    [[nodiscard]] double ground_m(Point2 at) const { return city_.terrain.ground_m(at); }
    /// On a bridge (layer above 0) near by: its deck; else the ground.
    [[nodiscard]] double road_m(Point2 at, int layer) const;
    /// Height of the k-th node of a street: bridges run straight between their ends with a slight arch.
    [[nodiscard]] std::vector<double> along_m(const gis::Street& street) const;

private:
    struct Span {
        Point2 a;
        Point2 b;
        double za;
        double zb;
    };
    const gis::City& city_;
    std::map<std::pair<int, int>, std::vector<Span>> spans_;
};

} // namespace cityloom::render
