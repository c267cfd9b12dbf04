// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/audit/audit.h"
#include "scenarios/compare/comparison.h"
#include "scenarios/project/text_file.h"

namespace cityloom::scenarios {

/// A picture for the report: the PNG's bytes and what it shows.
struct ReportPicture {
    std::string caption;
    std::string png;
};

/// The command line that gives the same comparison, to the bit, from the project that it was made with.
[[nodiscard]] std::string reproduce_command(const Comparison& comparison);

/// One self-contained HTML page: findings, KPIs with change and uncertainty, districts, appraisal with sensitivity,
/// assumptions with their sources, where the model is weak, and how to reproduce it. \param audit of the base city;
/// null: the report says that there is none.
[[nodiscard]] std::string html_report(const Comparison& comparison, const std::vector<ReportPicture>& pictures,
                                      const Audit* audit = nullptr);

/// kpis.csv, districts.csv, appraisal.csv, sensitivity.csv and parameters.csv in a folder, which is made when missing.
[[nodiscard]] Result<void> write_csv_report(const Comparison& comparison, const std::filesystem::path& folder);

} // namespace cityloom::scenarios
