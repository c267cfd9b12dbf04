// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/terrain/ground_map.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <thread>
#include <utility>

namespace cityloom::render {

Colour area_colour(gis::AreaKind kind) {
    using gis::AreaKind;
    switch (kind) {
    case AreaKind::Water:
        return rgb(0xA9C3CF);
    case AreaKind::Park:
    case AreaKind::Pitch:
        return rgb(0xC6CFB4);
    case AreaKind::Forest:
        return rgb(0xB9C5A6);
    case AreaKind::Grass:
    case AreaKind::Cemetery:
        return rgb(0xCFD6BF);
    case AreaKind::Farmland:
        return rgb(0xE1DECB);
    case AreaKind::Industrial:
    case AreaKind::Railway:
        return rgb(0xDFDCD6);
    case AreaKind::Commercial:
    case AreaKind::Retail:
        return rgb(0xE8E2D9);
    case AreaKind::School:
    case AreaKind::Hospital:
        return rgb(0xE9E1CF);
    case AreaKind::Parking:
        return rgb(0xE3E0DA);
    case AreaKind::Square:
        return rgb(0xEFEAE0);
    case AreaKind::Sand:
        return rgb(0xEADFC4);
    case AreaKind::Residential:
    case AreaKind::Other:
        break;
    }
    return rgb(0xE7E3DB);
}

double half_width_m(const gis::Street& street) {
    if (street.width_m > 1.0) {
        return 0.5 * street.width_m;
    }
    using gis::StreetClass;
    const double lanes = street.lanes_forward + street.lanes_backward;
    switch (street.cls) {
    case StreetClass::Motorway:
    case StreetClass::Trunk:
        return std::max(1.0, lanes) * 1.85 + 1.2;
    case StreetClass::Pedestrian:
        return 2.8;
    case StreetClass::LivingStreet:
        return 2.9;
    case StreetClass::Service:
        return 2.2;
    case StreetClass::Footway:
    case StreetClass::Steps:
    case StreetClass::Path:
        return 0.8;
    case StreetClass::Cycleway:
    case StreetClass::Track:
        return 1.2;
    default:
        return std::max(1.0, lanes) * 1.6;
    }
}

double pavement_m(const gis::Street& street) {
    using gis::StreetClass;
    switch (street.cls) {
    case StreetClass::Primary:
        return 3.2;
    case StreetClass::Secondary:
        return 2.8;
    case StreetClass::Tertiary:
    case StreetClass::Residential:
    case StreetClass::Unclassified:
        return 2.0;
    case StreetClass::LivingStreet:
        return 1.2;
    case StreetClass::Motorway:
    case StreetClass::Trunk:
        return 0.8;
    default:
        return 0.4;
    }
}

namespace {

constexpr int kSubRows = 4;

/// What a colour laid over others makes of each of their values.
struct Glaze {
    Colour colour;
    double opacity = 1.0;
    std::array<std::array<std::uint8_t, 256>, 3> over{};
};

// Faster than the library's, of what an int holds.
int floored(double x) {
    const int i = static_cast<int>(x);
    return i - (x < i ? 1 : 0);
}
int ceiled(double x) {
    const int i = static_cast<int>(x);
    return i + (x > i ? 1 : 0);
}

std::uint8_t mixed(std::uint8_t under, std::uint8_t colour, double share) {
    return static_cast<std::uint8_t>(under + (colour - under) * share + 0.5);
}

class Painter {
public:
    explicit Painter(GroundMap& map) : map_{map}, cover_(static_cast<std::size_t>(map.width), 0.0F) {}

    /// Paints these rows from now on, without the last.
    void begin(int first_row, int last_row) {
        first_ = first_row;
        last_ = last_row;
    }

    using Shape = std::span<const std::span<const Point2>>;

    /// Even-odd fill with exact horizontal coverage. \param lamp sets alpha to at least this where covered.
    void fill(Shape rings, Colour colour, double opacity, int lamp = 0) {
        double low = 1e12;
        double high = -1e12;
        for (const auto& ring : rings) {
            for (const Point2 p : ring) {
                low = std::min(low, p.y_m);
                high = std::max(high, p.y_m);
            }
        }
        const Rows rows = rows_of(low, high);
        if (rows.last < rows.first) {
            return;
        }
        crossings_.resize(std::max(crossings_.size(), static_cast<std::size_t>(rows.lines())));
        for (const auto& ring : rings) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
                each_crossing(rows, ring[i], ring[j],
                              [this](int line, double x) { crossings_[static_cast<std::size_t>(line)].push_back(x); });
            }
        }
        const Glaze& glaze = glaze_of(colour, opacity);
        for (int row = rows.first; row <= rows.last; ++row) {
            Span painted;
            for (int sub = 0; sub < kSubRows; ++sub) {
                auto& xs = crossings_[static_cast<std::size_t>((row - rows.first) * kSubRows + sub)];
                std::sort(xs.begin(), xs.end());
                for (std::size_t k = 0; k + 1 < xs.size(); k += 2) {
                    cover(xs[k], xs[k + 1], painted);
                }
                xs.clear();
            }
            lay(row, painted, glaze, lamp);
        }
    }

