// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/generate/street_plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace cityloom::gis::loom {

double corridor_half_m(const StreetKind& kind) {
    const double lanes = kind.oneway != 0 ? kind.lanes : 2.0 * kind.lanes;
    switch (kind.cls) {
    case StreetClass::Motorway:
        return lanes * 1.9 + 9.0;
    case StreetClass::Primary:
        return lanes * 1.65 + 5.0;
    case StreetClass::Secondary:
        return lanes * 1.65 + 4.0;
    case StreetClass::Pedestrian:
    case StreetClass::Footway:
        return 3.4;
    case StreetClass::LivingStreet:
        return 4.4;
    case StreetClass::Service:
        return 4.2;
    default:
        return lanes * 1.6 + 2.9;
    }
}

namespace {

using Cell = std::pair<int, int>;
constexpr double kCellM = 60.0;

Cell cell_of(Point2 p) {
    return {static_cast<int>(std::floor(p.x_m / kCellM)), static_cast<int>(std::floor(p.y_m / kCellM))};
}

template <typename Visit> void cells_between(Point2 a, Point2 b, Visit visit) {
    const Cell low = cell_of({std::min(a.x_m, b.x_m), std::min(a.y_m, b.y_m)});
    const Cell high = cell_of({std::max(a.x_m, b.x_m), std::max(a.y_m, b.y_m)});
    for (int x = low.first; x <= high.first; ++x) {
        for (int y = low.second; y <= high.second; ++y) {
            visit(Cell{x, y});
        }
    }
}

/// Where the segments cross, as shares of each, touching ends included.
bool crossing(Point2 a, Point2 b, Point2 c, Point2 d, double& t, double& u) {
    const Point2 r = b - a;
    const Point2 s = d - c;
    const double denominator = cross(r, s);
    if (std::abs(denominator) < 1e-9) {
        return false;
    }
    t = cross(c - a, s) / denominator;
    u = cross(c - a, r) / denominator;
    constexpr double kTouch = 1e-7;
    return t >= -kTouch && t <= 1 + kTouch && u >= -kTouch && u <= 1 + kTouch;
}

} // namespace

void StreetPlan::add(Path path, StreetKind kind) {
    const auto index = static_cast<std::uint32_t>(kinds_.size());
    kinds_.push_back(std::move(kind));
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        if (distance_m(path[i], path[i + 1]) > 0.02) {
            segments_.push_back({path[i], path[i + 1], index});
        }
    }
}

bool StreetPlan::hit(Point2 from, Point2 direction, double reach_m, Point2& at) const {
    double nearest = 2.0;
    const Point2 to = from + reach_m * direction;
    for (const Segment& s : segments_) {
        double t = 0;
        double u = 0;
        if (!kinds_[s.kind].motorway_level && crossing(from, to, s.a, s.b, t, u) && t > 1e-6 && t < nearest) {
            nearest = t;
        }
    }
    at = from + (nearest * reach_m) * direction;
    return nearest <= 1.0;
}

bool StreetPlan::runs_beside(Point2 p, Point2 direction, double within_m) const {
    return std::any_of(segments_.begin(), segments_.end(), [&](const Segment& s) {
        if (std::abs(s.a.x_m - p.x_m) > within_m + 80 || std::abs(s.a.y_m - p.y_m) > within_m + 80) {
            return false;
        }
        const Point2 along = s.b - s.a;
        return std::abs(dot(along, direction)) > 0.76 * norm(along) && distance_to_segment_m(p, s.a, s.b) < within_m;
    });
}

