// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/csv.h"

#include <algorithm>
#include <charconv>

namespace cityloom {

namespace {

constexpr std::string_view kBeginsFormula = "=+-@\t\r";

bool is_number(std::string_view text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

bool is_formula(std::string_view text) {
    return !text.empty() && kBeginsFormula.find(text.front()) != std::string_view::npos && !is_number(text);
}

bool is_code(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool needs_quotes(char c) {
    return c == ',' || c == ';' || c == '"' || is_code(c);
}

} // namespace

std::string csv_cell(std::string_view text) {
    const bool formula = is_formula(text);
    if (!formula && std::ranges::none_of(text, needs_quotes)) {
        return std::string{text};
    }
    std::string cell{formula ? "\"'" : "\""};
    for (const char c : text) {
        cell += c == '"' ? std::string{"\"\""} : std::string(1, is_code(c) ? ' ' : c);
    }
    return cell + '"';
}

std::string_view csv_text(std::string_view cell) noexcept {
    return cell.size() > 1 && cell.front() == '\'' && kBeginsFormula.find(cell[1]) != std::string_view::npos
               ? cell.substr(1)
               : cell;
}

} // namespace cityloom
