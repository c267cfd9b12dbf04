// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// One asset failing in the evening, and what that did until night, beyond an evening on which nothing fails.
struct Failure {
    engine::AssetRef asset;
    double a_year = 0.0;          ///< how often it happens (assets/event_rates.csv)
    double without_power_h = 0.0; ///< person-hours
    double without_water_h = 0.0;
    double without_signal_h = 0.0;
    double unserved_mwh = 0.0;                  ///< energy not served
    std::map<std::size_t, double> dark_h;       ///< hours that a signal was dark, by RoadNetwork::controllers
    std::map<std::size_t, double> pump_still_h; ///< by water::Network::links
    std::map<std::size_t, double> site_dead_h;  ///< by telecom::Network::sites
    std::map<std::size_t, double> bus_dead_h;   ///< by power::Network::buses

    [[nodiscard]] double person_hours() const { return without_power_h + without_water_h + without_signal_h; }
};

inline constexpr TimeUs kFailureBegins = 16 * kHourUs;
inline constexpr TimeUs kFailureLasts = 6 * kHourUs;

/// People who are supplied with electricity through each bus itself, by power::Network::buses.
[[nodiscard]] std::vector<double> people_at_buses(const engine::Networks& networks);

/// The assets whose loss is tried: all infeeds, substations, high-voltage lines, first pieces of feeders, waterworks,
/// pumps and base stations, those first behind which most people are; not more than \p most.
[[nodiscard]] std::vector<engine::AssetRef> assets_to_fail(const engine::Networks& networks, std::size_t most);

/// Lets each of them fail in a world of its own, side by side; in their order.
/// \param threads at a time. \param progress called on this thread
[[nodiscard]] Result<std::vector<Failure>> try_failures(const engine::Networks& networks,
                                                        const std::vector<engine::AssetRef>& assets, unsigned threads,
                                                        const std::function<void(double)>& progress,
                                                        const std::stop_token& stop);

} // namespace cityloom::scenarios
