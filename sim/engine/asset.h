// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/result.h"
#include "sim/engine/networks.h"

namespace cityloom::engine {

enum class AssetType : std::uint8_t {
    PowerBus,
    PowerBranch,
    WaterNode,
    WaterLink,
    TelecomSite,
    Controller,
    Street,
    Charger
};

/// One thing that can fail, be repaired or be closed: its network and its index there (streets: the source's id).
struct AssetRef {
    AssetType type = AssetType::PowerBus;
    std::uint64_t index = 0;
    friend constexpr bool operator==(AssetRef, AssetRef) = default;
};

/// Finds "substation/S2", "pump/P1", "signal/12", "basestation/B3", "rsu/R4", "charger/C5", "tank/T1", "feeder/F7",
/// "main/9" or "street/ID". An unknown key is NotFound and the message names keys of that kind that exist.
[[nodiscard]] Result<AssetRef> find_asset(const Networks& networks, std::string_view key);

[[nodiscard]] std::string asset_key(const Networks& networks, AssetRef asset);
[[nodiscard]] Point2 asset_place(const Networks& networks, AssetRef asset);

/// Every key, in network order: for lists, search and completion.
[[nodiscard]] std::vector<std::string> asset_keys(const Networks& networks);

} // namespace cityloom::engine
