// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/audit/audit.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/audit/figures.h"
#include "scenarios/audit/reasons.h"
#include "scenarios/run/runner.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

AuditRow::Standing standing(const Band& band, double value) {
    using enum AuditRow::Standing;
    return std::isnan(value)   ? Unknown
           : value < band.low  ? Below
           : value > band.high ? Above
                               : Inside; // no bound compares as true
}

std::vector<Words> remarks_on(const gis::City& city, const QuietDay& day) {
    std::vector<Words> remarks;
    if (city.terrain.level()) {
        remarks.push_back({"No terrain was given, or a level one: the city is flat, and pressures, pumps and gradients "
                           "are those of a "
                           "plain. Import it with an elevation model.",
                           "未提供地形，或地形无起伏：城市为平地，水压、水泵与坡度均按平原计算。请导入高程模型。"});
    }
    if (day.unconverged > 0.0) {
        remarks.push_back({"In a day with nothing wrong the power flow finds no solution for some buses.",
                           "无故障的一日中，部分母线潮流无解。"});
    }
    if (day.unserved_mwh > 0.0) {
        remarks.push_back(
            {"In a day with nothing wrong some customers go without power.", "无故障的一日中，部分客户停电。"});
    }
    return remarks;
}

} // namespace

std::string_view standing_word(AuditRow::Standing standing) {
    switch (standing) {
    case AuditRow::Standing::Inside:
        return "inside";
    case AuditRow::Standing::Below:
        return "below";
    case AuditRow::Standing::Above:
        return "above";
    case AuditRow::Standing::Unknown:
        break;
    }
    return "unknown";
}

std::size_t Audit::outside() const {
    return static_cast<std::size_t>(std::ranges::count_if(rows, [](const AuditRow& row) {
        return row.standing == AuditRow::Standing::Below || row.standing == AuditRow::Standing::Above;
    }));
}

std::size_t Audit::unknown() const {
    return static_cast<std::size_t>(std::ranges::count(rows, AuditRow::Standing::Unknown, &AuditRow::standing));
}

Result<Audit> audit(const gis::City& city, const engine::Networks& networks, bool with_traffic,
                    const std::function<void(double, const std::string&)>& progress, const std::stop_token& stop) {
    progress(0.0, "a day without traffic");
    const auto day = quiet_day(networks, stop);
    if (!day) {
        return tl::make_unexpected(day.error());
    }
    std::optional<RunReport> morning;
    if (with_traffic) {
        RunHooks hooks;
        hooks.progress = [&](double fraction, TimeUs) { progress(0.2 + 0.8 * fraction, "the morning's traffic"); };
        auto report = run_scenario(city, networks, {.name = "base"}, RunRequest{}, hooks, stop);
        if (!report) {
            return tl::make_unexpected(report.error());
        }
        morning = std::move(*report);
    }
    const Audited of{city, networks, *day, morning ? &morning->kpis : nullptr};
    std::vector<AuditedFigure> figures;
    for (const auto& add : {audit_people, audit_streets, audit_power, audit_water, audit_radio}) {
        add(of, figures);
    }
    Audit result;
    for (const Band& band : plausible_bands()) {
        AuditRow row{.band = &band, .value = kUnknown};
        const auto figure = std::ranges::find(figures, band.id, &AuditedFigure::id);
        if (figure != figures.end()) {
            row.value = figure->value;
            row.how = figure->how;
            row.asset = figure->asset;
        }
        row.standing = standing(band, row.value);
        row.why = reason_of(of, row);
        if (const auto asset = engine::find_asset(networks, row.asset); !row.asset.empty() && asset) {
            row.place = engine::asset_place(networks, *asset);
        }
        result.rows.push_back(std::move(row));
    }
    result.remarks = remarks_on(city, *day);
    progress(1.0, "done");
    return result;
}

std::string to_json(const Audit& audit) {
    using nlohmann::ordered_json;
    const auto number = [](double v) { return std::isfinite(v) ? ordered_json(v) : ordered_json(nullptr); };
    ordered_json root{{"outside", audit.outside()}, {"unknown", audit.unknown()}};
    root["rows"] = ordered_json::array();
    for (const AuditRow& row : audit.rows) {
        ordered_json entry{{"id", row.band->id},
                           {"what", row.band->english},
                           {"value", number(row.value)},
                           {"unit", row.band->unit},
                           {"low", number(row.band->low)},
                           {"high", number(row.band->high)},
                           {"standing", standing_word(row.standing)},
                           {"how", row.how.english},
                           {"why", row.why.english},
                           {"confidence", row.band->confidence},
                           {"source", row.band->source}};
        if (!row.asset.empty()) {
            entry["asset"] = row.asset;
        }
        if (row.place) {
            entry["x_m"] = row.place->x_m;
            entry["y_m"] = row.place->y_m;
        }
        root["rows"].push_back(std::move(entry));
    }
    root["remarks"] = ordered_json::array();
    for (const Words& remark : audit.remarks) {
        root["remarks"].push_back(remark.english);
    }
    return root.dump(1);
}

} // namespace cityloom::scenarios
