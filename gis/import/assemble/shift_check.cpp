// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/shift_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "gis/import/assemble/box_grid.h"
#include "gis/import/china_shift.h"
#include "gis/import/polygon.h"
#include "gis/import/projection.h"

namespace cityloom::gis {

namespace {

constexpr double kEveryM = 25.0; // along a carriageway
constexpr std::size_t kMostSamples = 4000;
constexpr std::size_t kRoughSamples = 800; // where many shifts are tried
constexpr std::size_t kFewestSamples = 40; // fewer say nothing
constexpr double kSuspect = 0.08;          // of the carriageways under houses: well surveyed towns have below 0.02
constexpr double kBetter = 0.4;            // of that, at most, where the shift is right
constexpr double kReachM = 200.0;          // how far a shift is looked for
constexpr double kStepM = 10.0;

class Houses {
public:
    Houses(const City& city, Range buildings) : city_{city} {
        for (std::uint32_t b = buildings.begin; b < buildings.end(); ++b) {
            if (city.buildings[b].rings.count == 0) {
                continue;
            }
            Extent box;
            std::ranges::for_each(ring(b), [&box](Point2 p) { box.add(p); });
            grid_.add(box, b);
        }
    }
    [[nodiscard]] bool over(Point2 at) const {
        bool found = false;
        grid_.at(at, [&](std::uint32_t b) { found = found || ring_contains(ring(b), at); });
        return found;
    }

private:
    [[nodiscard]] std::span<const Point2> ring(std::uint32_t b) const {
        const Range points = city_.rings[city_.buildings[b].rings.begin].points;
        return std::span{city_.points}.subspan(points.begin, points.count);
    }
    const City& city_;
    BoxGrid grid_{60.0};
};

bool carriageway(const Street& street) {
    return street.cls <= StreetClass::LivingStreet && !street.tunnel && !street.bridge && street.layer == 0;
}

std::vector<Point2> along_streets(const City& city, Range streets) {
    std::vector<Point2> all;
    for (std::uint32_t s = streets.begin; s < streets.end(); ++s) {
        const Street& street = city.streets[s];
        for (std::uint32_t k = street.nodes.begin; carriageway(street) && k + 1 < street.nodes.end(); ++k) {
            const Point2 a = city.street_nodes[city.street_node_refs[k]].at;
            const Point2 b = city.street_nodes[city.street_node_refs[k + 1]].at;
            const double length = distance_m(a, b);
            for (double m = 0.5 * std::min(kEveryM, length); m < length; m += kEveryM) {
                all.push_back(a + (m / length) * (b - a));
            }
        }
    }
    std::vector<Point2> some;
    const std::size_t step = all.size() / kMostSamples + 1;
    for (std::size_t i = 0; i < all.size(); i += step) {
        some.push_back(all[i]);
    }
    return some;
}

struct Shares {
    double under = 1.0;  ///< of the places that lie under houses
    double beside = 0.0; ///< of those that have a house beside them
    /// Less is better: where all of the houses are moved out of the town none stands on a street either.
    [[nodiscard]] double cost() const { return under - 0.2 * beside; }
};

/// When the houses are moved by `by`. \param each how many of the places are looked at: every so many
Shares shares(const Houses& houses, const std::vector<Point2>& places, Point2 by, std::size_t each = 1) {
    constexpr double kBesideM = 20.0;
    double under = 0.0;
    double beside = 0.0;
    double all = 0.0;
    for (std::size_t i = 0; i < places.size(); i += each) {
        const Point2 at = places[i] - by;
        all += 1.0;
        if (houses.over(at)) {
            under += 1.0;
            continue;
        }
        constexpr std::array<Point2, 4> kAround{{{kBesideM, 0.0}, {-kBesideM, 0.0}, {0.0, kBesideM}, {0.0, -kBesideM}}};
        beside += std::ranges::any_of(kAround, [&](Point2 off) { return houses.over(at + off); }) ? 1.0 : 0.0;
    }
    return {under / all, beside / all};
}

struct Shift {
    Point2 by_m;
    Shares shares;
    std::string datum;       ///< whose pattern it is; empty: nobody's
    bool of_streets = false; ///< the streets are those that were moved
};

/// The shift that takes most streets out from under houses: the patterns of China first, then any.
Shift best_shift(const City& city, const Houses& houses, const std::vector<Point2>& places, const Shares& now) {
    Shift best;
    const auto to_degrees = Projector::make(city.place.wkt, "EPSG:4326");
    const Point2 origin{static_cast<double>(city.place.origin_x_m), static_cast<double>(city.place.origin_y_m)};
    const auto to_metres = Projector::make("EPSG:4326", city.place.wkt);
    if (to_degrees && to_metres) {
        for (const auto& [name, datum] :
             {std::pair{"GCJ-02", ChinaDatum::Gcj02}, std::pair{"BD-09", ChinaDatum::Bd09}}) {
            for (const bool of_streets : {false, true}) {
                std::vector<Point2> moved = places; // to where the houses would show them
                for (Point2& p : moved) {
                    const Point2 at = to_degrees->apply(p + origin);
                    p = to_metres->apply(of_streets ? from_china(datum, at) : to_china(datum, at)) - origin;
                }
                const Point2 by = places[places.size() / 2] - moved[places.size() / 2];
                const Shares found = norm(by) > 1.0 ? shares(houses, moved, {}) : Shares{};
                if (found.cost() < best.shares.cost()) {
                    best = {by, found, name, of_streets};
                }
            }
        }
    }
    // A town that is moved away altogether has no houses on its streets either, and none beside them.
    if (best.shares.under <= kBetter * now.under && best.shares.beside >= 0.8 * (now.under + now.beside)) {
        return best;
    }
    best = {};
    const std::size_t each = places.size() / kRoughSamples + 1;
    for (double x = -kReachM; x <= kReachM; x += kStepM) {
        for (double y = -kReachM; y <= kReachM; y += kStepM) {
            const Shares found = shares(houses, places, {x, y}, each);
            const double gain = best.shares.cost() - found.cost();
            if (gain > 1e-12 || (gain > -1e-12 && norm({x, y}) < norm(best.by_m))) { // the shortest of the best
                best = {{x, y}, found, {}, false};
            }
        }
    }
    return best;
}

std::string percent(double share) {
    return std::to_string(std::lround(100.0 * share)) + " %";
}

} // namespace

void check_shift(const City& city, std::span<const PartRange> parts, Notes& notes) {
    for (const PartRange& of_houses : parts) {
        for (const PartRange& of_streets : parts) {
            if (&of_houses == &of_streets || of_houses.buildings.count == 0 || of_streets.streets.count == 0) {
                continue;
            }
            const auto places = along_streets(city, of_streets.streets);
            if (places.size() < kFewestSamples) {
                continue;
            }
            const Houses houses{city, of_houses.buildings};
            const Shares now = shares(houses, places, {});
            if (now.under < kSuspect) {
                continue;
            }
            const Shift shift = best_shift(city, houses, places, now);
            const std::string what = percent(now.under) + " of the carriageways of " + of_streets.file +
                                     " lie under its buildings: the two look shifted against each other";
            if (shift.shares.under > kBetter * now.under) {
                notes.warn(of_houses.file, "buildings", what, "Check the CRS of both");
                continue;
            }
            const std::string by = std::to_string(std::lround(shift.by_m.x_m)) + " m east and " +
                                   std::to_string(std::lround(shift.by_m.y_m)) + " m north";
            notes.warn(of_houses.file, "buildings",
                       what + "; with the buildings moved by " + by + " it would be " + percent(shift.shares.under),
                       shift.datum.empty() ? "Check the CRS of both"
                       : shift.of_streets
                           ? "The streets may be in " + shift.datum + ": convert them, or import them with --crs " +
                                 shift.datum + " where the buildings are OpenStreetMap's"
                           : "The buildings may be in " + shift.datum + ": try --crs " + shift.datum);
        }
    }
}

} // namespace cityloom::gis
