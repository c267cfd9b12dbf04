// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cityloom::gis {

struct City;
class Notes;

/// The text as UTF-8 without control characters. What is none is read as what it looks like: GBK or Shift JIS where its
/// high bytes come in their pairs, else Windows-1252; a last character that was cut off is dropped.
[[nodiscard]] std::string utf8_text(std::string_view raw);

/// Turns every text of the city into UTF-8, with one note a kind for those that were none.
void mend_texts(City& city, const std::string& file, Notes& notes);

} // namespace cityloom::gis
