// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/refusal.h"
#include "scenarios/measure/words.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// What the value of an argument is.
enum class ArgumentType : std::uint8_t {
    Number,      ///< between least and most
    WholeNumber, ///< likewise
    Share,       ///< likewise, without a unit
    Choice,      ///< one of the choices
    Street,      ///< the id of a drivable street
    Asset,       ///< the key of an asset of the given kinds
    PlaceX,      ///< metres east in the project's CRS, in the city or near it
    PlaceY,      ///< metres north
    Greens,      ///< seconds of green, one a stage, as 30/20/15; each between least and most
    Duration,    ///< as 2h, 90min or 30s; seconds between least and most
    Name,        ///< a word of letters, digits, - and _
    Clock,       ///< a time as 08:00, past 24 hours too; seconds between least and most
};

struct Choice {
    std::string_view id;
    Words words;
};

/// One argument of a measure or an event: what is read by the command line's help, the window's form, the checks and
/// those that apply it.
struct Argument {
    std::string_view name;
    ArgumentType type = ArgumentType::Number;
    Words words; ///< beside its field in a form
    bool required = false;
    std::string_view unit; ///< "km/h"; empty: none
    double least = 0.0;
    double most = 0.0;
    std::vector<Choice> choices;
    std::vector<std::string_view> assets;    ///< kinds of keys that fit, as "signal"; empty: all
    std::string_view otherwise;              ///< the value where none is given; empty: see without
    Words without;                           ///< what holds where none is given and no value stands for it
    std::vector<std::string_view> only_with; ///< it counts only beside one of these; empty: always
};

/// What a check looks at: a city and the networks that it has before the change.
struct CityView {
    const gis::City& city;
    const engine::Networks& networks;
};

/// How far outside the city's buildings and streets a new thing may stand (m).
inline constexpr double kMarginM = 1'000.0;

/// What values an argument takes: "a whole number from 1 to 8".
[[nodiscard]] Text allowed(const Argument& argument);
/// The same where the city is known: places have numbers.
[[nodiscard]] Text allowed(const Argument& argument, const CityView& view);
/// How its value is written, as "ID" or "both|forward|backward".
[[nodiscard]] std::string value_form(const Argument& argument);

/// Refuses an argument's value, and says what is allowed.
/// \param why "is out of range"; follows NAME=VALUE
[[nodiscard]] Refusal refuse_value(const Argument& argument, std::string_view value, const Text& why,
                                   const Text& allowed, ErrorCode code = ErrorCode::Malformed);

/// Everything about a value that needs no city: its type, range and choices.
[[nodiscard]] Check check_value(const Argument& argument, const std::string& value);
/// What needs one: streets, assets and places.
[[nodiscard]] Check check_value(const Argument& argument, const std::string& value, const CityView& view);

/// Arguments that several kinds have.
[[nodiscard]] Argument street_argument();
[[nodiscard]] Argument direction_argument();
[[nodiscard]] Argument east_argument();
[[nodiscard]] Argument north_argument();

} // namespace cityloom::scenarios
