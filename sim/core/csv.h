// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cityloom {

/// A text as a cell of CSV: quoted where RFC 4180 asks for it, control codes as blanks, and never a formula to a
/// spreadsheet: what begins like one and is no number gets an apostrophe before it. Every CSV with texts goes through
/// this.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// The text of a cell that csv_cell() has kept from being a formula.
[[nodiscard]] std::string_view csv_text(std::string_view cell) noexcept;

} // namespace cityloom
