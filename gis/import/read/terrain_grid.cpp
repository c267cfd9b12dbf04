// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/terrain_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "gis/import/polygon.h"

namespace cityloom::gis {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
constexpr double kSameM = 0.02;

/// The commonest step between the sorted, distinct values; 0 when there is none.
double common_step(std::vector<double> values) {
    std::ranges::sort(values);
    std::map<std::int64_t, std::size_t> steps; // centimetres -> count
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (const double step = values[i] - values[i - 1]; step > kSameM) {
            ++steps[std::llround(step * 100.0)];
        }
    }
    const auto most = std::ranges::max_element(steps, {}, [](const auto& row) { return row.second; });
    return most == steps.end() ? 0.0 : static_cast<double>(most->first) / 100.0;
}

/// The spacing of a regular grid on which nearly all samples stand, else 0.
double grid_step(std::span<const Point3> samples, const Extent& extent) {
    std::vector<double> xs;
    std::vector<double> ys;
    for (const Point3& p : samples) {
        xs.push_back(p.x_m);
        ys.push_back(p.y_m);
    }
    const double step = common_step(std::move(xs));
    if (step <= 0.0 || std::abs(step - common_step(std::move(ys))) > kSameM) {
        return 0.0;
    }
    std::size_t on = 0;
    for (const Point3& p : samples) {
        const double i = (p.x_m - extent.low.x_m) / step;
        const double j = (p.y_m - extent.low.y_m) / step;
        on += std::abs(i - std::round(i)) < 0.02 && std::abs(j - std::round(j)) < 0.02 ? 1U : 0U;
    }
    return 10 * on >= 9 * samples.size() ? step : 0.0;
}

} // namespace

void Extent::add(Point2 p) noexcept {
    if (std::isfinite(p.x_m) && std::isfinite(p.y_m)) {
        low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
        high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
    }
}

Extent Extent::grown(double by_m) const noexcept {
    return {{low.x_m - by_m, low.y_m - by_m}, {high.x_m + by_m, high.y_m + by_m}};
}

Terrain empty_grid(const Extent& extent, double cell_m) {
    const Point2 size = extent.high - extent.low;
    const double floor_m = std::sqrt(std::max(size.x_m * size.y_m, 1.0) / static_cast<double>(kMaxTerrainCells - 8192));
    Terrain terrain;
    terrain.origin = extent.low;
    terrain.cell_m = std::max({cell_m, floor_m, 0.1, (size.x_m + size.y_m) / 1e6});
    terrain.columns = static_cast<std::uint32_t>(std::ceil(size.x_m / terrain.cell_m - 1e-6)) + 1;
    terrain.rows = static_cast<std::uint32_t>(std::ceil(size.y_m / terrain.cell_m - 1e-6)) + 1;
    terrain.height_m.assign(static_cast<std::size_t>(terrain.columns) * terrain.rows, kNoData);
    return terrain;
}

std::size_t fill_holes(Terrain& terrain, int relaxations) {
    const std::size_t columns = terrain.columns;
    const std::size_t rows = terrain.rows;
    auto& height = terrain.height_m;
    std::vector<std::size_t> front;
    for (std::size_t k = 0; k < height.size(); ++k) {
        if (std::isfinite(height[k])) {
            front.push_back(k);
        }
    }
    std::vector<std::size_t> filled;
    const auto each_neighbour = [&](std::size_t k, const auto& visit) {
        const std::size_t i = k % columns;
        const std::size_t j = k / columns;
        if (i > 0) {
            visit(k - 1);
        }
        if (i + 1 < columns) {
            visit(k + 1);
        }
        if (j > 0) {
            visit(k - columns);
        }
        if (j + 1 < rows) {
            visit(k + columns);
        }
    };
    for (std::size_t head = 0; head < front.size(); ++head) { // breadth first: the nearest data arrives first
        const std::size_t k = front[head];
        each_neighbour(k, [&](std::size_t n) {
            if (!std::isfinite(height[n])) {
                height[n] = height[k];
                front.push_back(n);
                filled.push_back(n);
            }
        });
    }
    for (int pass = 0; pass < relaxations; ++pass) {
        for (const std::size_t k : filled) {
            float sum = 0.0F;
            float count = 0.0F;
            each_neighbour(k, [&](std::size_t n) {
                sum += height[n];
                count += 1.0F;
            });
            height[k] = sum / count;
        }
    }
    return filled.size();
}

Terrain terrain_from_samples(std::span<const Point3> samples) {
    constexpr double kFinestM = 5.0;
    constexpr double kCoarsestM = 100.0;
    constexpr int kRelaxations = 60;
    Extent extent;
    for (const Point3& p : samples) {
        extent.add({p.x_m, p.y_m});
    }
    if (extent.empty() || samples.size() < 3) {
        return {};
    }
    const double step = grid_step(samples, extent);
    const Point2 size = extent.high - extent.low;
    const double mean_gap = std::sqrt(std::max(size.x_m * size.y_m, 1.0) / static_cast<double>(samples.size()));
    Terrain terrain = empty_grid(extent, step > 0.0 ? step : std::clamp(0.5 * mean_gap, kFinestM, kCoarsestM));
    for (const Point3& p : samples) {
        const auto i = static_cast<std::size_t>(std::lround((p.x_m - extent.low.x_m) / terrain.cell_m));
        const auto j = static_cast<std::size_t>(std::lround((p.y_m - extent.low.y_m) / terrain.cell_m));
        if (i < terrain.columns && j < terrain.rows) {
            float& cell = terrain.height_m[j * terrain.columns + i];
            cell = std::isfinite(cell) ? std::min(cell, static_cast<float>(p.z_m)) : static_cast<float>(p.z_m);
        }
    }
    fill_holes(terrain, kRelaxations);
    return terrain;
}

