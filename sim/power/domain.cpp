// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/domain.h"

#include "sim/lifeline/profiles.h"
#include "sim/power/power_flow.h"
#include "sim/power/rows.h"
#include "sim/power/why.h"

namespace cityloom::power {

namespace {

constexpr float kDeadPu = 0.01F;

class PowerDomain final : public engine::Domain {
public:
    explicit PowerDomain(const engine::Setting& setting)
        : net_{setting.networks.of<Network>()},
          flow_{net_},
          every_{setting.every},
          failed_(net_.branches.size(), 0),
          load_w_(net_.buses.size(), 0.0),
          wanted_w_(net_.buses.size(), 0.0) {
        for (const Branch& branch : net_.branches) {
            closed_.push_back(branch.normally_open ? 0 : 1);
        }
    }

    void act(const engine::Command& command) override {
        const std::uint32_t i = command.asset.i();
        const bool fails = command.verb == engine::Verb::Fail;
        if (command.verb == engine::Verb::Switch && command.asset.is(kBranch)) {
            closed_[i] = command.value > 0.5 ? 1 : 0;
            flow_.set_branch_closed(i, closed_[i] != 0);
        } else if (command.verb == engine::Verb::SetPoint && command.asset.is(kBus)) {
            flow_.set_set_point(i, command.value);
        } else if (command.verb != engine::Verb::Fail && command.verb != engine::Verb::Repair) {
            return;
        } else if (command.asset.is(kBus)) {
            flow_.set_bus_failed(i, fails);
        } else {
            failed_[i] = fails ? 1 : 0;
            flow_.set_branch_failed(i, fails);
        }
        stale_ = true;
    }

    bool solve(TimeUs now, engine::Supplies& supplies) override {
        if (!stale_ && now < next_ && supplies.revision() == seen_) {
            return false;
        }
        seen_ = supplies.revision();
        if (now >= next_ || stale_) {
            electricity_ = lifeline::at_time(lifeline::kElectricity, now);
            next_ = now + every_;
        }
        for (std::size_t b = 0; b < wanted_w_.size(); ++b) {
            wanted_w_[b] = net_.buses[b].peak_load_w * electricity_;
        }
        for (const std::uint32_t k : supplies.of_provider(kBus)) {
            wanted_w_[supplies.provider(k)] += supplies.load(k);
        }
        if (!stale_ && wanted_w_ == load_w_) {
            return false;
        }
        load_w_ = wanted_w_;
        flow_.solve(load_w_);
        stale_ = false;
        return true;
    }

    void offer(engine::Supplies& supplies) const override {
        const auto alive = flow_.energised();
        const auto voltage = flow_.voltage_pu();
        for (const std::uint32_t k : supplies.of_provider(kBus)) {
            const std::uint64_t bus = supplies.provider(k);
            supplies.offer(k, alive[bus] != 0 ? voltage[bus] : 0.0);
        }
    }

    void settle(TimeUs /*now*/, const engine::Supplies& /*supplies*/, engine::Figures& figures) override {
        const auto alive = flow_.energised();
        double served_w = 0.0;
        double not_served_w = 0.0;
        double customers = 0.0;
        for (std::size_t b = 0; b < load_w_.size(); ++b) {
            (alive[b] != 0 ? served_w : not_served_w) += load_w_[b];
            customers += alive[b] != 0 ? 0.0 : net_.buses[b].customers;
        }
        figures.set(kLoad, served_w);
        figures.set(kNotServed, not_served_w);
        figures.set(kCustomersWithoutNow, customers);
        figures.set(kUnconverged, static_cast<double>(flow_.overloaded().size()));
    }

    [[nodiscard]] TimeUs next() const override { return next_; }

    [[nodiscard]] std::vector<engine::Reason> why(engine::AssetRef asset) const override {
        return power::why({net_, flow_, failed_, closed_}, asset);
    }

    void publish(engine::Columns& columns) const override {
        const auto voltage = flow_.voltage_pu();
        const auto current = flow_.branch_current_a();
        auto& pu = columns.fill(kVoltage, net_.buses.size());
        auto& state = columns.fill(kBusState, net_.buses.size());
        for (std::size_t b = 0; b < pu.size(); ++b) {
            pu[b] = static_cast<float>(voltage[b]);
            state[b] = pu[b] > kDeadPu ? 1.0F : 0.0F;
        }
        auto& loading = columns.fill(kLoading, net_.branches.size());
        auto& live = columns.fill(kBranchState, net_.branches.size());
        for (std::size_t b = 0; b < loading.size(); ++b) {
            const Branch& branch = net_.branches[b];
            loading[b] = branch.rating_a > 0.0 ? static_cast<float>(current[b] / branch.rating_a) : 0.0F;
            const bool dead = failed_[b] != 0 || voltage[branch.from] <= static_cast<double>(kDeadPu) ||
                              voltage[branch.to] <= static_cast<double>(kDeadPu);
            live[b] = dead ? 0.0F : closed_[b] != 0 ? 1.0F : 0.5F;
        }
    }

    void visit(Archive& archive) override {
        flow_.visit(archive);
        archive.fixed(failed_, closed_, load_w_);
        archive(electricity_, next_, seen_, stale_);
    }

private:
    const Network& net_;
    PowerFlow flow_;
    TimeUs every_;
    std::vector<std::uint8_t> failed_; ///< per branch
    std::vector<std::uint8_t> closed_;
    std::vector<double> load_w_;   ///< of the last solve, per bus
    std::vector<double> wanted_w_; ///< work space
    double electricity_ = 0.0;     ///< share of the peak
    TimeUs next_ = 0;
    std::uint64_t seen_ = ~std::uint64_t{0}; ///< Supplies::revision() of the last solve
    bool stale_ = true;
};

} // namespace

std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting) {
    return std::make_unique<PowerDomain>(setting);
}

} // namespace cityloom::power
