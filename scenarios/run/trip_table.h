// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/result.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/trip_record.h"

namespace cityloom::engine {
class World;
}

namespace cityloom::scenarios {

/// What became of one scheduled motor trip of a run.
struct TripRow {
    std::uint64_t id = 0; ///< the same trip in every scenario of one seed
    traffic::Outcome outcome = traffic::Outcome::Late;
    traffic::Purpose purpose = traffic::Purpose::HomeWork;
    std::uint32_t district = kNone; ///< where it starts
    float time_s = 0.0F;            ///< see traffic::TripOutcome
    float co2_g = 0.0F;
    float electricity_wh = 0.0F;
};

/// By id, each once.
using TripTable = std::vector<TripRow>;

[[nodiscard]] TripTable trip_table(const engine::World& world);

/// For a project: compact, and read on any machine.
[[nodiscard]] std::string encode_trips(const TripTable& trips);
[[nodiscard]] Result<TripTable> decode_trips(std::string_view bytes);

} // namespace cityloom::scenarios