Terrain terrain_from_triangles(std::span<const Point3> triangles) {
    constexpr double kCellM = 2.0;
    constexpr int kRelaxations = 8;
    Extent extent;
    for (const Point3& p : triangles) {
        extent.add({p.x_m, p.y_m});
    }
    if (extent.empty()) {
        return {};
    }
    Terrain terrain = empty_grid(extent, kCellM);
    const auto index = [&terrain](double at, double origin, std::uint32_t count) {
        return std::clamp((at - origin) / terrain.cell_m, 0.0, static_cast<double>(count - 1));
    };
    for (std::size_t t = 0; t + 2 < triangles.size(); t += 3) {
        const Point3& a = triangles[t];
        const Point3& b = triangles[t + 1];
        const Point3& c = triangles[t + 2];
        const double area = (b.x_m - a.x_m) * (c.y_m - a.y_m) - (c.x_m - a.x_m) * (b.y_m - a.y_m);
        if (!std::isfinite(area) || std::abs(area) < 1e-9 || !std::isfinite(a.z_m + b.z_m + c.z_m)) {
            continue; // upright, or not a number: no ground
        }
        const auto [x0, x1] = std::minmax({a.x_m, b.x_m, c.x_m});
        const auto [y0, y1] = std::minmax({a.y_m, b.y_m, c.y_m});
        const auto first_i = static_cast<std::uint32_t>(std::ceil(index(x0, terrain.origin.x_m, terrain.columns)));
        const auto last_i = static_cast<std::uint32_t>(index(x1, terrain.origin.x_m, terrain.columns));
        const auto first_j = static_cast<std::uint32_t>(std::ceil(index(y0, terrain.origin.y_m, terrain.rows)));
        const auto last_j = static_cast<std::uint32_t>(index(y1, terrain.origin.y_m, terrain.rows));
        for (std::uint32_t j = first_j; j <= last_j; ++j) {
            for (std::uint32_t i = first_i; i <= last_i; ++i) {
                const double x = terrain.origin.x_m + terrain.cell_m * i;
                const double y = terrain.origin.y_m + terrain.cell_m * j;
                const double u = ((b.x_m - x) * (c.y_m - y) - (c.x_m - x) * (b.y_m - y)) / area;
                const double v = ((c.x_m - x) * (a.y_m - y) - (a.x_m - x) * (c.y_m - y)) / area;
                const double w = 1.0 - u - v;
                if (u >= -1e-9 && v >= -1e-9 && w >= -1e-9) {
                    terrain.height_m[static_cast<std::size_t>(j) * terrain.columns + i] =
                        static_cast<float>(u * a.z_m + v * b.z_m + w * c.z_m);
                }
            }
        }
    }
    if (std::ranges::none_of(terrain.height_m, [](float h) { return std::isfinite(h); })) {
        return {};
    }
    fill_holes(terrain, kRelaxations);
    return terrain;
}

double lowest_ground_m(const Terrain& terrain, std::span<const std::span<const Point2>> rings) {
    constexpr double kMostSteps = 4000.0;
    if (terrain.flat()) {
        return 0.0;
    }
    double lowest = std::numeric_limits<double>::infinity();
    Extent extent;
    for (const auto ring : rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point2 a = ring[i];
            const Point2 b = ring[(i + 1) % ring.size()];
            extent.add(a);
            const double steps = std::clamp(std::ceil(4.0 * distance_m(a, b) / terrain.cell_m), 1.0, kMostSteps);
            for (double k = 0.0; k < steps; ++k) {
                lowest = std::min(lowest, terrain.ground_m(a + (k / steps) * (b - a)));
            }
        }
    }
    if (extent.empty()) {
        return 0.0;
    }
    // The grid's own samples are where a bilinear surface has its pits; half steps catch what lies between.
    const double half = 0.5 * terrain.cell_m;
    const auto inside = [&rings](Point2 at) {
        bool in = false;
        for (const auto ring : rings) {
            in ^= ring_contains(ring, at);
        }
        return in;
    };
    for (double y = std::ceil((extent.low.y_m - terrain.origin.y_m) / half);
         y * half + terrain.origin.y_m <= extent.high.y_m; ++y) {
        for (double x = std::ceil((extent.low.x_m - terrain.origin.x_m) / half);
             x * half + terrain.origin.x_m <= extent.high.x_m; ++x) {
            const Point2 at{terrain.origin.x_m + x * half, terrain.origin.y_m + y * half};
            if (inside(at)) {
                lowest = std::min(lowest, terrain.ground_m(at));
            }
        }
    }
    return lowest;
}

} // namespace cityloom::gis
