// SPDX-License-Identifier: GPL-3.0-or-later
// A town small enough to know the answer: homes west of a river, work east of it, and what lies between.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <QTemporaryDir>

#include "gis/derive/networks.h"
#include "scenarios/compare/periods.h"
#include "scenarios/invest/effects/simulate.h"
#include "scenarios/run/project_run.h"

namespace cityloom::tests {

struct TownRecipe {
    int bridges = 1;      ///< 1 to 3, side by side, from street kBridge on
    double people = 1600; ///< who live west
    double jobs = 1400;   ///< who work east
    bool lights = false;  ///< at both heads of the first bridge
    bool gate = false;    ///< a main street that comes from beyond the map's edge to the west
    bool island = false;  ///< in the first bridge, with a street of its own and lights; the east part is kEastBridge
};

/// Ids of streets that measures speak of.
inline constexpr std::uint64_t kBridge = 1;
inline constexpr std::uint64_t kEastBridge = 5;
inline constexpr std::uint64_t kGateStreet = 20;
inline constexpr std::uint64_t kWestRow = 30;
inline constexpr std::uint64_t kWestColumn = 40;
inline constexpr std::uint64_t kEastRow = 50;
inline constexpr std::uint64_t kEastColumn = 60;

/// Lays it out; all that runs on it is derived by the program itself.
class TownBuilder {
public:
    explicit TownBuilder(const TownRecipe& recipe) : recipe_{recipe} {
        city_.name = "Twin town";
        city_.place.latitude_deg = 47.0;
        city_.place.longitude_deg = 8.0;
        halves();
        for (int b = 0; b < recipe.bridges; ++b) {
            const auto row = static_cast<std::size_t>(b == 0 ? 1 : b == 1 ? 2 : 0);
            if (b == 0 && recipe.island) {
                with_island(west_[row][kSide - 1], east_[row][0]);
                continue;
            }
            bridge(kBridge + static_cast<std::uint64_t>(b), west_[row][kSide - 1], east_[row][0]);
        }
        if (recipe.lights) {
            city_.street_nodes[west_[1][kSide - 1]].control = gis::NodeControl::Signal;
            city_.street_nodes[east_[1][0]].control = gis::NodeControl::Signal;
            city_.signal_nodes = 2;
        }
        if (recipe.gate) {
            const std::uint32_t edge = node({-600.0, kBlockM});
            const std::uint32_t gate = node({-200.0, kBlockM});
            street(kGateStreet, {edge, gate}, gis::StreetClass::Secondary);
            street(kGateStreet + 1, {gate, west_[1][0]}, gis::StreetClass::Secondary);
            // What the signal at the gate lets wait for: a street of the town that ends there.
            street(kGateStreet + 2, {gate, west_[2][0]}, gis::StreetClass::Residential);
            city_.street_nodes[gate].control = gis::NodeControl::Signal;
            ++city_.signal_nodes;
        }
        city_.street_ways = static_cast<std::uint32_t>(city_.streets.size());
        city_.min_corner = {recipe.gate ? -600.0 : -60.0, -60.0};
        city_.max_corner = {2.0 * (kSide - 1) * kBlockM + kRiverM + 60.0, (kSide - 1) * kBlockM + 60.0};
    }

    [[nodiscard]] gis::City take() { return std::move(city_); }

private:
    static constexpr int kSide = 4;
    static constexpr double kBlockM = 150.0;
    static constexpr double kRiverM = 400.0;
    using Half = std::vector<std::vector<std::uint32_t>>; // by row, by column

    std::uint32_t node(Point2 at) {
        const auto k = static_cast<std::uint32_t>(city_.street_nodes.size());
        city_.street_nodes.push_back({.id = 1000 + k, .at = at});
        return k;
    }

    gis::Street& street(std::uint64_t id, const std::vector<std::uint32_t>& nodes, gis::StreetClass cls) {
        const auto first = static_cast<std::uint32_t>(city_.street_node_refs.size());
        city_.street_node_refs.insert(city_.street_node_refs.end(), nodes.begin(), nodes.end());
        city_.streets.push_back({.id = id,
                                 .name = "Street " + std::to_string(id),
                                 .nodes = {first, static_cast<std::uint32_t>(nodes.size())},
                                 .cls = cls});
        return city_.streets.back();
    }

    void bridge(std::uint64_t id, std::uint32_t from, std::uint32_t to) {
        gis::Street& made = street(id, {from, to}, gis::StreetClass::Secondary);
        made.bridge = true;
    }

    /// A street along the island crosses the bridge: whoever drives over it passes two lights, there and at its end.
    void with_island(std::uint32_t from, std::uint32_t to) {
        const double x = (kSide - 1) * kBlockM + 0.5 * kRiverM;
        const std::uint32_t middle = node({x, kBlockM});
        const std::uint32_t north = node({x, kBlockM + 60.0});
        const std::uint32_t south = node({x, kBlockM - 60.0});
        bridge(kBridge, from, middle);
        bridge(kEastBridge, middle, to);
        street(kEastBridge + 1, {south, middle, north}, gis::StreetClass::Residential);
        for (const std::uint32_t lit : {middle, to}) {
            city_.street_nodes[lit].control = gis::NodeControl::Signal;
            ++city_.signal_nodes;
        }
    }

