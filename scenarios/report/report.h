// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/audit/audit.h"
#include "scenarios/compare/comparison.h"
#include "scenarios/compare/scenario_outcome.h"
#include "scenarios/project/text_file.h"
#include "scenarios/report/document.h"

namespace cityloom::scenarios {

namespace invest {
struct PlanAppraisal;
struct Beside;
} // namespace invest

/// What of a report may be left out, as bits.
enum ReportParts : unsigned {
    kReportMaps = 1U,
    kReportDistricts = 2U,
    kReportCharts = 4U,
    kReportMoney = 8U,
    kReportAssumptions = 16U,
    kReportAudit = 32U,
    kReportAll = 63U,
};

/// What a report says beside the figures of the runs: pictures are made by those who can draw.
struct ReportExtras {
    Language language = Language::English;
    unsigned parts = kReportAll;
    std::string city;                                   ///< its name; empty: the project's
    Text title_note;                                    ///< what the title picture shows
    std::string title_png;                              ///< empty: none
    std::vector<std::vector<ReportPictures::One>> maps; ///< row by row, before and after
    std::vector<Drawing> legends;                       ///< one a row of maps
    Text maps_note;                                     ///< what the maps show, or why there are none
    TimeUs moment = -1;                                 ///< that the maps show
    const Audit* audit = nullptr;                       ///< of the base city; null: it was not made
    const engine::Networks* networks = nullptr;         ///< of it, for the names of its assets
};

/// The report of a comparison: findings, figures with change and uncertainty, maps, districts, charts over the day,
/// money with sensitivity, measures, assumptions with their sources, where the model is weak, how to reproduce it.
[[nodiscard]] ReportDocument report_document(const Comparison& comparison, const ReportExtras& extras);
/// The same of one scenario.
[[nodiscard]] ReportDocument report_document(const ScenarioOutcome& outcome, const ReportExtras& extras);

/// The appraisal of a plan: findings and warnings, the money from three sides by year, when what is built, who gains,
/// what it hangs on, what may happen, assumptions with their sources, how to reproduce it.
[[nodiscard]] ReportDocument report_document(const invest::PlanAppraisal& appraisal, const ReportExtras& extras);

/// Plans side by side: what each aims at, which is dominated by which, regret over the futures, why each comes out so.
[[nodiscard]] ReportDocument report_document(const invest::Beside& beside, const ReportExtras& extras);

/// The command line that gives the same comparison, to the bit, from the project that it was made with.
[[nodiscard]] std::string reproduce_command(const Comparison& comparison);
[[nodiscard]] std::string reproduce_command(const ScenarioOutcome& outcome);

/// kpis.csv, districts.csv, appraisal.csv, sensitivity.csv and parameters.csv in a folder, which is made when missing.
[[nodiscard]] Result<void> write_csv_report(const Comparison& comparison, const std::filesystem::path& folder);

} // namespace cityloom::scenarios