void StreetPlan::planarise() {
    std::map<Cell, std::vector<std::uint32_t>> grid;
    for (std::uint32_t i = 0; i < segments_.size(); ++i) {
        cells_between(segments_[i].a, segments_[i].b, [&](Cell c) { grid[c].push_back(i); });
    }
    std::map<std::pair<std::int64_t, std::int64_t>, std::uint32_t> known;
    const auto node_at = [&](Point2 p) {
        const std::pair<std::int64_t, std::int64_t> key{std::llround(p.x_m * 20.0), std::llround(p.y_m * 20.0)};
        const auto [it, fresh] = known.try_emplace(key, static_cast<std::uint32_t>(nodes_.size()));
        if (fresh) {
            nodes_.push_back(p);
        }
        return it->second;
    };
    nodes_.clear();
    edges_.clear();
    std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
    for (std::uint32_t i = 0; i < segments_.size(); ++i) {
        const Segment& s = segments_[i];
        std::set<std::uint32_t> others;
        cells_between(s.a, s.b, [&](Cell c) { others.insert(grid[c].begin(), grid[c].end()); });
        std::vector<double> cuts{0.0, 1.0};
        for (const std::uint32_t j : others) {
            const Segment& o = segments_[j];
            double t = 0;
            double u = 0;
            if (j != i && kinds_[o.kind].motorway_level == kinds_[s.kind].motorway_level &&
                crossing(s.a, s.b, o.a, o.b, t, u)) {
                cuts.push_back(std::clamp(t, 0.0, 1.0));
            }
        }
        std::sort(cuts.begin(), cuts.end());
        std::uint32_t last = node_at(s.a);
        for (const double t : cuts) {
            const std::uint32_t next = node_at(t >= 1.0 ? s.b : s.a + t * (s.b - s.a));
            if (next != last && seen.insert(std::minmax(last, next)).second) {
                edges_.push_back({last, next, s.kind});
            }
            last = next;
        }
    }
}

std::vector<std::vector<std::uint32_t>> StreetPlan::around() const {
    std::vector<std::vector<std::uint32_t>> at(nodes_.size());
    for (std::uint32_t e = 0; e < edges_.size(); ++e) {
        at[edges_[e].a].push_back(e);
        at[edges_[e].b].push_back(e);
    }
    for (std::uint32_t n = 0; n < at.size(); ++n) {
        const auto angle = [&](std::uint32_t e) {
            const Point2 d = nodes_[edges_[e].a == n ? edges_[e].b : edges_[e].a] - nodes_[n];
            return std::atan2(d.y_m, d.x_m);
        };
        std::sort(at[n].begin(), at[n].end(), [&](std::uint32_t x, std::uint32_t y) { return angle(x) < angle(y); });
    }
    return at;
}

bool StreetPlan::fixed(std::uint32_t edge) const {
    const StreetKind& kind = kinds_[edges_[edge].kind];
    return kind.motorway_level || kind.elevated || kind.roundabout || kind.link;
}

void StreetPlan::forget(const std::vector<std::uint8_t>& dead) {
    std::vector<Edge> kept;
    for (std::size_t e = 0; e < edges_.size(); ++e) {
        if (dead[e] == 0) {
            kept.push_back(edges_[e]);
        }
    }
    edges_ = std::move(kept);
}

void StreetPlan::join_near_nodes(double within_m) {
    const auto at = around();
    std::vector<std::uint32_t> root(nodes_.size());
    for (std::uint32_t n = 0; n < root.size(); ++n) {
        root[n] = n;
    }
    const auto find = [&](std::uint32_t n) {
        while (root[n] != n) {
            n = root[n];
        }
        return n;
    };
    const auto rank = [&](std::uint32_t n) { // lower is stronger: the wider street's junction stays where it is
        int best = 99;
        for (const std::uint32_t e : at[n]) {
            best = std::min(best, static_cast<int>(kinds_[edges_[e].kind].cls) - (fixed(e) ? 50 : 0));
        }
        return best * 10 - static_cast<int>(std::min<std::size_t>(at[n].size(), 9));
    };
    for (std::uint32_t e = 0; e < edges_.size(); ++e) {
        const auto [a, b, kind] = edges_[e];
        if (fixed(e) || distance_m(nodes_[a], nodes_[b]) >= within_m || (at[a].size() == 2 && at[b].size() == 2)) {
            continue;
        }
        const std::uint32_t ra = find(a);
        const std::uint32_t rb = find(b);
        if (ra != rb && distance_m(nodes_[ra], nodes_[rb]) < 1.6 * within_m) {
            (rank(ra) <= rank(rb) ? root[rb] : root[ra]) = rank(ra) <= rank(rb) ? ra : rb;
        }
    }
    segments_.clear();
    for (const Edge& edge : edges_) {
        const std::uint32_t a = find(edge.a);
        const std::uint32_t b = find(edge.b);
        if (a != b) {
            segments_.push_back({nodes_[a], nodes_[b], edge.kind});
        }
    }
    planarise();
}

