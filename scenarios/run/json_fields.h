// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace cityloom::scenarios {

/// A field of a stored JSON object; `otherwise` where it is absent or of another type: what is stored may have been
/// written by anybody.
template <typename Json> std::string text_field(const Json& json, const char* key, std::string otherwise = {}) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    return json.is_object() && found != json.end() && found->is_string() ? found->template get<std::string>()
                                                                         : std::move(otherwise);
}

template <typename Number, typename Json> Number number_field(const Json& json, const char* key, Number otherwise) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    return json.is_object() && found != json.end() && found->is_number() ? found->template get<Number>() : otherwise;
}

} // namespace cityloom::scenarios
