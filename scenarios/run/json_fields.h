// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

namespace cityloom::scenarios {

/// A field of a stored JSON object; `otherwise` where it is absent or of another type: what is stored may have been
/// written by anybody.
template <typename Json> std::string text_field(const Json& json, const char* key, std::string otherwise = {}) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    return json.is_object() && found != json.end() && found->is_string() ? found->template get<std::string>()
                                                                         : std::move(otherwise);
}

/// A whole number that the type can hold; nothing for any other: to convert 1e30 would be no number at all.
template <typename Whole, typename Json> std::optional<Whole> whole_number(const Json& json) {
    static_assert(std::is_integral_v<Whole>);
    if (json.is_number_unsigned()) {
        const auto value = json.template get<std::uint64_t>();
        return std::in_range<Whole>(value) ? std::optional{static_cast<Whole>(value)} : std::nullopt;
    }
    if (json.is_number_integer()) {
        const auto value = json.template get<std::int64_t>();
        return std::in_range<Whole>(value) ? std::optional{static_cast<Whole>(value)} : std::nullopt;
    }
    return std::nullopt;
}

template <typename Number, typename Json> Number number_field(const Json& json, const char* key, Number otherwise) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    if (!json.is_object() || found == json.end() || !found->is_number()) {
        return otherwise;
    }
    if constexpr (std::is_integral_v<Number>) {
        return whole_number<Number>(*found).value_or(otherwise);
    } else {
        return found->template get<Number>();
    }
}

} // namespace cityloom::scenarios
