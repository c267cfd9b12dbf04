// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

#include "sim/core/state_hash.h"
#include "sim/core/time.h"
#include "sim/engine/asset.h"
#include "sim/engine/frame.h"
#include "sim/engine/networks.h"

namespace cityloom::traffic {
class Simulation;
struct ChargingState;
} // namespace cityloom::traffic

namespace cityloom::engine {

struct Metrics;

/// The utility networks and what hangs on them: power feeds pumps, signals, base stations and roadside units; batteries
/// bridge what they can; tanks drain and fill. World calls its parts in the order of a step.
class Lifelines {
public:
    Lifelines(const Networks& networks, TimeUs start, TimeUs every);
    ~Lifelines();

    /// Sets up the totals of the city and its districts.
    void start_metrics(Metrics& metrics) const;

    void set_failed(AssetRef asset, bool failed);
    /// Whether a solve is due: the regular time, or the next battery or tank that runs out.
    [[nodiscard]] bool due(TimeUs now) const noexcept;

    /// What the charging stations draw now (W), by station: part of the demand at the next solve.
    void set_charging(std::span<const traffic::ChargingState> stations);
    /// Integrates what has been since the last solve (metrics, batteries, tanks), then sets this hour's demands.
    void update_demand(TimeUs now, Metrics& metrics);
    void solve_power(Metrics& metrics);
    void update_telecom(TimeUs now);
    void solve_water(Metrics& metrics);
    /// Counts who is without what, and plans the next solve.
    void settle(TimeUs now, Metrics& metrics);
    /// Tells the traffic which signals work and where live information is heard.
    void inform(traffic::Simulation& traffic) const;

    struct Reached {
        double informed = 0.0; ///< vehicles that would follow live information
        double reached = 0.0;  ///< of those, where a live site serves their street
    };
    [[nodiscard]] Reached count_reached(const traffic::Simulation& traffic) const;

    void fill_frame(Frame& frame) const;
    void hash(StateHash& hash) const;
    void flip_state_bit_for_test(int domain);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cityloom::engine
