// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "scenarios/project/network_origin.h"
#include "scenarios/project/sqlite.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// The networks of a project of schema version 1, which kept all of them as one blob, all derived. Those that are older
/// than this program reads are derived anew from the city.
[[nodiscard]] Result<engine::Networks> load_networks_before(const Database& db, std::vector<NetworkNote>* notes);

/// Stores each of them by itself, inside the caller's transaction. Does nothing where there is no such blob.
[[nodiscard]] Result<void> part_networks(const Database& db);

} // namespace cityloom::scenarios
