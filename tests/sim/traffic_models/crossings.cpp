// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments at junctions where one stream gives way to another.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "tests/sim/traffic_models/analytic.h"
#include "tests/sim/traffic_models/experiments.h"

namespace cityloom::tests::lab {

using namespace traffic;

namespace {

constexpr double kLaneM = 1.75; // from the middle of the street to the middle of a lane

/// Vehicles that appear on an edge with one lane, after a settling time.
class Counter {
public:
    Counter(const RoadNetwork& net, std::uint32_t edge, double from_s)
        : lane_{net.edges[edge].lanes.begin}, from_s_{from_s} {}
    void look(const Run& run) {
        for (const VehicleState& v : run.seen()) {
            if (v.lane == lane_ && seen_.insert(v.trip).second && run.time_s() > from_s_) {
                ++count_;
            }
        }
    }
    [[nodiscard]] double flow_veh_h(double to_s) const { return 3600.0 * count_ / (to_s - from_s_); }

private:
    std::uint32_t lane_;
    double from_s_;
    std::set<std::uint32_t> seen_;
    double count_ = 0.0;
};

Point2 on_circle(Point2 centre, double radius_m, double degrees) {
    const double angle = degrees * std::numbers::pi / 180.0;
    return centre + radius_m * Point2{std::cos(angle), std::sin(angle)};
}

std::vector<Point2> arc(Point2 centre, double radius_m, double from_degrees, double to_degrees) {
    std::vector<Point2> points;
    for (int k = 0; k <= 8; ++k) {
        points.push_back(on_circle(centre, radius_m, from_degrees + (to_degrees - from_degrees) * k / 8.0));
    }
    return points;
}

struct Flows {
    double major_veh_h = 0.0; ///< measured
    double minor_veh_h = 0.0; ///< the capacity, since its queue never ends
};

/// A saturated stream and one with exponential headways above a least one.
std::vector<Stream> streams(std::uint32_t minor_from, std::uint32_t minor_to, std::uint32_t major_from,
                            std::uint32_t major_to, double major_veh_h, const Parameters& p) {
    const double end = p.number("settle_s") + p.number("measure_s");
    std::vector<Stream> streams{{.from_edge = minor_from, .to_edge = minor_to, .end_s = end, .headway_s = 2.2}};
    if (major_veh_h > 0.0) {
        streams.push_back({.from_edge = major_from,
                           .to_edge = major_to,
                           .end_s = end,
                           .headway_s = 3600.0 / major_veh_h,
                           .least_headway_s = p.number("least_headway_s")});
    }
    return streams;
}

Flows cross_left(double opposing_veh_h, const Parameters& p) {
    const double speed = p.number("speed_mps");
    const double corner = p.number("corner_m");
    NetworkBuilder town;
    const auto west = town.junction({-900.0, 0.0}, JunctionControl::DeadEnd);
    const auto east = town.junction({1200.0, 0.0}, JunctionControl::DeadEnd);
    const auto north = town.junction({0.0, 500.0}, JunctionControl::DeadEnd);
    const auto middle = town.junction({0.0, 0.0});
    const auto from_west = town.edge(west, middle, {{-900.0, -kLaneM}, {-corner, -kLaneM}}, speed);
    const auto from_east = town.edge(east, middle, {{1200.0, kLaneM}, {corner, kLaneM}}, speed);
    const auto to_west = town.edge(middle, west, {{-corner, kLaneM}, {-900.0, kLaneM}}, speed);
    const auto to_north = town.edge(middle, north, {{kLaneM, corner}, {kLaneM, 500.0}}, speed);
    town.turn(from_west, 0, to_north, 0,
              {.kind = TurnKind::Left, .speed_mps = p.number("turn_speed_mps"), .priority = 0},
              arc({-corner, corner}, corner + kLaneM, -80.0, -10.0));
    town.turn(from_east, 0, to_west, 0, {.speed_mps = speed, .priority = 1});
    const RoadNetwork net = town.build();
    const double settle = p.number("settle_s");
    const double end = settle + p.number("measure_s");
    Run run{net, plain_car(), streams(from_west, to_north, from_east, to_west, opposing_veh_h, p), p.number("step_s")};
    Counter turned{net, to_north, settle};
    Counter opposed{net, to_west, settle};
    while (run.time_s() < end) {
        run.step();
        turned.look(run);
        opposed.look(run);
    }
    return {opposed.flow_veh_h(end), turned.flow_veh_h(end)};
}

/// Four arms a quarter apart. Circulating traffic enters in the west and leaves in the east; the entry that is measured
/// is the southern one, whose traffic leaves in the north.
Flows enter_ring(double circulating_veh_h, const Parameters& p) {
    const double radius = p.number("radius_m");
    const double speed = p.number("ring_speed_mps");
    constexpr double kHalf = 22.0; // degrees of a junction to either side of its arm
    NetworkBuilder town;
    std::uint32_t ends[4];
    std::uint32_t rings[4];
    std::uint32_t in[4];
    std::uint32_t away[4];
    std::uint32_t arcs[4];        // from an arm to the next one, counter-clockwise
    for (int k = 0; k < 4; ++k) { // east, north, west, south
        ends[k] = town.junction(on_circle({}, 900.0, 90.0 * k), JunctionControl::DeadEnd);
        rings[k] = town.junction(on_circle({}, radius, 90.0 * k));
        town.junction_at(rings[k]).roundabout = true;
    }
    for (int k = 0; k < 4; ++k) {
        const Point2 out = on_circle({}, 1.0, 90.0 * k);
        const Point2 side{-out.y_m, out.x_m};
        const auto at = [&](double from_centre, double aside) { return from_centre * out + aside * side; };
        in[k] = town.edge(ends[k], rings[k], {at(900.0, kLaneM), at(radius + 9.0, 2.5)}, p.number("speed_mps"));
        away[k] = town.edge(rings[k], ends[k], {at(radius + 9.0, -2.5), at(900.0, -kLaneM)}, p.number("speed_mps"));
        arcs[k] =
            town.edge(rings[k], rings[(k + 1) % 4], arc({}, radius, 90.0 * k + kHalf, 90.0 * (k + 1) - kHalf), speed);
        town.at(arcs[k]).roundabout = true;
    }
    for (int k = 0; k < 4; ++k) {
        const std::uint32_t before = arcs[(k + 3) % 4];
        town.turn(before, 0, arcs[k], 0, {.speed_mps = speed, .priority = 1},
                  arc({}, radius, 90.0 * k - 0.8 * kHalf, 90.0 * k + 0.8 * kHalf));
        town.turn(before, 0, away[k], 0, {.kind = TurnKind::Right, .speed_mps = speed, .priority = 1});
        town.turn(in[k], 0, arcs[k], 0, {.kind = TurnKind::Right, .speed_mps = speed, .priority = 0});
    }
    const RoadNetwork net = town.build();
    const double settle = p.number("settle_s");
    const double end = settle + p.number("measure_s");
    Run run{net, plain_car(), streams(in[3], away[1], in[2], away[0], circulating_veh_h, p), p.number("step_s")};
    Counter circulating{net, arcs[2], settle};
    Counter entered{net, away[1], settle};
    while (run.time_s() < end) {
        run.step();
        circulating.look(run);
        entered.look(run);
    }
    return {circulating.flow_veh_h(end), entered.flow_veh_h(end)};
}

template <typename Measure, typename Theory>
Outcome capacity_curve(const Parameters& p, const Measure& measure, const Theory& theory) {
    Outcome out{.columns = {"major_veh_h", "capacity_veh_h", "theory_veh_h"}};
    double worst = 0.0;
    for (const double major : p.numbers("major_veh_h")) {
        const Flows flows = measure(major);
        const double expected = theory(std::max(1.0, flows.major_veh_h));
        worst = std::max(worst, std::abs(flows.minor_veh_h / expected - 1.0));
        out.rows.push_back({flows.major_veh_h, flows.minor_veh_h, expected});
        out.figures[QString{"capacity_veh_h_at_%1"}.arg(major).toStdString()] = flows.minor_veh_h;
        out.figures[QString{"ratio_at_%1"}.arg(major).toStdString()] = flows.minor_veh_h / expected;
    }
    out.figures["worst"] = worst;
    return out;
}

} // namespace

Outcome left_turn(const Parameters& p) {
    return capacity_curve(
        p, [&](double flow) { return cross_left(flow, p); },
        [&](double flow) { return gap_acceptance_veh_h(flow, p.number("critical_gap_s"), p.number("follow_up_s")); });
}

Outcome roundabout_entry(const Parameters& p) {
    return capacity_curve(
        p, [&](double flow) { return enter_ring(flow, p); }, roundabout_entry_veh_h);
}

} // namespace cityloom::tests::lab
