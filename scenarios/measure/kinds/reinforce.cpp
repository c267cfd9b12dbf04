// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/preview.h"
#include "sim/engine/catalogue.h"
#include "sim/power/rows.h"

namespace cityloom::scenarios::kinds {

namespace {

const power::Branch* branch_of(const Given& given, const engine::Networks& networks) {
    const auto asset = engine::find_asset(networks, given.text("asset"));
    return asset && asset->is(power::kBranch) ? &networks.power.branches[asset->index] : nullptr;
}

/// Circuits like the one that is there, beside it: together they carry the sum, at impedances in parallel.
Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    const auto asset = engine::find_asset(applied.networks, given.text("asset"));
    if (!asset) {
        return tl::make_unexpected(asset.error());
    }
    power::Branch& branch = applied.networks.power.branches[asset->index];
    const double circuits = 1.0 + static_cast<double>(given.whole("circuits"));
    branch.rating_a *= circuits;
    branch.r_ohm /= circuits;
    branch.x_ohm /= circuits;
    if (branch.transformer) {
        applied.networks.power.buses[branch.to].rating_va *= circuits;
    }
    return {};
}

double cable_km(const Given& given, const CostContext& context) {
    const power::Branch* branch = context.networks != nullptr ? branch_of(given, *context.networks) : nullptr;
    return branch != nullptr && !branch->transformer
               ? static_cast<double>(given.whole("circuits")) * branch->length_m * 1e-3
               : 0.0;
}

double transformer_mva(const Given& given, const CostContext& context) {
    const power::Branch* branch = context.networks != nullptr ? branch_of(given, *context.networks) : nullptr;
    if (branch == nullptr || !branch->transformer) {
        return 0.0;
    }
    return static_cast<double>(given.whole("circuits")) * context.networks->power.buses[branch->to].rating_va * 1e-6;
}

std::vector<Text> preview(const Given& given, const CityView& view) {
    const power::Branch* branch = branch_of(given, view.networks);
    if (branch == nullptr) {
        return {};
    }
    const auto amperes = [](double value) { return Text{std::to_string(static_cast<long>(value + 0.5))}; };
    const double circuits = 1.0 + static_cast<double>(given.whole("circuits"));
    return {Text{Words{"carries ", "载流量 "}} + amperes(branch->rating_a) + Text{Words{" A, then ", " A，改造后 "}} +
                amperes(circuits * branch->rating_a) + Text{Words{" A", " A"}},
            Text{Words{"length: ", "长度："}} + Text{length_text(branch->length_m)}};
}

} // namespace

MeasureKind reinforce_measure() {
    return {.form = {.id = "reinforce",
                     .words = {"Reinforce a line", "增强电力线路"},
                     .help = {"Circuits or transformers like the one that is there, beside it.",
                              "在原有线路或变压器旁增设同型设备。"},
                     .arguments = {{.name = "asset",
                                    .type = ArgumentType::Asset,
                                    .words = {"line or feeder", "线路或馈线"},
                                    .required = true,
                                    .assets = {"line", "feeder", "cable", "transformer-branch"}},
                                   {.name = "circuits",
                                    .type = ArgumentType::WholeNumber,
                                    .words = {"more of it", "增设数量"},
                                    .least = 1.0,
                                    .most = 4.0,
                                    .otherwise = "1"}}},
            .touches = kTouchesPower,
            .apply = apply,
            .costs = {{"cable", cable_km}, {"transformer", transformer_mva}},
            .preview = preview};
}

} // namespace cityloom::scenarios::kinds
