// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/corridor/columns.h"

#include <algorithm>
#include <limits>

namespace cityloom::engine {

std::vector<float>& Columns::fill(const ColumnInfo& info, std::size_t count, Origin origin) {
    auto found = std::ranges::find(columns_, &info, &Column::info);
    if (found == columns_.end()) {
        columns_.push_back({&info, origin, {}});
        found = columns_.end() - 1;
    }
    found->origin = origin;
    found->values.resize(count);
    return found->values;
}

std::span<const float> Columns::operator[](const ColumnInfo& info) const noexcept {
    const auto found = std::ranges::find(columns_, &info, &Column::info);
    return found == columns_.end() ? std::span<const float>{} : std::span<const float>{found->values};
}

double Columns::at(const ColumnInfo& info, std::uint64_t index) const noexcept {
    const std::span<const float> values = (*this)[info];
    return index < values.size() ? static_cast<double>(values[index]) : std::numeric_limits<double>::quiet_NaN();
}

const Columns::Column* Columns::find(std::string_view id) const noexcept {
    const auto found = std::ranges::find_if(columns_, [&](const Column& c) { return c.info->id == id; });
    return found == columns_.end() ? nullptr : &*found;
}

} // namespace cityloom::engine
