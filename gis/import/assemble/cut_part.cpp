// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/cut_part.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "gis/import/cut.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

namespace {

constexpr double kGroundM = 1'000.0; // of ground around the bounds that is kept
constexpr std::uint64_t kBorderNode = 1ULL << 62U;

class Bounds {
public:
    explicit Bounds(std::span<const Polygon> polygons) : polygons_{polygons} {
        for (const Polygon& polygon : polygons) {
            std::ranges::for_each(polygon.rings.front(), [this](Point2 p) { box_.add(p); });
        }
    }
    [[nodiscard]] bool holds(Point2 p) const {
        if (!near(p, 0.0)) {
            return false;
        }
        bool inside = false;
        for (const Polygon& polygon : polygons_) {
            bool own = false;
            for (const auto& ring : polygon.rings) { // even-odd over outer rings and holes
                own = own != ring_contains(ring, p);
            }
            inside = inside || own;
        }
        return inside;
    }
    [[nodiscard]] bool near(Point2 p, double by_m) const {
        return p.x_m >= box_.low.x_m - by_m && p.x_m <= box_.high.x_m + by_m && p.y_m >= box_.low.y_m - by_m &&
               p.y_m <= box_.high.y_m + by_m;
    }
    /// Where along a to b, between 0 and 1, the border is crossed, in order.
    [[nodiscard]] std::vector<double> crossings(Point2 a, Point2 b) const {
        std::vector<double> found;
        const Point2 way = b - a;
        for (const Polygon& polygon : polygons_) {
            for (const auto& ring : polygon.rings) {
                for (std::size_t i = 0; i < ring.size(); ++i) {
                    const Point2 side = ring[(i + 1) % ring.size()] - ring[i];
                    const double turn = cross(way, side);
                    if (turn == 0.0) {
                        continue;
                    }
                    const double t = cross(ring[i] - a, side) / turn;
                    const double s = cross(ring[i] - a, way) / turn;
                    if (t > 0.0 && t < 1.0 && s >= 0.0 && s < 1.0) {
                        found.push_back(t);
                    }
                }
            }
        }
        std::ranges::sort(found);
        return found;
    }
    [[nodiscard]] Point2 middle() const { return 0.5 * (box_.low + box_.high); }

private:
    std::span<const Polygon> polygons_;
    Extent box_;
};

std::span<const Point2> ring_of(const City& city, std::uint32_t ring) {
    const Range points = city.rings[ring].points;
    return std::span{city.points}.subspan(points.begin, points.count);
}

/// The middle of a building's first ring.
Point2 middle_of(const City& city, Range rings) {
    if (rings.count == 0) {
        return {1e300, 1e300};
    }
    Extent box;
    std::ranges::for_each(ring_of(city, rings.begin), [&box](Point2 p) { box.add(p); });
    return 0.5 * (box.low + box.high);
}

/// Whether land reaches into the bounds: a corner of it lies inside, or it lies around all of them.
bool reaches_in(const City& city, Range rings, const Bounds& bounds) {
    bool around = false;
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        const auto ring = ring_of(city, r);
        if (std::ranges::any_of(ring, [&bounds](Point2 p) { return bounds.holds(p); })) {
            return true;
        }
        around = around != (ring.size() >= 3 && ring_contains(ring, bounds.middle()));
    }
    return around;
}

/// Cuts streets at the border.
class Streets {
public:
    Streets(City& city, const Bounds& bounds) : city_{city}, bounds_{bounds} {}
    void run();
    [[nodiscard]] std::size_t cut() const { return cut_; }

private:
    using Run = std::vector<std::uint32_t>;
    [[nodiscard]] std::vector<Run> runs_of(const Street& street);
    std::uint32_t border_node(Point2 at) {
        city_.street_nodes.push_back({.id = kBorderNode + city_.street_nodes.size(), .at = at});
        return static_cast<std::uint32_t>(city_.street_nodes.size()) - 1;
    }

    City& city_;
    const Bounds& bounds_;
    std::size_t cut_ = 0;
};

std::vector<Streets::Run> Streets::runs_of(const Street& street) {
    std::vector<Run> runs;
    bool inside = false;
    for (std::uint32_t k = 0; k < street.nodes.count; ++k) {
        const std::uint32_t node = city_.street_node_refs[street.nodes.begin + k];
        const Point2 at = city_.street_nodes[node].at;
        if (k == 0) {
            inside = bounds_.holds(at);
            if (inside) {
                runs.push_back({node});
            }
            continue;
        }
        const Point2 from = city_.street_nodes[city_.street_node_refs[street.nodes.begin + k - 1]].at;
        for (const double t : bounds_.crossings(from, at)) {
            const std::uint32_t border = border_node(from + t * (at - from));
            if (inside) {
                runs.back().push_back(border);
            } else {
                runs.push_back({border});
            }
            inside = !inside;
        }
        if (inside) {
            runs.back().push_back(node);
        }
    }
    std::erase_if(runs, [](const Run& run) { return run.size() < 2; });
    return runs;
}

