// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/run/project_run.h"
#include "sim/corridor/frame.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// The least, the most and how long beyond a bound, of one column over a day, by asset.
struct Spread {
    std::vector<float> least;
    std::vector<float> most;
    std::vector<float> hours_below; ///< the bound that was asked for
    std::vector<float> hours_above;
};

/// What a normal day showed.
struct NormalDay {
    // Of a day of the networks, looked at every quarter of an hour.
    Spread pressure;            ///< nodes, m; below: the network's least
    Spread voltage;             ///< buses, p.u.; below: 0.9 (EN 50160)
    Spread loading;             ///< branches, share of rating; above: 1
    Spread rate;                ///< buildings, bit/s; below: the network's least
    Spread mast;                ///< sites, share of capacity; above: 1
    double lost_share = 0.0;    ///< of the water that is supplied
    double delivered_mwh = 0.0; ///< of electricity
    double unserved_mwh = 0.0;
    double without_water_h = 0.0; ///< person-hours
    double lost_m3 = 0.0;         ///< of water, through leaks
    // Of the morning.
    std::vector<double> edge_vehicle_h; ///< on each edge
    std::vector<double> edge_delay_h;   ///< lost there against free speed
    Spread waiting;                     ///< charging stations, vehicles; above: 0
    double morning_h = 0.0;             ///< how long it was looked at
    std::string hash;                   ///< of the morning's run
};

/// A day of the networks with nobody on the streets, then 07:00 to 09:00 of a run with traffic.
/// \param request its trips, seed and threads count; its times are those of the morning
/// \param progress called on this thread, with what it is about
[[nodiscard]] Result<RunReport> watch_normal_day(const AppliedCity& applied, const std::string& name,
                                                 RunRequest request, NormalDay& day,
                                                 const std::function<void(double, const std::string&)>& progress,
                                                 const std::stop_token& stop);

/// A day of the networks with nobody on the streets.
[[nodiscard]] Result<void> watch_networks(const engine::Networks& networks, NormalDay& day,
                                          const std::stop_token& stop);

/// How far a day used something.
struct UsedThing {
    std::string key;
    double most = 0.0; ///< share of its rating
};
/// What networks have and the base has not, or has smaller: transformers that were added, and lines and transformers
/// whose rating was raised.
[[nodiscard]] std::vector<UsedThing> used_things(const engine::Networks& networks, const engine::Networks& base,
                                                 const NormalDay& day);

/// Adds up what a moment of the morning says of the streets and charging stations; it stands for so many hours.
void watch_morning(const traffic::RoadNetwork& roads, const engine::Frame& frame, double hours, NormalDay& day);

} // namespace cityloom::scenarios