    Half half(double x, std::uint64_t row_id, std::uint64_t column_id) {
        Half nodes(kSide);
        for (int r = 0; r < kSide; ++r) {
            for (int c = 0; c < kSide; ++c) {
                nodes[static_cast<std::size_t>(r)].push_back(node({x + c * kBlockM, r * kBlockM}));
            }
            street(row_id + static_cast<std::uint64_t>(r), nodes[static_cast<std::size_t>(r)],
                   r == 1 ? gis::StreetClass::Secondary : gis::StreetClass::Residential);
        }
        for (std::size_t c = 0; c < kSide; ++c) {
            std::vector<std::uint32_t> column;
            for (const auto& row : nodes) {
                column.push_back(row[c]);
            }
            street(column_id + c, column, gis::StreetClass::Residential);
        }
        return nodes;
    }

    void halves() {
        const double east = (kSide - 1) * kBlockM + kRiverM;
        west_ = half(0.0, kWestRow, kWestColumn);
        east_ = half(east, kEastRow, kEastColumn);
        for (int block = 0; block < (kSide - 1) * (kSide - 1); ++block) {
            const Point2 corner{(block % (kSide - 1)) * kBlockM + 60.0, (block / (kSide - 1)) * kBlockM + 60.0};
            house(corner, gis::BuildingUse::Housing, recipe_.people, 0.0);
            house({corner.x_m + east, corner.y_m}, gis::BuildingUse::Office, 0.0, recipe_.jobs);
        }
    }

    void house(Point2 at, gis::BuildingUse use, double people, double jobs) {
        constexpr double kSizeM = 25.0;
        constexpr double kHouses = (kSide - 1) * (kSide - 1);
        const auto first = static_cast<std::uint32_t>(city_.points.size());
        for (const Point2 by : {Point2{0, 0}, Point2{kSizeM, 0}, Point2{kSizeM, kSizeM}, Point2{0, kSizeM}}) {
            city_.points.push_back({at.x_m + by.x_m, at.y_m + by.y_m});
        }
        const auto ring = static_cast<std::uint32_t>(city_.rings.size());
        city_.rings.push_back({.points = {first, 4}});
        city_.buildings.push_back({.id = 5000 + city_.buildings.size(),
                                   .rings = {ring, 1},
                                   .height_m = 12.0,
                                   .storeys = 4.0F,
                                   .use = use,
                                   .footprint_m2 = kSizeM * kSizeM,
                                   .people = static_cast<float>(people / kHouses),
                                   .jobs = static_cast<float>(jobs / kHouses)});
    }

    TownRecipe recipe_;
    gis::City city_;
    Half west_;
    Half east_;
};

/// The project of a town, in a folder that goes away.
class BuiltTown {
public:
    explicit BuiltTown(const TownRecipe& recipe) {
        gis::City city = TownBuilder{recipe}.take();
        engine::Networks networks = gis::derive_networks(city);
        auto made =
            scenarios::ProjectStore::create((folder_.path() + "/town.gpkg").toStdString(), city, networks, true);
        if (!made) {
            qFatal("%s", made.error().message.c_str());
        }
        store = std::make_unique<scenarios::ProjectStore>(std::move(*made));
        read();
    }

    /// A scenario of measures as they are typed; \param base what it builds on, empty: the town as it stands
    void add(const std::string& name, const std::vector<std::string>& measures, const std::string& base = {}) {
        scenarios::Scenario scenario{.name = name, .base = base};
        for (const std::string& text : measures) {
            auto measure = scenarios::parse_measure(text);
            if (!measure) {
                qFatal("%s", measure.error().message.c_str());
            }
            scenario.measures.push_back(std::move(*measure));
        }
        if (const auto put = store->put_scenario(scenario, true); !put) {
            qFatal("%s", put.error().message.c_str());
        }
        read();
    }

    std::unique_ptr<scenarios::ProjectStore> store;
    scenarios::LoadedProject project;

private:
    void read() {
        auto loaded = scenarios::load_project(*store);
        if (!loaded) {
            qFatal("%s", loaded.error().message.c_str());
        }
        project = std::move(*loaded);
    }
    QTemporaryDir folder_;
};

/// The weekday morning alone, which is when the bridge is short.
inline scenarios::invest::EffectRequest mornings(int seeds = 1) {
    scenarios::invest::EffectRequest request{.seeds = seeds, .failures = 0};
    std::erase_if(request.periods, [](const scenarios::Period& p) { return p.id != "morning"; });
    return request;
}

} // namespace cityloom::tests
