// SPDX-License-Identifier: GPL-3.0-or-later
// What the experiments share: networks drawn by hand, streams of vehicles, and instruments beside the road.
#pragma once

#include <QJsonObject>

#include <map>
#include <string>
#include <vector>

#include "sim/core/executor.h"
#include "sim/traffic/micro/simulation.h"

namespace cityloom::tests::lab {

/// What a case file lays down for its experiment; a figure that is not there ends the test.
class Parameters {
public:
    explicit Parameters(QJsonObject json) : json_{std::move(json)} {}
    [[nodiscard]] double number(const char* name) const;
    [[nodiscard]] std::vector<double> numbers(const char* name) const;

private:
    QJsonObject json_;
};

/// What an experiment brings back: the figures that the case file judges, and the measured curve for the plot.
struct Outcome {
    std::map<std::string, double> figures;
    std::vector<std::string> columns;
    std::vector<std::vector<double>> rows;
};

/// The default vehicle, all drivers alike where a formula knows one driver only.
[[nodiscard]] traffic::VehicleType plain_car();

/// A network put together piece by piece: straight edges, turns between their lanes.
class NetworkBuilder {
public:
    std::uint32_t junction(Point2 at, traffic::JunctionControl control = traffic::JunctionControl::Priority);
    /// The rightmost lane lies on the line, the others to its left. \return the edge; its lanes follow each other.
    std::uint32_t edge(std::uint32_t from, std::uint32_t to, const std::vector<Point2>& line, double speed_mps,
                       std::uint32_t lanes = 1);
    [[nodiscard]] traffic::Edge& at(std::uint32_t edge) { return net_.edges[edge]; }
    [[nodiscard]] traffic::Junction& junction_at(std::uint32_t junction) { return net_.junctions[junction]; }
    /// From the end of one edge's lane to the start of another's, by the points between.
    void turn(std::uint32_t from_edge, std::uint32_t from_lane, std::uint32_t to_edge, std::uint32_t to_lane,
              traffic::Turn traits, const std::vector<Point2>& between = {});
    void signal(std::uint32_t junction, std::vector<traffic::SignalPhase> phases);
    /// Sorts the turns and compiles the conflicts.
    [[nodiscard]] traffic::RoadNetwork build();

private:
    [[nodiscard]] Point2 lane_end(std::uint32_t edge, std::uint32_t lane, bool start) const;

    struct Drawn {
        traffic::Turn turn;
        std::vector<Point2> line;
    };
    traffic::RoadNetwork net_;
    std::vector<Drawn> turns_;
};

/// A road along the x axis from 0: edges end to end, kJointM between them.
/// Every lane leads into the one ahead; lanes that have none end there.
struct Piece {
    double length_m = 1000.0;
    double speed_mps = 13.89;
    std::uint32_t lanes = 1;
};
inline constexpr double kJointM = 10.0;
[[nodiscard]] NetworkBuilder straight_road(const std::vector<Piece>& pieces);

/// Vehicles that set out one after another.
struct Stream {
    std::uint32_t from_edge = 0;
    std::uint32_t to_edge = 0;
    double begin_s = 0.0;
    double end_s = 3600.0;
    double headway_s = 2.6;
    double least_headway_s = -1.0; ///< not negative: exponential above this, with headway_s as the mean
    std::int8_t lane = traffic::Trip::kBestLane;
    float to_m = -1.0F; ///< where it ends; negative: ten metres before the end of the edge
};

/// A simulation of streams of one vehicle type.
class Run {
public:
    Run(const traffic::RoadNetwork& net, const traffic::VehicleType& type, const std::vector<Stream>& streams,
        double step_s);
    /// One step; afterwards seen() is up to date.
    void step();
    [[nodiscard]] double time_s() const { return to_seconds(sim_.time()); }
    [[nodiscard]] double step_s() const noexcept { return step_s_; }
    [[nodiscard]] const std::vector<traffic::VehicleState>& seen() const noexcept { return seen_; }
    [[nodiscard]] const traffic::Simulation& sim() const noexcept { return sim_; }

private:
    double step_s_;
    traffic::Simulation sim_;
    Executor executor_{1};
    std::vector<traffic::VehicleState> seen_;
};

/// Notes when front bumpers pass a place on the x axis, driving towards larger x.
class Detector {
public:
    explicit Detector(double x_m) : x_m_{x_m} {}
    void look(const Run& run);
    struct Passage {
        double time_s = 0.0;
        double speed_mps = 0.0;
    };
    [[nodiscard]] const std::vector<Passage>& passages() const noexcept { return passages_; } ///< in order of time
    /// Vehicles an hour between two times.
    [[nodiscard]] double flow_veh_h(double from_s, double to_s) const;

private:
    double x_m_;
    std::map<std::uint32_t, double> last_;
    std::vector<Passage> passages_;
};

/// Flow and density of a stretch of the x axis over a while by distance and time spent there (Edie 1963).
class Stretch {
public:
    Stretch(double from_m, double to_m, double from_s, double to_s)
        : from_m_{from_m}, to_m_{to_m}, from_s_{from_s}, to_s_{to_s} {}
    void look(const Run& run);
    [[nodiscard]] double flow_veh_h() const { return 3600.0 * distance_m_ / area(); }
    [[nodiscard]] double density_veh_km() const { return 1000.0 * time_s_ / area(); }

private:
    [[nodiscard]] double area() const { return (to_m_ - from_m_) * (to_s_ - from_s_); }
    double from_m_, to_m_, from_s_, to_s_;
    double distance_m_ = 0.0;
    double time_s_ = 0.0;
};

/// Slope of the line of least squares through points.
[[nodiscard]] double slope(const std::vector<Point2>& points);

} // namespace cityloom::tests::lab
