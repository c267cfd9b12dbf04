// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/world.h"

namespace cityloom::scenarios {

/// What a figure is and which way is better. The table of all of them is in kpi.cpp.
struct KpiInfo {
    std::string_view id;
    std::string_view unit;
    int better = -1; ///< -1: lower is better, 1: higher, 0: neither
    std::string_view english;
    std::string_view chinese;
    int decimals = 1;
};
[[nodiscard]] const std::vector<KpiInfo>& kpi_infos();
[[nodiscard]] const KpiInfo* find_kpi(std::string_view id);

struct Kpi {
    std::string id;
    double value = 0.0;
};

/// The figures of one run: for the city and for each district.
struct KpiSet {
    std::vector<Kpi> city;
    struct District {
        std::string name;
        std::vector<Kpi> kpis;
    };
    std::vector<District> districts;
    [[nodiscard]] double value(std::string_view id) const; ///< NaN when absent
};

/// Works the figures out from a world at the end of its run. Travel times are of finished trips; hours lost and
/// unserved trips count the others too.
[[nodiscard]] KpiSet measure_kpis(const engine::World& world);

} // namespace cityloom::scenarios
