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
    std::vector<SumoTypeMix> mixes; ///< of road vehicles
    std::vector<SumoDetector> detectors;
    SumoLocation location;
    std::vector<std::string> notes; ///< what was left out and why, with counts
};

/// Reads a network, demand, signal programs and stops of Eclipse SUMO (file formats of version 1.15 to 1.22). Fails
/// with file, line and remedy where SUMO itself would refuse, and beyond limits set for files from strangers; what the
/// engine has no notion of (persons, rails) is left out with a note. Draws (type and route distributions, flows) depend
/// on the seed and on the vehicle's place in the files only. Safe to call from several threads.
[[nodiscard]] Result<SumoScenario> read_sumo(const SumoRequest& request);

} // namespace cityloom::gis
