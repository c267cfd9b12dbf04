// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/telecom/domain.h"

#include <algorithm>
#include <cmath>

#include "sim/lifeline/dependency.h"
#include "sim/lifeline/profiles.h"
#include "sim/lifeline/rows.h"
#include "sim/telecom/coverage.h"
#include "sim/telecom/roadside.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/traffic/network.h"

namespace cityloom::telecom {

namespace {

constexpr double kPersonBps = 60e3; // busy-hour traffic per person: about 12 GB a month (Ericsson Mobility Report 2021)
constexpr std::size_t kMostNamed = 3; // masts that would serve a building
constexpr engine::Words kNoSignal{"has no signal", "无信号"};
constexpr engine::Words kNoMast{"is in reach of no mast", "不在任何基站的覆盖范围内"};
constexpr TimeUs kCountEvery = 10 * kSecondUs; // vehicles that live information reaches

std::vector<Point2> middles_of(const traffic::RoadNetwork& roads) {
    std::vector<Point2> middles;
    for (const traffic::Edge& edge : roads.edges) {
        middles.push_back(roads.points[edge.shape.begin + edge.shape.count / 2]);
    }
    return middles;
}

/// People and jobs of each street's edge, where buildings tell nothing of them (see DemandModel::population_source):
/// those of its zones by the weights of their edges.
std::vector<std::pair<double, double>> along_streets(const engine::NetworkSet& n) {
    const auto& demand = n.of<traffic::DemandModel>();
    std::vector<std::pair<double, double>> here(n.of<traffic::RoadNetwork>().edges.size(), {0.0, 0.0});
    if (demand.population_source != Provenance::Default) {
        return here;
    }
    for (const traffic::Zone& zone : demand.zones) {
        double weights = 0.0;
        for (std::uint32_t k = zone.origins.begin; k < zone.origins.end(); ++k) {
            weights += static_cast<double>(demand.zone_edge_weights[k]);
        }
        for (std::uint32_t k = zone.origins.begin; weights > 0.0 && !zone.gateway && k < zone.origins.end(); ++k) {
            const double share = static_cast<double>(demand.zone_edge_weights[k]) / weights;
            here[demand.zone_edges[k]].first += share * zone.people;
            here[demand.zone_edges[k]].second += share * zone.jobs;
        }
    }
    return here;
}

/// The buildings, then the streets' edges. Where there are hardly any buildings people live along the streets.
std::vector<Place> places_of(const engine::NetworkSet& n) {
    std::vector<Place> places;
    const bool in_streets = n.of<traffic::DemandModel>().population_source == Provenance::Default;
    for (const lifeline::Building& b : n.of<lifeline::Dependencies>().buildings) {
        const auto here = in_streets ? 0.0 : static_cast<double>(b.people + b.jobs);
        places.push_back({b.at, here, kPersonBps * here});
    }
    const auto streets = along_streets(n);
    const std::vector<Point2> middles = middles_of(n.of<traffic::RoadNetwork>());
    for (std::size_t e = 0; e < middles.size(); ++e) {
        const double here = streets[e].first + streets[e].second;
        places.push_back({middles[e], here, kPersonBps * here});
    }
    return places;
}

/// Who lives where, and in which district: for the people that the figures count.
struct Residents {
    double people = 0.0;
    std::uint32_t district = kNone;
};
std::vector<Residents> residents_of(const engine::NetworkSet& n) {
    std::vector<Residents> residents;
    const bool in_streets = n.of<traffic::DemandModel>().population_source == Provenance::Default;
    for (const lifeline::Building& b : n.of<lifeline::Dependencies>().buildings) {
        residents.push_back({in_streets ? 0.0 : static_cast<double>(b.people), b.district});
    }
    for (const auto& [people, jobs] : along_streets(n)) {
        residents.push_back({people, kNone});
    }
    return residents;
}

bool has_masts(const Network& net) {
    return std::ranges::any_of(net.sites, [](const Site& site) { return site.kind == SiteKind::BaseStation; });
}

class TelecomDomain final : public engine::Domain {
public:
    explicit TelecomDomain(const engine::Setting& setting)
        : net_{setting.networks.of<Network>()},
          traffic_{setting.traffic},
          every_{setting.every},
          coverage_{net_, places_of(setting.networks)},
          roadside_{net_, middles_of(setting.networks.of<traffic::RoadNetwork>())},
          residents_{residents_of(setting.networks)},
          districts_{setting.networks.of<lifeline::Dependencies>().district_names.size()},
          masts_{has_masts(net_)},
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
        tell_drivers(figures);
        count_people(figures);
        double dead = 0.0;
        for (std::uint32_t s = 0; s < net_.sites.size(); ++s) {
            dead += coverage_.alive(s) ? 0.0 : 1.0;
        }
        figures.set(kDeadSites, dead);
    }

    [[nodiscard]] TimeUs next() const override { return std::min(next_, next_count_); }

