// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/domain.h"

#include <algorithm>
#include <cmath>

#include "sim/lifeline/dependency.h"
#include "sim/lifeline/profiles.h"
#include "sim/lifeline/rows.h"
#include "sim/power/bus_loads.h"
#include "sim/power/power_flow.h"
#include "sim/power/rows.h"
#include "sim/power/thermal_relays.h"
#include "sim/power/tie_restoration.h"
#include "sim/power/why.h"

namespace cityloom::power {

namespace {

constexpr float kDeadPu = 0.01F;
constexpr double kLowPu = 0.90; // supply voltage in normal operation: nominal +- 10 % (EN 50160)
constexpr double kHighPu = 1.10;

class PowerDomain final : public engine::Domain {
public:
    explicit PowerDomain(const engine::Setting& setting)
        : net_{setting.networks.of<Network>()},
          flow_{net_},
          relays_{net_},
          ties_{net_},
          loads_{net_, setting.networks.of<lifeline::Dependencies>().supplies},
          every_{setting.every},
          failed_(net_.branches.size(), 0),
          held_(net_.branches.size(), 0),
          bus_failed_(net_.buses.size(), 0),
          has_taps_(net_.buses.size(), 0) {
        for (const Branch& branch : net_.branches) {
            closed_.push_back(branch.normally_open ? 0 : 1);
            has_taps_[branch.to] = branch.tap_step_pu > 0.0 ? 1 : has_taps_[branch.to];
        }
    }

    void act(const engine::Command& command) override {
        const std::uint32_t i = command.asset.i();
        const bool fails = command.verb == engine::Verb::Fail;
        if (command.verb == engine::Verb::Switch && command.asset.is(kBranch)) {
            closed_[i] = command.value > 0.5 ? 1 : 0;
            relays_.close(i); // whoever switches it has seen to what tripped it
            held_[i] = 1;
        } else if (command.verb == engine::Verb::SetPoint && command.asset.is(kBus)) {
            flow_.set_set_point(i, command.value);
        } else if (command.verb == engine::Verb::SetPoint && command.asset.is(kBranch)) {
            ties_.set_delay(i, command.value);
        } else if (command.verb != engine::Verb::Fail && command.verb != engine::Verb::Repair) {
            return;
        } else if (command.asset.is(kBus)) {
            bus_failed_[i] = fails ? 1 : 0;
            flow_.set_bus_failed(i, fails);
        } else {
            failed_[i] = fails ? 1 : 0;
            flow_.set_branch_failed(i, fails);
        }
        stale_ = true;
    }

    void advance(TimeUs from, TimeUs to) override { relays_.advance(to_seconds(to - from), flow_.branch_current_a()); }

    bool solve(TimeUs now, engine::Supplies& supplies) override {
        const bool due = now >= next();
        if (!stale_ && !due && supplies.revision() == seen_) {
            return false;
        }
        seen_ = supplies.revision();
        const bool retries = now >= next_ && ties_.waits();
        if (due || stale_) {
            electricity_ = lifeline::at_time(lifeline::kElectricity, now);
            at_home_ = net_.electric_share * lifeline::at_time(lifeline::kHomeCharging, now);
            next_ = now >= next_ || stale_ ? now + every_ : next_;
        }
        const bool tripped = due && relays_.look(flow_.branch_current_a());
        const bool changed = stale_ || tripped || now >= ties_.next(); // the grid itself
        if (!loads_.ask(electricity_, at_home_, supplies) && !changed && !retries) {
            look_ahead(now);
            return false;
        }
        if (now != shed_at_ && (changed || electricity_ < shed_electricity_)) {
            loads_.restore_all(); // there may be voltage for it again; what is shed stays so for the event
            shed_at_ = now;
        }
        shed_electricity_ = electricity_;
        if (changed || retries) {
            work_ties(now, changed);
        }
        do {
            flow_.solve(loads_.drawn_w());
            imbalance_ = std::max(imbalance_, flow_.imbalance());
        } while (loads_.shed(flow_.estimate_pu(), flow_.upstream()));
        stale_ = false;
        look_ahead(now);
        return true;
    }

    void offer(engine::Supplies& supplies) const override {
        const auto voltage = flow_.voltage_pu();
        for (const std::uint32_t k : supplies.of_provider(kBus)) {
            const std::uint64_t bus = supplies.provider(k);
            const engine::Supply& row = supplies.rows()[k];
            const bool shed =
                row.consumer.is(lifeline::kBuilding) ? loads_.customers_shed(bus) : loads_.is_shed(bus, row.priority);
            supplies.offer(k, shed ? 0.0 : voltage[bus]); // 0 where nothing is alive
        }
    }

