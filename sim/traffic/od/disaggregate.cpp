// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/od/disaggregate.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "sim/core/rng.h"

namespace cityloom::traffic::od {

namespace {

constexpr double kUnit = 0x1.0p24; // parts of a trip, so that running sums are whole numbers
constexpr std::uint64_t kRowOrder = 1;
constexpr std::uint64_t kCellOrder = 2;
constexpr double kG = 1.2207440846057596; // g^4 = g + 1

double part(double x) {
    return x - std::floor(x);
}

} // namespace

Result<std::vector<std::uint32_t>> round_cells(const OdZones& zones, const OdMatrix& matrix,
                                               const DisaggregateOptions& options) {
    const double total = total_trips(matrix) * options.scale;
    if (!(total <= static_cast<double>(options.most_trips))) {
        return fail(ErrorCode::LimitExceeded, "The matrix has more than " + std::to_string(options.most_trips) +
                                                  " trips; scale it down, or simulate fewer hours.");
    }
    const CounterRng rng{options.seed};
    struct Place {
        std::uint32_t slice;
        std::uint64_t row;
        std::uint64_t cell;
        std::uint32_t index;
    };
    std::vector<Place> order;
    for (std::uint32_t c = 0; c < matrix.cells.size(); ++c) {
        const OdCell& cell = matrix.cells[c];
        order.push_back({cell.slice, rng.bits(RandomStream::TripOrigin, zones.zones[cell.origin].id, kRowOrder),
                         rng.bits(RandomStream::TripOrigin, cell_key(zones, matrix, cell), kCellOrder), c});
    }
    std::sort(order.begin(), order.end(), [](const Place& a, const Place& b) {
        return std::tie(a.slice, a.row, a.cell, a.index) < std::tie(b.slice, b.row, b.cell, b.index);
    });
    constexpr auto kWhole = static_cast<std::int64_t>(kUnit);
    const auto rounded = [](std::int64_t units) { return (units + kWhole / 2) / kWhole; };
    std::vector<std::uint32_t> trips(matrix.cells.size(), 0);
    std::int64_t sum = 0;
    for (const Place& place : order) {
        const std::int64_t before = rounded(sum);
        sum += std::llround(matrix.cells[place.index].trips * options.scale * kUnit);
        trips[place.index] = static_cast<std::uint32_t>(rounded(sum) - before);
    }
    return trips;
}

TripDrawer::TripDrawer(const OdZones& zones, const OdMatrix& matrix, std::uint64_t seed)
    : zones_{zones}, matrix_{matrix}, seed_{seed}, cumulative_(zones.weights.size(), 0.0) {
    for (const OdZone& zone : zones.zones) {
        for (const Range edges : {zone.sources, zone.sinks}) {
            double sum = 0.0;
            for (std::uint32_t k = edges.begin; k < edges.end(); ++k) {
                sum += zones.weights[k];
                cumulative_[k] = sum;
            }
        }
    }
}

std::uint32_t TripDrawer::edge_at(Range edges, double u) const {
    const auto begin = cumulative_.begin() + edges.begin;
    const auto last = begin + edges.count - 1;
    return zones_.edges[static_cast<std::size_t>(std::upper_bound(begin, last, u * *last) - cumulative_.begin())];
}

Trip TripDrawer::draw(const OdCell& cell, std::uint32_t number) const {
    const OdSlice& slice = matrix_.slices[cell.slice];
    const std::uint64_t key = cell_key(zones_, matrix_, cell);
    const CounterRng rng{seed_};
    const auto at = [&](RandomStream stream, double step) {
        return part(rng.uniform(stream, key, 0) + static_cast<double>(number) * step);
    };
    Trip trip;
    trip.id = CounterRng{key}.bits(RandomStream::TripTime, number, 0);
    const auto length = static_cast<double>(slice.end - slice.begin);
    trip.depart = slice.begin + std::min(static_cast<TimeUs>(at(RandomStream::TripTime, 1.0 / kG) * length),
                                         std::max<TimeUs>(0, slice.end - slice.begin - 1));
    trip.from_edge = edge_at(zones_.zones[cell.origin].sources, at(RandomStream::TripOrigin, 1.0 / (kG * kG)));
    trip.to_edge =
        edge_at(zones_.zones[cell.destination].sinks, at(RandomStream::TripDestination, 1.0 / (kG * kG * kG)));
    trip.from_share = 0.0F;
    trip.to_share = 1.0F;
    trip.purpose = Purpose::Through;
    trip.from_zone = cell.origin;
    trip.to_zone = cell.destination;
    trip.depart_mps = Trip::kDepartFast;
    trip.depart_lane = Trip::kBestLane;
    return trip;
}

Result<void> check_ends(const OdZones& zones, const OdMatrix& matrix) {
    for (const OdCell& cell : matrix.cells) {
        for (const bool start : {true, false}) {
            const OdZone& zone = zones.zones[start ? cell.origin : cell.destination];
            if (cell.trips > 0.0 && (start ? zone.sources : zone.sinks).count == 0) {
                return fail(ErrorCode::NotFound, "Trips " + std::string{start ? "start" : "end"} + " in the zone \"" +
                                                     zone.name + "\", which has no edge for that; give it one that " +
                                                     "these vehicles may use.");
            }
        }
    }
    return {};
}

Result<std::vector<OdTrip>> disaggregate(const OdZones& zones, const OdMatrix& matrix,
                                         const DisaggregateOptions& options) {
    if (auto sound = check_ends(zones, matrix); !sound) {
        return tl::make_unexpected(sound.error());
    }
    const auto counts = round_cells(zones, matrix, options);
    if (!counts) {
        return tl::make_unexpected(counts.error());
    }
    const TripDrawer drawer{zones, matrix, options.seed};
    std::vector<OdTrip> trips;
    for (std::uint32_t c = 0; c < matrix.cells.size(); ++c) {
        const OdCell& cell = matrix.cells[c];
        for (std::uint32_t n = 0; n < (*counts)[c]; ++n) {
            trips.push_back({drawer.draw(cell, n), c, n});
        }
    }
    std::sort(trips.begin(), trips.end(), [](const OdTrip& a, const OdTrip& b) {
        return std::tie(a.trip.depart, a.trip.id) < std::tie(b.trip.depart, b.trip.id);
    });
    return trips;
}

} // namespace cityloom::traffic::od
