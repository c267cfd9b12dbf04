// SPDX-License-Identifier: GPL-3.0-or-later
// Reads assets/plausible.csv, which the build put into the program.
#include <algorithm>

#include "scenarios/audit/embedded_bands.h"
#include "scenarios/audit/figures.h"
#include "sim/core/table_rows.h"

namespace cityloom::scenarios {

const std::vector<Band>& plausible_bands() {
    static const std::vector<Band> kBands = [] {
        std::vector<Band> bands;
        each_row(kPlausibleTable, 9, [&](const std::vector<std::string>& f) {
            bands.push_back({f[0], number_in(f[1]), number_in(f[2]), f[3], f[4], f[5], f[6], f[7], f[8]});
        });
        return bands;
    }();
    return kBands;
}

double quantile_of(std::vector<double> values, double share) {
    if (values.empty()) {
        return kUnknown;
    }
    const auto at = static_cast<std::ptrdiff_t>(
        std::min(static_cast<double>(values.size()) - 1.0, share * static_cast<double>(values.size())));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

double median_of(std::vector<double> values) {
    return quantile_of(std::move(values), 0.5);
}

} // namespace cityloom::scenarios
