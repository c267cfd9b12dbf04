// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/charging/domain.h"

#include <algorithm>

#include "sim/charging/rows.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/traffic/network.h"

namespace cityloom::charging {

namespace {

class ChargingDomain final : public engine::Domain {
public:
    explicit ChargingDomain(const engine::Setting& setting)
        : stations_{setting.networks.of<traffic::RoadNetwork>().chargers},
          traffic_{setting.traffic},
          every_{setting.every},
          failed_(setting.networks.of<traffic::RoadNetwork>().chargers.size(), 0),
          working_(failed_.size(), 1) {}

    void act(const engine::Command& command) override {
        if (command.verb == engine::Verb::Fail || command.verb == engine::Verb::Repair) {
            failed_[command.asset.index] = command.verb == engine::Verb::Fail ? 1 : 0;
            stale_ = true;
        }
    }

    bool solve(TimeUs now, engine::Supplies& supplies) override {
        if (now < next_ && !stale_) {
            return false;
        }
        const auto stations = traffic_.charging(); // none where no vehicle is electric
        for (const std::uint32_t k : supplies.of_consumer(kStation)) {
            const std::uint64_t station = supplies.rows()[k].consumer.index;
            supplies.ask(k, station < stations.size() ? static_cast<double>(stations[station].load_w) : 0.0);
        }
        stale_ = false;
        next_ = now + every_;
        return true;
    }

    void settle(TimeUs /*now*/, const engine::Supplies& supplies, engine::Figures& /*figures*/) override {
        for (std::size_t c = 0; c < working_.size(); ++c) {
            working_[c] = failed_[c] == 0 ? 1 : 0;
        }
        for (const std::uint32_t k : supplies.of_consumer(kStation)) {
            std::uint8_t& working = working_[supplies.rows()[k].consumer.index];
            working = supplies.served(k) ? working : 0;
        }
        for (std::uint32_t c = 0; c < working_.size(); ++c) {
            traffic_.set_charger_working(c, working_[c] != 0);
        }
    }

    [[nodiscard]] TimeUs next() const override { return failed_.empty() ? engine::kNever : next_; }

    void measure(engine::Figures& figures) const override {
        double charged_wh = 0.0;
        double waited_s = 0.0;
        for (const traffic::ChargingState& station : traffic_.charging()) {
            charged_wh += station.delivered_wh;
            waited_s += station.waited_s;
        }
        figures.set(kDriven, traffic_.total_electricity_wh());
        figures.set(kCharged, charged_wh);
        figures.set(kWaited, waited_s);
    }

    void publish(engine::Columns& columns) const override {
        const auto stations = traffic_.charging();
        const auto fill = [&](const engine::ColumnInfo& column, auto value) {
            auto& values = columns.fill(column, working_.size());
            for (std::size_t c = 0; c < values.size(); ++c) {
                values[c] = c < stations.size() ? static_cast<float>(value(stations[c])) : 0.0F;
            }
        };
        fill(kBusy, [](const traffic::ChargingState& s) { return s.charging; });
        fill(kWaiting, [](const traffic::ChargingState& s) { return s.waiting; });
        fill(kLoad, [](const traffic::ChargingState& s) { return s.load_w; });
        fill(kDelivered, [](const traffic::ChargingState& s) { return s.delivered_wh; });
        auto& working = columns.fill(kWorking, working_.size());
        std::copy(working_.begin(), working_.end(), working.begin());
        auto& state = columns.fill(kState, working_.size());
        for (std::size_t c = 0; c < state.size(); ++c) {
            const bool taken = c < stations.size() && stations[c].charging >= stations_[c].points;
            state[c] = working_[c] == 0 ? 0.0F : taken ? 0.5F : 1.0F;
        }
    }

    void visit(Archive& archive) override {
        archive.fixed(failed_, working_);
        archive(next_, stale_);
    }

private:
    const std::vector<traffic::ChargingStation>& stations_;
    traffic::Simulation& traffic_;
    TimeUs every_;
    std::vector<std::uint8_t> failed_;
    std::vector<std::uint8_t> working_;
    TimeUs next_ = 0;
    bool stale_ = true;
};

} // namespace

std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting) {
    return std::make_unique<ChargingDomain>(setting);
}

} // namespace cityloom::charging
