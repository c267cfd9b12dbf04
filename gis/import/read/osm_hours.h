// SPDX-License-Identifier: GPL-3.0-or-later
// What of OpenStreetMap's streets holds at some hours of the week: the *:conditional tags, for cars.
#pragma once

#include <array>
#include <cstdint>

#include "gis/city/city.h"
#include "gis/import/read/tags.h"

namespace cityloom::gis {

/// Which of a street's tags hold at some hours, or under some other condition, alone.
enum class ConditionalKind : std::uint8_t { Access, Oneway, Lanes, Speed };
inline constexpr std::size_t kConditionalKinds = 4;

/// What became of a street's conditions, by kind.
struct StreetConditions {
    std::array<bool, kConditionalKinds>
        by_hours{};                              ///< there are some that are hours of the week: Street::hours has them
    std::array<bool, kConditionalKinds> other{}; ///< there are some that are left out
    bool outside = false;                        ///< there are some, of a street that no network of cars has
};

/// Reads a way's conditions into Street::hours; what is no hour of the week, and lanes, are left out.
StreetConditions set_hours(const Tags& tags, Street& street);

} // namespace cityloom::gis
