// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "scenarios/project/project_store.h"
#include "scenarios/report/report.h"
#include "scenarios/run/project_run.h"

namespace cityloom::app {

/// What to report on, and how.
struct ReportRequest {
    std::string before; ///< what is compared with; empty: a report of one scenario
    std::string scenario = "base";
    /// Hours, demand and first seed; nothing: those of the newest stored results that are alike.
    std::optional<scenarios::RunRequest> run;
    int seeds = 0; ///< 0: those that are stored; where none is and something may be run, one
    scenarios::AppraisalSettings appraisal = scenarios::default_appraisal();
    std::optional<TimeUs> at; ///< of the maps; nothing: the moment that shows most
    scenarios::Language language = scenarios::Language::English;
    unsigned parts = scenarios::kReportAll;
};

/// A report as it is read, and its figures for machines.
struct ReportMade {
    scenarios::ReportDocument document;
    std::string json;
};

/// Makes a report of a project's results. What is not there is run, and recorded for the maps, where \p run may; else
/// NotFound, naming what is missing. Refuses to compare runs of other hours, demand or seeds, and names both.
/// \param run empty: nothing may be run
[[nodiscard]] Result<ReportMade>
make_report(const scenarios::ProjectStore& store, const scenarios::LoadedProject& project, const ReportRequest& request,
            const scenarios::RunAndKeep& run,
            const std::function<void(double fraction, const std::string& what)>& progress, const std::stop_token& stop);

/// Writes it as a page, or as sheets where the file's name ends in .pdf.
[[nodiscard]] Result<void> write_report(const ReportMade& report, const std::filesystem::path& file);

} // namespace cityloom::app
