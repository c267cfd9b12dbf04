// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/networks/line_mesh.h"

#include <algorithm>
#include <cmath>

namespace cityloom::render {

void add_line(Mesh& mesh, std::span<const Point2> path, const HeightField& heights, int layer, double half_m,
              Colour colour, std::uint32_t object) {
    std::vector<Point2> fine;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const int pieces = std::max(1, static_cast<int>(std::ceil(distance_m(path[i], path[i + 1]) / 40.0)));
        for (int k = 0; k < pieces; ++k) {
            fine.push_back(path[i] + (static_cast<double>(k) / pieces) * (path[i + 1] - path[i]));
        }
    }
    if (path.size() < 2) {
        return;
    }
    fine.push_back(path.back());
    const auto first = static_cast<std::uint32_t>(mesh.position.size());
    double along = 0;
    for (std::size_t i = 0; i < fine.size(); ++i) {
        const Point2 d = fine[std::min(i + 1, fine.size() - 1)] - fine[i > 0 ? i - 1 : 0];
        const double n = std::max(1e-9, norm(d));
        along += i > 0 ? distance_m(fine[i - 1], fine[i]) : 0.0;
        const double z = heights.road_m(fine[i], layer);
        for (const float side : {-1.0F, 1.0F}) {
            mesh.add(vertex(fine[i].x_m, fine[i].y_m, z), colour,
                     {static_cast<float>(d.x_m / n), static_cast<float>(d.y_m / n), side, static_cast<float>(half_m)});
            mesh.extra2.push_back({static_cast<float>(along), static_cast<float>(object), 0.0F, 0.0F});
        }
    }
    for (std::uint32_t i = 0; i + 1 < fine.size(); ++i) {
        mesh.quad(first + 2 * i + 1, first + 2 * i + 3, first + 2 * i + 2, first + 2 * i);
    }
}

} // namespace cityloom::render
