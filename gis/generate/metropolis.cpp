// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/generate/metropolis.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "gis/generate/metropolis_junction.h"

namespace cityloom::gis {

using traffic::Edge;

namespace {

/// What runs along one line of the chessboard.
struct Line {
    std::uint32_t lanes = 1;
    double mps = 11.1;
    std::uint8_t rank = 5;
};

class Builder {
public:
    explicit Builder(const MetropolisPlan& plan) : plan_{plan} {
        plan_.side = std::max(2U, plan_.side);
        plan_.arterial_every = std::max(2U, plan_.arterial_every);
        plan_.arterial_lanes = std::clamp(plan_.arterial_lanes, 2U, 3U);
    }

    Metropolis build() {
        Metropolis city{.plan = plan_};
        traffic::RoadNetwork& net = city.net;
        const std::uint32_t n = plan_.side;
        city.leaving.assign(std::size_t{n} * n, {kNone, kNone, kNone, kNone});
        for (std::uint32_t j = 0; j < n * n; ++j) {
            net.junctions.push_back({.id = j + 1, .at = {plan_.block_m * column(j), plan_.block_m * row(j)}});
        }
        for (std::uint32_t j = 0; j < n * n; ++j) {
            for (std::uint32_t arm = 0; arm < 4; ++arm) {
                if (neighbour(j, arm) != kNone) {
                    add_edge(city, j, arm);
                }
            }
        }
        JunctionLayer layer{net, plan_.cycle_s};
        for (std::uint32_t j = 0; j < n * n; ++j) {
            CrossArms arms;
            for (std::uint32_t arm = 0; arm < 4; ++arm) {
                const std::uint32_t other = neighbour(j, arm);
                if (other != kNone) {
                    arms.out[arm] = city.leaving[j][arm];
                    arms.in[arm] = city.leaving[other][(arm + 2) % 4];
                }
            }
            arms.setback_m = setback_m(j);
            // Those who go north or east at the arterials' speed meet the same moment of the cycle everywhere.
            const double along = plan_.block_m * (column(j) + row(j)) / (0.8 * plan_.arterial_mps);
            arms.offset_s = std::floor(std::fmod(along, plan_.cycle_s));
            layer.lay(j, arms);
        }
        for (const Edge& edge : net.edges) {
            city.lane_km += 1e-3 * edge.length_m * edge.lanes.count;
            net.length_km += 1e-3 * edge.length_m;
        }
        net.connected_share = 1.0;
        net.connected_share_with_gateways = 1.0;
        return city;
    }

private:
    /// Of a junction, counted from the west and from the south.
    [[nodiscard]] double column(std::uint32_t j) const { return static_cast<double>(j % plan_.side); }
    [[nodiscard]] double row(std::uint32_t j) const { return static_cast<double>(j / plan_.side); }
    [[nodiscard]] std::uint32_t neighbour(std::uint32_t j, std::uint32_t arm) const {
        const std::uint32_t n = plan_.side;
        const std::uint32_t x = j % n;
        const std::uint32_t y = j / n;
        switch (arm) {
        case 0:
            return x + 1 < n ? j + 1 : kNone;
        case 1:
            return y + 1 < n ? j + n : kNone;
        case 2:
            return x > 0 ? j - 1 : kNone;
        default:
            return y > 0 ? j - n : kNone;
        }
    }
    /// The line \p across of the board, at \p along on it.
    [[nodiscard]] Line line(std::uint32_t across, std::uint32_t along) const {
        const std::uint32_t n = plan_.side;
        const std::uint32_t k = plan_.arterial_every;
        for (const std::uint32_t share : {8U, 3U}) { // the rings: this part of the side from the edge
            const std::uint32_t at = n / share / k * k + k / 2;
            if ((across == at || across == n - 1 - at) && along >= at && along <= n - 1 - at && at < n / 2) {
                return {plan_.arterial_lanes, plan_.ring_mps, 1};
            }
        }
        return across % k == k / 2 ? Line{plan_.arterial_lanes, plan_.arterial_mps, 2} : Line{1, plan_.local_mps, 5};
    }
    [[nodiscard]] Line line_of(std::uint32_t j, std::uint32_t arm) const {
        const std::uint32_t a = j;
        const std::uint32_t b = neighbour(j, arm);
        const std::uint32_t n = plan_.side;
        const bool east_west = arm % 2 == 0;
        // The same answer from both ends.
        const std::uint32_t low = std::min(a, b);
        const std::uint32_t high = std::max(a, b);
        const Line first = east_west ? line(low / n, low % n) : line(low % n, low / n);
        const Line second = east_west ? line(high / n, high % n) : line(high % n, high / n);
        return first.mps < second.mps ? first : second;
    }
    [[nodiscard]] double setback_m(std::uint32_t j) const {
        std::uint32_t widest = 1;
        for (std::uint32_t arm = 0; arm < 4; ++arm) {
            widest = neighbour(j, arm) != kNone ? std::max(widest, line_of(j, arm).lanes) : widest;
        }
        return kMetropolisLaneM * widest + 4.0;
    }
    void add_edge(Metropolis& city, std::uint32_t j, std::uint32_t arm) const {
        traffic::RoadNetwork& net = city.net;
        const std::uint32_t other = neighbour(j, arm);
        const Line street = line_of(j, arm);
        const auto e = static_cast<std::uint32_t>(net.edges.size());
        const Point2 way = arm_direction(arm);
        Edge edge{.id = e + 1, .street_id = e + 1, .from = j, .to = other};
        edge.lanes = {static_cast<std::uint32_t>(net.lanes.size()), street.lanes};
        edge.shape = {static_cast<std::uint32_t>(net.points.size()), 2};
        net.points.push_back(net.junctions[j].at + setback_m(j) * way);
        net.points.push_back(net.junctions[other].at - setback_m(other) * way);
        edge.length_m = distance_m(net.points[edge.shape.begin], net.points[edge.shape.begin + 1]);
        edge.speed_mps = street.mps;
        edge.rank = street.rank;
        for (std::uint32_t k = 0; k < street.lanes; ++k) {
            net.lanes.push_back({.edge = e, .offset_m = metropolis_lane_offset_m(street.lanes, k)});
        }
        city.leaving[j][arm] = e;
        net.edges.push_back(edge);
    }

    MetropolisPlan plan_;
};

} // namespace

Metropolis build_metropolis(const MetropolisPlan& plan) {
    return Builder{plan}.build();
}

} // namespace cityloom::gis
