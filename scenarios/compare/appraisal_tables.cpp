// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the tables of assets/ that the build put into the program.
#include <cstdlib>
#include <string_view>

#include "scenarios/compare/appraisal.h"
#include "scenarios/compare/embedded_tables.h"

namespace cityloom::scenarios {

namespace {

/// Splits a line of CSV; a field in double quotes may hold commas.
std::vector<std::string> fields_of(std::string_view line) {
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

double number(const std::string& text) {
    return std::strtod(text.c_str(), nullptr);
}

} // namespace

AppraisalSettings default_appraisal() {
    AppraisalSettings settings;
    each_row(kAppraisalTable, 9, [&](const std::vector<std::string>& f) {
        settings.parameters.push_back({f[0], number(f[1]), number(f[2]), number(f[3]), f[4], f[5], f[6], f[7], f[8]});
    });
    each_row(kUnitCostTable, 12, [&](const std::vector<std::string>& f) {
        settings.costs.push_back({f[0], f[1], f[2], f[3], number(f[4]), f[5], std::atoi(f[6].c_str()), number(f[7]),
                                  number(f[8]), number(f[9]), f[10], f[11]});
    });
    return settings;
}

} // namespace cityloom::scenarios