void StreetPlan::drop_inside_circles() {
    std::vector<std::uint8_t> dead(edges_.size(), 0);
    for (std::size_t e = 0; e < edges_.size(); ++e) {
        const Point2 middle = 0.5 * (nodes_[edges_[e].a] + nodes_[edges_[e].b]);
        for (const Circle& circle : roundabouts_) {
            if (!kinds_[edges_[e].kind].roundabout && distance_m(middle, circle.centre) < circle.radius_m - 0.5) {
                dead[e] = 1;
            }
        }
    }
    forget(dead);
}

std::vector<std::uint32_t> StreetPlan::chain(std::uint32_t edge,
                                             const std::vector<std::vector<std::uint32_t>>& at) const {
    std::vector<std::uint32_t> all{edge};
    for (const std::uint32_t start : {edges_[edge].a, edges_[edge].b}) {
        std::uint32_t node = start;
        std::uint32_t last = edge;
        while (at[node].size() == 2) {
            const std::uint32_t next = at[node][0] == last ? at[node][1] : at[node][0];
            if (next == edge) {
                break;
            }
            all.push_back(next);
            node = edges_[next].a == node ? edges_[next].b : edges_[next].a;
            last = next;
        }
    }
    return all;
}

bool StreetPlan::drop_slivers() {
    const auto at = around();
    std::vector<std::uint8_t> dead(edges_.size(), 0);
    bool any = false;
    for (std::uint32_t n = 0; n < at.size(); ++n) {
        for (std::size_t k = 0; k < at[n].size() && at[n].size() > 1; ++k) {
            const std::uint32_t e = at[n][k];
            const std::uint32_t f = at[n][(k + 1) % at[n].size()];
            const Point2 de = nodes_[edges_[e].a == n ? edges_[e].b : edges_[e].a] - nodes_[n];
            const Point2 df = nodes_[edges_[f].a == n ? edges_[f].b : edges_[f].a] - nodes_[n];
            if (dot(de, df) < 0.9 * norm(de) * norm(df) || dead[e] != 0 || dead[f] != 0) {
                continue;
            }
            const auto width = [&](std::uint32_t x) { return static_cast<int>(kinds_[edges_[x].kind].cls); };
            const std::uint32_t loser = width(e) > width(f) || (width(e) == width(f) && norm(de) < norm(df)) ? e : f;
            if (fixed(loser)) {
                continue;
            }
            for (const std::uint32_t x : chain(loser, at)) {
                if (!fixed(x)) {
                    dead[x] = 1;
                    any = true;
                }
            }
        }
    }
    forget(dead);
    return any;
}

void StreetPlan::drop_stubs(double shorter_than_m) {
    for (int round = 0; round < 6; ++round) {
        const auto at = around();
        std::vector<std::uint8_t> dead(edges_.size(), 0);
        bool any = false;
        for (std::uint32_t n = 0; n < at.size(); ++n) {
            const bool edge_of_town = nodes_[n].x_m < 12 || nodes_[n].y_m < 12 || nodes_[n].x_m > kWidthM - 12 ||
                                      nodes_[n].y_m > kDepthM - 12;
            if (at[n].size() != 1 || edge_of_town) {
                continue;
            }
            double length = 0.0;
            const auto pieces = chain(at[n][0], at);
            for (const std::uint32_t e : pieces) {
                length += distance_m(nodes_[edges_[e].a], nodes_[edges_[e].b]);
            }
            if (length < shorter_than_m) {
                for (const std::uint32_t e : pieces) {
                    dead[e] = 1;
                    any = true;
                }
            }
        }
        forget(dead);
        if (!any) {
            return;
        }
    }
}

