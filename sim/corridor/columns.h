// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/corridor/column.h"

namespace cityloom::engine {

/// The columns of one moment. Cheap to look through: there are a few dozen.
class Columns {
public:
    struct Column {
        const ColumnInfo* info = nullptr;
        Origin origin = Origin::Simulated;
        std::vector<float> values; ///< by the kind's index
    };

    /// The values of a column to be filled, \p count of them; what it held before is kept as memory only. The
    /// reference holds while other columns are filled.
    std::vector<float>& fill(const ColumnInfo& info, std::size_t count, Origin origin = Origin::Simulated);
    /// Empty where there is no such column.
    [[nodiscard]] std::span<const float> operator[](const ColumnInfo& info) const noexcept;
    /// Not a number where there is no such column, or no such asset.
    [[nodiscard]] double at(const ColumnInfo& info, std::uint64_t index) const noexcept;
    [[nodiscard]] const std::deque<Column>& all() const noexcept { return columns_; }
    [[nodiscard]] const Column* find(std::string_view id) const noexcept;

private:
    std::deque<Column> columns_; ///< whose elements stay where they are as it grows
};

} // namespace cityloom::engine
