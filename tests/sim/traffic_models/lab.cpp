// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/traffic_models/lab.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

#include "sim/core/polyline.h"
#include "sim/core/rng.h"
#include "sim/traffic/conflicts.h"

namespace cityloom::tests::lab {

using namespace traffic;

double Parameters::number(const char* name) const {
    if (!json_[name].isDouble()) {
        qFatal("case.json: parameter %s is missing", name);
    }
    return json_[name].toDouble();
}

std::vector<double> Parameters::numbers(const char* name) const {
    std::vector<double> numbers;
    for (const QJsonValue value : json_[name].toArray()) {
        numbers.push_back(value.toDouble());
    }
    if (numbers.empty()) {
        qFatal("case.json: parameter %s is missing or no list", name);
    }
    return numbers;
}

VehicleType plain_car() {
    VehicleType type;
    type.speed_deviation = 0.0F;
    return type;
}

std::uint32_t NetworkBuilder::junction(Point2 at, JunctionControl control) {
    net_.junctions.push_back({.id = net_.junctions.size() + 1, .at = at, .control = control});
    return static_cast<std::uint32_t>(net_.junctions.size() - 1);
}

std::uint32_t NetworkBuilder::edge(std::uint32_t from, std::uint32_t to, const std::vector<Point2>& line,
                                   double speed_mps, std::uint32_t lanes) {
    const auto index = static_cast<std::uint32_t>(net_.edges.size());
    net_.edges.push_back(
        {.id = index + 1ULL,
         .from = from,
         .to = to,
         .lanes = {static_cast<std::uint32_t>(net_.lanes.size()), lanes},
         .shape = {static_cast<std::uint32_t>(net_.points.size()), static_cast<std::uint32_t>(line.size())},
         .length_m = polyline_length_m(line),
         .speed_mps = speed_mps});
    net_.points.insert(net_.points.end(), line.begin(), line.end());
    for (std::uint32_t k = 0; k < lanes; ++k) {
        net_.lanes.push_back({.edge = index, .offset_m = -3.2 * k});
    }
    return index;
}

Point2 NetworkBuilder::lane_end(std::uint32_t edge, std::uint32_t lane, bool start) const {
    const Edge& e = net_.edges[edge];
    const std::span<const Point2> line{net_.points.data() + e.shape.begin, e.shape.count};
    const PolylinePlace place = polyline_at(line, start ? 0.0 : e.length_m);
    return place.at + net_.lanes[e.lanes.begin + lane].offset_m * Point2{place.direction.y_m, -place.direction.x_m};
}

void NetworkBuilder::turn(std::uint32_t from_edge, std::uint32_t from_lane, std::uint32_t to_edge,
                          std::uint32_t to_lane, Turn traits, const std::vector<Point2>& between) {
    Drawn drawn{.turn = traits};
    drawn.line.push_back(lane_end(from_edge, from_lane, false));
    drawn.line.insert(drawn.line.end(), between.begin(), between.end());
    drawn.line.push_back(lane_end(to_edge, to_lane, true));
    drawn.turn.from_lane = net_.edges[from_edge].lanes.begin + from_lane;
    drawn.turn.to_lane = net_.edges[to_edge].lanes.begin + to_lane;
    drawn.turn.junction = net_.edges[from_edge].to;
    drawn.turn.length_m = polyline_length_m(drawn.line);
    turns_.push_back(std::move(drawn));
}

void NetworkBuilder::signal(std::uint32_t junction, std::vector<SignalPhase> phases) {
    net_.junctions[junction].control = JunctionControl::Signal;
    net_.junctions[junction].controller = static_cast<std::uint32_t>(net_.controllers.size());
    Controller controller{.junction = junction, .movements = 1, .phases = std::move(phases)};
    net_.controllers.push_back(std::move(controller));
}

RoadNetwork NetworkBuilder::build() {
    std::stable_sort(turns_.begin(), turns_.end(), [](const Drawn& a, const Drawn& b) {
        return a.turn.junction != b.turn.junction ? a.turn.junction < b.turn.junction
                                                  : a.turn.from_lane < b.turn.from_lane;
    });
    RoadNetwork net = net_;
    const auto count = [](Range& range, std::size_t index) {
        range = range.count == 0 ? Range{static_cast<std::uint32_t>(index), 1} : Range{range.begin, range.count + 1};
    };
    for (std::size_t t = 0; t < turns_.size(); ++t) {
        Turn turn = turns_[t].turn;
        turn.shape = {static_cast<std::uint32_t>(net.points.size()), static_cast<std::uint32_t>(turns_[t].line.size())};
        net.points.insert(net.points.end(), turns_[t].line.begin(), turns_[t].line.end());
        net.turns.push_back(turn);
        count(net.lanes[turn.from_lane].turns, t);
        count(net.junctions[turn.junction].turns, t);
    }
    for (std::uint32_t j = 0; j < net.junctions.size(); ++j) {
        for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
            if (net.edges[e].to == j) {
                count(net.junctions[j].incoming, net.incoming.size());
                net.incoming.push_back(e);
            }
            if (net.edges[e].from == j) {
                count(net.junctions[j].outgoing, net.outgoing.size());
                net.outgoing.push_back(e);
            }
        }
    }
    compile_conflicts(net);
    return net;
}

