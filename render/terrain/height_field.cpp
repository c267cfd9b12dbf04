// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/terrain/height_field.h"

#include <algorithm>
#include <cmath>

namespace cityloom::render {

namespace {
constexpr double kCellM = 40.0;
constexpr double kMaxArchM = 5.5;
} // namespace

HeightField::HeightField(const gis::City& city) : city_{city} {
    for (const gis::Street& street : city.streets) {
        if (!street.bridge || street.nodes.count < 2) {
            continue;
        }
        const auto z = along_m(street);
        for (std::uint32_t k = 0; k + 1 < street.nodes.count; ++k) {
            const Point2 a = city.street_nodes[city.street_node_refs[street.nodes.begin + k]].at;
            const Point2 b = city.street_nodes[city.street_node_refs[street.nodes.begin + k + 1]].at;
            const auto index = [](double v) { return static_cast<int>(std::floor(v / kCellM)); };
            for (int x = index(std::min(a.x_m, b.x_m) - 12); x <= index(std::max(a.x_m, b.x_m) + 12); ++x) {
                for (int y = index(std::min(a.y_m, b.y_m) - 12); y <= index(std::max(a.y_m, b.y_m) + 12); ++y) {
                    spans_[{x, y}].push_back({a, b, z[k], z[k + 1]});
                }
            }
        }
    }
}

std::vector<double> HeightField::along_m(const gis::Street& street) const {
    std::vector<double> z;
    std::vector<double> s{0.0};
    std::vector<Point2> at;
    for (std::uint32_t k = street.nodes.begin; k < street.nodes.end(); ++k) {
        at.push_back(city_.street_nodes[city_.street_node_refs[k]].at);
        z.push_back(ground_m(at.back()));
        if (at.size() > 1) {
            s.push_back(s.back() + distance_m(at[at.size() - 2], at.back()));
        }
    }
    if (street.bridge && s.back() > 1.0) {
        const double z0 = z.front();
        const double z1 = z.back();
        const double arch = std::min(kMaxArchM, 0.035 * s.back());
        for (std::size_t k = 0; k < z.size(); ++k) {
            const double t = s[k] / s.back();
            z[k] = std::max(z[k], z0 + t * (z1 - z0) + 4.0 * arch * t * (1.0 - t));
        }
    }
    return z;
}

double HeightField::road_m(Point2 at, int layer) const {
    if (layer > 0) {
        const auto it =
            spans_.find({static_cast<int>(std::floor(at.x_m / kCellM)), static_cast<int>(std::floor(at.y_m / kCellM))});
        double best = 14.0;
        double z = 0.0;
        if (it != spans_.end()) {
            for (const Span& span : it->second) {
                const Point2 ab = span.b - span.a;
                const double t = std::clamp(dot(at - span.a, ab) / std::max(1e-9, dot(ab, ab)), 0.0, 1.0);
                if (const double d = distance_m(at, span.a + t * ab); d < best) {
                    best = d;
                    z = span.za + t * (span.zb - span.za);
                }
            }
            if (best < 14.0) {
                return z;
            }
        }
    }
    return ground_m(at);
}

} // namespace cityloom::render
