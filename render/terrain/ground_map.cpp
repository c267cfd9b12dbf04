// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/terrain/ground_map.h"

#include <algorithm>
#include <array>
#include <cmath>
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

class Painter {
public:
    Painter(GroundMap& map, int first_row, int last_row) : map_{map}, first_{first_row}, last_{last_row} {}

    /// Even-odd fill with exact horizontal coverage. \param lamp sets alpha to at least this where covered.
    void fill(std::span<const std::vector<Point2>> rings, Colour colour, double opacity, int lamp = 0) {
        double low = 1e12;
        double high = -1e12;
        for (const auto& ring : rings) {
            for (const Point2 p : ring) {
                low = std::min(low, p.y_m);
                high = std::max(high, p.y_m);
            }
        }
        const int row0 = std::max(first_, static_cast<int>(std::floor((low - map_.origin.y_m) / map_.pixel_m)));
        const int row1 = std::min(last_ - 1, static_cast<int>(std::floor((high - map_.origin.y_m) / map_.pixel_m)));
        if (row1 < row0) {
            return;
        }
        crossings_.resize(std::max(crossings_.size(), static_cast<std::size_t>((row1 - row0 + 1) * kSubRows)));
        cover_.resize(static_cast<std::size_t>(map_.width), 0.0F);
        const double step = map_.pixel_m / kSubRows;
        const double base = map_.origin.y_m + row0 * map_.pixel_m + 0.5 * step;
        const int lines = (row1 - row0 + 1) * kSubRows;
        for (const auto& ring : rings) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
                const Point2 a = ring[i].y_m < ring[j].y_m ? ring[i] : ring[j];
                const Point2 b = ring[i].y_m < ring[j].y_m ? ring[j] : ring[i];
                const int from = std::max(0, static_cast<int>(std::ceil((a.y_m - base) / step)));
                const int to = std::min(lines - 1, static_cast<int>(std::ceil((b.y_m - base) / step)) - 1);
                for (int line = from; line <= to; ++line) {
                    const double t = (base + line * step - a.y_m) / (b.y_m - a.y_m);
                    crossings_[static_cast<std::size_t>(line)].push_back(
                        (a.x_m + t * (b.x_m - a.x_m) - map_.origin.x_m) / map_.pixel_m);
                }
            }
        }
        for (int row = row0; row <= row1; ++row) {
            int from = map_.width;
            int to = -1;
            for (int sub = 0; sub < kSubRows; ++sub) {
                auto& xs = crossings_[static_cast<std::size_t>((row - row0) * kSubRows + sub)];
                std::sort(xs.begin(), xs.end());
                for (std::size_t k = 0; k + 1 < xs.size(); k += 2) {
                    const double x0 = std::clamp(xs[k], 0.0, static_cast<double>(map_.width));
                    const double x1 = std::clamp(xs[k + 1], 0.0, static_cast<double>(map_.width));
                    const int i0 = static_cast<int>(x0);
                    const int i1 = std::min(map_.width - 1, static_cast<int>(x1));
                    for (int i = i0; i <= i1 && x1 > x0; ++i) {
                        const double part = std::min(x1, i + 1.0) - std::max(x0, static_cast<double>(i));
                        cover_[static_cast<std::size_t>(i)] += static_cast<float>(part / kSubRows);
                    }
                    from = std::min(from, i0);
                    to = std::max(to, i1);
                }
                xs.clear();
            }
            for (int i = from; i <= to; ++i) {
                const float cover = std::exchange(cover_[static_cast<std::size_t>(i)], 0.0F);
                blend(map_.pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(map_.width) +
                                  static_cast<std::size_t>(i)],
                      colour, std::min(1.0, static_cast<double>(cover)) * opacity, lamp);
            }
        }
    }

    void stroke(std::span<const Point2> path, double half_m, Colour colour, double opacity, int lamp = 0) {
        std::vector<std::vector<Point2>> shape(1);
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            Point2 u = path[i + 1] - path[i];
            const double length = norm(u);
            if (length < 1e-6) {
                continue;
            }
            u = (half_m / length) * u;
            const Point2 n{-u.y_m, u.x_m};
            const Point2 a = path[i];
            const Point2 b = path[i + 1];
            // Both ends stick out by part of the width: joints close without drawing discs.
            shape[0] = {a - 0.4 * u - n, b + 0.4 * u - n, b + 0.8 * u - 0.5 * n, b + 0.8 * u + 0.5 * n,
                        b + 0.4 * u + n, a - 0.4 * u + n, a - 0.8 * u + 0.5 * n, a - 0.8 * u - 0.5 * n};
            fill(shape, colour, opacity, lamp);
        }
    }

private:
    static void blend(Colour& pixel, Colour colour, double share, int lamp) {
        for (std::size_t c = 0; c < 3; ++c) {
            pixel[c] = static_cast<std::uint8_t>(pixel[c] + (colour[c] - pixel[c]) * share + 0.5);
        }
        if (lamp > 0) {
            pixel[3] = static_cast<std::uint8_t>(std::max<int>(pixel[3], static_cast<int>(lamp * share)));
        }
    }

    GroundMap& map_;
    int first_;
    int last_;
    std::vector<std::vector<double>> crossings_; ///< empty between two shapes, as are those below
    std::vector<float> cover_;                   ///< of one row: 0 but while it is painted
};

