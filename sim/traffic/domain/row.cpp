// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/domain/row.h"

#include <algorithm>
#include <array>

#include "sim/traffic/domain/blob.h"
#include "sim/traffic/domain/hospital_access.h"
#include "sim/traffic/domain/roads_domain.h"
#include "sim/traffic/domain/trip_figures.h"
#include "sim/traffic/network.h"
#include "sim/traffic/rows.h"

namespace cityloom::traffic {

namespace {

using engine::NetworkSet;

void summarise(const NetworkSet& n, std::vector<engine::Summary>& out) {
    const RoadNetwork& roads = n.of<RoadNetwork>();
    out.push_back({"edges", static_cast<double>(roads.edges.size())});
    out.push_back({"lanes", static_cast<double>(roads.lanes.size())});
    out.push_back({"junctions", static_cast<double>(roads.junctions.size())});
    out.push_back({"signals", static_cast<double>(roads.controllers.size())});
    out.push_back({"length_km", roads.length_km});
}

constexpr std::array<const engine::Kind*, 4> kKinds{&kStreet, &kEdge, &kSignal, &kVehicle};
constexpr std::array<const engine::ColumnInfo*, 4> kColumns{&kSpeedShare, &kDensity, &kSignalOn, &kPeopleWaiting};
constexpr double kFlowsPercent = 50.0; // of the free speed: level of service C or better (HCM 2010, exhibit 16-4)

const engine::LayerInfo kCongestionLayer{.id = "congestion",
                                         .words = {"Speed on the streets", "道路速度"},
                                         .unit = {"% of free speed", "自由流速度的 %"},
                                         .nothing = {},
                                         .low = 0.0,
                                         .high = 100.0,
                                         .serves_from = kFlowsPercent,
                                         .column = &kSpeedShare,
                                         .buildings = engine::Service::Road,
                                         .paints_buildings = false};
constexpr std::array<const engine::LayerInfo*, 1> kLayers{&kCongestionLayer};

constexpr std::array<const engine::Figure*, 3> kStreetFigures{&kDarkSignals, &kRunning, &kMeanSpeed};

/// Those of trips first: before all else, which of them can no longer be made.
constexpr auto kFigures = [] {
    std::array<const engine::Figure*, kTripFigures.size() + kStreetFigures.size() + kAccessFigures.size()> all{};
    auto next = std::ranges::copy(kTripFigures, all.begin()).out;
    next = std::ranges::copy(kStreetFigures, next).out;
    std::ranges::copy(kAccessFigures, next);
    return all;
}();

} // namespace

const engine::DomainRow kRow{.id = "traffic",
                             .words = {"Traffic", "交通"},
                             .icon = "car",
                             .kinds = kKinds,
                             .columns = kColumns,
                             .figures = kFigures,
                             .layers = kLayers,
                             .storage = &kStorage,
                             .make = make_domain,
                             .summary = summarise};

} // namespace cityloom::traffic
