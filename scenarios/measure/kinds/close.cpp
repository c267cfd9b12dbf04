// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/preview.h"
#include "scenarios/measure/streets.h"

namespace cityloom::scenarios::kinds {

namespace {

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    auto edges = edges_of_street(applied.networks.roads, given);
    if (!edges) {
        return tl::make_unexpected(edges.error());
    }
    applied.closed_edges.insert(applied.closed_edges.end(), edges->begin(), edges->end());
    return {};
}

} // namespace

MeasureKind close_measure() {
    return {.form = {.id = "close",
                     .words = {"Close a street", "封闭道路"},
                     .help = {"Nobody drives on the street, for the whole run.", "整个运行期间该道路禁止通行。"},
                     .arguments = {street_argument(), direction_argument()},
                     .check = check_direction},
            .touches = kTouchesStreets,
            .apply = apply,
            .costs = {{"close", one_unit}},
            .preview = preview_street};
}

} // namespace cityloom::scenarios::kinds
