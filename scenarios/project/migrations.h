// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/project/sqlite.h"

namespace cityloom::scenarios {

/// Takes our tables from schema version `from` (0: none) to the newest, inside the caller's transaction.
[[nodiscard]] Result<void> migrate(const Database& db, int from);

} // namespace cityloom::scenarios
