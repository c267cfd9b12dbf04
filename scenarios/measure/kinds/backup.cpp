// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/preview.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios::kinds {

namespace {

constexpr double kSignalW = 500.0; // of a consumer that says its load only while the city runs: a junction's lamps

/// Rows of a consumer's electricity.
std::vector<std::size_t> rows_of(const Given& given, const engine::Networks& networks) {
    std::vector<std::size_t> rows;
    const auto asset = engine::find_asset(networks, given.text("asset"));
    for (std::size_t r = 0; asset && r < networks.dependencies.supplies.size(); ++r) {
        const engine::Supply& supply = networks.dependencies.supplies[r];
        if (supply.service == engine::Service::Power && supply.consumer == *asset) {
            rows.push_back(r);
        }
    }
    return rows;
}

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    for (const std::size_t r : rows_of(given, applied.networks)) {
        double& buffer_s = applied.networks.dependencies.supplies[r].buffer_s;
        buffer_s = std::max(buffer_s, given.number("hours") * 3600.0);
    }
    return {};
}

Check check_supplied(const Given& given, const CityView& view) {
    if (!rows_of(given, view.networks).empty()) {
        return {};
    }
    return refuse_value(given.row("asset"), given.text("asset"),
                        Words{"draws no electricity that could fail", "不从电网取电"},
                        Words{"a signal, pump, base station or roadside unit that the network feeds",
                              "由电网供电的信号灯、水泵、基站或路侧单元"},
                        ErrorCode::NotFound);
}

double kilowatts(const Given& given, const CostContext& context) {
    double watts = 0.0;
    if (context.networks != nullptr) {
        for (const std::size_t r : rows_of(given, *context.networks)) {
            const double load = context.networks->dependencies.supplies[r].load;
            watts += load > 0.0 ? load : kSignalW;
        }
    }
    return watts * 1e-3;
}

double kilowatt_hours(const Given& given, const CostContext& context) {
    return kilowatts(given, context) * given.number("hours");
}

} // namespace

MeasureKind backup_measure() {
    return {.form = {.id = "backup",
                     .words = {"Add a reserve of electricity", "加装备用电源"},
                     .help = {"A battery that bridges an outage for a signal, a pump or a station.",
                              "停电时为信号灯、水泵或站点供电的蓄电池。"},
                     .arguments = {{.name = "asset",
                                    .type = ArgumentType::Asset,
                                    .words = {"what it feeds", "供电对象"},
                                    .required = true,
                                    .assets = {"signal", "pump", "basestation", "rsu"}},
                                   {.name = "hours",
                                    .words = {"it lasts", "持续时间"},
                                    .unit = "h",
                                    .least = 0.25,
                                    .most = 168.0,
                                    .otherwise = "4"}},
                     .check = check_supplied},
            .touches = kTouchesPower,
            .apply = apply,
            .costs = {{"backup_energy", kilowatt_hours}, {"backup_cabinet", one_unit}}};
}

} // namespace cityloom::scenarios::kinds
