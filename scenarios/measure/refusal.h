// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "scenarios/measure/words.h"
#include "sim/core/result.h"

namespace cityloom::scenarios {

/// Why a measure or an event cannot be: names the argument, its value and what is allowed. An Error in English where
/// one is wanted.
struct Refusal : Error {
    std::string chinese;
    bool usage = false; ///< it cannot be read at all: an unknown kind or argument, one that is missing or given twice
    [[nodiscard]] const std::string& message_in(Language language) const {
        return language == Language::Chinese ? chinese : message;
    }
};

/// Nothing, or why not.
using Check = std::optional<Refusal>;

/// What was read, or why it was refused.
template <typename T> using Checked = tl::expected<T, Refusal>;

[[nodiscard]] inline Refusal refusal(ErrorCode code, Text why) {
    return Refusal{{code, std::move(why.english), {}}, std::move(why.chinese), false};
}

[[nodiscard]] inline Refusal usage_refusal(ErrorCode code, Text why) {
    return Refusal{{code, std::move(why.english), {}}, std::move(why.chinese), true};
}

} // namespace cityloom::scenarios
