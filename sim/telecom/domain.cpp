// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/telecom/domain.h"

#include "sim/lifeline/dependency.h"
#include "sim/lifeline/profiles.h"
#include "sim/lifeline/rows.h"
#include "sim/telecom/coverage.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/traffic/network.h"

namespace cityloom::telecom {

namespace {

constexpr double kPersonBps = 60e3; // busy-hour traffic per person: about 12 GB a month (Ericsson Mobility Report 2021)
constexpr TimeUs kCountEvery = 10 * kSecondUs; // vehicles that live information reaches

std::vector<Point2> places_of(const engine::NetworkSet& n) {
    std::vector<Point2> places;
    for (const lifeline::Building& b : n.of<lifeline::Dependencies>().buildings) {
        places.push_back(b.at);
    }
    const traffic::RoadNetwork& roads = n.of<traffic::RoadNetwork>();
    for (const traffic::Edge& edge : roads.edges) {
        places.push_back(roads.points[edge.shape.begin + edge.shape.count / 2]);
    }
    return places;
}

std::vector<double> traffic_of(const engine::NetworkSet& n) {
    std::vector<double> bps;
    double people = 0.0;
    for (const lifeline::Building& b : n.of<lifeline::Dependencies>().buildings) {
        bps.push_back(kPersonBps * static_cast<double>(b.people + b.jobs));
        people += static_cast<double>(b.people + b.jobs);
    }
    // Where there are no buildings people still are: spread over the streets.
    const auto& demand = n.of<traffic::DemandModel>();
    const auto& edges = n.of<traffic::RoadNetwork>().edges;
    const double per_edge = people > 0.0 || edges.empty()
                                ? 0.0
                                : kPersonBps * (demand.people + demand.jobs) / static_cast<double>(edges.size());
    bps.resize(bps.size() + edges.size(), per_edge);
    return bps;
}

class TelecomDomain final : public engine::Domain {
public:
    explicit TelecomDomain(const engine::Setting& setting)
        : net_{setting.networks.of<Network>()},
          traffic_{setting.traffic},
          every_{setting.every},
          coverage_{net_, places_of(setting.networks), traffic_of(setting.networks)},
          buildings_{setting.networks.of<lifeline::Dependencies>().buildings.size()},
          edges_{setting.networks.of<traffic::RoadNetwork>().edges.size()},
          failed_(net_.sites.size(), 0),
          mains_(net_.sites.size(), 1),
          battery_(net_.sites.size(), 0.0) {}

    void act(const engine::Command& command) override {
        if (command.verb == engine::Verb::Fail || command.verb == engine::Verb::Repair) {
            failed_[command.asset.index] = command.verb == engine::Verb::Fail ? 1 : 0;
            stale_ = true;
        }
    }

    bool solve(TimeUs now, engine::Supplies& supplies) override {
        std::vector<std::uint8_t> lives(net_.sites.size(), 1);
        for (const std::uint32_t k : supplies.of_consumer(kSite)) {
            if (supplies.rows()[k].service == engine::Service::Power) {
                const std::uint64_t site = supplies.rows()[k].consumer.index;
                lives[site] = supplies.served(k) ? 1 : 0;
                mains_[site] = supplies.fed(k) ? 1 : 0;
                battery_[site] = supplies.buffer_share(k);
            }
        }
        for (std::uint32_t s = 0; s < net_.sites.size(); ++s) {
            const bool alive = lives[s] != 0 && failed_[s] == 0;
            if (alive != coverage_.alive(s)) {
                coverage_.set_alive(s, alive);
                stale_ = true;
            }
        }
        if (now >= next_count_) {
            next_count_ = now + kCountEvery;
        }
        if (now < next_ && !stale_) {
            return false;
        }
        coverage_.update(lifeline::at_time(lifeline::kTelecom, now));
        stale_ = false;
        next_ = now + every_;
        return true;
    }

    void offer(engine::Supplies& supplies) const override {
        for (const std::uint32_t k : supplies.of_provider(kSite)) {
            const engine::Supply& supply = supplies.rows()[k];
            if (supply.service == engine::Service::Signal && supply.consumer.is(lifeline::kBuilding)) {
                const std::uint32_t site = coverage_.serving()[supply.consumer.index];
                supplies.choose(k, site == kNone ? engine::kChosen : site);
                supplies.offer(k, site == kNone ? 0.0 : 1.0);
            }
        }
    }

    void settle(TimeUs /*now*/, const engine::Supplies& /*supplies*/, engine::Figures& figures) override {
        if (!net_.sites.empty()) { // streets whose site is dead get no live information
            std::vector<std::uint8_t> informed(edges_, 0);
            for (std::size_t e = 0; e < informed.size(); ++e) {
                informed[e] = coverage_.serving()[buildings_ + e] != kNone ? 1 : 0;
            }
            traffic_.set_informed_edges(std::move(informed));
        }
        double informed = 0.0;
        double reached = 0.0;
        const std::vector<std::uint32_t> vehicles = traffic_.informed_vehicles_per_edge();
        for (std::size_t e = 0; e < vehicles.size(); ++e) {
            informed += vehicles[e];
            reached += net_.sites.empty() || coverage_.serving()[buildings_ + e] != kNone ? vehicles[e] : 0.0;
        }
        figures.set(kInformed, informed);
        figures.set(kReached, reached);
        figures.set(kReachedNow, informed > 0.0 ? reached / informed : 1.0);
        double dead = 0.0;
        for (std::uint32_t s = 0; s < net_.sites.size(); ++s) {
            dead += coverage_.alive(s) ? 0.0 : 1.0;
        }
        figures.set(kDeadSites, dead);
    }

    [[nodiscard]] TimeUs next() const override { return std::min(next_, next_count_); }

    void measure(engine::Figures& figures) const override {
        const double informed = figures.get(kVehicleHoursInformed);
        figures.set(kReachedShare, informed > 0.0 ? figures.get(kVehicleHoursReached) / informed : 1.0);
    }

    void publish(engine::Columns& columns) const override {
        auto& state = columns.fill(kState, net_.sites.size());
        auto& battery = columns.fill(kBattery, net_.sites.size());
        for (std::uint32_t s = 0; s < net_.sites.size(); ++s) {
            state[s] = !coverage_.alive(s) ? 0.0F : mains_[s] != 0 ? 1.0F : 0.5F;
            battery[s] = static_cast<float>(battery_[s]);
        }
        auto& load = columns.fill(kLoad, net_.sites.size());
        std::copy(coverage_.load().begin(), coverage_.load().end(), load.begin());
    }

    void visit(Archive& archive) override {
        coverage_.visit(archive);
        archive.fixed(failed_, mains_, battery_);
        archive(next_, next_count_, stale_);
    }

private:
    const Network& net_;
    traffic::Simulation& traffic_;
    TimeUs every_;
    Coverage coverage_; ///< of the buildings, then the streets' edges
    std::size_t buildings_;
    std::size_t edges_;
    std::vector<std::uint8_t> failed_;
    std::vector<std::uint8_t> mains_;
    std::vector<double> battery_; ///< share left; 0 where there is none
    TimeUs next_ = 0;
    TimeUs next_count_ = 0;
    bool stale_ = true;
};

} // namespace

std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting) {
    return std::make_unique<TelecomDomain>(setting);
}

} // namespace cityloom::telecom
