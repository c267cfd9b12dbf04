// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/corridor/asset.h"

namespace cityloom::engine {

/// How a column's values are kept in a recording.
enum class Store : std::uint8_t {
    Exact, ///< as they are
    Byte,  ///< in 256 steps from low to high
    Flag,  ///< 0 or 1, eight to a byte
};

/// Where values come from.
enum class Origin : std::uint8_t { Simulated, Observed, Estimated };

/// One figure of every asset of a kind, as it stands at a moment: a row that its domain's folder exports. Not a number
/// where there is nothing (no supply), or where it does not apply.
struct ColumnInfo {
    std::string_view id; ///< "water.pressure"
    const Kind* of = nullptr;
    Words words; ///< "Pressure"
    Words unit;
    double factor = 1.0; ///< from the stored unit to the shown one
    int decimals = 1;
    Store store = Store::Exact;
    float low = 0.0F; ///< of what is stored, for Byte; and the range that charts begin with
    float high = 1.0F;
    bool shown = true;   ///< in the inspector
    bool so_far = false; ///< a sum since the start, of no present
    /// Whether it says something of this asset; null: of all.
    bool (*applies)(const NetworkSet&, std::uint64_t index) = nullptr;
    /// A word for a value in place of the number ("on battery"); null: the number.
    Words (*word)(float value) = nullptr;
};

} // namespace cityloom::engine
