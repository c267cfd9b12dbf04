// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/polyline.h"

#include <algorithm>
#include <limits>

namespace cityloom {

double polyline_length_m(std::span<const Point2> line) noexcept {
    double length = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        length += distance_m(line[i - 1], line[i]);
    }
    return length;
}

PolylinePlace polyline_at(std::span<const Point2> line, double along_m) noexcept {
    if (line.size() < 2) {
        return {line.empty() ? Point2{} : line[0], {1.0, 0.0}};
    }
    PolylinePlace last;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double length = distance_m(line[i - 1], line[i]);
        if (length <= 0.0) {
            continue;
        }
        const Point2 direction = (1.0 / length) * (line[i] - line[i - 1]);
        if (along_m <= length) {
            return {line[i - 1] + std::max(0.0, along_m) * direction, direction};
        }
        along_m -= length;
        last = {line[i], direction};
    }
    return last;
}

std::vector<Point2> polyline_part(std::span<const Point2> line, double from_m, double to_m) {
    std::vector<Point2> part{polyline_at(line, from_m).at};
    double along = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        along += distance_m(line[i - 1], line[i]);
        if (along > from_m + 1e-6 && along < to_m - 1e-6) {
            part.push_back(line[i]);
        }
    }
    part.push_back(polyline_at(line, to_m).at);
    return part;
}

std::vector<Point2> polyline_offset(std::span<const Point2> line, double right_m) {
    std::vector<Point2> out;
    out.reserve(line.size());
    const auto right_of = [](Point2 a, Point2 b) {
        const double length = distance_m(a, b);
        return length > 0.0 ? Point2{(b.y_m - a.y_m) / length, -(b.x_m - a.x_m) / length} : Point2{};
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Point2 before =
            i > 0 ? right_of(line[i - 1], line[i]) : right_of(line[0], line[std::min<std::size_t>(1, line.size() - 1)]);
        const Point2 after = i + 1 < line.size() ? right_of(line[i], line[i + 1]) : before;
        Point2 sum = before + after;
        const double length = norm(sum);
        if (length < 0.3) { // a hairpin: no mitre
            out.push_back(line[i] + right_m * before);
            continue;
        }
        sum = (1.0 / length) * sum;
        const double scale = std::min(3.0, 1.0 / std::max(0.3, dot(sum, before)));
        out.push_back(line[i] + (right_m * scale) * sum);
    }
    return out;
}

PolylineNearest polyline_nearest(std::span<const Point2> line, Point2 to) noexcept {
    PolylineNearest best{std::numeric_limits<double>::infinity(), 0.0};
    double along = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Point2 d = line[i] - line[i - 1];
        const double length2 = dot(d, d);
        const double t = length2 > 0.0 ? std::clamp(dot(to - line[i - 1], d) / length2, 0.0, 1.0) : 0.0;
        const double away = distance_m(to, line[i - 1] + t * d);
        const double length = std::sqrt(length2);
        if (away < best.distance_m) {
            best = {away, along + t * length};
        }
        along += length;
    }
    return best;
}

} // namespace cityloom
