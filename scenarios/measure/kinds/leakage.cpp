// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/water_sizing.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"

namespace cityloom::scenarios::kinds {

namespace {

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    gis::set_leaks(applied.networks.water, given.number("share"));
    return {};
}

} // namespace

MeasureKind leakage_measure() {
    return {
        .form =
            {.id = "leakage",
             .words = {"Water lost by leaks", "供水漏损率"},
             .help = {"Leaks at all junctions are mended, or grow, until on a mean day that share of supply is lost.",
                      "修复（或增大）各节点漏损，使平均日漏损占供水总量达到该比例。"},
             .arguments = {{.name = "share",
                            .type = ArgumentType::Share,
                            .words = {"share of supply", "占供水比例"},
                            .required = true,
                            .least = 0.0,
                            .most = 0.6}}},
        .touches = kTouchesWater,
        .apply = apply};
}

} // namespace cityloom::scenarios::kinds
