// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/od_demand.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "gis/import/sumo/od.h"
#include "scenarios/project/text_file.h"
#include "sim/core/csv.h"
#include "sim/core/rng.h"
#include "sim/traffic/od/disaggregate.h"

namespace cityloom::scenarios {

using namespace traffic::od;
using traffic::Trip;

namespace {

constexpr double kBehindBumperM = 0.1; // SUMO's POSITION_EPS, as its departPos "base" has it

constexpr std::uint64_t kDrawnApart = 2'000'000; // from the engine's and the reader's draws of the stream

/// What the class, or the name of a type, stands for; no members: nothing.
gis::SumoTypeMix mix_named(const gis::SumoScenario& scenario, const std::string& name) {
    for (const gis::SumoTypeMix& mix : scenario.mixes) {
        if (mix.name == name) {
            return mix;
        }
    }
    const auto& names = scenario.work.type_names;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
        return {};
    }
    return {.name = name, .members = {{static_cast<std::uint32_t>(found - names.begin()), 1.0}}};
}

std::uint32_t drawn(const gis::SumoTypeMix& mix, double u) {
    for (const auto& [type, share] : mix.members) {
        u -= share;
        if (u < 0.0) {
            return type;
        }
    }
    return mix.members.back().first;
}

std::string trip_name(const OdZones& zones, const OdMatrix& matrix, const OdTrip& trip) {
    const OdCell& cell = matrix.cells[trip.cell];
    const OdSlice& slice = matrix.slices[cell.slice];
    return (slice.vehicle_class.empty() ? "" : slice.vehicle_class + "_") + zones.zones[cell.origin].name + "_" +
           zones.zones[cell.destination].name + "_" + shortest(to_seconds(slice.begin)) + "-" +
           shortest(to_seconds(slice.end)) + "." + std::to_string(trip.number);
}

void sort_by_departure(traffic::Workload& work) {
    std::vector<std::uint32_t> order(work.trips.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return work.trips[a].depart < work.trips[b].depart; });
    std::vector<Trip> trips;
    std::vector<std::string> names;
    for (const std::uint32_t t : order) {
        trips.push_back(work.trips[t]);
        names.push_back(std::move(work.trip_names[t]));
    }
    work.trips = std::move(trips);
    work.trip_names = std::move(names);
}

} // namespace

OdZones zones_for(const OdZones& zones, const traffic::RoadNetwork& net, std::uint8_t use) {
    OdZones kept;
    const auto copy = [&](Range from) {
        Range to{static_cast<std::uint32_t>(kept.edges.size()), 0};
        for (std::uint32_t k = from.begin; k < from.end(); ++k) {
            const Range lanes = net.edges[zones.edges[k]].lanes;
            const auto first = net.lanes.begin() + lanes.begin;
            if (std::any_of(first, first + lanes.count, [&](const traffic::Lane& l) { return (l.use & use) != 0; })) {
                kept.edges.push_back(zones.edges[k]);
                kept.weights.push_back(zones.weights[k]);
                ++to.count;
            }
        }
        return to;
    };
    for (const OdZone& zone : zones.zones) {
        kept.zones.push_back(
            {.name = zone.name, .id = zone.id, .sources = copy(zone.sources), .sinks = copy(zone.sinks)});
    }
    return kept;
}

Result<OdDemand> read_od_demand(const OdFiles& files, gis::SumoScenario& scenario) {
    OdDemand demand;
    demand.type = files.type;
    auto zones = gis::read_taz(files.zones, scenario.names, scenario.notes);
    if (!zones) {
        return tl::make_unexpected(zones.error());
    }
    demand.zones = std::move(*zones);
    const OdSlice hour{.begin = std::max<TimeUs>(0, scenario.begin),
                       .end = std::max<TimeUs>(0, scenario.begin) + kHourUs};
    auto matrix = gis::read_od(files.matrices, demand.zones, hour, scenario.notes);
    if (!matrix) {
        return tl::make_unexpected(matrix.error());
    }
    demand.matrix = std::move(*matrix);
    for (OdCell& cell : demand.matrix.cells) {
        cell.trips *= files.scale;
    }
    return demand;
}

