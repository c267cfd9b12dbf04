// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"

namespace cityloom::scenarios::kinds {

namespace {

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    applied.networks.demand.v2x_share = given.number("share");
    return {};
}

double vehicles_fitted(const Given& given, const CostContext& context) {
    return std::max(0.0, given.number("share") - context.base_v2x_share) * context.people * context.vehicles_per_person;
}

} // namespace

MeasureKind connected_measure() {
    return {.form = {.id = "connected",
                     .words = {"Share of vehicles with a V2X radio", "配备车载单元的车辆比例"},
                     .help = {"Roadside units near them tell them of jams and closures as they come.",
                              "附近的路侧单元实时告知拥堵和封路信息。"},
                     .arguments = {{.name = "share",
                                    .type = ArgumentType::Share,
                                    .words = {"share", "比例"},
                                    .required = true,
                                    .least = 0.0,
                                    .most = 1.0}}},
            .touches = kTouchesDemand,
            .apply = apply,
            .costs = {{"connected", vehicles_fitted}}};
}

} // namespace cityloom::scenarios::kinds