    void stroke(std::span<const Point2> path, double half_m, Colour colour, double opacity, int lamp = 0) {
        const Glaze& glaze = glaze_of(colour, opacity);
        const double reach = 2.0 * half_m; // further than any corner is from the path
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            const Point2 a = path[i];
            const Point2 b = path[i + 1];
            const Rows near = rows_of(std::min(a.y_m, b.y_m) - reach, std::max(a.y_m, b.y_m) + reach);
            Point2 u = b - a;
            const double length = norm(u);
            if (near.last < near.first || length < 1e-6) {
                continue;
            }
            u = (half_m / length) * u;
            const Point2 n{-u.y_m, u.x_m};
            // Both ends stick out by part of the width: joints close without drawing discs.
            fill_convex(std::array{a - 0.4 * u - n, b + 0.4 * u - n, b + 0.8 * u - 0.5 * n, b + 0.8 * u + 0.5 * n,
                                   b + 0.4 * u + n, a - 0.4 * u + n, a - 0.8 * u + 0.5 * n, a - 0.8 * u - 0.5 * n},
                        glaze, lamp);
        }
    }

private:
    struct Rows {
        int first = 0;
        int last = -1;
        double base_m = 0.0; ///< the first line, of kSubRows a row
        double step_m = 0.0;
        [[nodiscard]] int lines() const { return (last - first + 1) * kSubRows; }
    };
    struct Span {
        int from = std::numeric_limits<int>::max();
        int to = -1;
    };

    [[nodiscard]] Rows rows_of(double low_m, double high_m) const {
        Rows rows{std::max(first_, floored((low_m - map_.origin.y_m) / map_.pixel_m)),
                  std::min(last_ - 1, floored((high_m - map_.origin.y_m) / map_.pixel_m))};
        rows.step_m = map_.pixel_m / kSubRows;
        rows.base_m = map_.origin.y_m + rows.first * map_.pixel_m + 0.5 * rows.step_m;
        return rows;
    }

    /// \param take (line, x in pixels), for each line that an edge crosses
    template <typename Take> void each_crossing(const Rows& rows, Point2 p, Point2 q, const Take& take) const {
        const Point2 a = p.y_m < q.y_m ? p : q;
        const Point2 b = p.y_m < q.y_m ? q : p;
        const int from = std::max(0, ceiled((a.y_m - rows.base_m) / rows.step_m));
        const int to = std::min(rows.lines() - 1, ceiled((b.y_m - rows.base_m) / rows.step_m) - 1);
        if (from > to) {
            return;
        }
        const double slope = (b.x_m - a.x_m) / ((b.y_m - a.y_m) * map_.pixel_m);
        const double first = (a.x_m - map_.origin.x_m) / map_.pixel_m + (rows.base_m - a.y_m) * slope;
        for (int line = from; line <= to; ++line) {
            take(line, first + line * (rows.step_m * slope));
        }
    }

    /// The same as fill(), of a ring that no line crosses more than twice.
    void fill_convex(std::span<const Point2> ring, const Glaze& glaze, int lamp) {
        const auto [low, high] =
            std::minmax_element(ring.begin(), ring.end(), [](Point2 a, Point2 b) { return a.y_m < b.y_m; });
        const Rows rows = rows_of(low->y_m, high->y_m);
        if (rows.last < rows.first) {
            return;
        }
        constexpr std::pair kNothing{std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest()};
        extents_.assign(static_cast<std::size_t>(rows.lines()), kNothing);
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            each_crossing(rows, ring[i], ring[j], [this](int line, double x) {
                auto& [left, right] = extents_[static_cast<std::size_t>(line)];
                left = std::min(left, x);
                right = std::max(right, x);
            });
        }
        for (int row = rows.first; row <= rows.last; ++row) {
            Span painted;
            for (int sub = 0; sub < kSubRows; ++sub) {
                const auto& [left, right] = extents_[static_cast<std::size_t>((row - rows.first) * kSubRows + sub)];
                if (left <= right) {
                    cover(left, right, painted);
                }
            }
            lay(row, painted, glaze, lamp);
        }
    }

    /// Of one line between two places.
    void cover(double left, double right, Span& painted) {
        const double x0 = std::clamp(left, 0.0, static_cast<double>(map_.width));
        const double x1 = std::clamp(right, 0.0, static_cast<double>(map_.width));
        const int i0 = static_cast<int>(x0);
        const int i1 = std::min(map_.width - 1, static_cast<int>(x1));
        if (x1 > x0) {
            const auto part = [&](int i) {
                const double width = std::min(x1, i + 1.0) - std::max(x0, static_cast<double>(i));
                cover_[static_cast<std::size_t>(i)] += static_cast<float>(width / kSubRows);
            };
            if (i0 <= i1) {
                part(i0);
            }
            for (int i = i0 + 1; i < i1; ++i) {
                cover_[static_cast<std::size_t>(i)] += 1.0F / kSubRows;
            }
            if (i1 > i0) {
                part(i1);
            }
        }
        painted.from = std::min(painted.from, i0);
        painted.to = std::max(painted.to, i1);
    }

    /// Lays the colour where the row is covered, which it is no longer then.
    void lay(int row, Span painted, const Glaze& glaze, int lamp) {
        Colour* const pixels =
            map_.pixels.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(map_.width);
        for (int i = painted.from; i <= painted.to; ++i) {
            const float cover = std::exchange(cover_[static_cast<std::size_t>(i)], 0.0F);
            Colour& pixel = pixels[i];
            const bool whole = cover >= 1.0F;
            const double share = whole ? glaze.opacity : static_cast<double>(cover) * glaze.opacity;
            for (std::size_t c = 0; c < 3; ++c) {
                pixel[c] = whole ? glaze.over[c][pixel[c]] : mixed(pixel[c], glaze.colour[c], share);
            }
            if (lamp > 0) {
                pixel[3] = static_cast<std::uint8_t>(std::max<int>(pixel[3], static_cast<int>(lamp * share)));
            }
        }
    }

    /// There are few, and they stay where they are.
    const Glaze& glaze_of(Colour colour, double opacity) {
        const auto known = std::find_if(glazes_.begin(), glazes_.end(), [&](const auto& glaze) {
            return glaze->colour == colour && glaze->opacity == opacity;
        });
        if (known != glazes_.end()) {
            return **known;
        }
        auto made = std::make_unique<Glaze>(Glaze{colour, opacity, {}});
        for (std::size_t c = 0; c < 3; ++c) {
            for (std::size_t under = 0; under < made->over[c].size(); ++under) {
                made->over[c][under] = mixed(static_cast<std::uint8_t>(under), colour[c], opacity);
            }
        }
        return *glazes_.emplace_back(std::move(made));
    }

    GroundMap& map_;
    int first_ = 0;
    int last_ = 0;
    std::vector<std::vector<double>> crossings_; ///< empty between two shapes, as is the cover
    std::vector<std::pair<double, double>> extents_;
    std::vector<float> cover_; ///< of one row: 0 but while it is painted
    std::vector<std::unique_ptr<Glaze>> glazes_;
};

