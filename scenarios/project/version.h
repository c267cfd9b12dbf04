// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace cityloom::scenarios {

/// The program's version, as results carry it: same input, seed and version give the same bits.
[[nodiscard]] std::string_view program_version() noexcept;

} // namespace cityloom::scenarios
