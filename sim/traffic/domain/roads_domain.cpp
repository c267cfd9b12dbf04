// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/domain/roads_domain.h"

#include <algorithm>
#include <utility>

#include "sim/lifeline/dependency.h"
#include "sim/traffic/domain/hospital_access.h"
#include "sim/traffic/domain/trip_figures.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/traffic/router.h"
#include "sim/traffic/rows.h"
#include "sim/traffic/streets.h"

namespace cityloom::traffic {

namespace {

constexpr engine::Words kLanesBlocked{"has blocked lanes", "部分车道被占用"};
constexpr engine::Words kAllBlocked{"has all lanes blocked", "全部车道被占用"};
constexpr TimeUs kLookEvery = 15 * kMinuteUs; // at the ways to the hospitals

class RoadsDomain final : public engine::Domain {
public:
    explicit RoadsDomain(const engine::Setting& setting)
        : roads_{setting.networks.of<RoadNetwork>()},
          demand_{setting.networks.of<DemandModel>()},
          hospitals_{setting.networks.of<lifeline::Dependencies>().hospital_edges},
          traffic_{setting.traffic},
          router_{roads_},
          access_{router_, demand_, hospitals_, setting.networks.of<lifeline::Dependencies>().district_names.size()},
          failed_(roads_.controllers.size(), 0),
          on_(roads_.controllers.size(), 1),
          closures_(roads_.edges.size(), 0),
          blocks_(roads_.edges.size(), 0) {}

    void act(const engine::Command& command) override {
        using engine::Verb;
        const bool closes = command.verb == Verb::Close || command.verb == Verb::Block;
        switch (command.verb) {
        case Verb::Fail:
        case Verb::Repair:
            failed_[command.asset.index] = command.verb == Verb::Fail ? 1 : 0;
            stale_ = true;
            break;
        case Verb::Close:
        case Verb::Open:
            for (const std::uint32_t e : edges_of(roads_, command.asset.index)) {
                close(e, closes);
            }
            break;
        case Verb::Block:
        case Verb::Unblock:
            block(command);
            break;
        case Verb::Plan:
            traffic_.set_greens(command.asset.i(), command.values);
            break;
        case Verb::Switch:
        case Verb::SetPoint:
            break;
        }
    }

    bool solve(TimeUs now, engine::Supplies& /*supplies*/) override {
        if (now >= next_look_ && !hospitals_.empty()) {
            next_look_ = now + kLookEvery;
            access_.look(traffic_.open_times_s());
        }
        return std::exchange(stale_, false);
    }

    void settle(TimeUs /*now*/, const engine::Supplies& supplies, engine::Figures& figures) override {
        for (std::size_t c = 0; c < on_.size(); ++c) {
            on_[c] = failed_[c] == 0 ? 1 : 0;
        }
        for (const std::uint32_t k : supplies.of_consumer(kSignal)) {
            std::uint8_t& on = on_[supplies.rows()[k].consumer.index];
            on = supplies.served(k) ? on : 0;
        }
        double dark = 0.0;
        for (std::uint32_t c = 0; c < on_.size(); ++c) {
            traffic_.set_controller_working(c, on_[c] != 0);
            dark += on_[c] != 0 ? 0.0 : 1.0;
        }
        figures.set(kDarkSignals, dark);
    }

    [[nodiscard]] TimeUs next() const override { return hospitals_.empty() ? engine::kNever : next_look_; }

    void sample(engine::Figures& figures) const override {
        std::vector<VehicleState> vehicles;
        traffic_.list_vehicles(vehicles);
        double speed_mps = 0.0;
        for (const VehicleState& vehicle : vehicles) {
            speed_mps += static_cast<double>(vehicle.speed_mps);
        }
        const auto n = static_cast<double>(vehicles.size());
        figures.set(kRunning, n);
        figures.set(kMeanSpeed, n > 0.0 ? speed_mps / n : 0.0);
    }

    void measure(engine::Figures& figures) const override {
        measure_trips(traffic_, demand_.zones, figures);
        access_.measure(figures);
    }

    /// Of a street: what is blocked on it, and what a measure has closed; closures for a cause are known to the World.
    [[nodiscard]] std::vector<engine::Reason> why(engine::AssetRef asset) const override {
        std::vector<engine::Reason> reasons;
        if (!asset.is(kStreet)) {
            return reasons;
        }
        const std::vector<std::uint32_t> edges = edges_of(roads_, asset.index);
        const auto here = [&](const auto& obstruction) {
            return std::ranges::find(edges, obstruction.first) != edges.end();
        };
        if (std::ranges::any_of(traffic_.obstructions(), here)) {
            reasons.push_back({.id = "blocked", .words = kLanesBlocked, .by = engine::Verb::Block});
        }
        if (std::ranges::any_of(edges, [&](std::uint32_t e) { return blocks_[e] != 0; })) {
            reasons.push_back({.id = "blocked", .words = kAllBlocked, .by = engine::Verb::Block});
        }
        return reasons;
    }

    void publish(engine::Columns& columns) const override { traffic_.fill_columns(columns); }

    void visit(Archive& archive) override {
        archive.fixed(failed_, on_, closures_, blocks_);
        archive(next_look_, stale_);
        access_.visit(archive);
    }

private:
    /// An edge is open when nothing closes it any more.
    void close(std::uint32_t edge, bool closes) {
        std::uint16_t& count = closures_[edge];
        count = static_cast<std::uint16_t>(closes ? count + 1 : count > 0 ? count - 1 : 0);
        traffic_.set_edge_closed(edge, count > 0);
    }

    /// Lanes of one edge; all of them is a closure, of which drivers hear at once.
    void block(const engine::Command& command) {
        const std::uint32_t lanes = roads_.edges[command.edge].lanes.count;
        const std::uint32_t all = lanes >= 32 ? ~0U : (1U << lanes) - 1U;
        const bool blocks = command.verb == engine::Verb::Block;
        if ((command.lanes & all) == all) {
            std::uint16_t& count = blocks_[command.edge];
            count = static_cast<std::uint16_t>(blocks ? count + 1 : count > 0 ? count - 1 : 0);
            close(command.edge, blocks);
        } else if (blocks) {
            traffic_.obstruct(command.edge, {command.lanes, command.from_m, command.to_m, command.speed_mps});
        } else {
            traffic_.clear_obstruction(command.edge);
        }
    }

    const RoadNetwork& roads_;
    const DemandModel& demand_;
    const std::vector<std::uint32_t>& hospitals_;
    Simulation& traffic_;
    Router router_;
    HospitalAccess access_;
    std::vector<std::uint8_t> failed_; ///< signals
    std::vector<std::uint8_t> on_;
    std::vector<std::uint16_t> closures_; ///< per edge: by measures, persons and incidents
    std::vector<std::uint16_t> blocks_;   ///< of those: all lanes by an incident, or by a measure from the start
    TimeUs next_look_ = 0;
    bool stale_ = true;
};

} // namespace

std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting) {
    return std::make_unique<RoadsDomain>(setting);
}

} // namespace cityloom::traffic
