// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"

namespace cityloom::scenarios::kinds {

namespace {

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    applied.networks.demand.live_information_share = given.number("share");
    return {};
}

double vehicles_fitted(const Given& given, const CostContext& context) {
    return std::max(0.0, given.number("share") - context.base_connected_share) * context.people *
           context.vehicles_per_person;
}

} // namespace

MeasureKind connected_measure() {
    return {.form = {.id = "connected",
                     .words = {"Share of connected vehicles", "网联车辆比例"},
                     .help = {"They know of jams and closures as they come.", "可实时获知拥堵和封路信息。"},
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
