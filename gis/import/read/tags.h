// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace cityloom::gis {

/// An OpenStreetMap object's tags, viewed: valid only as long as the object they were taken from.
class Tags {
public:
    void add(std::string_view key, std::string_view value) { rows_.emplace_back(key, value); }
    void clear() { rows_.clear(); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// The value of `key`, empty when it is not tagged.
    [[nodiscard]] std::string_view operator[](std::string_view key) const {
        const auto row = std::ranges::find(rows_, key, &std::pair<std::string_view, std::string_view>::first);
        return row == rows_.end() ? std::string_view{} : row->second;
    }
    [[nodiscard]] bool has(std::string_view key) const { return !(*this)[key].empty(); }
    [[nodiscard]] bool is(std::string_view key, std::initializer_list<std::string_view> values) const {
        const std::string_view value = (*this)[key];
        return std::ranges::find(values, value) != values.end();
    }
    /// Tagged, and not as no, in the spellings of mappers and tables.
    [[nodiscard]] bool yes(std::string_view key) const {
        return has(key) && !is(key, {"no", "false", "0", "n", "N", "F", "No", "NO", "False", "FALSE"});
    }

private:
    std::vector<std::pair<std::string_view, std::string_view>> rows_;
};

/// The number at the start of `text` and what follows it, trimmed; empty when there is none or it is not finite.
[[nodiscard]] std::optional<std::pair<double, std::string_view>> leading_number(std::string_view text);

/// A length in metres: "12", "12.5 m", "40'", "40 ft", "5'6\"", "12,5". Empty when it cannot be read.
[[nodiscard]] std::optional<double> parse_length_m(std::string_view text);

/// The largest of the voltages in "110000;20000", 0 when none.
[[nodiscard]] double parse_voltage_v(std::string_view text);

/// A power in watts: "45 MW", "800 kW", "1,5 MW", "500000 W". Empty when it cannot be read ("yes") or has no unit.
[[nodiscard]] std::optional<double> parse_power_w(std::string_view text);

} // namespace cityloom::gis
