// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <fstream>

#include "scenarios/report/report.h"
#include "sim/core/csv.h"

namespace cityloom::scenarios {

namespace {

std::string number(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

std::string euro(Cents cents) {
    char text[40];
    std::snprintf(text, sizeof text, "%.2f", static_cast<double>(cents) * 0.01);
    return text;
}

void kpi_rows(std::string& out, const std::string& prefix, const std::vector<KpiComparison>& rows) {
    for (const KpiComparison& row : rows) {
        const engine::Figure* info = find_result_figure(row.id);
        out += prefix + row.id + "," + csv_cell(info != nullptr ? std::string{info->unit} : "") + "," + number(row.a) +
               "," + number(row.b) + "," + number(row.difference.mean) + "," + number(row.difference.low) + "," +
               number(row.difference.high) + "," + row.verdict() + "\n";
    }
}

} // namespace

Result<void> write_csv_report(const Comparison& c, const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(ErrorCode::Io, folder.filename().string() + ": the folder cannot be made. Choose another place.",
                    folder.string());
    }
    std::string kpis = "kpi,unit,a,b,difference,low95,high95,verdict\n";
    kpi_rows(kpis, "", c.city);
    std::string districts = "district,kpi,unit,a,b,difference,low95,high95,verdict\n";
    for (const Comparison::District& district : c.districts) {
        kpi_rows(districts, csv_cell(district.name) + ",", district.kpis);
    }
    const Appraisal& ap = c.appraisal;
    std::string money = "kind,what,quantity,unit,capital_eur,a_year_eur,present_eur,confidence,source\n";
    for (const CostLine& line : ap.costs) {
        money += "cost," + csv_cell(line.words.english + ": " + line.item.english) + "," + number(line.quantity) + "," +
                 csv_cell(line.unit) + "," + euro(line.capital) + "," + euro(line.upkeep_a_year) + "," +
                 euro(line.present) + "," + line.confidence + "," + csv_cell(line.source.english) + "\n";
    }
    for (const BenefitLine& line : ap.benefits) {
        money += "benefit," + csv_cell(line.what.english) + "," + number(line.quantity) + "," + csv_cell(line.unit) +
                 ",," + euro(line.a_year) + "," + euro(line.present) + ",,\n";
    }
    const auto total = [&](const std::string& what, const std::string& amount, const std::string& unit,
                           const std::string& note) {
        money += "total," + what + "," + amount + "," + unit + ",,,,," + csv_cell(note) + "\n";
    };
    total("present cost", euro(ap.present_cost), "EUR", "");
    if (ap.refused.empty()) {
        total("present benefit", euro(ap.present_benefit), "EUR", "");
        total("net present value", euro(ap.npv), "EUR", ap.verdict());
        if (ap.net.known) {
            total("net present value low95", euro(std::llround(ap.net.low)), "EUR", "");
            total("net present value high95", euro(std::llround(ap.net.high)), "EUR", "");
        }
        total("benefit-cost ratio", std::isfinite(ap.bcr) ? number(ap.bcr) : std::string{}, "", "");
    }
    for (const Text& reason : ap.refused) {
        total("net present value", "", "EUR", "none: " + reason.english);
    }
    for (const Text& words : c.not_priced()) {
        total("not priced", "", "", words.english);
    }
    total("year factor", number(ap.year_factor), "", ap.year_factor_reason.english);
    std::string sensitivity = "parameter,low,high,npv_low_eur,npv_high_eur\n";
    for (const Sensitivity& s : ap.sensitivity) {
        sensitivity += s.parameter + "," + number(s.low) + "," + number(s.high) + "," + euro(s.npv_low) + "," +
                       euro(s.npv_high) + "\n";
    }
    std::string parameters = "parameter,value,low,high,unit,confidence,source\n";
    for (const AppraisalParameter& p : ap.settings.parameters) {
        parameters += p.id + "," + number(p.value) + "," + number(p.low) + "," + number(p.high) + "," +
                      csv_cell(p.unit) + "," + p.confidence + "," + csv_cell(p.source) + "\n";
    }
    const std::pair<const char*, const std::string*> files[] = {{"kpis.csv", &kpis},
                                                                {"districts.csv", &districts},
                                                                {"appraisal.csv", &money},
                                                                {"sensitivity.csv", &sensitivity},
                                                                {"parameters.csv", &parameters}};
    for (const auto& [name, text] : files) {
        if (auto done = write_text_file(folder / name, *text); !done) {
            return done;
        }
    }
    return {};
}

} // namespace cityloom::scenarios
