// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signals/signal_plan.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/signals/corridors.h"
#include "sim/traffic/signals/offsets.h"
#include "sim/traffic/signals/splits.h"
#include "sim/traffic/signals/stages.h"

namespace cityloom::traffic {

namespace {

constexpr double kLeastHalfS = 40.0;

class Planner {
public:
    Planner(RoadNetwork& net, std::span<const double> turn_flow_vph)
        : net_{net}, flow_{expected_turn_flows(net, turn_flow_vph)}, phases_(net.controllers.size()) {
        for (const Controller& controller : net.controllers) {
            signals_.push_back(stages_of(net, controller, flow_));
            needed_s_.push_back(webster_cycle_s(signals_.back()));
        }
    }

    void plan_alone() {
        for (std::size_t c = 0; c < net_.controllers.size(); ++c) {
            Controller& controller = net_.controllers[c];
            controller.phases = split_cycle(signals_[c], needed_s_[c]);
            // Neighbours start at different points of their cycles.
            controller.offset_s = static_cast<double>((controller.id * 2654435761ULL >> 8U) % 40U);
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
    double link_vph(const Corridor& corridor, std::size_t k) const {
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
            Controller& controller = net_.controllers[corridor.controllers[m]];
            controller.phases = phases_[corridor.controllers[m]];
            controller.offset_s = std::fmod(first + offsets[m], cycle_s);
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
