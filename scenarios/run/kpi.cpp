// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/kpi.h"

#include <algorithm>
#include <limits>

#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

const std::vector<const engine::Figure*>& result_figures() {
    static const std::vector<const engine::Figure*> kResults = [] {
        std::vector<const engine::Figure*> results;
        std::ranges::copy_if(engine::figures(), std::back_inserter(results), &engine::Figure::result);
        return results;
    }();
    return kResults;
}

const std::vector<const engine::Figure*>& charted_figures() {
    static const std::vector<const engine::Figure*> kCharted = [] {
        std::vector<const engine::Figure*> charted;
        std::ranges::copy_if(engine::figures(), std::back_inserter(charted), &engine::Figure::charted);
        return charted;
    }();
    return kCharted;
}

const engine::Figure* find_result_figure(std::string_view id) {
    const auto found = std::ranges::find(result_figures(), id, &engine::Figure::id);
    return found == result_figures().end() ? nullptr : *found;
}

double KpiSet::value(std::string_view id) const {
    const auto found = std::ranges::find(city, id, &Kpi::id);
    return found == city.end() ? std::numeric_limits<double>::quiet_NaN() : found->value;
}

KpiSet measure_kpis(const engine::World& world) {
    KpiSet set;
    const engine::Figures figures = world.figures();
    for (const std::string& name : world.networks().dependencies.district_names) {
        set.districts.push_back({name, {}});
    }
    for (const engine::Figure* figure : result_figures()) {
        set.city.push_back({std::string{figure->id}, figures.shown(*figure)});
        for (std::size_t d = 0; figure->per_district && d < set.districts.size(); ++d) {
            set.districts[d].kpis.push_back({std::string{figure->id}, figures.shown(*figure, 1 + d)});
        }
    }
    return set;
}

void measure_trips_again(const engine::World& world, KpiSet& kpis) {
    const auto take = [](std::vector<Kpi>& old, const std::vector<Kpi>& now) {
        for (std::size_t k = 0; k < old.size(); ++k) {
            if (find_result_figure(old[k].id)->of_trips != engine::Figure::Trips::No) {
                old[k].value = now[k].value;
            }
        }
    };
    const KpiSet now = measure_kpis(world);
    take(kpis.city, now.city);
    for (std::size_t d = 0; d < kpis.districts.size(); ++d) {
        take(kpis.districts[d].kpis, now.districts[d].kpis);
    }
}

} // namespace cityloom::scenarios
