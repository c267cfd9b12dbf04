// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace cityloom::cli {

/// A text for the terminal: names out of files must not steer it. Control codes (C0 but line ends, DEL, C1), marks that
/// turn the direction of writing, and what is no UTF-8 become blanks.
[[nodiscard]] std::string terminal_text(std::string_view text);

/// One line, or several, through terminal_text().
void print_line(std::FILE* to, std::string_view text);

/// As std::printf(), on stdout and on stderr, through terminal_text().
[[gnu::format(printf, 1, 2)]] void print_text(const char* format, ...);
[[gnu::format(printf, 1, 2)]] void print_error(const char* format, ...);

} // namespace cityloom::cli
