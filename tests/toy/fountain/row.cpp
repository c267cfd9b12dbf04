// SPDX-License-Identifier: GPL-3.0-or-later
// A domain as small as one can be: fountains that run while the mains have pressure, and fill a basin. It stands for
// every domain to come: all that the program does with it follows from this folder and two lines in lists.
#include "tests/toy/fountain/row.h"

#include <array>
#include <cmath>

#include "sim/core/blob.h"
#include "sim/corridor/storage.h"
#include "sim/water/rows.h"
#include "tests/toy/fountain/network.h"

namespace cityloom::fountain {

template <typename A> void describe(A& a, Fountain& f) {
    a(f.id, f.key, f.at, f.basin_m3, choice(f.source, Provenance::Default));
}
template <typename A> void describe(A& a, Network& n) {
    a(n.fountains);
}

namespace {

using engine::NetworkSet;

constexpr std::array<std::string_view, 1> kPrefixes{"fountain"};

class FountainDomain final : public engine::Domain {
public:
    explicit FountainDomain(const engine::Setting& setting)
        : net_{setting.networks.of<Network>()},
          failed_(net_.fountains.size(), 0),
          runs_(net_.fountains.size(), 1),
          basin_m3_(net_.fountains.size(), 0.0) {}

    void act(const engine::Command& command) override {
        failed_[command.asset.index] = command.verb == engine::Verb::Fail ? 1 : 0;
        stale_ = true;
    }
    void advance(TimeUs from, TimeUs to) override {
        for (std::size_t f = 0; f < basin_m3_.size(); ++f) {
            basin_m3_[f] += runs_[f] != 0 ? 0.001 * to_seconds(to - from) : 0.0;
        }
    }
    bool solve(TimeUs /*now*/, engine::Supplies& /*supplies*/) override { return std::exchange(stale_, false); }
    void settle(TimeUs /*now*/, const engine::Supplies& supplies, engine::Figures& figures) override {
        double dry = 0.0;
        for (const std::uint32_t k : supplies.of_consumer(kFountain)) {
            const std::uint64_t f = supplies.rows()[k].consumer.index;
            runs_[f] = supplies.served(k) && failed_[f] == 0 ? 1 : 0;
            dry += runs_[f] == 0 ? 1.0 : 0.0;
        }
        figures.set(kDry, dry);
    }
    void publish(engine::Columns& columns) const override {
        auto& jet = columns.fill(kJet, runs_.size());
        auto& state = columns.fill(kState, runs_.size());
        for (std::size_t f = 0; f < runs_.size(); ++f) {
            jet[f] = runs_[f] != 0 ? 3.5F : 0.0F;
            state[f] = runs_[f];
        }
    }
    void visit(Archive& archive) override {
        archive.fixed(failed_, runs_, basin_m3_);
        archive(stale_);
    }

private:
    const Network& net_;
    std::vector<std::uint8_t> failed_;
    std::vector<std::uint8_t> runs_;
    std::vector<double> basin_m3_;
    bool stale_ = true;
};

constexpr std::array<const engine::Kind*, 1> kKinds{&kFountain};
constexpr std::array<const engine::ColumnInfo*, 2> kColumns{&kJet, &kState};
constexpr std::array<const engine::Figure*, 2> kFigures{&kDry, &kDryHours};
const engine::LayerInfo kJets{.id = "jets",
                              .words = {"Fountain jets", "喷泉高度"},
                              .unit = {"m", "米"},
                              .nothing = {"dry", "无水"},
                              .high = 5.0,
                              .column = &kJet,
                              .paints_buildings = false};
constexpr std::array<const engine::LayerInfo*, 1> kLayers{&kJets};
const engine::Storage kStorage{.write = [](BlobWriter& blob, const NetworkSet& n) { blob(n.of<Network>()); },
                               .read =
                                   [](BlobReader& blob, NetworkSet& n) {
                                       Network network;
                                       blob(network);
                                       n.put(std::move(network));
                                   },
                               .check =
                                   [](const NetworkSet& n) {
                                       for (const Fountain& f : n.of<Network>().fountains) {
                                           if (!std::isfinite(f.at.x_m + f.at.y_m)) {
                                               return std::string{"a fountain"};
                                           }
                                       }
                                       return std::string{};
                                   }};

} // namespace

const engine::Kind kFountain{.id = "fountain",
                             .prefixes = kPrefixes,
                             .words = {"Fountain", "喷泉"},
                             .icon = "drop",
                             .layer = "fountains",
                             .acts = engine::kCanFail,
                             .count = [](const NetworkSet& n) { return n.of<Network>().fountains.size(); },
                             .view =
                                 [](const NetworkSet& n, std::uint64_t index) {
                                     const Fountain& f = n.of<Network>().fountains[index];
                                     return engine::AssetView{
                                         .id = f.id,
                                         .key = f.key,
                                         .cls = "fountain",
                                         .noun = {"Fountain", "喷泉"},
                                         .at = f.at,
                                         .source = f.source,
                                         .look = {.glyph = 2, .size_px = 18.0F, .above_m = 4.0F, .colour = 0x2266CC}};
                                 },
                             .facts =
                                 [](const NetworkSet& n, std::uint64_t index, std::vector<engine::AssetFact>& out) {
                                     out.push_back({"basin_m3",
                                                    {"Basin", "水池"},
                                                    {"m³", "立方米"},
                                                    n.of<Network>().fountains[index].basin_m3,
                                                    1,
                                                    Provenance::Default});
                                 },
                             .state = &kState};

const engine::ColumnInfo kJet{
    .id = "fountain.jet", .of = &kFountain, .words = {"Jet", "水柱"}, .unit = {"m", "米"}, .high = 5.0F};
const engine::ColumnInfo kState{.id = "fountain.state", .of = &kFountain, .store = engine::Store::Byte, .shown = false};

const engine::Figure kDry{.id = "fountains_dry_now",
                          .words = {"Dry fountains", "无水喷泉"},
                          .unit = "fountains",
                          .decimals = 0,
                          .result = false,
                          .charted = true};
const engine::Figure kDryHours{.id = "fountain_hours_dry",
                               .words = {"Fountain hours dry", "喷泉无水小时"},
                               .unit = "h",
                               .kind = engine::Figure::Kind::Integral,
                               .of = &kDry};

const engine::DomainRow kRow{
    .id = "fountains",
    .words = {"Fountains", "喷泉"},
    .icon = "drop",
    .kinds = kKinds,
    .columns = kColumns,
    .figures = kFigures,
    .layers = kLayers,
    .drawn = true,
    .drawn_first = true,
    .storage = &kStorage,
    .make = [](const engine::Setting& setting) -> std::unique_ptr<engine::Domain> {
        return std::make_unique<FountainDomain>(setting);
    },
    .summary =
        [](const NetworkSet& n, std::vector<engine::Summary>& out) {
            out.push_back({"fountains", static_cast<double>(n.of<Network>().fountains.size())});
        }};

/// One at every fortieth node of the mains, which feeds it.
const gis::Derivation kDerivation{
    .id = "fountains",
    .derive =
        [](const gis::UtilityBase& /*base*/, engine::Networks& networks) {
            Network network;
            for (std::size_t n = 0; n < networks.water.nodes.size(); n += 40) {
                network.fountains.push_back({.id = 1 + n,
                                             .key = "fountain/F" + std::to_string(network.fountains.size() + 1),
                                             .at = networks.water.nodes[n].at});
            }
            networks.put(std::move(network));
        },
    .connect =
        [](const gis::UtilityBase& /*base*/, engine::Networks& networks) {
            const std::size_t count = networks.of<Network>().fountains.size();
            for (std::size_t f = 0; f < count; ++f) {
                networks.dependencies.supplies.push_back({.provider = {&water::kNode, 40 * f},
                                                          .consumer = {&kFountain, f},
                                                          .service = engine::Service::Water});
            }
        }};

} // namespace cityloom::fountain
