// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/power_feeders.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "gis/derive/open_tour.h"
#include "gis/derive/street_ways.h"

namespace cityloom::gis {

namespace {

constexpr double kLookMostM = 30'000.0;
constexpr double kNoStreet = 3.0; // where no street leads, a cable is so much longer than the air line

class Planner {
public:
    Planner(const UtilityBase& base, const std::vector<std::uint32_t>& substations, const std::vector<CableStop>& stops,
            double tie_most_m)
        : base_{base}, substations_{substations}, stops_{stops}, ways_{base.streets}, tie_most_m_{tie_most_m} {}

    void sweep(std::uint32_t substation, double feeder_w) {
        std::vector<std::uint32_t> mine;
        double load_w = 0.0;
        for (std::uint32_t s = 0; s < stops_.size(); ++s) {
            if (stops_[s].substation == substation) {
                mine.push_back(s);
                load_w += stops_[s].load_w;
            }
        }
        if (mine.empty()) {
            return;
        }
        by_bearing(substation, mine);
        const double cables = std::max(std::min(2.0, static_cast<double>(mine.size())), std::ceil(load_w / feeder_w));
        Feeder feeder{.substation = substation};
        double laid_w = 0.0;
        double next = load_w / cables;
        for (const std::uint32_t s : mine) {
            if (!feeder.stops.empty() && laid_w + 0.5 * stops_[s].load_w > next) {
                plan_.feeders.push_back(feeder);
                feeder = {.substation = substation};
                next += load_w / cables;
            }
            feeder.stops.push_back(s);
            feeder.load_w += stops_[s].load_w;
            laid_w += stops_[s].load_w;
        }
        plan_.feeders.push_back(feeder);
    }

    /// From the substation past all to the one that is farthest from it.
    void order(Feeder& feeder) {
        std::vector<std::uint32_t> places{substations_[feeder.substation]};
        for (const std::uint32_t s : feeder.stops) {
            places.push_back(stops_[s].junction);
        }
        std::vector<std::vector<double>> away;
        for (const std::uint32_t from : places) {
            ways_.look(from, places, kLookMostM);
            std::vector<double>& row = away.emplace_back();
            for (const std::uint32_t to : places) {
                row.push_back(along(from, to));
            }
        }
        const auto last = static_cast<std::size_t>(std::ranges::max_element(away[0]) - away[0].begin());
        const std::vector<std::uint32_t> stops = feeder.stops;
        feeder.stops.clear();
        for (const std::size_t k : open_tour(away, 0, std::max<std::size_t>(1, last))) {
            if (k > 0) {
                feeder.stops.push_back(stops[k - 1]);
            }
        }
    }

    /// First ends with ends of other substations, the nearest pairs first; then the ends that are left with any stop of
    /// another feeder, of another substation if there is one near.
    void tie() {
        std::vector<std::tuple<double, std::uint32_t, std::uint32_t>> pairs;
        std::vector<std::uint32_t> ends;
        for (const Feeder& feeder : plan_.feeders) {
            ends.push_back(stops_[feeder.stops.back()].junction);
        }
        for (std::uint32_t a = 0; a < ends.size(); ++a) {
            ways_.look(ends[a], ends, tie_most_m_);
            for (std::uint32_t b = a + 1; b < ends.size(); ++b) {
                if (plan_.feeders[a].substation != plan_.feeders[b].substation &&
                    ways_.away_m(ends[b]) <= tie_most_m_) {
                    pairs.emplace_back(ways_.away_m(ends[b]), a, b);
                }
            }
        }
        std::ranges::sort(pairs);
        std::vector<std::uint8_t> tied(ends.size(), 0);
        for (const auto& [away, a, b] : pairs) {
            if (tied[a] == 0 && tied[b] == 0) {
                tied[a] = tied[b] = 1;
                join(a, b, plan_.feeders[b].stops.back());
            }
        }
        std::vector<std::uint8_t> stands_in(ends.size(), 0);
        for (std::uint32_t a = 0; a < ends.size(); ++a) {
            if (tied[a] == 0) {
                tie_anywhere(a, stands_in);
            }
        }
    }