NetworkBuilder straight_road(const std::vector<Piece>& pieces) {
    NetworkBuilder road;
    double x = 0.0;
    std::uint32_t from = road.junction({x, 0.0}, JunctionControl::DeadEnd);
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        const Piece& piece = pieces[k];
        const bool last = k + 1 == pieces.size();
        const double end = x + piece.length_m;
        const std::uint32_t to =
            road.junction({end + 0.5 * kJointM, 0.0}, last ? JunctionControl::DeadEnd : JunctionControl::Priority);
        road.edge(from, to, {{x, 0.0}, {end, 0.0}}, piece.speed_mps, piece.lanes);
        from = to;
        x = end + kJointM;
    }
    for (std::uint32_t k = 0; k + 1 < pieces.size(); ++k) {
        for (std::uint32_t l = 0; l < std::min(pieces[k].lanes, pieces[k + 1].lanes); ++l) {
            road.turn(k, l, k + 1, l, {.speed_mps = pieces[k + 1].speed_mps, .movement = 0});
        }
    }
    return road;
}

namespace {

Workload workload(const RoadNetwork& net, const VehicleType& type, const std::vector<Stream>& streams, double step_s) {
    const CounterRng rng{1};
    Workload work{.types = {type}, .type_names = {"car"}};
    for (const Stream& stream : streams) {
        for (double t = stream.begin_s; t < stream.end_s;) {
            const std::uint64_t id = work.trips.size() + 1;
            // Departures happen at steps; who should have left between two starts as much further on, or random
            // headways would be multiples of the step.
            const bool random = stream.least_headway_s >= 0.0;
            const double late = random ? std::ceil(t / step_s) * step_s - t : 0.0;
            const auto start = static_cast<float>(5.0 + late * net.edges[stream.from_edge].speed_mps);
            const auto end = static_cast<float>(net.edges[stream.to_edge].length_m) - 10.0F;
            work.trips.push_back({.id = id,
                                  .depart = from_seconds(t),
                                  .from_edge = stream.from_edge,
                                  .to_edge = stream.to_edge,
                                  .type = 0,
                                  .from_m = start,
                                  .to_m = stream.to_m < 0.0F ? end : stream.to_m,
                                  .depart_mps = Trip::kDepartFast,
                                  .depart_lane = stream.lane});
            const double least = stream.least_headway_s;
            t += !random ? stream.headway_s
                         : least - (stream.headway_s - least) *
                                       std::log(1.0 - rng.uniform(RandomStream::TripOrigin, id, 0));
        }
    }
    std::stable_sort(work.trips.begin(), work.trips.end(),
                     [](const Trip& a, const Trip& b) { return a.depart < b.depart; });
    return work;
}

} // namespace

Run::Run(const RoadNetwork& net, const VehicleType& type, const std::vector<Stream>& streams, double step_s)
    : step_s_{step_s},
      sim_{net, workload(net, type, streams, step_s), SimulationOptions{.step = from_seconds(step_s)}} {}

void Run::step() {
    sim_.step(executor_);
    sim_.list_vehicles(seen_);
}

void Detector::look(const Run& run) {
    const std::size_t before = passages_.size();
    for (const VehicleState& v : run.seen()) {
        const auto [place, first] = last_.try_emplace(v.trip, v.at.x_m);
        if (!first && place->second < x_m_ && v.at.x_m >= x_m_) {
            const double mean = (v.at.x_m - place->second) / run.step_s();
            passages_.push_back({run.time_s() - (v.at.x_m - x_m_) / mean, mean});
        }
        place->second = v.at.x_m;
    }
    std::sort(passages_.begin() + static_cast<std::ptrdiff_t>(before), passages_.end(),
              [](const Passage& a, const Passage& b) { return a.time_s < b.time_s; });
}

double Detector::flow_veh_h(double from_s, double to_s) const {
    const auto within = std::count_if(passages_.begin(), passages_.end(),
                                      [&](const Passage& p) { return p.time_s >= from_s && p.time_s < to_s; });
    return 3600.0 * static_cast<double>(within) / (to_s - from_s);
}

void Stretch::look(const Run& run) {
    if (run.time_s() <= from_s_ || run.time_s() > to_s_) {
        return;
    }
    for (const VehicleState& v : run.seen()) {
        if (v.at.x_m >= from_m_ && v.at.x_m < to_m_) {
            distance_m_ += static_cast<double>(v.speed_mps) * run.step_s();
            time_s_ += run.step_s();
        }
    }
}

double slope(const std::vector<Point2>& points) {
    Point2 mean;
    for (const Point2 p : points) {
        mean = mean + (1.0 / static_cast<double>(points.size())) * p;
    }
    double xy = 0.0;
    double xx = 0.0;
    for (const Point2 p : points) {
        xy += (p.x_m - mean.x_m) * (p.y_m - mean.y_m);
        xx += (p.x_m - mean.x_m) * (p.x_m - mean.x_m);
    }
    return xx > 0.0 ? xy / xx : 0.0;
}

} // namespace cityloom::tests::lab
