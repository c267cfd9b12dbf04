// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "scenarios/measure/words.h"

namespace cityloom::scenarios {

/// A text in both languages, as JSON holds it everywhere: {"en": ..., "zh": ...}.
[[nodiscard]] inline nlohmann::ordered_json both(const Text& text) {
    return {{"en", text.english}, {"zh", text.chinese}};
}

/// A list of them.
[[nodiscard]] inline nlohmann::ordered_json all_of(const std::vector<Text>& texts) {
    auto list = nlohmann::ordered_json::array();
    for (const Text& text : texts) {
        list.push_back(both(text));
    }
    return list;
}

} // namespace cityloom::scenarios
