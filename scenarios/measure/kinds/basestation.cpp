// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/sites.h"

namespace cityloom::scenarios::kinds {

namespace {

Result<void> apply(const Given& given, const gis::City& city, AppliedCity& applied) {
    add_site(given, city, telecom::SiteKind::BaseStation, applied);
    return {};
}

} // namespace

MeasureKind basestation_measure() {
    return {.form = {.id = "basestation",
                     .words = {"Add a base station", "新增基站"},
                     .help = {"A mast for telephones, also of drivers who navigate; its battery bridges an outage.",
                              "为手机和使用手机导航的驾驶员提供信号；电池可在停电时供电。"},
                     .arguments = {east_argument(),
                                   north_argument(),
                                   {.name = "range_m",
                                    .words = {"range", "覆盖半径"},
                                    .unit = "m",
                                    .least = 20.0,
                                    .most = 20'000.0,
                                    .otherwise = "1080"}, // the link budget of gis/derive/telecom.cpp
                                   {.name = "battery_h",
                                    .words = {"battery", "电池"},
                                    .unit = "h",
                                    .least = 0.0,
                                    .most = 168.0,
                                    .otherwise = "4"}}},
            .touches = kTouchesTelecom | kTouchesPower,
            .apply = apply,
            .costs = {{"basestation", one_unit}},
            .preview = preview_site};
}

} // namespace cityloom::scenarios::kinds
