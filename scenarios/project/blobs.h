// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "scenarios/project/sqlite.h"

namespace cityloom::scenarios {

/// Stores bytes under a name in cityloom_blob, in parts of at most 4 MB with a checksum each; replaces what was there.
[[nodiscard]] Result<void> put_blob(const Database& db, std::string_view name, std::string_view bytes);

/// Reads them back; NotFound, or Malformed when a part is missing or damaged.
[[nodiscard]] Result<std::string> get_blob(const Database& db, std::string_view name);

} // namespace cityloom::scenarios
