// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/given.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "scenarios/measure/scenario.h"

namespace cityloom::scenarios {

std::optional<double> read_number(std::string_view text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value) ? std::optional{value}
                                                                                            : std::nullopt;
}

std::optional<std::uint64_t> read_id(std::string_view text) {
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{id} : std::nullopt;
}

std::optional<std::vector<double>> read_greens(std::string_view text) {
    std::vector<double> greens;
    for (bool more = true; more;) {
        const auto end = text.find('/');
        const auto green = read_number(text.substr(0, end));
        if (!green) {
            return std::nullopt;
        }
        greens.push_back(*green);
        more = end != std::string_view::npos;
        text.remove_prefix(more ? end + 1 : text.size());
    }
    return greens;
}

bool Given::has(std::string_view name) const {
    return args_.contains(std::string{name});
}

const Argument& Given::row(std::string_view name) const {
    const auto found = std::ranges::find(rows_, name, &Argument::name);
    if (found == rows_.end()) {
        throw std::logic_error{"no row says what the argument " + std::string{name} + " is"};
    }
    return *found;
}

std::string Given::text(std::string_view name) const {
    const Argument& argument = row(name);
    const auto found = args_.find(std::string{name});
    return found == args_.end() ? std::string{argument.otherwise} : found->second;
}

double Given::number(std::string_view name, double otherwise) const {
    return read_number(text(name)).value_or(otherwise);
}

std::uint32_t Given::whole(std::string_view name, std::uint32_t otherwise) const {
    const auto value = read_id(text(name));
    return value ? static_cast<std::uint32_t>(*value) : otherwise;
}

std::uint64_t Given::street() const {
    return read_id(text("street")).value_or(0);
}

TimeUs Given::duration(std::string_view name) const {
    return parse_duration(text(name)).value_or(0);
}

std::vector<double> Given::greens_s(std::string_view name) const {
    return read_greens(text(name)).value_or(std::vector<double>{});
}

Point2 Given::place_m() const {
    return {number("x"), number("y")};
}

} // namespace cityloom::scenarios
