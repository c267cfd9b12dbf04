// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/tags.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string>

namespace cityloom::gis {

namespace {

constexpr double kFootM = 0.3048;
constexpr double kInchM = 0.0254;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

/// Typographic quotes as the marks of feet and inches.
std::string with_plain_marks(std::string_view text) {
    std::string plain{text};
    for (const auto& [from, to] : {std::pair{"\xE2\x80\x99", "'"}, std::pair{"\xE2\x80\xB2", "'"},
                                   std::pair{"\xE2\x80\x9D", "\""}, std::pair{"\xE2\x80\xB3", "\""}}) {
        for (std::size_t at = plain.find(from); at != std::string::npos; at = plain.find(from)) {
            plain.replace(at, 3, to);
        }
    }
    return plain;
}

/// "1,234": a comma before three digits parts thousands as well as decimals, and so says nothing.
bool is_grouped(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) {
        return false;
    }
    std::size_t digits = 0;
    while (comma + 1 + digits < text.size() && text[comma + 1 + digits] >= '0' && text[comma + 1 + digits] <= '9') {
        ++digits;
    }
    return digits == 3;
}

} // namespace

std::optional<std::pair<double, std::string_view>> leading_number(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    // A decimal comma, as many mappers write it; "1,234" is read as 1.234, which the caller's range check catches.
    std::string copy{text.substr(0, 40)};
    if (const auto comma = copy.find(','); comma != std::string::npos) {
        copy[comma] = '.';
    }
    double value = 0.0;
    const auto [end, error] = std::from_chars(copy.data(), copy.data() + copy.size(), value);
    if (error != std::errc{} || !std::isfinite(value)) {
        return std::nullopt;
    }
    return std::pair{value, trimmed(text.substr(static_cast<std::size_t>(end - copy.data())))};
}

std::optional<double> parse_length_m(std::string_view text) {
    const std::string plain = with_plain_marks(text);
    const auto number = leading_number(plain);
    if (!number || is_grouped(plain)) {
        return std::nullopt;
    }
    const auto& [value, given] = *number;
    std::string unit{given};
    std::ranges::transform(unit, unit.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (unit.empty() || unit == "m" || unit == "meter" || unit == "metre" || unit == "meters" || unit == "metres" ||
        unit == "mètres" || unit == "metros" || unit == "м" || unit == "М" || unit == "米") {
        return value;
    }
    if (unit == "ft" || unit == "feet" || unit == "foot") {
        return value * kFootM;
    }
    if (unit.starts_with('\'')) {
        const auto inches = leading_number(std::string_view{unit}.substr(1));
        return value * kFootM + (inches ? inches->first * kInchM : 0.0);
    }
    if (unit == "cm") {
        return value / 100.0;
    }
    if (unit == "mm") {
        return value / 1000.0;
    }
    if (unit == "km") {
        return value * 1000.0;
    }
    return std::nullopt;
}

std::optional<double> parse_power_w(std::string_view text) {
    const auto number = leading_number(text);
    if (!number || number->first < 0.0) {
        return std::nullopt;
    }
    const auto& [value, unit] = *number;
    struct Unit {
        std::string_view name;
        double watts;
    };
    for (const Unit& row : {Unit{"GW", 1e9}, Unit{"MW", 1e6}, Unit{"MWe", 1e6}, Unit{"kW", 1e3}, Unit{"W", 1.0}}) {
        if (unit == row.name) {
            return value * row.watts;
        }
    }
    return std::nullopt;
}

double parse_voltage_v(std::string_view text) {
    double highest = 0.0;
    while (!text.empty()) {
        const auto semicolon = text.find(';');
        if (const auto number = leading_number(text.substr(0, semicolon)); number && number->first < 2e6) {
            highest = std::max(highest, number->first);
        }
        text = semicolon == std::string_view::npos ? std::string_view{} : text.substr(semicolon + 1);
    }
    return highest;
}

} // namespace cityloom::gis
