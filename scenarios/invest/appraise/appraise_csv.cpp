// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>

#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/project/text_file.h"
#include "sim/core/csv.h"

namespace cityloom::scenarios::invest {

namespace {

std::string cents(Cents value) {
    char text[40];
    std::snprintf(text, sizeof text, "%s%lld.%02lld", value < 0 ? "-" : "",
                  static_cast<long long>(std::abs(value) / 100), static_cast<long long>(std::abs(value) % 100));
    return text;
}

std::string number(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", value);
    return std::isfinite(value) ? text : "";
}

std::string number(const std::optional<double>& value) {
    return value ? number(*value) : std::string{};
}

std::string cash_flows(const PlanAppraisal& a) {
    std::string csv = "table,row,words,year,eur\n";
    const auto add = [&](const MoneyTable& table, const MoneyRow& row) {
        for (std::size_t t = 0; t < row.by_year.size(); ++t) {
            csv += table.id + "," + row.id + "," + csv_cell(row.words.english) + "," + std::to_string(a.calendar(t)) +
                   "," + cents(row.by_year[t]) + "\n";
        }
        csv += table.id + "," + row.id + "," + csv_cell(row.words.english) + ",present," + cents(row.present) + "\n";
    };
    for (const MoneyTable& table : a.tables) {
        for (const MoneyRow& row : table.rows) {
            add(table, row);
        }
        add(table, table.net);
    }
    return csv;
}

std::string indicators(const PlanAppraisal& a) {
    std::string csv = "indicator,value,unit\n";
    csv += "present_cost," + cents(a.present_cost) + ",EUR\n";
    csv += "present_benefit," + cents(a.present_gain) + ",EUR\n";
    csv += "npv," + cents(a.npv) + ",EUR\n";
    csv += "bcr," + number(a.bcr) + ",\n";
    csv += "economic_irr," + number(a.economic_return.chosen) + ",per year\n";
    csv += "financial_irr," + number(a.financial_return.chosen) + ",per year\n";
    csv += "payback," + number(a.payback) + ",years\n";
    csv += "discounted_payback," + number(a.discounted_payback) + ",years\n";
    csv += "first_year_return," + number(a.first_year_return) + ",share\n";
    csv += "switching_cost," + number(a.switching_cost) + ",share\n";
    csv += "switching_benefit," + number(a.switching_gain) + ",share\n";
    csv += "equivalent_annual_cost," + cents(a.annual_cost) + ",EUR a year\n";
    return csv;
}

std::string costs(const PlanAppraisal& a) {
    std::string csv = "measure,row,quantity,unit,capital_eur,upkeep_eur_a_year,life_years,class,begins,build_years,"
                      "paid_by,grade,source\n";
    for (const PlannedCost& cost : a.model.costs) {
        csv += csv_cell(cost.line.measure) + "," + cost.line.id + "," + number(cost.line.quantity) + "," +
               csv_cell(cost.line.unit) + "," + cents(cost.line.capital) + "," + cents(cost.line.upkeep_a_year) + "," +
               number(cost.line.life_years) + "," + cost.build_class + "," +
               std::to_string(a.model.first_year + cost.begins) + "," + std::to_string(cost.build_years) + "," +
               (cost.by_public ? "public" : "market") + "," + cost.line.confidence + "," +
               csv_cell(cost.line.source.english) + "\n";
    }
    return csv;
}

std::string districts(const PlanAppraisal& a) {
    std::string csv = "district,hours_a_year,present_eur\n";
    for (const DistrictGain& d : a.districts) {
        csv += csv_cell(d.name.empty() ? "(outside of all districts)" : d.name) + "," + number(d.hours_a_year) + "," +
               cents(d.present) + "\n";
    }
    csv += "(of no district)," + std::string{","} + cents(a.elsewhere) + "\n";
    return csv;
}

std::string sensitivity(const PlanAppraisal& a) {
    std::string csv = "parameter,low,high,npv_low_eur,npv_high_eur\n";
    for (const Sensitivity& row : a.sensitivity) {
        csv += row.parameter + "," + number(row.low) + "," + number(row.high) + "," + cents(row.npv_low) + "," +
               cents(row.npv_high) + "\n";
    }
    return csv;
}

std::string parameters(const PlanAppraisal& a) {
    std::string csv = "parameter,value,low,high,unit,grade,source\n";
    for (const AppraisalParameter& p : a.request.settings.parameters) {
        csv += p.id + "," + number(p.value) + "," + number(p.low) + "," + number(p.high) + "," + csv_cell(p.unit) +
               "," + p.confidence + "," + csv_cell(p.source) + "\n";
    }
    return csv;
}

std::string samples(const Samples& of) {
    std::string csv = "sample";
    for (const Uncertainty& u : of.uncertainties) {
        csv += "," + u.id;
    }
    csv += ",present_cost_eur,present_benefit_eur,npv_eur,in_range\n";
    for (std::size_t k = 0; k < of.all.size(); ++k) {
        csv += std::to_string(k + 1);
        for (const double value : of.all[k].drawn) {
            csv += "," + number(value);
        }
        csv += "," + number(of.all[k].present_cost) + "," + number(of.all[k].present_gain) + "," +
               number(of.all[k].npv) + "," + (of.all[k].in_range ? "yes" : "no") + "\n";
    }
    return csv;
}

} // namespace

Result<void> write_csv(const PlanAppraisal& a, const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(ErrorCode::Io, "The folder cannot be made: " + error.message() + ".", folder.string());
    }
    std::vector<std::pair<const char*, std::string>> files{
        {"cash_flows.csv", cash_flows(a)}, {"indicators.csv", indicators(a)},   {"costs.csv", costs(a)},
        {"districts.csv", districts(a)},   {"sensitivity.csv", sensitivity(a)}, {"parameters.csv", parameters(a)}};
    if (a.samples) {
        files.emplace_back("samples.csv", samples(*a.samples));
    }
    for (const auto& [name, text] : files) {
        if (auto written = write_text_file(folder / name, text); !written) {
            return written;
        }
    }
    return {};
}

} // namespace cityloom::scenarios::invest
