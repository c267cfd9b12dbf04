// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/world.h"

namespace cityloom::scenarios {

/// The figures that are results of a run, in the order in which they are shown: rows of the domains.
[[nodiscard]] const std::vector<const engine::Figure*>& result_figures();
/// The figures that are sampled over a run's time.
[[nodiscard]] const std::vector<const engine::Figure*>& charted_figures();
/// Null where there is none of that id among them.
[[nodiscard]] const engine::Figure* find_result_figure(std::string_view id);

struct Kpi {
    std::string id;
    double value = 0.0; ///< in the shown unit
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

/// The figures as they stand in a world.
[[nodiscard]] KpiSet measure_kpis(const engine::World& world);
/// Those of trips as they stand now, when the last have arrived; the others stay as they were at the end of the run.
void measure_trips_again(const engine::World& world, KpiSet& kpis);

} // namespace cityloom::scenarios
