// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/water/domain.h"

#include <algorithm>
#include <cmath>

#include "sim/lifeline/profiles.h"
#include "sim/water/hydraulics.h"
#include "sim/water/pump_control.h"
#include "sim/water/rows.h"
#include "sim/water/why.h"

namespace cityloom::water {

namespace {

constexpr TimeUs kSoonest = kSecondUs; // a tank that runs empty or full is not looked at more often

class WaterDomain final : public engine::Domain {
public:
    explicit WaterDomain(const engine::Setting& setting)
        : net_{setting.networks.of<Network>()},
          hydraulics_{net_},
          pumps_{net_},
          every_{setting.every},
          demand_m3ps_(net_.nodes.size(), 0.0),
          failed_(net_.links.size(), 0),
          shut_(net_.links.size(), 0),
          powered_(net_.links.size(), 1),
          works_(net_.links.size(), 1),
          node_failed_(net_.nodes.size(), 0) {}

    void act(const engine::Command& command) override {
        const std::uint32_t i = command.asset.i();
        const bool fails = command.verb == engine::Verb::Fail;
        if (command.verb == engine::Verb::SetPoint && command.asset.is(kLink)) {
            hydraulics_.set_hole(i, command.value);
        } else if (command.verb == engine::Verb::Switch && command.asset.is(kLink)) {
            shut_[i] = command.value > 0.5 ? 0 : 1;
        } else if (command.verb != engine::Verb::Fail && command.verb != engine::Verb::Repair) {
            return;
        } else if (command.asset.is(kNode)) {
            node_failed_[i] = fails ? 1 : 0;
            hydraulics_.set_node_failed(i, fails);
        } else {
            failed_[i] = fails ? 1 : 0;
        }
        stale_ = true;
    }

    /// The flows are those of the last solve until the next one: the tanks are moved on then.
    void advance(TimeUs from, TimeUs to) override { since_us_ += to - from; }

    bool solve(TimeUs now, engine::Supplies& supplies) override {
        if (net_.nodes.empty()) {
            return false;
        }
        for (const std::uint32_t k : supplies.of_consumer(kLink)) {
            if (supplies.rows()[k].service == engine::Service::Power) {
                std::uint8_t& powered = powered_[supplies.rows()[k].consumer.index];
                const std::uint8_t lives = supplies.served(k) ? 1 : 0;
                stale_ = stale_ || powered != lives;
                powered = lives;
            }
        }
        if (now < next_ && !stale_) {
            return false;
        }
        if (since_us_ > 0) {
            hydraulics_.advance_tanks(to_seconds(since_us_));
            since_us_ = 0;
        }
        const double use = lifeline::at_time(lifeline::kWater, now);
        for (std::size_t n = 0; n < demand_m3ps_.size(); ++n) {
            demand_m3ps_[n] = net_.nodes[n].demand_m3ps * use;
        }
        set_links();
        unsolved_ += hydraulics_.solve(demand_m3ps_) ? 0U : 1U;
        look_at_balance();
        for (const std::uint32_t k : supplies.of_consumer(kLink)) {
            if (supplies.rows()[k].service == engine::Service::Power) {
                const std::uint32_t link = supplies.rows()[k].consumer.i();
                supplies.ask(k, hydraulics_.link_open(link) ? hydraulics_.pump_power_w(link) : 0.0);
            }
        }
        stale_ = false;
        const double seconds = std::min(to_seconds(every_), hydraulics_.seconds_to_limit());
        next_ = now + std::max(kSoonest, from_seconds(seconds));
        return true;
    }

    void offer(engine::Supplies& supplies) const override {
        const auto served = hydraulics_.served();
        for (const std::uint32_t k : supplies.of_provider(kNode)) {
            const auto node = static_cast<std::uint32_t>(supplies.provider(k));
            supplies.offer(k, served[node] != 0 ? hydraulics_.pressure_m(node) : NAN);
        }
    }

