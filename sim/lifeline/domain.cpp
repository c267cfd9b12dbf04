// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/lifeline/domain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sim/lifeline/dependency.h"
#include "sim/lifeline/rows.h"

namespace cityloom::lifeline {

namespace {

constexpr std::array<engine::Service, 3> kServices{engine::Service::Power, engine::Service::Water,
                                                   engine::Service::Signal};
constexpr std::array<const engine::ColumnInfo*, 3> kServedColumns{&kHasPower, &kHasWater, &kHasSignal};

class BuildingsDomain final : public engine::Domain {
public:
    explicit BuildingsDomain(const engine::Setting& setting)
        : net_{setting.networks.of<Dependencies>()},
          failed_(net_.buildings.size(), 0),
          site_(net_.buildings.size(), NAN) {
        served_.fill(std::vector<std::uint8_t>(net_.buildings.size(), 1));
    }

    /// A building that has failed (it burnt, it fell) has no service, whatever its providers offer.
    void act(const engine::Command& command) override {
        if (command.verb == engine::Verb::Fail || command.verb == engine::Verb::Repair) {
            failed_[command.asset.index] = command.verb == engine::Verb::Fail ? 1 : 0;
            stale_ = true;
        }
    }

    bool solve(TimeUs /*now*/, engine::Supplies& /*supplies*/) override { return std::exchange(stale_, false); }

    void settle(TimeUs /*now*/, const engine::Supplies& supplies, engine::Figures& figures) override {
        for (auto& served : served_) {
            std::ranges::fill(served, std::uint8_t{1});
        }
        for (const std::uint32_t k : supplies.of_consumer(kBuilding)) {
            const engine::Supply& supply = supplies.rows()[k];
            const std::size_t b = supply.consumer.index;
            for (std::size_t s = 0; s < kServices.size(); ++s) {
                if (supply.service == kServices.at(s)) {
                    served_.at(s)[b] = supplies.served(k) ? 1 : 0;
                }
            }
            if (supply.service == engine::Service::Signal) {
                site_[b] = supplies.provider(k) == engine::kChosen ? NAN : static_cast<float>(supplies.provider(k));
            }
        }
        std::vector<std::array<double, 3>> without(1 + net_.district_names.size());
        for (std::size_t b = 0; b < net_.buildings.size(); ++b) {
            const Building& building = net_.buildings[b];
            for (std::size_t s = 0; s < kServices.size(); ++s) {
                std::uint8_t& served = served_.at(s)[b];
                served = failed_[b] != 0 ? 0 : served;
                if (served == 0) {
                    without[0].at(s) += static_cast<double>(building.people);
                    if (building.district != kNone) {
                        without[1 + building.district].at(s) += static_cast<double>(building.people);
                    }
                }
            }
        }
        for (std::size_t place = 0; place < without.size(); ++place) {
            for (std::size_t s = 0; s < kServices.size(); ++s) {
                figures.set(*people_without_now()[s], without[place].at(s), place);
            }
        }
        figures.set(kPeopleWithoutSignal, without[0][2]);
    }

    void publish(engine::Columns& columns) const override {
        for (std::size_t s = 0; s < kServices.size(); ++s) {
            auto& values = columns.fill(*kServedColumns.at(s), net_.buildings.size());
            std::copy(served_.at(s).begin(), served_.at(s).end(), values.begin());
        }
        auto& site = columns.fill(kServingSite, net_.buildings.size());
        std::copy(site_.begin(), site_.end(), site.begin());
    }

    void visit(Archive& archive) override {
        archive.fixed(failed_, served_[0], served_[1], served_[2], site_);
        archive(stale_);
    }

private:
    const Dependencies& net_;
    std::vector<std::uint8_t> failed_;
    std::array<std::vector<std::uint8_t>, 3> served_;
    std::vector<float> site_; ///< that serves it; not a number: none
    bool stale_ = true;
};

} // namespace

std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting) {
    return std::make_unique<BuildingsDomain>(setting);
}

} // namespace cityloom::lifeline