void Streets::run() {
    std::vector<Street> kept;
    std::vector<Range> pieces; // of each street, in `kept`
    const std::vector<Street> all = std::move(city_.streets);
    for (const Street& street : all) {
        Range own{static_cast<std::uint32_t>(kept.size()), 0};
        auto runs = runs_of(street);
        std::ranges::stable_sort(runs, std::ranges::greater{}, &Run::size); // the longest keeps the id
        for (const Run& run : runs) {
            Street piece = street;
            piece.nodes = {static_cast<std::uint32_t>(city_.street_node_refs.size()),
                           static_cast<std::uint32_t>(run.size())};
            city_.street_node_refs.insert(city_.street_node_refs.end(), run.begin(), run.end());
            if (own.count > 0) {
                piece.id = stable_id(std::to_string(street.id) + "/" + std::to_string(own.count));
            }
            kept.push_back(std::move(piece));
            ++own.count;
        }
        const auto whole = std::span{city_.street_node_refs}.subspan(street.nodes.begin, street.nodes.count);
        const bool as_it_was = runs.size() == 1 && std::ranges::equal(runs.front(), whole);
        cut_ += as_it_was || runs.empty() ? 0U : 1U;
        pieces.push_back(own);
    }
    const auto piece_at = [&](std::uint32_t street, std::uint32_t node) {
        for (std::uint32_t s = pieces[street].begin; s < pieces[street].end(); ++s) {
            const auto own = std::span{city_.street_node_refs}.subspan(kept[s].nodes.begin, kept[s].nodes.count);
            if (std::ranges::find(own, node) != own.end()) {
                return s;
            }
        }
        return kNone;
    };
    for (TurnRestriction& row : city_.restrictions) {
        row.from_street = piece_at(row.from_street, row.via_node);
        row.to_street = piece_at(row.to_street, row.via_node);
    }
    std::erase_if(city_.restrictions,
                  [](const TurnRestriction& row) { return row.from_street == kNone || row.to_street == kNone; });
    city_.street_ways -= static_cast<std::uint32_t>(all.size());
    city_.street_ways += static_cast<std::uint32_t>(kept.size());
    city_.streets = std::move(kept);
}

} // namespace

void cut_part(Part& part, std::span<const Polygon> polygons, Notes& notes) {
    if (polygons.empty()) {
        return;
    }
    const Bounds bounds{polygons};
    City& city = part.city;
    std::erase_if(city.buildings, [&](const Building& b) { return !bounds.holds(middle_of(city, b.rings)); });
    Streets streets{city, bounds};
    streets.run();
    const auto signals = [&city] {
        return static_cast<std::uint32_t>(
            std::ranges::count(city.street_nodes, NodeControl::Signal, &StreetNode::control));
    };
    const std::uint32_t all = signals();
    for (StreetNode& node : city.street_nodes) {
        node.control = bounds.holds(node.at) ? node.control : NodeControl::None;
    }
    city.signal_nodes -= std::min(city.signal_nodes, all - signals());
    std::erase_if(city.areas, [&](const Area& a) { return !reaches_in(city, a.rings, bounds); });
    std::erase_if(city.districts, [&](const District& d) { return !reaches_in(city, d.rings, bounds); });
    std::erase_if(city.lines, [&](const Line& line) {
        const auto own = std::span{city.points}.subspan(line.points.begin, line.points.count);
        return std::ranges::none_of(own, [&bounds](Point2 p) { return bounds.holds(p); });
    });
    std::erase_if(city.assets, [&](const Asset& asset) { return !bounds.holds(asset.at); });
    std::erase_if(part.samples, [&](const Point3& p) { return !bounds.near({p.x_m, p.y_m}, kGroundM); });
    std::vector<Point3> ground;
    for (std::size_t t = 0; t + 2 < part.tin.size(); t += 3) {
        if (bounds.near({part.tin[t].x_m, part.tin[t].y_m}, kGroundM)) {
            ground.insert(ground.end(), {part.tin[t], part.tin[t + 1], part.tin[t + 2]});
        }
    }
    part.tin = std::move(ground);
    if (streets.cut() > 0) {
        notes.info(part.file.filename().string(), "streets",
                   std::to_string(streets.cut()) + " were cut at the bounds and end there", "Nothing needs to be done");
    }
}

void drop_themes(Part& part, const ImportCut& cut) {
    City& city = part.city;
    const auto drop = [&cut](std::string_view theme, auto& pool) {
        if (!wants_theme(cut, theme)) {
            pool.clear();
        }
    };
    drop("buildings", city.buildings);
    drop("buildings", part.shapes);
    drop("areas", city.areas);
    drop("lines", city.lines);
    drop("assets", city.assets);
    drop("districts", city.districts);
    drop("terrain", part.samples);
    drop("terrain", part.tin);
    if (!wants_theme(cut, "streets")) {
        city.streets.clear();
        city.restrictions.clear();
        city.street_nodes.clear();
        city.street_node_refs.clear();
        city.signal_nodes = 0;
        city.street_ways = 0;
    }
}

} // namespace cityloom::gis