/// The rings of a polygon, where they lie.
void view(const gis::City& city, Range rings, std::vector<std::span<const Point2>>& out) {
    out.clear();
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        const Range p = city.rings[r].points;
        if (p.count > 0) {
            out.emplace_back(city.points.data() + p.begin, p.count);
        }
    }
}

bool shown(const gis::Street& street) {
    return !street.tunnel && street.layer >= 0 && street.cls != gis::StreetClass::Construction &&
           street.cls != gis::StreetClass::Other;
}

/// The streets in the order in which they are painted, their points one after another.
struct StreetPaths {
    struct Path {
        const gis::Street* street = nullptr;
        Range points;
        double half_m = 0.0;
        double pavement_m = 0.0;
        double low_m = 1e12; ///< of its points, northwards
        double high_m = -1e12;
        bool thin = false;
    };
    std::vector<Path> paths;
    std::vector<Point2> points;
};

StreetPaths street_paths(const gis::City& city) {
    StreetPaths all;
    std::vector<const gis::Street*> streets;
    for (const gis::Street& street : city.streets) {
        if (shown(street)) {
            streets.push_back(&street);
        }
    }
    std::ranges::stable_sort(streets, std::greater{}, &gis::Street::cls);
    all.paths.reserve(streets.size());
    for (const gis::Street* s : streets) {
        StreetPaths::Path path{
            s, {static_cast<std::uint32_t>(all.points.size()), s->nodes.count}, half_width_m(*s), pavement_m(*s)};
        path.thin = s->cls >= gis::StreetClass::Footway && s->cls != gis::StreetClass::Busway;
        for (std::uint32_t k = s->nodes.begin; k < s->nodes.end(); ++k) {
            const Point2 at = city.street_nodes[city.street_node_refs[k]].at;
            path.low_m = std::min(path.low_m, at.y_m);
            path.high_m = std::max(path.high_m, at.y_m);
            all.points.push_back(at);
        }
        all.paths.push_back(path);
    }
    return all;
}

