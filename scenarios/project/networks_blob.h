// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gis/derive/networks.h"
#include "sim/core/result.h"

namespace cityloom::scenarios {

/// Of the blob that this program writes.
inline constexpr std::string_view kNetworksKind = "CLNETS";
inline constexpr std::uint32_t kNetworksVersion = 6;
/// The oldest that it reads as it stands.
inline constexpr std::uint32_t kNetworksOldest = 5;

/// All derived networks as one little-endian blob with version and checksum.
[[nodiscard]] std::string write_networks(const gis::Networks& networks);

/// Reads it back. Whatever a stranger's blob holds, the outcome is an Error or networks that check_networks() accepts.
[[nodiscard]] Result<gis::Networks> read_networks(std::string_view blob);

/// Whether every range and index points into its pool (kNone where that is allowed); else what is wrong.
[[nodiscard]] Result<void> check_networks(const gis::Networks& networks);

} // namespace cityloom::scenarios
