// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments on roads without junctions.
#include <algorithm>
#include <cmath>

#include "tests/sim/traffic_models/analytic.h"
#include "tests/sim/traffic_models/experiments.h"

namespace cityloom::tests::lab {

using namespace traffic;

namespace {

struct State {
    double flow_veh_h = 0.0;
    double density_veh_km = 0.0;
};

/// Feeds a road of one lane and looks at a stretch of it when the stream is steady.
State steady_state(const std::vector<Piece>& pieces, double headway_s, double from_m, double to_m,
                   const Parameters& p) {
    const double settle = p.number("settle_s");
    const double end = settle + p.number("measure_s");
    NetworkBuilder road = straight_road(pieces);
    Run run{road.build(),
            plain_car(),
            {{.from_edge = 0,
              .to_edge = static_cast<std::uint32_t>(pieces.size() - 1),
              .end_s = end,
              .headway_s = headway_s}},
            p.number("step_s")};
    Stretch stretch{from_m, to_m, settle, end};
    while (run.time_s() < end) {
        run.step();
        stretch.look(run);
    }
    return {stretch.flow_veh_h(), stretch.density_veh_km()};
}

} // namespace

Outcome fundamental_diagram(const Parameters& p) {
    const double speed = p.number("speed_mps");
    const VehicleType car = plain_car();
    const double capacity = capacity_veh_h(car, speed);
    Outcome out{.columns = {"state", "density_veh_km", "flow_veh_h", "theory_veh_h"}};
    double worst_free = 0.0;
    double worst_congested = 0.0;
    double most = 0.0;
    const auto note = [&](bool congested, const State& s) {
        const double theory = equilibrium_flow_veh_h(car, s.density_veh_km, speed);
        double& worst = congested ? worst_congested : worst_free;
        worst = std::max(worst, std::abs(s.flow_veh_h / theory - 1.0));
        most = std::max(most, s.flow_veh_h);
        out.rows.push_back({congested ? 1.0 : 0.0, s.density_veh_km, s.flow_veh_h, theory});
    };
    const double length = p.number("length_m");
    for (const double flow : p.numbers("flows_veh_h")) {
        note(false, steady_state({{length, speed}}, 3600.0 / flow, 0.6 * length, 0.8 * length, p));
    }
    // Behind a stretch with a lower limit, traffic drives as that lets through.
    for (const double slow : p.numbers("bottleneck_speeds_mps")) {
        const double queue = p.number("queue_m");
        note(true,
             steady_state({{queue, speed}, {1000.0, slow}}, p.number("queue_headway_s"), 0.4 * queue, 0.8 * queue, p));
    }
    for (double density = 2.0; density <= 153.0; density += 1.0) { // state 2: the model's own curve, for the plot
        const double theory = equilibrium_flow_veh_h(car, density, speed);
        out.rows.push_back({2.0, density, theory, theory});
    }
    out.figures = {{"capacity_theory_veh_h", capacity},
                   {"highest_flow_veh_h", most},
                   {"highest_flow_ratio", most / capacity},
                   {"worst_free", worst_free},
                   {"worst_congested", worst_congested}};
    return out;
}

Outcome lane_drop(const Parameters& p) {
    const double speed = p.number("speed_mps");
    const double wide = p.number("wide_m");
    const double end = p.number("fed_for_s");
    const double headway = 2.0 * 3600.0 / p.number("flow_veh_h");
    const auto stream = [&](std::int8_t lane) {
        return Stream{.from_edge = 0,
                      .to_edge = 1,
                      .begin_s = lane * 0.5 * headway,
                      .end_s = end,
                      .headway_s = headway,
                      .lane = lane};
    };
    NetworkBuilder road = straight_road({{wide, speed, 2}, {1500.0, speed, 1}});
    if (p.number("zipper") > 0.0) { // both lanes lead on and meet behind the line
        road.turn(0, 1, 1, 0, {.speed_mps = speed});
    }
    Run run{road.build(), plain_car(), {stream(0), stream(1)}, p.number("step_s")};
    Detector counted{wide + 500.0};
    std::uint64_t overlaps = 0;
    while (run.time_s() < 4.0 * end && run.sim().counts().arrived < run.sim().trips().size()) {
        run.step();
        counted.look(run);
        overlaps += run.sim().count_overlaps();
    }
    const double from = p.number("measure_from_s");
    const double flow = counted.flow_veh_h(from, end);
    const double capacity = capacity_veh_h(plain_car(), speed);
    Outcome out{.columns = {"time_s", "flow_veh_h"}};
    for (double t = 0.0; t < end; t += 60.0) {
        out.rows.push_back({t + 30.0, counted.flow_veh_h(t, t + 60.0)});
    }
    out.figures = {{"flow_veh_h", flow},
                   {"capacity_theory_veh_h", capacity},
                   {"flow_ratio", flow / capacity},
                   {"overlaps", static_cast<double>(overlaps)},
                   {"missing", static_cast<double>(run.sim().trips().size() - run.sim().counts().arrived)}};
    return out;
}

} // namespace cityloom::tests::lab
