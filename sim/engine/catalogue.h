// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/result.h"
#include "sim/corridor/domain.h"
#include "sim/engine/networks.h"

namespace cityloom::engine {

/// All kinds of all domains, in their order.
[[nodiscard]] std::span<const Kind* const> kinds();
/// Null where there is none of that id.
[[nodiscard]] const Kind* find_kind(std::string_view id);
[[nodiscard]] std::span<const ColumnInfo* const> column_infos();
[[nodiscard]] const ColumnInfo* find_column(std::string_view id);
[[nodiscard]] std::span<const Figure* const> figures();
[[nodiscard]] const Figure* find_figure(std::string_view id);
[[nodiscard]] std::span<const LayerInfo* const> layers();

/// Finds "substation/S2", "pump/P1", "signal/12", "main/M9", "building/7" or "street/ID": what any kind's rows name.
/// An unknown key is NotFound, and the message names keys of that sort that exist.
[[nodiscard]] Result<AssetRef> find_asset(const Networks& networks, std::string_view key);

/// "(nothing)" for an asset that the networks do not have.
[[nodiscard]] std::string asset_key(const Networks& networks, AssetRef asset);
[[nodiscard]] Point2 asset_place(const Networks& networks, AssetRef asset);
/// Whether the networks have it.
[[nodiscard]] bool asset_exists(const Networks& networks, AssetRef asset);

/// Every key that is listed by itself, in network order: for lists, search and completion.
[[nodiscard]] std::vector<std::string> asset_keys(const Networks& networks);

/// A kind is kept by its id: an unknown one is refused.
void visit(Archive& archive, AssetRef& asset);
void visit(Archive& archive, Command& command);

} // namespace cityloom::engine
