// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace cityloom {

/// Splits a line of CSV; a field in double quotes may hold commas.
inline std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back().push_back(c);
        }
    }
    return fields;
}

/// Calls \p f with the fields of each row but the first, which names them. For the program's own tables of assets/.
template <typename F> void each_row(std::string_view table, std::size_t columns, F&& f) {
    bool header = true;
    while (!table.empty()) {
        const std::size_t end = table.find('\n');
        const std::string_view line = table.substr(0, end);
        table = end == std::string_view::npos ? std::string_view{} : table.substr(end + 1);
        if (!header && !line.empty()) {
            auto fields = fields_of(line);
            fields.resize(columns);
            f(fields);
        }
        header = false;
    }
}

/// Not a number where the field is empty.
inline double number_in(const std::string& field) {
    return field.empty() ? std::numeric_limits<double>::quiet_NaN() : std::strtod(field.c_str(), nullptr);
}

} // namespace cityloom
