// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/preview.h"
#include "sim/engine/catalogue.h"
#include "sim/water/rows.h"

namespace cityloom::scenarios::kinds {

namespace {

constexpr double kNewPipeC = 130.0; // Hazen-Williams, of a new lined pipe: as the mains that are derived

const water::Link* main_of(const Given& given, const engine::Networks& networks) {
    const auto asset = engine::find_asset(networks, given.text("asset"));
    return asset && asset->is(water::kLink) ? &networks.water.links[asset->index] : nullptr;
}

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    const auto asset = engine::find_asset(applied.networks, given.text("asset"));
    if (!asset) {
        return tl::make_unexpected(asset.error());
    }
    water::Link& link = applied.networks.water.links[asset->index];
    link.diameter_m = given.number("diameter_mm") * 1e-3;
    link.roughness_c = kNewPipeC;
    return {};
}

/// What is dug and laid grows with the bore: metres times hundreds of millimetres.
double metres_of_dn100(const Given& given, const CostContext& context) {
    const water::Link* link = context.networks != nullptr ? main_of(given, *context.networks) : nullptr;
    return link != nullptr ? link->length_m * given.number("diameter_mm") / 100.0 : 0.0;
}

std::vector<Text> preview(const Given& given, const CityView& view) {
    const water::Link* link = main_of(given, view.networks);
    if (link == nullptr) {
        return {};
    }
    return {Text{Words{"now DN ", "现为 DN "}} + Text{std::to_string(static_cast<long>(link->diameter_m * 1e3 + 0.5))},
            Text{Words{"length: ", "长度："}} + Text{length_text(link->length_m)}};
}

} // namespace

MeasureKind main_measure() {
    return {.form = {.id = "main",
                     .words = {"Renew a water main", "更换供水管"},
                     .help = {"A new pipe of another bore in place of the old one.", "以新管径的管道替换旧管。"},
                     .arguments = {{.name = "asset",
                                    .type = ArgumentType::Asset,
                                    .words = {"main", "供水管"},
                                    .required = true,
                                    .assets = {"main", "pipe", "riser"}},
                                   {.name = "diameter_mm",
                                    .words = {"bore", "管径"},
                                    .required = true,
                                    .unit = "mm",
                                    .least = 50.0,
                                    .most = 2000.0}}},
            .touches = kTouchesWater,
            .apply = apply,
            .costs = {{"water_main", metres_of_dn100}},
            .preview = preview};
}

} // namespace cityloom::scenarios::kinds
