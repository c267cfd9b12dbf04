// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/core/result.h"

namespace cityloom::scenarios {

/// All of a file that somebody gives us, where it is a plain one of so many bytes at most: a pipe or device would hold
/// us for ever. NotFound, Unsupported, LimitExceeded or Io, with \param what it should be, as "saved run".
[[nodiscard]] Result<std::string> read_input(const std::filesystem::path& file, const std::string& what,
                                             std::uint64_t most_bytes);

} // namespace cityloom::scenarios
