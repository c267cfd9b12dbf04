// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace cityloom {

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Bytes from the start that are sound UTF-8. \param cut set: what follows is the beginning of one more character,
/// which the text's end cut off
[[nodiscard]] std::size_t utf8_length(std::string_view text, bool& cut) noexcept;

} // namespace cityloom