std::vector<std::vector<Point2>> polygon(const gis::City& city, Range rings) {
    std::vector<std::vector<Point2>> out;
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        const Range p = city.rings[r].points;
        out.emplace_back(city.points.begin() + p.begin, city.points.begin() + p.end());
    }
    return out;
}

bool shown(const gis::Street& street) {
    return !street.tunnel && street.layer >= 0 && street.cls != gis::StreetClass::Construction &&
           street.cls != gis::StreetClass::Other;
}

void paint_band(const gis::City& city, GroundMap& map, const std::vector<std::size_t>& areas,
                const std::vector<std::size_t>& streets, int row0, int row1, const std::stop_token& stop) {
    Painter painter{map, row0, row1};
    // What lies in the other bands alone need not be copied; a shore's line is wider than its ring.
    constexpr double kMarginM = 20.0;
    const double south = map.origin.y_m + row0 * map.pixel_m - kMarginM;
    const double north = map.origin.y_m + row1 * map.pixel_m + kMarginM;
    const auto here = [&](Range rings) {
        bool above = false;
        bool below = false;
        for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
            const Range points = city.rings[r].points;
            for (std::uint32_t k = points.begin; k < points.end() && !(above && below); ++k) {
                above = above || city.points[k].y_m >= south;
                below = below || city.points[k].y_m <= north;
            }
        }
        return above && below;
    };
    for (const std::size_t i : areas) {
        if (!here(city.areas[i].rings)) {
            continue;
        }
        const auto rings = polygon(city, city.areas[i].rings);
        const Colour colour = area_colour(city.areas[i].kind);
        painter.fill(rings, colour, city.areas[i].kind == gis::AreaKind::Residential ? 0.5 : 1.0);
        if (city.areas[i].kind == gis::AreaKind::Water) {
            for (auto ring : rings) { // the darker shore line of a printed map
                ring.push_back(ring.front());
                painter.stroke(ring, 1.6, rgb(0x8FADBB), 0.8);
            }
        }
    }
    for (const gis::Line& line : city.lines) {
        const std::span<const Point2> path{city.points.data() + line.points.begin, line.points.count};
        if (line.kind == gis::LineKind::Stream || line.kind == gis::LineKind::Canal) {
            painter.stroke(path, std::max(1.2, 0.5 * line.width_m), rgb(0xA9C3CF), 1.0);
        } else if (line.kind == gis::LineKind::Rail) {
            painter.stroke(path, 1.8, rgb(0xC3BEB6), 1.0);
        } else if (line.kind == gis::LineKind::Tram) {
            painter.stroke(path, 1.0, rgb(0xCFCABF), 0.8);
        }
    }
    std::vector<Point2> path;
    const auto trace = [&](const gis::Street& s) {
        path.clear();
        for (std::uint32_t k = s.nodes.begin; k < s.nodes.end(); ++k) {
            path.push_back(city.street_nodes[city.street_node_refs[k]].at);
        }
    };
    for (int pass = 1; pass < 4 && !stop.stop_requested(); ++pass) { // casing, pavement, carriageway
        for (const std::size_t i : streets) {
            const gis::Street& s = city.streets[i];
            const bool thin = s.cls >= gis::StreetClass::Footway && s.cls != gis::StreetClass::Busway;
            trace(s);
            const double half = half_width_m(s);
            if (pass == 1 && !thin) {
                painter.stroke(path, half + pavement_m(s) + 0.4, rgb(0xC9C3B6), 0.6);
            } else if (pass == 2 && !thin) {
                painter.stroke(path, half + pavement_m(s) - 0.5, rgb(0xF0EDE6), 1.0,
                               s.cls <= gis::StreetClass::Secondary ? 150 : 95);
            } else if (pass == 3) {
                painter.stroke(path, half,
                               thin                                   ? rgb(0xF1EDE3)
                               : s.cls <= gis::StreetClass::Secondary ? rgb(0xFFFDF8)
                                                                      : rgb(0xFBF9F5),
                               thin ? 0.7 : 1.0,
                               thin                                      ? 0
                               : s.cls <= gis::StreetClass::Secondary    ? 255
                               : s.cls <= gis::StreetClass::LivingStreet ? 165
                                                                         : 80);
            }
        }
    }
    for (const gis::Building& b : city.buildings) {
        if (b.rings.count > 0 && here(b.rings)) {
            painter.fill(polygon(city, b.rings), rgb(0xCFC8BB), 0.95);
        }
    }
}

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
    std::vector<std::size_t> streets;
    for (std::size_t i = 0; i < city.streets.size(); ++i) {
        if (shown(city.streets[i])) {
            streets.push_back(i);
        }
    }
    std::stable_sort(streets.begin(), streets.end(),
                     [&](std::size_t a, std::size_t b) { return city.streets[a].cls > city.streets[b].cls; });
    constexpr int kBands = 2; // each thread paints its own rows of the one picture
    std::vector<std::jthread> workers;
    for (int band = 0; band < kBands; ++band) {
        workers.emplace_back([&, band] {
            paint_band(city, map, areas, streets, map.height * band / kBands, map.height * (band + 1) / kBands, stop);
        });
    }
    workers.clear(); // joins
    return map;
}

} // namespace cityloom::render
