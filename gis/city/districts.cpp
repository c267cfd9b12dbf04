// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/city/districts.h"

#include <algorithm>
#include <limits>

namespace cityloom::gis {

namespace {

constexpr std::size_t kLittle = 10; // a tenth of the buildings is one district, whatever its shape

} // namespace

bool inside(const City& city, Range rings, Point2 p) {
    bool in = false;
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        const Range ring = city.rings[r].points;
        for (std::uint32_t i = ring.begin, j = ring.end() - 1; i < ring.end(); j = i++) {
            const Point2 a = city.points[i];
            const Point2 b = city.points[j];
            if ((a.y_m > p.y_m) != (b.y_m > p.y_m) &&
                p.x_m < (b.x_m - a.x_m) * (p.y_m - a.y_m) / (b.y_m - a.y_m) + a.x_m) {
                in = !in;
            }
        }
    }
    return in;
}

Point2 place_of(const City& city, const Building& building) {
    constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
    return building.rings.count > 0 ? city.points[city.rings[building.rings.begin].points.begin]
                                    : Point2{kNowhere, kNowhere};
}

Districts::Districts(const City& city) : city_{city} {
    for (const District& district : city.districts) {
        names_.push_back(district.name);
        constexpr double kFar = std::numeric_limits<double>::infinity();
        Point2 low{kFar, kFar};
        Point2 high{-kFar, -kFar};
        for (std::uint32_t r = district.rings.begin; r < district.rings.end(); ++r) {
            const Range ring = city.rings[r].points;
            for (std::uint32_t p = ring.begin; p < ring.end(); ++p) {
                low = {std::min(low.x_m, city.points[p].x_m), std::min(low.y_m, city.points[p].y_m)};
                high = {std::max(high.x_m, city.points[p].x_m), std::max(high.y_m, city.points[p].y_m)};
            }
        }
        bounds_.emplace_back(low, high);
    }
    // What lies in no boundary, by rectangles.
    std::array<bool, 9> holds{};
    std::size_t outside = 0;
    for (const Building& building : city.buildings) {
        const Point2 at = place_of(city, building);
        if (building.rings.count > 0 && boundary_of(at) == kNone) {
            holds.at(rectangle_of(at)) = true;
            ++outside;
        }
    }
    for (const StreetNode& node : city.street_nodes) {
        if (boundary_of(node.at) == kNone) {
            holds.at(rectangle_of(node.at)) = true;
        }
    }
    const auto first = static_cast<std::uint32_t>(names_.size());
    rest_.fill(first);
    if (!city.districts.empty() && outside * kLittle <= city.buildings.size()) {
        if (std::ranges::any_of(holds, [](bool held) { return held; })) {
            names_.emplace_back("Elsewhere");
        }
        return;
    }
    constexpr std::array kNames{"South-west", "South",      "South-east", "West",      "Centre",
                                "East",       "North-west", "North",      "North-east"};
    for (std::size_t r = 0; r < kNames.size(); ++r) {
        if (holds.at(r) || city.districts.empty()) {
            rest_.at(r) = static_cast<std::uint32_t>(names_.size());
            names_.emplace_back(kNames.at(r));
        }
    }
}

std::uint32_t Districts::boundary_of(Point2 at) const {
    for (std::uint32_t d = 0; d < city_.districts.size(); ++d) {
        const auto& [low, high] = bounds_[d];
        if (at.x_m >= low.x_m && at.x_m <= high.x_m && at.y_m >= low.y_m && at.y_m <= high.y_m &&
            inside(city_, city_.districts[d].rings, at)) {
            return d;
        }
    }
    return kNone;
}

std::size_t Districts::rectangle_of(Point2 at) const {
    const auto third = [](double value, double low, double high) {
        return static_cast<std::size_t>(std::clamp(3.0 * (value - low) / std::max(1.0, high - low), 0.0, 2.999));
    };
    return 3 * third(at.y_m, city_.min_corner.y_m, city_.max_corner.y_m) +
           third(at.x_m, city_.min_corner.x_m, city_.max_corner.x_m);
}

std::uint32_t Districts::of(Point2 at) const {
    const std::uint32_t boundary = boundary_of(at);
    return boundary != kNone ? boundary : rest_.at(rectangle_of(at));
}

} // namespace cityloom::gis
