// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/sites.h"

namespace cityloom::scenarios::kinds {

namespace {

Result<void> apply(const Given& given, const gis::City& city, AppliedCity& applied) {
    add_site(given, city, telecom::SiteKind::RoadsideUnit, applied);
    return {};
}

} // namespace

MeasureKind rsu_measure() {
    return {.form = {.id = "rsu",
                     .words = {"Add a roadside unit", "新增路侧单元"},
                     .help = {"Tells vehicles with a V2X radio around it what lies ahead.",
                              "向周围配备车载单元的车辆提供前方信息。"},
                     .arguments = {east_argument(),
                                   north_argument(),
                                   {.name = "range_m",
                                    .words = {"range", "覆盖半径"},
                                    .unit = "m",
                                    .least = 20.0,
                                    .most = 5'000.0,
                                    .otherwise = "400"},
                                   {.name = "battery_h",
                                    .words = {"battery", "电池"},
                                    .unit = "h",
                                    .least = 0.0,
                                    .most = 168.0,
                                    .otherwise = "0"}}},
            .touches = kTouchesTelecom | kTouchesPower,
            .apply = apply,
            .costs = {{"rsu", one_unit}, {"rsu_backhaul", one_unit}},
            .preview = preview_site};
}

} // namespace cityloom::scenarios::kinds
