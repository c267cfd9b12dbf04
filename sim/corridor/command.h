// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/time.h"
#include "sim/corridor/asset.h"

namespace cityloom::engine {

enum class Verb : std::uint8_t {
    Fail,   ///< for a cause; an asset works again when no cause is left
    Repair, ///< takes a cause away
    Close,  ///< a street, to all but those on it
    Open,   ///< the same cause taken away
    Block,  ///< lanes of one edge: arguments.edge, .lanes, .from, .to, .speed_mps
    Unblock,
    Switch,   ///< a tie, breaker or valve: value 1 closed (conducting, a valve: open), 0 open
    SetPoint, ///< of an asset that has one: value, in the unit that its kind states
    Plan,     ///< of a signal: values are the greens (s), value the offset (s; below 0: keep)
};

/// Who commands.
enum class By : std::uint8_t { Scenario, Person, Hazard, Controller };

/// Something that happens to an asset at a time: the one form for scenario events, clicks, logs, controllers.
struct Command {
    TimeUs at = 0;
    Verb verb = Verb::Fail;
    AssetRef asset;
    By by = By::Scenario;
    /// Why, for Fail and Close: each cause counts once. Repair and Open take this cause away; without one, the oldest;
    /// kAllCauses: all of them.
    std::string cause;
    double value = 0.0;
    std::vector<double> values;

    // Block and Unblock.
    std::uint32_t edge = kNone;
    std::uint32_t lanes = 0; ///< bit k: lane k from the kerb
    float from_m = 0.0F;
    float to_m = 0.0F;
    float speed_mps = 0.0F; ///< of those who pass it
};

inline constexpr std::string_view kAllCauses = "*";

} // namespace cityloom::engine
