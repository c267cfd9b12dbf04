// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "sim/core/result.h"

namespace cityloom::scenarios {

/// Writes a text file whole or not at all: to a draft beside it, then into place. Io names the file and the remedy.
[[nodiscard]] Result<void> write_text_file(const std::filesystem::path& file, const std::string& text);

/// The shortest text that reads back as the same number.
[[nodiscard]] std::string shortest(double value);

} // namespace cityloom::scenarios