    FeederPlan plan_;

private:
    void by_bearing(std::uint32_t substation, std::vector<std::uint32_t>& mine) const {
        const Point2 at = base_.roads.junctions[substations_[substation]].at;
        std::vector<std::pair<double, std::uint32_t>> bearing;
        for (const std::uint32_t s : mine) {
            const Point2 d = base_.roads.junctions[stops_[s].junction].at - at;
            bearing.emplace_back(std::atan2(d.y_m, d.x_m), s);
        }
        std::ranges::sort(bearing);
        std::size_t begin = 0; // behind the widest gap, so that no cable goes to both sides of it
        double widest = -1.0;
        for (std::size_t k = 0; k < bearing.size(); ++k) {
            const double before = k > 0 ? bearing[k - 1].first : bearing.back().first - 2.0 * std::numbers::pi;
            if (bearing[k].first - before > widest) {
                widest = bearing[k].first - before;
                begin = k;
            }
        }
        std::ranges::rotate(bearing, bearing.begin() + static_cast<std::ptrdiff_t>(begin));
        std::ranges::transform(bearing, mine.begin(), [](const auto& b) { return b.second; });
    }

    /// After a look from there.
    [[nodiscard]] double along(std::uint32_t from, std::uint32_t to) const {
        const double away = ways_.away_m(to);
        return std::isfinite(away)
                   ? away
                   : kNoStreet * distance_m(base_.roads.junctions[from].at, base_.roads.junctions[to].at);
    }

    void join(std::uint32_t a, std::uint32_t b, std::uint32_t stop_of_b) {
        plan_.ties.push_back({plan_.feeders[a].stops.back(), stop_of_b});
        plan_.feeders[a].carries_w += plan_.feeders[b].load_w;
        plan_.feeders[b].carries_w += plan_.feeders[a].load_w;
    }

    void tie_anywhere(std::uint32_t a, std::vector<std::uint8_t>& stands_in) {
        std::vector<std::uint32_t> junctions;
        for (const CableStop& stop : stops_) {
            junctions.push_back(stop.junction);
        }
        const std::uint32_t from = stops_[plan_.feeders[a].stops.back()].junction;
        ways_.look(from, junctions, tie_most_m_);
        std::tuple<int, double, std::uint32_t, std::uint32_t> best{9, 0.0, kNone, kNone};
        for (std::uint32_t b = 0; b < plan_.feeders.size(); ++b) {
            for (const std::uint32_t s : plan_.feeders[b].stops) {
                const double away = ways_.away_m(stops_[s].junction);
                const bool same = plan_.feeders[a].substation == plan_.feeders[b].substation;
                const int rank = (same ? 2 : 0) + stands_in[b];
                if (b != a && away <= tie_most_m_) {
                    best = std::min(best, {rank, away, s, b});
                }
            }
        }
        if (const auto [rank, away, stop, b] = best; b != kNone) {
            stands_in[b] = 1;
            join(a, b, stop);
        }
    }

    const UtilityBase& base_;
    const std::vector<std::uint32_t>& substations_;
    const std::vector<CableStop>& stops_;
    StreetWays ways_;
    double tie_most_m_;
};

} // namespace

FeederPlan plan_feeders(const UtilityBase& base, const std::vector<std::uint32_t>& substations,
                        const std::vector<CableStop>& stops, double feeder_w, double tie_most_m) {
    Planner planner{base, substations, stops, tie_most_m};
    for (std::uint32_t s = 0; s < substations.size(); ++s) {
        planner.sweep(s, feeder_w);
    }
    for (Feeder& feeder : planner.plan_.feeders) {
        planner.order(feeder);
        feeder.carries_w = feeder.load_w;
    }
    planner.tie();
    return std::move(planner.plan_);
}

} // namespace cityloom::gis
