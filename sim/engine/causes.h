// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/core/archive.h"
#include "sim/corridor/command.h"

namespace cityloom::engine {

/// Why assets are out of service. Each cause counts: what failed for two works again when both are gone.
class Causes {
public:
    /// Adds or takes a cause away. \return whether the asset's state changes.
    bool apply(const Command& command);
    [[nodiscard]] std::size_t count(AssetRef asset) const;
    void visit(Archive& archive);

    struct Row {
        AssetRef asset;
        std::string cause;
        TimeUs at = 0; ///< since when
        By by = By::Scenario;
    };
    [[nodiscard]] std::span<const Row> rows() const noexcept { return rows_; }

private:
    friend void visit(Archive& archive, Row& row);
    std::vector<Row> rows_; ///< oldest first
};

} // namespace cityloom::engine
