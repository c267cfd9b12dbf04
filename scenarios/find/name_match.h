// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace cityloom::scenarios {

/// How well a name answers what was typed, the best first.
enum class NameMatch : std::uint8_t {
    Exact,      ///< it is the name
    Prefix,     ///< the name begins with it
    WordPrefix, ///< a word of the name does
    Infix,      ///< it stands somewhere in the name; so are Chinese names found
    Typo,       ///< a word of the name begins with it but for one letter: wrong, missing, too many, or two swapped
    Letters,    ///< its letters stand in the name in this order, the first at the beginning of a word
    None,
};

/// Both folded (see folded.h).
[[nodiscard]] NameMatch name_match(std::string_view name, std::string_view typed) noexcept;

/// The first four alone, and the last two alone, which take longer.
[[nodiscard]] NameMatch plain_match(std::string_view name, std::string_view typed) noexcept;
[[nodiscard]] NameMatch guessed_match(std::string_view name, std::string_view typed) noexcept;

} // namespace cityloom::scenarios
