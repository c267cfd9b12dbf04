// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signals/signal_plan.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/signals/corridors.h"
#include "sim/traffic/signals/offsets.h"
#include "sim/traffic/signals/pedestrians.h"
#include "sim/traffic/signals/splits.h"
#include "sim/traffic/signals/stages.h"

namespace cityloom::traffic {

namespace {

constexpr double kLeastHalfS = 40.0;
constexpr double kLeastFactor = 0.1;     // someone gets through at the end of green
constexpr double kMostOverPlanned = 1.5; // the longest green of a phase that traffic decides on

class Planner {
public:
    Planner(RoadNetwork& net, std::span<const double> turn_flow_vph)
        : net_{net}, flow_{expected_turn_flows(net, turn_flow_vph)}, phases_(net.controllers.size()) {
        std::vector<double> equivalent = flow_;
        for (std::size_t c = 0; c < net.controllers.size(); ++c) {
            signals_.push_back(stages_of(net, net.controllers[c], flow_, equivalent));
            needed_s_.push_back(webster_cycle_s(signals_[c]));
            if (!net.controllers[c].crossings.empty()) {
                give_way_to_walkers(c, equivalent);
            }
        }
    }

    void plan_alone() {
        for (std::size_t c = 0; c < net_.controllers.size(); ++c) {
            set_plan(c, split_cycle(signals_[c], needed_s_[c]));
            // Neighbours start at different points of their cycles.
            net_.controllers[c].offset_s = static_cast<double>((net_.controllers[c].id * 2654435761ULL >> 8U) % 40U);
        }
    }

    std::vector<CoordinatedSignals> coordinate() {
        links_ = find_signal_links(net_, flow_);
        for (const Corridor& corridor : find_corridors(net_, links_, flow_)) {
            coordinate(corridor);
        }
        return std::move(done_);
    }

private:
    /// Turns that wait for people on foot count as more vehicles; by how much depends on the plan itself: a first one.
    void give_way_to_walkers(std::size_t c, std::vector<double>& equivalent) {
        const Controller& controller = net_.controllers[c];
        const Range turns = net_.junctions[controller.junction].turns;
        set_plan(c, split_cycle(signals_[c], needed_s_[c]));
        for (std::uint32_t t = turns.begin; t < turns.end(); ++t) {
            const double factor = pedestrian_factor(net_, controller, t, opposing_vph(c, net_.turns[t]));
            equivalent[t] = flow_[t] / std::max(kLeastFactor, factor);
        }
        signals_[c] = stages_of(net_, controller, flow_, equivalent);
        needed_s_[c] = webster_cycle_s(signals_[c]);
    }

    /// What a turn across meets in its own stage.
    [[nodiscard]] double opposing_vph(std::size_t c, const Turn& turn) const {
        double sum = 0.0;
        for (const SignalStage& stage : signals_[c].stages) {
            bool own = false;
            double others = 0.0;
            for (const std::size_t a : stage.approaches) {
                const SignalApproach& approach = signals_[c].approaches[a];
                const bool mine = approach.edge == net_.lanes[turn.from_lane].edge;
                own = own || mine;
                others += mine ? 0.0 : approach.total_vph - approach.across_vph;
            }
            sum += own ? others : 0.0;
        }
        return sum;
    }

    void set_plan(std::size_t c, std::vector<SignalPhase> phases) {
        Controller& controller = net_.controllers[c];
        controller.phases = std::move(phases);
        for (std::size_t k = 0; k < controller.crossings.size(); ++k) {
            controller.crossings[k].phase = signals_[c].crossing_phases[k];
        }
        for (std::size_t s = 0; s < signals_[c].stages.size() && controller.kind != ControllerKind::Fixed; ++s) {
            controller.phases[s].least_green_s = kLeastGreenS; // people on foot are served when they call
            controller.phases[s].most_green_s = std::round(kMostOverPlanned * controller.phases[s].green_s);
        }
    }

    [[nodiscard]] double link_vph(const Corridor& corridor, std::size_t k) const {
        double sum = 0.0;
        for (const std::uint32_t link : {corridor.links[k], corridor.back[k]}) {
            sum += link == kNone ? 0.0 : links_[link].flow_vph * links_[link].stays;
        }
        return sum;
    }

    void coordinate(const Corridor& corridor) {
        if (corridor.controllers.size() < 2) {
            return;
        }
        double cycle_s = 0.0;
        double alone = 0.0;
        for (const std::uint32_t c : corridor.controllers) {
            cycle_s = std::max(cycle_s, needed_s_[c]);
            alone += isolated_cost(signals_[c], net_.controllers[c].phases);
        }
        cycle_s = 2.0 * std::ceil(0.5 * cycle_s); // so that half of it is whole seconds too
        for (const std::uint32_t c : corridor.controllers) {
            const double half_s = 0.5 * cycle_s;
            phases_[c] = split_cycle(signals_[c], half_s >= std::max(needed_s_[c], kLeastHalfS) ? half_s : cycle_s);
        }
        CorridorModel model{net_, corridor, links_, signals_, phases_, flow_, cycle_s};
        model.optimise();
        if (model.cost() >= alone) {
            part(corridor);
            return;
        }
        const std::vector<double> offsets = model.offsets_s();
        const double first = net_.controllers[corridor.controllers[0]].offset_s;
        for (std::size_t m = 0; m < corridor.controllers.size(); ++m) {
            const std::uint32_t c = corridor.controllers[m];
            set_plan(c, phases_[c]);
            net_.controllers[c].offset_s = std::fmod(first + offsets[m], cycle_s);
        }
        done_.push_back({corridor.controllers, cycle_s, model.cost(), alone});
    }

    void part(const Corridor& corridor) {
        std::size_t weakest = 0;
        for (std::size_t k = 1; k < corridor.links.size(); ++k) {
            weakest = link_vph(corridor, k) < link_vph(corridor, weakest) ? k : weakest;
        }
        const auto cut = static_cast<std::ptrdiff_t>(weakest);
        const auto take = [](const std::vector<std::uint32_t>& of, std::ptrdiff_t from, std::ptrdiff_t to) {
            return std::vector<std::uint32_t>{of.begin() + from, of.begin() + to};
        };
        const auto links = static_cast<std::ptrdiff_t>(corridor.links.size());
        coordinate({take(corridor.controllers, 0, cut + 1), take(corridor.links, 0, cut), take(corridor.back, 0, cut)});
        coordinate({take(corridor.controllers, cut + 1, links + 1), take(corridor.links, cut + 1, links),
                    take(corridor.back, cut + 1, links)});
    }

    RoadNetwork& net_;
    std::vector<double> flow_;
    std::vector<SignalStages> signals_;
    std::vector<double> needed_s_;
    std::vector<std::vector<SignalPhase>> phases_; // on trial
    std::vector<SignalLink> links_;
    std::vector<CoordinatedSignals> done_;
};

} // namespace

std::vector<CoordinatedSignals> plan_signals(RoadNetwork& net, std::span<const double> turn_flow_vph) {
    Planner planner{net, turn_flow_vph};
    planner.plan_alone();
    return planner.coordinate();
}

} // namespace cityloom::traffic
