// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/table/units.h"

#include <algorithm>
#include <array>

#include "scenarios/find/folded.h"

namespace cityloom::scenarios {

namespace {

struct Unit {
    std::string_view name; ///< folded
    char of;               ///< what it measures: those of one letter go together
    double factor;         ///< to the base of that
};

/// A unit that measures two things (m: a length, and water above a place) stands twice.
constexpr std::array kUnits = std::to_array<Unit>({
    {"m", 'l', 1.0},
    {"km", 'l', 1000.0},
    {"cm", 'l', 0.01},
    {"mm", 'l', 0.001},
    {"米", 'l', 1.0},
    {"公里", 'l', 1000.0},
    {"千米", 'l', 1000.0},
    {"厘米", 'l', 0.01},
    {"毫米", 'l', 0.001},
    {"m of water", 'h', 1.0},
    {"米水柱", 'h', 1.0},
    {"m", 'h', 1.0},
    {"米", 'h', 1.0},
    {"bar", 'h', 10.1972},
    {"kpa", 'h', 0.101972},
    {"千帕", 'h', 0.101972},
    {"l/s", 'f', 1.0},
    {"l/min", 'f', 1.0 / 60.0},
    {"m3/h", 'f', 1.0 / 3.6},
    {"m3/s", 'f', 1000.0},
    {"升/秒", 'f', 1.0},
    {"立方米/时", 'f', 1.0 / 3.6},
    {"立方米/秒", 'f', 1000.0},
    {"m3", 'v', 1.0},
    {"l", 'v', 0.001},
    {"立方米", 'v', 1.0},
    {"升", 'v', 0.001},
    {"m2", 'a', 1.0},
    {"ha", 'a', 1e4},
    {"km2", 'a', 1e6},
    {"平方米", 'a', 1.0},
    {"公顷", 'a', 1e4},
    {"w", 'p', 1.0},
    {"kw", 'p', 1e3},
    {"mw", 'p', 1e6},
    {"千瓦", 'p', 1e3},
    {"兆瓦", 'p', 1e6},
    {"va", 'c', 1.0},
    {"kva", 'c', 1e3},
    {"mva", 'c', 1e6},
    {"千伏安", 'c', 1e3},
    {"兆伏安", 'c', 1e6},
    {"wh", 'e', 1.0},
    {"kwh", 'e', 1e3},
    {"mwh", 'e', 1e6},
    {"千瓦时", 'e', 1e3},
    {"v", 'u', 1.0},
    {"kv", 'u', 1e3},
    {"伏", 'u', 1.0},
    {"千伏", 'u', 1e3},
    {"a", 'i', 1.0},
    {"ka", 'i', 1e3},
    {"安", 'i', 1.0},
    {"s", 't', 1.0},
    {"min", 't', 60.0},
    {"h", 't', 3600.0},
    {"秒", 't', 1.0},
    {"分钟", 't', 60.0},
    {"小时", 't', 3600.0},
    {"km/h", 's', 1.0},
    {"m/s", 's', 3.6},
    {"mph", 's', 1.609344},
    {"公里/时", 's', 1.0},
    {"米/秒", 's', 3.6},
    {"kbit/s", 'r', 1e-3},
    {"mbit/s", 'r', 1.0},
    {"gbit/s", 'r', 1e3},
    {"兆比特/秒", 'r', 1.0},
    {"%", '%', 1.0},
    {"p.u.", 'n', 1.0},
    {"pu", 'n', 1.0},
    {"标幺值", 'n', 1.0},
    {"%", 'n', 0.01},
});

/// What a column is in; "% free" counts in percent whatever it is of, and pressures in metres are metres of water.
const Unit* base_of(const TableColumn& column) {
    std::string plain = folded(column.unit.english);
    const std::string name = folded(column.words.english);
    if (plain == "m" && (name.find("pressure") != std::string::npos || name.find("head") != std::string::npos)) {
        plain = "m of water";
    }
    if (plain.starts_with("% ")) {
        plain = "%";
    } else if (plain.starts_with("per unit ")) {
        plain = "p.u.";
    }
    const auto found = std::ranges::find(kUnits, plain, &Unit::name);
    return found == kUnits.end() ? nullptr : &*found;
}

bool goes_on(std::string_view text, std::size_t at) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return at > 0 && at < text.size() && letter(text[at - 1]) && letter(text[at]);
}

} // namespace

std::optional<double> unit_factor(std::string_view given, const TableColumn& column) {
    if (given == folded(column.unit.english) || given == folded(column.unit.chinese)) {
        return 1.0;
    }
    const Unit* base = base_of(column);
    for (const Unit& unit : kUnits) {
        if (base != nullptr && unit.of == base->of && unit.name == given) {
            return unit.factor / base->factor;
        }
    }
    return std::nullopt;
}

std::size_t unit_length(std::string_view text, const TableColumn& column) {
    std::size_t longest = 0;
    const auto look = [&](std::string_view name) {
        if (!name.empty() && name.size() > longest && text.starts_with(name) && !goes_on(text, name.size())) {
            longest = name.size();
        }
    };
    look(folded(column.unit.english));
    look(folded(column.unit.chinese));
    for (const Unit& unit : kUnits) {
        look(unit.name);
    }
    return longest;
}

std::string units_for(const TableColumn& column) {
    const Unit* base = base_of(column);
    std::string all;
    for (const Unit& unit : kUnits) {
        if (base != nullptr && unit.of == base->of && static_cast<unsigned char>(unit.name.front()) < 0x80) {
            all += (all.empty() ? "" : ", ") + std::string{unit.name};
        }
    }
    return all.empty() ? std::string{column.unit.english} : all;
}

} // namespace cityloom::scenarios
