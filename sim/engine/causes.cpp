// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/engine/causes.h"

#include <algorithm>

#include "sim/engine/catalogue.h"

namespace cityloom::engine {

void visit(Archive& archive, Causes::Row& row) {
    auto& [asset, cause, at, by] = row;
    archive(asset, cause, at, by);
}

void Causes::visit(Archive& archive) {
    archive(rows_);
}

bool Causes::apply(const Command& command) {
    const std::size_t before = count(command.asset);
    if (command.verb == Verb::Fail || command.verb == Verb::Close) {
        const bool known = std::ranges::any_of(
            rows_, [&](const Row& row) { return row.asset == command.asset && row.cause == command.cause; });
        if (!known) {
            rows_.push_back({command.asset, command.cause, command.at, command.by});
        }
        return before == 0;
    }
    if (command.cause == kAllCauses) {
        std::erase_if(rows_, [&](const Row& row) { return row.asset == command.asset; });
    } else {
        const auto found = std::ranges::find_if(rows_, [&](const Row& row) {
            return row.asset == command.asset && (command.cause.empty() || row.cause == command.cause);
        });
        if (found != rows_.end()) {
            rows_.erase(found);
        }
    }
    return before > 0 && count(command.asset) == 0;
}

std::size_t Causes::count(AssetRef asset) const {
    return static_cast<std::size_t>(std::ranges::count(rows_, asset, &Row::asset));
}

} // namespace cityloom::engine
