// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/trip_table.h"

#include <algorithm>

#include "sim/core/blob.h"
#include "sim/engine/world.h"
#include "sim/traffic/domain/trip_outcomes.h"
#include "sim/traffic/vehicle.h"

namespace cityloom::scenarios {

template <typename A> void describe(A& a, TripRow& t) {
    a(t.id, choice(t.outcome, traffic::Outcome::Impossible), choice(t.purpose, traffic::Purpose::Through), t.district,
      t.time_s, t.co2_g, t.electricity_wh);
}

namespace {

constexpr std::string_view kKind = "CLTRIPS1";
constexpr std::uint32_t kVersion = 1;

} // namespace

TripTable trip_table(const engine::World& world) {
    TripTable table;
    const traffic::Simulation& traffic = world.traffic();
    const std::vector<traffic::Zone>& zones = world.networks().demand.zones;
    for (const traffic::TripOutcome& o : traffic::trip_outcomes(traffic)) {
        const traffic::Trip& trip = traffic.trips()[o.trip];
        if (trip.type == traffic::kBicycle) {
            continue;
        }
        const traffic::TripRecord& record = traffic.records()[o.trip];
        table.push_back({.id = trip.id,
                         .outcome = o.outcome,
                         .purpose = trip.purpose,
                         .district = trip.from_zone == kNone ? kNone : zones[trip.from_zone].district,
                         .time_s = static_cast<float>(o.time_s),
                         .co2_g = record.co2_g,
                         .electricity_wh = record.electricity_wh});
    }
    std::ranges::sort(table, {}, &TripRow::id);
    return table;
}

std::string encode_trips(const TripTable& trips) {
    BlobWriter blob;
    blob(trips);
    return seal(kKind, kVersion, blob.take());
}

Result<TripTable> decode_trips(std::string_view bytes) {
    auto payload = unseal(kKind, kVersion, bytes);
    const auto damaged = [] {
        return fail(ErrorCode::Malformed, "What became of the trips is damaged. Run the scenario again.");
    };
    if (!payload) {
        return damaged();
    }
    TripTable trips;
    BlobReader blob{*payload, kVersion};
    blob(trips);
    const bool rising = std::ranges::adjacent_find(
                            trips, [](const TripRow& a, const TripRow& b) { return a.id >= b.id; }) == trips.end();
    if (!blob.at_end() || !rising) {
        return damaged();
    }
    return trips;
}

} // namespace cityloom::scenarios