namespace {

/// Trips of one vehicle type or mix of types.
struct Share {
    gis::SumoTypeMix mix;
    OdMatrix matrix;
};

/// The matrix by what is driven, in the order of the names.
Result<std::map<std::string, Share>> shares_of(const OdDemand& demand, gis::SumoScenario& scenario) {
    const std::string usual = demand.type.empty() ? "DEFAULT_VEHTYPE" : demand.type;
    if (mix_named(scenario, usual).members.empty()) {
        return fail(ErrorCode::NotFound, "There is no vehicle type or distribution \"" + usual.substr(0, 60) +
                                             "\"; name one that the additional files define.");
    }
    std::map<std::string, Share> shares;
    std::vector<std::string> name_of_slice;
    std::set<std::string> unknown;
    for (const OdSlice& slice : demand.matrix.slices) {
        const bool named = !slice.vehicle_class.empty() && !mix_named(scenario, slice.vehicle_class).members.empty();
        name_of_slice.push_back(named ? slice.vehicle_class : usual);
        if (!named && !slice.vehicle_class.empty() && unknown.insert(slice.vehicle_class).second) {
            scenario.notes.push_back("The matrix's class \"" + slice.vehicle_class.substr(0, 60) +
                                     "\" names no vehicle type; its trips are of the type \"" + usual + "\"");
        }
    }
    for (const OdCell& cell : demand.matrix.cells) {
        const std::string& name = name_of_slice[cell.slice];
        const auto [found, is_new] = shares.try_emplace(name);
        if (is_new) {
            found->second.mix = mix_named(scenario, name);
            found->second.matrix.slices = demand.matrix.slices;
        }
        found->second.matrix.cells.push_back(cell);
    }
    return shares;
}

} // namespace

Result<void> add_od_trips(const OdDemand& demand, std::uint64_t seed, gis::SumoScenario& scenario) {
    auto shares = shares_of(demand, scenario);
    if (!shares) {
        return tl::make_unexpected(shares.error());
    }
    traffic::Workload& work = scenario.work;
    const CounterRng rng{seed};
    std::size_t early = 0;
    for (const auto& [name, share] : *shares) {
        std::set<std::uint8_t> uses;
        for (const auto& [type, part] : share.mix.members) {
            uses.insert(work.types[type].use);
        }
        OdZones zones = demand.zones;
        for (const std::uint8_t use : uses) {
            zones = zones_for(zones, scenario.net, use);
        }
        auto trips = disaggregate(zones, share.matrix, {.seed = seed});
        if (!trips) {
            return tl::make_unexpected(trips.error());
        }
        for (OdTrip& each : *trips) {
            Trip& trip = each.trip;
            if (trip.depart < scenario.begin) {
                ++early;
                continue;
            }
            const std::uint32_t type = drawn(share.mix, rng.uniform(RandomStream::DriverTraits, trip.id, kDrawnApart));
            trip.type = static_cast<std::uint16_t>(type);
            const double from_length = scenario.net.edges[trip.from_edge].length_m;
            trip.from_m = static_cast<float>(
                std::min(from_length, static_cast<double>(work.types[type].length_m) + kBehindBumperM));
            trip.from_share = static_cast<float>(static_cast<double>(trip.from_m) / from_length);
            trip.to_m = static_cast<float>(scenario.net.edges[trip.to_edge].length_m);
            work.trips.push_back(trip);
            work.trip_names.push_back(trip_name(zones, share.matrix, each));
        }
    }
    if (early > 0) {
        scenario.notes.push_back(std::to_string(early) +
                                 " x trips of the matrix depart before the begin and are left out");
    }
    sort_by_departure(work);
    return {};
}

std::string od_csv(const OdZones& zones, const OdMatrix& matrix) {
    const bool classes = std::any_of(matrix.slices.begin(), matrix.slices.end(),
                                     [](const OdSlice& slice) { return !slice.vehicle_class.empty(); });
    std::string text{classes ? "origin,destination,trips,begin,end,class\n" : "origin,destination,trips,begin,end\n"};
    for (const OdCell& cell : matrix.cells) {
        const OdSlice& slice = matrix.slices[cell.slice];
        text += csv_cell(zones.zones[cell.origin].name) + "," + csv_cell(zones.zones[cell.destination].name) + "," +
                shortest(cell.trips) + "," + shortest(to_seconds(slice.begin)) + "," + shortest(to_seconds(slice.end)) +
                (classes ? "," + csv_cell(slice.vehicle_class) : "") + "\n";
    }
    return text;
}

} // namespace cityloom::scenarios