/// What is painted, by strips of a few rows that a processor's cache holds: all of one strip is painted before the
/// next.
class Strips {
public:
    Strips(const gis::City& city, const GroundMap& map, const std::vector<std::size_t>& areas)
        : city_{city},
          streets_{street_paths(city)},
          rows_{std::clamp(kStripBytes / (static_cast<int>(sizeof(Colour)) * map.width), 16, 256)},
          of_(static_cast<std::size_t>((map.height + rows_ - 1) / rows_)) {
        const auto put = [&](std::vector<std::uint32_t> Strip::*list, std::size_t what, double low_m, double high_m) {
            const double strip_m = rows_ * map.pixel_m;
            const auto strip = [&](double y_m) {
                return floored(std::clamp((y_m - map.origin.y_m) / strip_m, -1e6, 1e6));
            };
            const int last = std::min(static_cast<int>(of_.size()) - 1, strip(high_m));
            for (int k = std::max(0, strip(low_m)); k <= last; ++k) {
                (of_[static_cast<std::size_t>(k)].*list).push_back(static_cast<std::uint32_t>(what));
            }
        };
        constexpr double kMarginM = 20.0; // a shore's line and a stream's are wider than their points
        for (const std::size_t i : areas) {
            const auto [low, high] = reach_of(city.areas[i].rings);
            put(&Strip::areas, i, low - kMarginM, high + kMarginM);
        }
        for (std::size_t i = 0; i < city.lines.size(); ++i) {
            const gis::Line& line = city.lines[i];
            const auto [low, high] = reach_of_points(line.points);
            put(&Strip::lines, i, low - kMarginM - line.width_m, high + kMarginM + line.width_m);
        }
        for (std::size_t i = 0; i < streets_.paths.size(); ++i) {
            const StreetPaths::Path& street = streets_.paths[i];
            const double reach = 2.0 * (street.half_m + street.pavement_m + 0.4);
            put(&Strip::streets, i, street.low_m - reach, street.high_m + reach);
        }
        for (std::size_t i = 0; i < city.buildings.size(); ++i) {
            const auto [low, high] = reach_of(city.buildings[i].rings);
            put(&Strip::buildings, i, low, high);
        }
    }

    [[nodiscard]] std::size_t size() const { return of_.size(); }

    void paint(std::size_t strip, const GroundMap& map, Painter& painter) const {
        const int first = static_cast<int>(strip) * rows_;
        painter.begin(first, std::min(map.height, first + rows_));
        const Strip& own = of_[strip];
        std::vector<std::span<const Point2>> rings;
        paint_land(own, painter, rings);
        for (int pass = 1; pass < 4; ++pass) { // casing, pavement, carriageway
            for (const std::uint32_t i : own.streets) {
                paint_street(streets_.paths[i], pass, painter);
            }
        }
        for (const std::uint32_t i : own.buildings) {
            view(city_, city_.buildings[i].rings, rings);
            painter.fill(rings, rgb(0xCFC8BB), 0.95);
        }
    }

private:
    static constexpr int kStripBytes = 768 << 10;
    struct Strip {
        std::vector<std::uint32_t> areas; ///< in the order in which they are painted, as all of these
        std::vector<std::uint32_t> lines;
        std::vector<std::uint32_t> streets; ///< in StreetPaths::paths
        std::vector<std::uint32_t> buildings;
    };