    void settle(TimeUs /*now*/, const engine::Supplies& /*supplies*/, engine::Figures& figures) override {
        double customers = 0.0;
        double below = 0.0;
        double delivered_m3ps = 0.0;
        double not_served_m3ps = 0.0;
        double lost_m3ps = 0.0;
        const auto lost = hydraulics_.lost_m3ps();
        const auto served = hydraulics_.served();
        const auto delivered = hydraulics_.delivered_m3ps();
        for (std::uint32_t n = 0; n < net_.nodes.size(); ++n) {
            const Node& node = net_.nodes[n];
            lost_m3ps += lost[n];
            if (node.kind != NodeKind::Junction || node.demand_m3ps <= 0.0) {
                continue;
            }
            below += served[n] == 0 || hydraulics_.pressure_m(n) < net_.min_pressure_m ? 1.0 : 0.0;
            customers += served[n] == 0 ? node.customers : 0.0;
            delivered_m3ps += delivered[n];
            not_served_m3ps += std::max(0.0, demand_m3ps_[n] - delivered[n]);
        }
        double burst_m3ps = 0.0;
        double pumps_off = 0.0;
        double pump_w = 0.0;
        for (std::uint32_t l = 0; l < net_.links.size(); ++l) {
            pump_w += hydraulics_.pump_power_w(l);
            burst_m3ps += hydraulics_.hole_m2(l) > 0.0 ? hydraulics_.lost_through_m3ps(l) : 0.0;
            pumps_off += net_.links[l].kind == LinkKind::Pump && powered_[l] == 0 ? 1.0 : 0.0;
        }
        figures.set(kCustomersWithoutNow, customers);
        figures.set(kNodesBelow, below);
        figures.set(kDelivered, delivered_m3ps);
        figures.set(kNotServed, not_served_m3ps);
        const Inflow inflow = into_network();
        figures.set(kSupplied, inflow.sources_m3ps);
        figures.set(kLost, lost_m3ps);
        figures.set(kBurstFlow, burst_m3ps);
        figures.set(kUnbalanced, worst_unbalance_);
        figures.set(kPumpPower, pump_w);
        figures.set(kPumpsOff, pumps_off);
        figures.set(kTankVolume, stored_m3());
        figures.set(kUnsolved, static_cast<double>(unsolved_));
    }

    [[nodiscard]] TimeUs next() const override { return net_.nodes.empty() ? engine::kNever : next_; }

    [[nodiscard]] std::vector<engine::Reason> why(engine::AssetRef asset) const override {
        return reasons({net_, hydraulics_, failed_, shut_, node_failed_}, asset);
    }

    void publish(engine::Columns& columns) const override {
        auto& pressure = columns.fill(kPressure, net_.nodes.size());
        auto& level = columns.fill(kLevel, net_.nodes.size());
        auto& state = columns.fill(kNodeState, net_.nodes.size());
        const auto levels = hydraulics_.tank_level_m();
        for (std::uint32_t n = 0; n < net_.nodes.size(); ++n) {
            pressure[n] = static_cast<float>(hydraulics_.pressure_m(n));
            level[n] = net_.nodes[n].kind == NodeKind::Tank ? static_cast<float>(levels[n]) : NAN;
            state[n] = node_failed_[n] == 0 && std::isfinite(pressure[n]) ? 1.0F : 0.0F;
        }
        auto& flow = columns.fill(kFlow, net_.links.size());
        auto& open = columns.fill(kLinkState, net_.links.size());
        const auto flows = hydraulics_.flow_m3ps();
        for (std::size_t l = 0; l < net_.links.size(); ++l) {
            const Link& link = net_.links[l];
            flow[l] = static_cast<float>(flows[l]);
            const bool wet = std::isfinite(pressure[link.from]) && std::isfinite(pressure[link.to]);
            open[l] = wet && failed_[l] == 0 && shut_[l] == 0 && powered_[l] != 0 ? 1.0F : 0.0F;
        }
    }

