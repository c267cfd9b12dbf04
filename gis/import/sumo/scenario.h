// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/traffic/network.h"
#include "sim/traffic/workload.h"

namespace cityloom::gis {

/// What to read: a configuration, or the files themselves; gzipped ones too.
struct SumoRequest {
    std::filesystem::path config;                  ///< a .sumocfg; what files it may name: see named_file() in xml.h
    std::filesystem::path net;                     ///< instead of the configuration's, or without one
    std::vector<std::filesystem::path> routes;     ///< read after the configuration's
    std::vector<std::filesystem::path> additional; ///< read after the configuration's, before all routes
    TimeUs end = -1;                               ///< in place of the configuration's; ends flows; -1: that one
    std::uint64_t seed = 0;                        ///< in place of the configuration's; draws follow it; 0: that one
};

/// What SUMO calls things, by our indices, so that outputs can name them as SUMO does.
struct SumoNames {
    std::vector<std::string> edges;        ///< by RoadNetwork::edges
    std::vector<std::string> lanes;        ///< by RoadNetwork::lanes
    std::vector<std::string> junctions;    ///< by RoadNetwork::junctions
    std::vector<std::string> tls;          ///< by RoadNetwork::controllers; the same twice where one had to be split
    std::vector<std::string> closed_edges; ///< that no road vehicle may use: left out of the network
};

/// An induction loop.
struct SumoDetector {
    std::string id;
    std::uint32_t lane = kNone; ///< in RoadNetwork::lanes
    double pos_m = 0.0;         ///< from the lane's begin
    double period_s = 0.0;      ///< of its counts; 0: one count for the whole run
};

/// What a file asks to have measured, and written: induction loops, areas of lanes, means of edges or of lanes.
struct SumoMeter {
    enum class Kind : std::uint8_t { Loop, Area, EdgeData, LaneData, Crossing, Instant, Probe };
    enum class Empty : std::uint8_t { Written, LeftOut, Defaults }; ///< edges that nobody used
    /// A part of a lane, and where the lane begins along the whole of them.
    struct Stretch {
        std::uint32_t lane = kNone; ///< in RoadNetwork::lanes
        double from_m = 0.0;
        double to_m = 0.0;
        double begins_m = 0.0;
    };
    Kind kind = Kind::Loop;
    std::string id;
    std::string file;                 ///< as the file names it
    std::string where;                ///< file and line that ask
    TimeUs begin = -1;                ///< -1: the simulation's
    TimeUs end = -1;                  ///< -1: the simulation's
    TimeUs period = -1;               ///< -1: one interval
    std::vector<Stretch> lanes;       ///< of a loop one, at from_m; of a crossing its lines, at from_m
    std::size_t exits_from = 0;       ///< of a crossing: place in lanes from which on they lead out; before it, in
    std::string type_name;            ///< of a probe; empty: all
    std::vector<std::uint32_t> types; ///< in Workload::types: who is counted; empty: all
    std::vector<std::uint32_t> edges; ///< in RoadNetwork::edges, of means; empty: all
    std::vector<std::string> columns; ///< of means: those that are written; empty: all
    Empty empty = Empty::Written;
    double longest_s = 100'000.0; ///< a travel time at most
    double least_samples_s = 0.0; ///< below this no means are told
    double halting_mps = 0.1;     ///< slower than this one stands
    double halting_s = 1.0;       ///< of areas: for longer than this one is in a jam
    double jam_gap_m = 10.0;      ///< of areas: nearer than this one is in the same jam
};

/// A flow on an edge, or on one lane of it, that is kept to for a while. Its trips in reserve depart when they are let.
struct SumoCalibration {
    std::uint32_t edge = kNone;
    std::uint32_t lane = kNone; ///< in RoadNetwork::lanes; kNone: the whole edge
    TimeUs begin = 0;
    TimeUs end = 0;
    TimeUs period = kSecondUs; ///< it is looked at so often
    std::uint64_t wished = 0;  ///< vehicles from begin to end
    std::uint32_t reserve = 0; ///< its trips, in Workload::trips: those of all calibrations lie at the end, in order
};

/// When trips in reserve depart: never by themselves.
inline constexpr TimeUs kInReserve = TimeUs{1} << 60;

/// A vTypeDistribution.
struct SumoTypeMix {
    std::string name;
    std::vector<std::pair<std::uint32_t, double>> members; ///< in Workload::types, share; the shares sum to 1
};

/// Where SUMO's metres lie on the globe, as the file has it.
struct SumoLocation {
    Point2 offset;          ///< added to projected coordinates
    std::string projection; ///< PROJ string; "!" for none
};

/// A SUMO scenario in our own terms. Coordinates are those of the file.
struct SumoScenario {
    traffic::RoadNetwork net;
    traffic::Workload work;
    TimeUs begin = 0;
    TimeUs end = -1; ///< -1: when the last vehicle has arrived
    TimeUs step = kSecondUs;
    std::uint64_t seed = 23423;              ///< SUMO's own default
    TimeUs speeds_of_last = 180 * kSecondUs; ///< whose mean trips without a route go by; 0: by empty streets
    SumoNames names;
    std::vector<SumoTypeMix> mixes;      ///< of road vehicles
    std::vector<SumoDetector> detectors; ///< induction loops, for counts
    std::vector<SumoCalibration> calibrations;
    std::vector<SumoMeter> meters; ///< in the order of the files
    SumoLocation location;
    std::vector<std::string> notes; ///< what was left out and why, with counts
};

/// Reads a network, demand, signal programs and stops of Eclipse SUMO (file formats of version 1.15 to 1.22). Fails
/// with file, line and remedy where SUMO itself would refuse, and beyond limits set for files from strangers; what the
/// engine has no notion of (people on foot, trains in the picture) is left out with a note. Draws (type and route
/// distributions, flows) depend on the seed and on the vehicle's place in the files only. Safe to call from several
/// threads.
[[nodiscard]] Result<SumoScenario> read_sumo(const SumoRequest& request);

} // namespace cityloom::gis