    void measure(engine::Figures& figures) const override {
        const auto share = [&](const engine::Figure& of, const engine::Figure& all) {
            return figures.get(all) > 0.0 ? figures.get(of) / figures.get(all) : NAN;
        };
        figures.set(kNavigatorsShare, share(kNavigatorHoursReached, kNavigatorHours));
        figures.set(kRadioShare, share(kRadioHoursReached, kRadioHours));
    }

    /// Of a building: why it has no signal.
    [[nodiscard]] std::vector<engine::Reason> why(engine::AssetRef asset) const override {
        if (!asset.is(lifeline::kBuilding) || coverage_.serving()[asset.index] != kNone) {
            return {};
        }
        std::vector<engine::Reason> reasons;
        for (const std::uint32_t site : coverage_.reaching(asset.i())) { // none lives; the strongest are enough
            if (reasons.size() < kMostNamed) {
                reasons.push_back({.id = "unsupplied", .words = kNoSignal, .from = {&kSite, site}});
            }
        }
        return reasons.empty() ? std::vector<engine::Reason>{{.id = "unreached", .words = kNoMast}} : reasons;
    }

    void publish(engine::Columns& columns) const override {
        auto& state = columns.fill(kState, net_.sites.size());
        auto& battery = columns.fill(kBattery, net_.sites.size());
        for (std::uint32_t s = 0; s < net_.sites.size(); ++s) {
            state[s] = !coverage_.alive(s) ? 0.0F : mains_[s] != 0 ? 1.0F : 0.5F;
            battery[s] = static_cast<float>(battery_[s]);
        }
        auto& load = columns.fill(kLoad, net_.sites.size());
        for (std::size_t s = 0; s < load.size(); ++s) {
            load[s] = net_.sites[s].kind == SiteKind::BaseStation ? coverage_.load()[s] : NAN;
        }
        auto& rate = columns.fill(kRate, buildings_);
        for (std::uint32_t b = 0; b < buildings_; ++b) {
            rate[b] = coverage_.serving()[b] != kNone ? coverage_.rate_bps()[b] : NAN;
        }
    }

    void visit(Archive& archive) override {
        coverage_.visit(archive);
        archive.fixed(failed_, mains_, battery_);
        archive(next_, next_count_, stale_);
    }

private:
    /// Telephones hear wherever a mast does reach them, however busy it is: a route takes a few kilobytes. V2X radios
    /// hear near a live unit. A city whose network has no masts at all has none that could fail.
    void tell_drivers(engine::Figures& figures) {
        const auto lives = [this](std::uint32_t site) { return coverage_.alive(site); };
        std::vector<std::uint8_t> informed(edges_, 0);
        for (std::size_t e = 0; e < informed.size(); ++e) {
            const bool phone = !masts_ || coverage_.serving()[buildings_ + e] != kNone;
            informed[e] = static_cast<std::uint8_t>((phone ? traffic::kByPhone : 0U) |
                                                    (roadside_.heard(e, lives) ? traffic::kByRadio : 0U));
        }
        double phones = 0.0;
        double phones_reached = 0.0;
        double radios = 0.0;
        double radios_reached = 0.0;
        const std::vector<traffic::Listeners> listeners = traffic_.listeners_per_edge();
        for (std::size_t e = 0; e < listeners.size(); ++e) {
            phones += listeners[e].phones;
            phones_reached += (informed[e] & traffic::kByPhone) != 0 ? listeners[e].phones : 0.0;
            radios += listeners[e].radios;
            radios_reached += (informed[e] & traffic::kByRadio) != 0 ? listeners[e].radios : 0.0;
        }
        traffic_.set_informed_edges(std::move(informed));
        figures.set(kNavigators, phones);
        figures.set(kNavigatorsReached, phones_reached);
        figures.set(kRadios, radios);
        figures.set(kRadiosReached, radios_reached);
    }

    /// People below the stated rate, those without any signal among them.
    void count_people(engine::Figures& figures) const {
        std::vector<double> below(1 + districts_, 0.0);
        for (std::size_t p = 0; masts_ && p < residents_.size(); ++p) {
            if (static_cast<double>(coverage_.rate_bps()[p]) < net_.least_rate_bps) {
                below[engine::Figures::kCity] += residents_[p].people;
                if (residents_[p].district != kNone) {
                    below[1 + residents_[p].district] += residents_[p].people;
                }
            }
        }
        for (std::size_t place = 0; place < below.size(); ++place) {
            figures.set(kPeopleBelow, below[place], place);
        }
    }

    const Network& net_;
    traffic::Simulation& traffic_;
    TimeUs every_;
    Coverage coverage_;                ///< of the buildings, then the streets' edges
    Roadside roadside_;                ///< of the streets' edges
    std::vector<Residents> residents_; ///< of the same places as the coverage
    std::size_t districts_;
    bool masts_;
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
