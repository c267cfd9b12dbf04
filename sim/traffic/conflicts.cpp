// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/conflicts.h"

#include <algorithm>
#include <span>
#include <vector>

#include "sim/core/polyline.h"

namespace cityloom::traffic {

namespace {

constexpr double kClearanceM = 2.3; // between two paths' centre lines: a vehicle's width and a hand's breadth
constexpr double kCarM = 1.8;
constexpr double kRiderM = 0.7; // at the handlebars, as SUMO and the ERA have it
constexpr double kSampleM = 0.5;
constexpr int kMostSamples = 1'000; // of one path: those of 500 m and more are looked at less closely
constexpr std::size_t kRun = 8;     // samples that share a box

/// A rider's path may lie nearer to another.
double clearance_m(bool rider_a, bool rider_b) {
    return kClearanceM - 0.5 * (kCarM - kRiderM) * ((rider_a ? 1.0 : 0.0) + (rider_b ? 1.0 : 0.0));
}

/// Who turns over the bicycle lane beside it gives way to those who ride straight on: -1 where neither does so, 0 where
/// it is b, 1 where it is a.
int hooks(const RoadNetwork& net, const Turn& a, const Turn& b) {
    if (net.lanes[a.from_lane].edge != net.lanes[b.from_lane].edge || carries_motor(net, a) == carries_motor(net, b)) {
        return -1;
    }
    const Turn& rider = carries_motor(net, a) ? b : a;
    const Turn& other = carries_motor(net, a) ? a : b;
    const bool turns_over = rider.kind == TurnKind::Straight && other.kind == TurnKind::Right;
    return !turns_over ? -1 : carries_motor(net, a) ? 1 : 0;
}

struct Box {
    Point2 low;
    Point2 high;
    void take(Point2 p) {
        low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
        high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
    }
};

struct Path {
    std::vector<Point2> samples;
    std::vector<Box> runs; ///< of kRun samples each
    Box box;
    double step_m = 0.0;
    Point2 heading;
};

Path sample(const RoadNetwork& net, const Turn& turn) {
    const std::span<const Point2> line{net.points.data() + turn.shape.begin, turn.shape.count};
    const double length = polyline_length_m(line);
    Path path;
    const auto pieces = static_cast<int>(std::clamp(length / kSampleM, 1.0, static_cast<double>(kMostSamples)));
    path.step_m = turn.length_m / pieces; // the engine's length may exceed the drawn one
    for (int i = 0; i <= pieces; ++i) {
        path.samples.push_back(polyline_at(line, length * i / pieces).at);
    }
    path.box = {path.samples[0], path.samples[0]};
    for (std::size_t k = 0; k < path.samples.size(); ++k) {
        const Point2 p = path.samples[k];
        path.box.take(p);
        if (k % kRun == 0) {
            path.runs.push_back({p, p});
        }
        path.runs.back().take(p);
    }
    path.heading = polyline_at(line, 0.0).direction;
    return path;
}

bool near(const Box& a, const Box& b) {
    return a.low.x_m < b.high.x_m + kClearanceM && b.low.x_m < a.high.x_m + kClearanceM &&
           a.low.y_m < b.high.y_m + kClearanceM && b.low.y_m < a.high.y_m + kClearanceM;
}

/// Where two paths come nearer to each other than `clearance`, as metres along each; a_out below 0: nowhere.
struct Zone {
    float a_in = 1e9F;
    float a_out = -1.0F;
    float b_in = 1e9F;
    float b_out = -1.0F;
};

Zone zone_of(const Path& a, const Path& b, double clearance) {
    Zone zone;
    for (std::size_t r = 0; r < a.runs.size(); ++r) {
        for (std::size_t s = 0; s < b.runs.size(); ++s) {
            if (!near(a.runs[r], b.runs[s])) {
                continue;
            }
            const std::size_t end_a = std::min((r + 1) * kRun, a.samples.size());
            const std::size_t end_b = std::min((s + 1) * kRun, b.samples.size());
            for (std::size_t p = r * kRun; p < end_a; ++p) {
                for (std::size_t q = s * kRun; q < end_b; ++q) {
                    if (distance_m(a.samples[p], b.samples[q]) >= clearance) {
                        continue;
                    }
                    const auto at_a = static_cast<float>(static_cast<double>(p) * a.step_m);
                    const auto at_b = static_cast<float>(static_cast<double>(q) * b.step_m);
                    zone.a_in = std::min(zone.a_in, at_a);
                    zone.a_out = std::max(zone.a_out, at_a);
                    zone.b_in = std::min(zone.b_in, at_b);
                    zone.b_out = std::max(zone.b_out, at_b);
                }
            }
        }
    }
    return zone;
}

bool gives_way(const RoadNetwork& net, const Turn& a, const Path& path_a, const Turn& b, const Path& path_b, bool tie) {
    if (const int over = hooks(net, a, b); over >= 0) {
        return over == 1;
    }
    if (net.junctions[a.junction].control == JunctionControl::Signal) {
        const auto across = [](const Turn& t) { return t.kind == TurnKind::Left || t.kind == TurnKind::UTurn; };
        if (across(a) != across(b)) {
            return across(a);
        }
    } else if (a.priority != b.priority) {
        return a.priority < b.priority;
    }
    const double side = cross(path_a.heading, path_b.heading) * (net.left_hand ? -1.0 : 1.0);
    if (side > 0.25 || side < -0.25) {
        return side > 0.0; // the other comes from the right
    }
    return tie;
}

} // namespace

void compile_conflicts(RoadNetwork& net) {
    net.conflicts.clear();
    std::vector<Path> paths;
    std::vector<bool> rider;
    std::vector<std::vector<Conflict>> rows;
    for (const Junction& junction : net.junctions) {
        const std::uint32_t begin = junction.turns.begin;
        paths.clear();
        rider.clear();
        rows.assign(junction.turns.count, {});
        for (std::uint32_t t = begin; t < junction.turns.end(); ++t) {
            paths.push_back(sample(net, net.turns[t]));
            rider.push_back(!carries_motor(net, net.turns[t]));
        }
        for (std::uint32_t i = 0; i < junction.turns.count; ++i) {
            const Turn& a = net.turns[begin + i];
            for (std::uint32_t j = i + 1; j < junction.turns.count; ++j) {
                const Turn& b = net.turns[begin + j];
                if (a.from_lane == b.from_lane || !near(paths[i].box, paths[j].box)) {
                    continue;
                }
                const bool merge = a.to_lane == b.to_lane;
                const auto [a_in, a_out, b_in, b_out] = zone_of(paths[i], paths[j], clearance_m(rider[i], rider[j]));
                if (a_out < 0.0F) {
                    continue;
                }
                const bool same_edge = net.lanes[a.from_lane].edge == net.lanes[b.from_lane].edge;
                if (same_edge && !merge && a_out - a_in < 3.0F && a_in < 1.0F && hooks(net, a, b) < 0) {
                    continue; // neighbours that only start side by side
                }
                const bool a_yields = gives_way(net, a, paths[i], b, paths[j], true);
                rows[i].push_back({begin + j, a_in, a_out, b_in, b_out, merge, a_yields});
                rows[j].push_back({begin + i, b_in, b_out, a_in, a_out, merge, !a_yields});
            }
        }
        for (std::uint32_t i = 0; i < junction.turns.count; ++i) {
            net.turns[begin + i].conflicts = {static_cast<std::uint32_t>(net.conflicts.size()),
                                              static_cast<std::uint32_t>(rows[i].size())};
            net.conflicts.insert(net.conflicts.end(), rows[i].begin(), rows[i].end());
        }
    }
}

} // namespace cityloom::traffic
