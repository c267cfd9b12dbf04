// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cityloom::scenarios {

/// The first character of a text, and the text after it; what is no UTF-8 is read byte by byte.
[[nodiscard]] char32_t take_character(std::string_view& text) noexcept;

/// Adds a character as comparisons see it: lower case, without accents, full-width forms as plain ones, ß as ss.
void fold_character(char32_t character, std::string& out);

/// A text as comparisons see it: two texts that people take for one name fold to the same bytes ("Genève", "GENEVE").
[[nodiscard]] std::string folded(std::string_view text);

/// The order of two folded texts in a list: numbers in them by their value, so that "pipe/9" comes before "pipe/10".
/// \return below 0, 0, above 0
[[nodiscard]] int natural_order(std::string_view a, std::string_view b) noexcept;

} // namespace cityloom::scenarios