    void settle(TimeUs /*now*/, const engine::Supplies& supplies, engine::Figures& figures) override {
        const auto alive = flow_.energised();
        const auto voltage = flow_.voltage_pu();
        double served_w = 0.0;
        double lost_w = flow_.losses_w();
        double not_served_w = 0.0;
        double shed_w = 0.0;
        double customers = 0.0;
        double home_w = 0.0;
        double outside = 0.0;
        for (std::size_t b = 0; b < net_.buses.size(); ++b) {
            const bool lives = alive[b] != 0;
            served_w += lives ? loads_.load_w()[b] : 0.0;
            lost_w += lives ? loads_.drawn_w()[b] - loads_.load_w()[b] : 0.0;
            not_served_w += lives ? loads_.shed_w(b) : loads_.wanted_w(b);
            shed_w += lives ? loads_.shed_w(b) : 0.0;
            home_w += lives && !loads_.customers_shed(b) ? at_home_ * net_.buses[b].home_charging_w : 0.0;
            customers += lives && !loads_.customers_shed(b) ? 0.0 : net_.buses[b].customers;
            outside += lives && (voltage[b] < kLowPu || voltage[b] > kHighPu) ? 1.0 : 0.0;
        }
        for (const std::uint32_t k : supplies.of_provider(kBus)) { // what runs on its battery has its energy
            not_served_w -= !supplies.fed(k) && supplies.served(k) ? supplies.load(k) : 0.0;
        }
        double overloaded = 0.0;
        double tripped = 0.0;
        for (std::uint32_t b = 0; b < net_.branches.size(); ++b) {
            overloaded += relays_.overloaded(b, flow_.branch_current_a()) ? 1.0 : 0.0;
            tripped += relays_.tripped(b) ? 1.0 : 0.0;
        }
        figures.set(kLoad, served_w);
        figures.set(kLosses, lost_w);
        figures.set(kHomeCharging, home_w);
        figures.set(kGeneration, flow_.generation_w());
        figures.set(kImbalance, imbalance_);
        figures.set(kNotServed, std::max(0.0, not_served_w));
        figures.set(kShed, shed_w);
        figures.set(kCustomersWithoutNow, customers);
        figures.set(kOutsideLimits, outside);
        figures.set(kOverloaded, overloaded);
        figures.set(kTripped, tripped);
        figures.set(kUnconverged, static_cast<double>(flow_.overloaded().size()));
    }

    [[nodiscard]] TimeUs next() const override { return std::min({next_, trips_at_, ties_.next()}); }

    [[nodiscard]] std::vector<engine::Reason> why(engine::AssetRef asset) const override {
        return reasons({net_, flow_, failed_, closed_}, asset);
    }

    void publish(engine::Columns& columns) const override {
        const auto voltage = flow_.voltage_pu();
        const auto current = flow_.branch_current_a();
        auto& pu = columns.fill(kVoltage, net_.buses.size());
        auto& state = columns.fill(kBusState, net_.buses.size());
        auto& tap = columns.fill(kTap, net_.buses.size());
        for (std::uint32_t b = 0; b < pu.size(); ++b) {
            pu[b] = static_cast<float>(voltage[b]);
            state[b] = pu[b] > kDeadPu ? 1.0F : 0.0F;
            tap[b] = has_taps_[b] != 0 ? static_cast<float>(flow_.tap(b)) : NAN;
        }
        auto& loading = columns.fill(kLoading, net_.branches.size());
        auto& live = columns.fill(kBranchState, net_.branches.size());
        for (std::uint32_t b = 0; b < loading.size(); ++b) {
            const Branch& branch = net_.branches[b];
            loading[b] = branch.rating_a > 0.0 ? static_cast<float>(current[b] / branch.rating_a) : 0.0F;
            const bool dead = failed_[b] != 0 || voltage[branch.from] <= static_cast<double>(kDeadPu) ||
                              voltage[branch.to] <= static_cast<double>(kDeadPu);
            live[b] = dead ? 0.0F : conducts(b) || ties_.closed(b) ? 1.0F : 0.5F;
        }
    }

    void visit(Archive& archive) override {
        flow_.visit(archive);
        relays_.visit(archive);
        ties_.visit(archive);
        loads_.visit(archive);
        archive.fixed(failed_, closed_, held_, bus_failed_);
        archive(imbalance_, electricity_, at_home_, shed_electricity_, next_, trips_at_, shed_at_, seen_, stale_);
    }

private:
    /// By hand and by its relay; what restores the grid has closed comes on top.
    [[nodiscard]] bool conducts(std::uint32_t branch) const {
        return failed_[branch] == 0 && closed_[branch] != 0 && !relays_.tripped(branch);
    }

    /// \param anew all ties as they are without restoration. Then whatever is dark for long enough is restored.
    void work_ties(TimeUs now, bool anew) {
        std::vector<std::uint8_t> conducting(net_.branches.size(), 0);
        for (std::uint32_t b = 0; b < net_.branches.size(); ++b) {
            conducting[b] = conducts(b) ? 1 : 0;
            flow_.set_branch_closed(b, conducting[b] != 0 || (!anew && ties_.closed(b)));
        }
        const GridState grid{bus_failed_, conducting, failed_, held_};
        anew ? ties_.look(now, grid) : ties_.look_again(grid);
        ties_.restore(now, grid, flow_, loads_.drawn_w());
    }

    void look_ahead(TimeUs now) {
        const double seconds = relays_.seconds_to_trip(flow_.branch_current_a());
        trips_at_ = std::isfinite(seconds) ? now + std::max(kSecondUs, from_seconds(seconds)) : engine::kNever;
    }

    const Network& net_;
    PowerFlow flow_;
    ThermalRelays relays_;
    TieRestoration ties_;
    BusLoads loads_;
    TimeUs every_;
    std::vector<std::uint8_t> failed_; ///< per branch
    std::vector<std::uint8_t> closed_; ///< by whoever switches
    std::vector<std::uint8_t> held_;   ///< somebody has switched it
    std::vector<std::uint8_t> bus_failed_;
    std::vector<std::uint8_t> has_taps_; ///< transformers to this bus; no state
    double imbalance_ = 0.0;             ///< the largest of all solves so far
    double electricity_ = 0.0;           ///< share of the peak
    double at_home_ = 0.0;               ///< share of what cars would charge if all were electric
    double shed_electricity_ = 0.0;      ///< when something was last shed, or not
    TimeUs next_ = 0;
    TimeUs trips_at_ = engine::kNever;
    TimeUs shed_at_ = -1;                    ///< the event in which shedding began anew
    std::uint64_t seen_ = ~std::uint64_t{0}; ///< Supplies::revision() of the last solve
    bool stale_ = true;
};

} // namespace

std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting) {
    return std::make_unique<PowerDomain>(setting);
}

} // namespace cityloom::power
