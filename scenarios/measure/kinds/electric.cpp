// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"

namespace cityloom::scenarios::kinds {

namespace {

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    applied.networks.demand.electric_share = given.number("share");
    applied.networks.power.electric_share = given.number("share"); // and charge at home
    return {};
}

} // namespace

MeasureKind electric_measure() {
    return {.form = {.id = "electric",
                     .words = {"Share of electric cars", "电动车比例"},
                     .help = {"Of all cars that drive in the run, and of those that are charged at home.",
                              "占运行中及居家充电的全部小汽车的比例。"},
                     .arguments = {{.name = "share",
                                    .type = ArgumentType::Share,
                                    .words = {"share", "比例"},
                                    .required = true,
                                    .least = 0.0,
                                    .most = 1.0}}},
            .touches = kTouchesDemand | kTouchesPower,
            .apply = apply};
}

} // namespace cityloom::scenarios::kinds
