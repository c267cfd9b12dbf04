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

/// Notes when vehicles come onto an edge with one lane, after a settling time.
class Counter {
public:
    Counter(const RoadNetwork& net, std::uint32_t edge, double from_s)
        : lane_{net.edges[edge].lanes.begin}, from_s_{from_s} {}
    void look(const Run& run) {
        for (const VehicleState& v : run.seen()) {
            if (v.lane == lane_ && seen_.insert(v.trip).second && run.time_s() > from_s_) {
                const double since = static_cast<double>(v.along_m) / std::max(0.5, static_cast<double>(v.speed_mps));
                times_s_.push_back(run.time_s() - since);
            }
        }
    }
    [[nodiscard]] double flow_veh_h(double to_s) const {
        return 3600.0 * static_cast<double>(times_s_.size()) / (to_s - from_s_);
    }
    [[nodiscard]] const std::vector<double>& times_s() const noexcept { return times_s_; }

private:
    std::uint32_t lane_;
    double from_s_;
    std::set<std::uint32_t> seen_;
    std::vector<double> times_s_;
};

/// What gap acceptance lets through the headways that were measured: a headway t takes floor((t - tc) / tf) + 1
/// vehicles, none below tc. With exponential headways that is HCM 2000 eq. 17-3 (Harders 1968); a stream that a
/// car-following model has driven is more even than that.
double through_headways_veh_h(const std::vector<double>& times_s, double critical_s, double follow_up_s) {
    if (times_s.size() < 2) {
        return 3600.0 / follow_up_s;
    }
    double served = 0.0;
    for (std::size_t k = 1; k < times_s.size(); ++k) {
        const double headway = times_s[k] - times_s[k - 1];
        served += headway < critical_s ? 0.0 : std::floor((headway - critical_s) / follow_up_s) + 1.0;
    }
    return 3600.0 * served / (times_s.back() - times_s.front());
}

/// The critical gap with which gap acceptance explains a capacity that was measured.
double effective_critical_gap_s(const std::vector<double>& times_s, double capacity_veh_h, double follow_up_s) {
    double low = 0.0;
    double high = 20.0;
    for (int k = 0; k < 40; ++k) {
        const double middle = 0.5 * (low + high);
        (through_headways_veh_h(times_s, middle, follow_up_s) > capacity_veh_h ? low : high) = middle;
    }
    return low;
}

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
    std::vector<double> major_times_s;
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
    const auto east = town.junction({p.number("major_m"), 0.0}, JunctionControl::DeadEnd);
    const auto north = town.junction({0.0, 500.0}, JunctionControl::DeadEnd);
    const auto middle = town.junction({0.0, 0.0});
    const auto from_west = town.edge(west, middle, {{-900.0, -kLaneM}, {-corner, -kLaneM}}, speed);
    const auto from_east = town.edge(east, middle, {{p.number("major_m"), kLaneM}, {corner, kLaneM}}, speed);
    const auto to_west = town.edge(middle, west, {{-corner, kLaneM}, {-900.0, kLaneM}}, speed);
    const auto to_north = town.edge(middle, north, {{kLaneM, corner}, {kLaneM, 500.0}}, speed);
    town.turn(
        from_west, 0, to_north, 0,
        {.kind = TurnKind::Left, .speed_mps = p.number("turn_speed_mps"), .priority = 0, .wait_m = p.number("wait_m")},
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
    return {opposed.flow_veh_h(end), turned.flow_veh_h(end), opposed.times_s()};
}

/// Four arms a quarter apart. Circulating traffic enters in the west and leaves in the east; the entry that is measured
/// is the southern one, whose traffic leaves in the north.
Flows enter_ring(double circulating_veh_h, const Parameters& p) {
    const double radius = p.number("radius_m");
    const double speed = p.number("ring_speed_mps");
    const double arm = p.number("major_m");
    constexpr double kHalf = 22.0; // degrees of a junction to either side of its arm
    NetworkBuilder town;
    std::uint32_t ends[4];
    std::uint32_t rings[4];
    std::uint32_t in[4];
    std::uint32_t away[4];
    std::uint32_t arcs[4];        // from an arm to the next one, counter-clockwise
    for (int k = 0; k < 4; ++k) { // east, north, west, south
        ends[k] = town.junction(on_circle({}, arm, 90.0 * k), JunctionControl::DeadEnd);
        rings[k] = town.junction(on_circle({}, radius, 90.0 * k));
        town.junction_at(rings[k]).roundabout = true;
    }
    for (int k = 0; k < 4; ++k) {
        const Point2 out = on_circle({}, 1.0, 90.0 * k);
        const Point2 side{-out.y_m, out.x_m};
        const auto at = [&](double from_centre, double aside) { return from_centre * out + aside * side; };
        in[k] = town.edge(ends[k], rings[k], {at(arm, kLaneM), at(radius + 9.0, 2.5)}, p.number("speed_mps"));
        away[k] = town.edge(rings[k], ends[k], {at(radius + 9.0, -2.5), at(arm, -kLaneM)}, p.number("speed_mps"));
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
    return {circulating.flow_veh_h(end), entered.flow_veh_h(end), circulating.times_s()};
}

/// The capacity at each flow of the major stream, against the formula and against the same gap acceptance fed with the
/// headways that were measured.
template <typename Measure, typename Theory>
Outcome capacity_curve(const Parameters& p, const Measure& measure, const Theory& theory) {
    const double critical = p.number("critical_gap_s");
    const double follow_up = p.number("follow_up_s");
    Outcome out{.columns = {"major_veh_h", "capacity_veh_h", "theory_veh_h", "theory_by_headways_veh_h"}};
    double own_follow_up = follow_up;
    for (const double major : p.numbers("major_veh_h")) {
        const Flows flows = measure(major);
        const double expected = theory(std::max(1.0, flows.major_veh_h));
        const double by_headways = through_headways_veh_h(flows.major_times_s, critical, follow_up);
        const std::string at = QString{"_at_%1"}.arg(major).toStdString();
        out.rows.push_back({flows.major_veh_h, flows.minor_veh_h, expected, by_headways});
        out.figures["capacity_veh_h" + at] = flows.minor_veh_h;
        out.figures["ratio" + at] = flows.minor_veh_h / expected;
        out.figures["ratio_by_headways" + at] = flows.minor_veh_h / by_headways;
        if (major > 0.0) {
            out.figures["critical_gap_s" + at] =
                effective_critical_gap_s(flows.major_times_s, flows.minor_veh_h, own_follow_up);
        } else {
            own_follow_up = 3600.0 / flows.minor_veh_h;
            out.figures["follow_up_s"] = own_follow_up;
        }
    }
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