void StreetPlan::keep_largest_part() {
    const auto at = around();
    std::vector<std::uint32_t> part(nodes_.size(), kNone);
    std::vector<std::size_t> size;
    for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
        if (part[n] != kNone || at[n].empty()) {
            continue;
        }
        const auto id = static_cast<std::uint32_t>(size.size());
        size.push_back(0);
        std::vector<std::uint32_t> stack{n};
        part[n] = id;
        while (!stack.empty()) {
            const std::uint32_t m = stack.back();
            stack.pop_back();
            ++size[id];
            for (const std::uint32_t e : at[m]) {
                const std::uint32_t o = edges_[e].a == m ? edges_[e].b : edges_[e].a;
                if (part[o] == kNone) {
                    part[o] = id;
                    stack.push_back(o);
                }
            }
        }
    }
    const auto best = static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
    std::vector<std::uint8_t> dead(edges_.size(), 0);
    for (std::size_t e = 0; e < edges_.size(); ++e) {
        dead[e] = part[edges_[e].a] != best ? 1 : 0;
    }
    forget(dead);
}

void StreetPlan::build() {
    planarise();
    drop_inside_circles();
    drop_stubs(12.0);
    join_near_nodes(17.0);
    while (drop_slivers()) {
    }
    drop_stubs(48.0);
    join_near_nodes(13.0);
    drop_slivers();
    drop_stubs(48.0);
    keep_largest_part();
}

std::vector<std::vector<std::uint32_t>> StreetPlan::faces() const {
    const auto at = around();
    const auto ground = [&](std::uint32_t e) {
        const StreetKind& kind = kinds_[edges_[e].kind];
        return !kind.motorway_level && !kind.link;
    };
    std::vector<std::vector<std::uint32_t>> result;
    std::vector<std::uint8_t> used(edges_.size() * 2, 0);
    for (std::uint32_t start = 0; start < edges_.size() * 2; ++start) {
        if (used[start] != 0 || !ground(start / 2)) {
            continue;
        }
        std::vector<std::uint32_t> ring;
        std::uint32_t half = start; // even: from a to b
        while (used[half] == 0) {
            used[half] = 1;
            const Edge& edge = edges_[half / 2];
            const std::uint32_t to = half % 2 == 0 ? edge.b : edge.a;
            ring.push_back(half % 2 == 0 ? edge.a : edge.b);
            std::size_t k = 0;
            while (at[to][k] != half / 2) {
                ++k;
            }
            do { // the next one clockwise keeps the face on the left
                k = (k + at[to].size() - 1) % at[to].size();
            } while (!ground(at[to][k]));
            half = at[to][k] * 2 + (edges_[at[to][k]].a == to ? 0U : 1U);
        }
        for (bool again = true; again && ring.size() > 3;) {
            again = false;
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const std::size_t n = ring.size();
                if (ring[i] == ring[(i + 2) % n]) { // out and back along a dead end
                    const std::size_t first = (i + 1) % n;
                    const std::size_t second = (i + 2) % n;
                    ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(std::max(first, second)));
                    ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(std::min(first, second)));
                    again = true;
                    break;
                }
            }
        }
        Path outline;
        for (const std::uint32_t n : ring) {
            outline.push_back(nodes_[n]);
        }
        if (ring.size() >= 3 && ring_area_m2(outline) > 400.0) {
            result.push_back(std::move(ring));
        }
    }
    return result;
}

} // namespace cityloom::gis::loom
