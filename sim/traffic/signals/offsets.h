// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <vector>

#include "sim/traffic/network.h"
#include "sim/traffic/signals/corridors.h"
#include "sim/traffic/signals/flow_profile.h"
#include "sim/traffic/signals/stages.h"

namespace cityloom::traffic {

/// Cost of traffic at signals per second, in vehicles that wait: mean queues plus a stop's worth of delay for each
/// stop.
inline constexpr double kStopWorthS = 10.0;

/// What a controller's approaches cost if vehicles reach it evenly: queues and stops by pass_stop_line(), and what
/// random arrivals and overload add (Highway Capacity Manual 2000, eq. 16-12, over an hour).
[[nodiscard]] double isolated_cost(const SignalStages& signal, std::span<const SignalPhase> phases);

/// One corridor with plans of a common cycle (or half of it for some of its signals): flow profiles along it in both
/// directions, as in TRANSYT (Robertson 1969, LR 253).
class CorridorModel {
public:
    /// \param signals by controller of the network, with \p phases beside; \param cycle_s common, whole seconds.
    CorridorModel(const RoadNetwork& net, const Corridor& corridor, std::span<const SignalLink> links,
                  std::span<const SignalStages> signals, std::span<const std::vector<SignalPhase>> phases,
                  std::span<const double> turn_flow_vph, double cycle_s);

    /// Chooses each signal's offset against the one before it: at first the best of all for the two ways between them,
    /// then by climbing: steps of 15 and 40 percent of the cycle and of single seconds for one after another, from end
    /// to end, as long as the cost falls.
    void optimise();

    /// One a signal (s), the first 0.
    [[nodiscard]] std::vector<double> offsets_s() const;
    /// See isolated_cost(); of all approaches of the corridor's signals.
    [[nodiscard]] double cost() const noexcept;

private:
    static constexpr std::size_t kWays = 2; // along the chain and back

    /// What sends vehicles into a link: an approach of the signal behind it.
    struct Source {
        std::size_t approach = 0;
        double share = 0.0;  ///< of its flow
        bool onward = false; ///< the approach by which the corridor's own traffic comes
    };
    struct Approach {
        double vps = 0.0;
        FlowProfile open;
        FlowProfile leave; ///< if vehicles reach it evenly
        double even_cost = 0.0;
    };
    /// The link that ends at a signal in one direction.
    struct Arrival {
        bool known = false;
        std::size_t approach = 0;
        double time_s = 0.0;
        double even_vps = 0.0; ///< comes from side streets on the way
        std::vector<Source> sources;
    };
    struct Member {
        std::vector<Approach> approaches;
        std::array<Arrival, kWays> arrival;
    };
    /// How one direction looks at one signal now.
    struct Look {
        FlowProfile leave; ///< of the approach by which the corridor comes
        double cost = 0.0;
    };

    void add_arrival(const RoadNetwork& net, std::size_t way, std::size_t member, std::size_t behind,
                     const SignalLink& link, std::span<const SignalStages> signals, std::span<const double> flow);
    /// \param later_s the signal's offset less that of the one behind.
    void look(std::size_t way, std::size_t member, const FlowProfile& before, double later_s, Look& out);
    /// All of one try: signal \p k and those beyond move to \p later_s against the one before \p k. \return the cost.
    double attempt(std::size_t k, double later_s);
    void accept(std::size_t k, double later_s);
    void look_at_all();

    double cycle_s_;
    std::vector<Member> members_;
    std::vector<double> later_s_; ///< each signal's offset against the one before
    std::array<std::vector<Look>, kWays> now_;
    std::array<std::vector<Look>, kWays> trial_;
    double fixed_cost_ = 0.0; ///< of approaches off the corridor
    FlowProfile mixed_;
    FlowProfile arrive_;
};

} // namespace cityloom::traffic