    [[nodiscard]] std::pair<double, double> reach_of_points(Range points) const {
        std::pair reach{1e12, -1e12};
        for (std::uint32_t k = points.begin; k < points.end(); ++k) {
            reach.first = std::min(reach.first, city_.points[k].y_m);
            reach.second = std::max(reach.second, city_.points[k].y_m);
        }
        return reach;
    }
    [[nodiscard]] std::pair<double, double> reach_of(Range rings) const {
        std::pair reach{1e12, -1e12};
        for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
            const auto [low, high] = reach_of_points(city_.rings[r].points);
            reach = {std::min(reach.first, low), std::max(reach.second, high)};
        }
        return reach;
    }

    void paint_land(const Strip& own, Painter& painter, std::vector<std::span<const Point2>>& rings) const {
        std::vector<Point2> shore;
        for (const std::uint32_t i : own.areas) {
            const gis::AreaKind kind = city_.areas[i].kind;
            view(city_, city_.areas[i].rings, rings);
            painter.fill(rings, area_colour(kind), kind == gis::AreaKind::Residential ? 0.5 : 1.0);
            if (kind == gis::AreaKind::Water) {
                for (const auto& ring : rings) { // the darker shore line of a printed map
                    shore.assign(ring.begin(), ring.end());
                    shore.push_back(shore.front());
                    painter.stroke(shore, 1.6, rgb(0x8FADBB), 0.8);
                }
            }
        }
        for (const std::uint32_t i : own.lines) {
            const gis::Line& line = city_.lines[i];
            const std::span<const Point2> course{city_.points.data() + line.points.begin, line.points.count};
            if (line.kind == gis::LineKind::Stream || line.kind == gis::LineKind::Canal) {
                painter.stroke(course, std::max(1.2, 0.5 * line.width_m), rgb(0xA9C3CF), 1.0);
            } else if (line.kind == gis::LineKind::Rail) {
                painter.stroke(course, 1.8, rgb(0xC3BEB6), 1.0);
            } else if (line.kind == gis::LineKind::Tram) {
                painter.stroke(course, 1.0, rgb(0xCFCABF), 0.8);
            }
        }
    }

    void paint_street(const StreetPaths::Path& street, int pass, Painter& painter) const {
        const gis::Street& s = *street.street;
        const std::span<const Point2> course{streets_.points.data() + street.points.begin, street.points.count};
        if (pass == 3) {
            painter.stroke(course, street.half_m,
                           street.thin                            ? rgb(0xF1EDE3)
                           : s.cls <= gis::StreetClass::Secondary ? rgb(0xFFFDF8)
                                                                  : rgb(0xFBF9F5),
                           street.thin ? 0.7 : 1.0,
                           street.thin                               ? 0
                           : s.cls <= gis::StreetClass::Secondary    ? 255
                           : s.cls <= gis::StreetClass::LivingStreet ? 165
                                                                     : 80);
        } else if (pass == 2 && !street.thin) {
            painter.stroke(course, street.half_m + street.pavement_m - 0.5, rgb(0xF0EDE6), 1.0,
                           s.cls <= gis::StreetClass::Secondary ? 150 : 95);
        } else if (pass == 1 && !street.thin) {
            painter.stroke(course, street.half_m + street.pavement_m + 0.4, rgb(0xC9C3B6), 0.6);
        }
    }

    const gis::City& city_;
    StreetPaths streets_;
    int rows_;
    std::vector<Strip> of_;
};

} // namespace

GroundMap paint_ground(const gis::City& city, std::stop_token stop) {
    GroundMap map;
    constexpr double kMarginM = 200.0;
    map.origin = city.min_corner - Point2{kMarginM, kMarginM};
    const Point2 size = city.max_corner - city.min_corner + Point2{2 * kMarginM, 2 * kMarginM};
    map.pixel_m = std::max(2.0, std::sqrt(size.x_m * size.y_m / 20e6));
    map.width = std::max(1, static_cast<int>(size.x_m / map.pixel_m));
    map.height = std::max(1, static_cast<int>(size.y_m / map.pixel_m));
    map.pixels.assign(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height), rgb(0xE9E6DF, 0));
    std::vector<std::size_t> areas(city.areas.size());
    std::iota(areas.begin(), areas.end(), std::size_t{0});
    const auto order = [&](std::size_t i) { // wide land uses below, green above, water on top, then squares and pitches
        switch (city.areas[i].kind) {
        case gis::AreaKind::Residential:
        case gis::AreaKind::Industrial:
        case gis::AreaKind::Commercial:
        case gis::AreaKind::Retail:
        case gis::AreaKind::Farmland:
        case gis::AreaKind::Other:
            return 0;
        case gis::AreaKind::Forest:
            return 1;
        case gis::AreaKind::Water:
            return 3;
        case gis::AreaKind::Square:
        case gis::AreaKind::Parking:
            return 4;
        default:
            return 2;
        }
    };
    std::stable_sort(areas.begin(), areas.end(), [&](std::size_t a, std::size_t b) { return order(a) < order(b); });
    const Strips strips{city, map, areas};
    constexpr int kWorkers = 2; // each paints the next strip that nobody has begun
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> workers;
    for (int worker = 0; worker < kWorkers; ++worker) {
        workers.emplace_back([&] {
            Painter painter{map};
            for (std::size_t strip = next++; strip < strips.size() && !stop.stop_requested(); strip = next++) {
                strips.paint(strip, map, painter);
            }
        });
    }
    workers.clear(); // joins
    return map;
}

} // namespace cityloom::render