    [[nodiscard]] std::string fault() const override {
        return unsolved_ == 0
                   ? std::string{}
                   : "The hydraulics of the water network found no solution: check the lengths and diameters "
                     "of its mains and the curves of its pumps.";
    }

    void visit(Archive& archive) override {
        hydraulics_.visit(archive);
        pumps_.visit(archive);
        archive.fixed(demand_m3ps_, failed_, shut_, powered_, node_failed_);
        archive(next_, since_us_, unsolved_, worst_unbalance_, stale_);
    }

private:
    [[nodiscard]] double stored_m3() const {
        double volume_m3 = 0.0;
        const auto level = hydraulics_.tank_level_m();
        for (std::size_t n = 0; n < net_.nodes.size(); ++n) {
            const Node& node = net_.nodes[n];
            if (node.kind == NodeKind::Tank) {
                volume_m3 += node.tank_area_m2 * std::max(0.0, level[n] - node.tank_min_level_m);
            }
        }
        return volume_m3;
    }

    /// What sources give, and what goes into the tanks.
    struct Inflow {
        double sources_m3ps = 0.0;
        double tanks_m3ps = 0.0;
    };
    [[nodiscard]] Inflow into_network() const {
        Inflow all;
        const auto flow = hydraulics_.flow_m3ps();
        const auto add = [&](std::uint32_t n, double into_m3ps) {
            const NodeKind kind = net_.nodes[n].kind;
            all.sources_m3ps -= kind == NodeKind::Reservoir ? into_m3ps : 0.0;
            all.tanks_m3ps += kind == NodeKind::Tank ? into_m3ps : 0.0;
        };
        for (std::uint32_t l = 0; l < net_.links.size(); ++l) {
            add(net_.links[l].from, -flow[l]);
            add(net_.links[l].to, flow[l]);
        }
        return all;
    }

    /// What sources give less what is delivered, lost and stored is rounding, in every solve.
    void look_at_balance() {
        const Inflow inflow = into_network();
        double out_m3ps = 0.0;
        for (const auto flows : {hydraulics_.delivered_m3ps(), hydraulics_.lost_m3ps()}) {
            for (const double flow : flows) {
                out_m3ps += flow;
            }
        }
        const double all = std::max({inflow.sources_m3ps, out_m3ps, 1e-6});
        const double unbalance = std::abs(inflow.sources_m3ps - inflow.tanks_m3ps - out_m3ps) / all;
        worst_unbalance_ = std::max(worst_unbalance_, unbalance);
    }

    void set_links() {
        for (std::uint32_t l = 0; l < net_.links.size(); ++l) {
            const bool whole = failed_[l] == 0 && shut_[l] == 0;
            works_[l] = whole && (net_.links[l].kind != LinkKind::Pump || powered_[l] != 0) ? 1 : 0;
        }
        pumps_.look({hydraulics_.tank_level_m(), node_failed_, works_});
        for (std::uint32_t l = 0; l < net_.links.size(); ++l) {
            const bool pump = net_.links[l].kind == LinkKind::Pump;
            hydraulics_.set_link_open(l, works_[l] != 0 && (!pump || pumps_.wanted(l)));
        }
    }

    const Network& net_;
    Hydraulics hydraulics_;
    PumpControl pumps_;
    TimeUs every_;
    std::vector<double> demand_m3ps_;
    std::vector<std::uint8_t> failed_;  ///< per link
    std::vector<std::uint8_t> shut_;    ///< by a valve
    std::vector<std::uint8_t> powered_; ///< per link: pumps without power stand still
    std::vector<std::uint8_t> works_;   ///< per link: neither failed, shut nor without power; work space
    std::vector<std::uint8_t> node_failed_;
    TimeUs next_ = 0;
    TimeUs since_us_ = 0; ///< the last solve
    std::uint64_t unsolved_ = 0;
    double worst_unbalance_ = 0.0; ///< share of supply
    bool stale_ = true;
};

} // namespace

std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting) {
    return std::make_unique<WaterDomain>(setting);
}

} // namespace cityloom::water
