// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"

namespace cityloom::scenarios::kinds {

namespace {

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    const double factor = given.number("factor");
    applied.demand_growth *= factor;
    for (power::Bus& bus : applied.networks.power.buses) {
        bus.peak_load_w *= factor;
        bus.home_charging_w *= factor;
    }
    for (water::Node& node : applied.networks.water.nodes) {
        node.demand_m3ps *= factor;
    }
    return {};
}

} // namespace

MeasureKind demand_measure() {
    return {
        .form = {.id = "demand",
                 .words = {"Grow or shrink demand", "增减需求"},
                 .help = {"Travel, water and electricity of the whole city, times a factor.",
                          "全市出行、用水和用电乘以系数。"},
                 .arguments =
                     {{.name = "factor", .words = {"factor", "系数"}, .required = true, .least = 0.01, .most = 10.0}}},
        .touches = kTouchesDemand | kTouchesPower | kTouchesWater,
        .apply = apply};
}

} // namespace cityloom::scenarios::kinds
