// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/report_job.h"

#include <algorithm>
#include <cmath>

#include "app/report/pdf_report.h"
#include "app/report/report_pictures.h"
#include "scenarios/compare/run_conditions.h"
#include "scenarios/report/charts.h"

namespace cityloom::app {

namespace {

using Progress = std::function<void(double, const std::string&)>;

/// A part of the whole.
Progress part_of(const Progress& whole, double from, double to) {
    return [&whole, from, to](double fraction, const std::string& what) { whole(from + (to - from) * fraction, what); };
}

/// Where maps want a recording: often enough for a moment to be near one.
TimeUs record_step(TimeUs duration) {
    return scenarios::sample_step(duration);
}

struct Runs {
    scenarios::RunRequest run;
    int seeds = 1;
};

/// As asked for, or as the newest stored results that are alike.
Result<Runs> choose_runs(const scenarios::ProjectStore& store, const scenarios::LoadedProject& project,
                         const ReportRequest& request) {
    if (request.run) {
        return Runs{*request.run, std::max(1, request.seeds)};
    }
    std::vector<std::string> names{request.scenario};
    if (!request.before.empty()) {
        names.insert(names.begin(), request.before);
    }
    const auto like = scenarios::like_conditions(store, project, names);
    if (!like) {
        return tl::make_unexpected(like.error());
    }
    const int stored = static_cast<int>(like->seeds.size());
    return Runs{like->run, request.seeds > 0 ? request.seeds : stored};
}

template <typename Rows> bool anybody_without(const Rows& rows) {
    return std::ranges::any_of(rows, [](const auto& row) {
        if constexpr (requires { row.difference; }) {
            return row.id.starts_with("person_hours_without_") && std::max(row.a, row.b) > 0.0;
        } else {
            return row.id.starts_with("person_hours_without_") && row.value.mean > 0.0;
        }
    });
}

} // namespace

Result<ReportMade> make_report(const scenarios::ProjectStore& store, const scenarios::LoadedProject& project,
                               const ReportRequest& request, const scenarios::RunAndKeep& run, const Progress& progress,
                               const std::stop_token& stop) {
    auto runs = choose_runs(store, project, request);
    if (!runs) {
        return tl::make_unexpected(runs.error());
    }
    const bool maps = (request.parts & scenarios::kReportMaps) != 0;
    runs->run.record_every = maps && run ? record_step(runs->run.duration) : 0;
    std::optional<scenarios::Comparison> comparison;
    std::optional<scenarios::ScenarioOutcome> outcome;
    PictureWish wish{.scenarios = {request.scenario}, .run = runs->run};
    TimeUs moment = runs->run.start + runs->run.duration / 2;
    if (!request.before.empty()) {
        auto made = scenarios::compare_scenarios(store, project,
                                                 {.a = request.before,
                                                  .b = request.scenario,
                                                  .run = runs->run,
                                                  .seeds = runs->seeds,
                                                  .appraisal = request.appraisal},
                                                 run, part_of(progress, 0.0, 0.7), stop);
        if (!made) {
            return tl::make_unexpected(made.error());
        }
        comparison = std::move(*made);
        wish.scenarios.insert(wish.scenarios.begin(), request.before);
        wish.outages = anybody_without(comparison->city);
        moment = scenarios::telling_moment(comparison->samples_a, comparison->samples_b, moment);
    } else {
        auto made = scenarios::scenario_outcome(store, project,
                                                {.scenario = request.scenario, .run = runs->run, .seeds = runs->seeds},
                                                run, part_of(progress, 0.0, 0.7), stop);
        if (!made) {
            return tl::make_unexpected(made.error());
        }
        outcome = std::move(*made);
        wish.outages = anybody_without(outcome->city);
        moment = scenarios::telling_moment(outcome->samples, {}, moment);
    }
    scenarios::ReportExtras extras{.language = request.language, .parts = request.parts, .city = project.city.name};
    extras.networks = &project.networks;
    std::optional<scenarios::Audit> audit;
    if ((request.parts & scenarios::kReportAudit) != 0) {
        auto made = scenarios::audit(project.city, project.networks, false, part_of(progress, 0.7, 0.85), stop);
        if (!made) {
            return tl::make_unexpected(made.error());
        }
        audit = std::move(*made);
        extras.audit = &*audit;
    }
    if (maps) {
        wish.moment = request.at.value_or(moment);
        const auto drawn = add_pictures(
            store, project, wish, extras, [&](double fraction) { progress(0.85 + 0.14 * fraction, "pictures"); }, stop);
        if (!drawn) {
            return tl::make_unexpected(drawn.error());
        }
    }
    progress(1.0, "done");
    return comparison ? ReportMade{scenarios::report_document(*comparison, extras), scenarios::to_json(*comparison)}
                      : ReportMade{scenarios::report_document(*outcome, extras), scenarios::to_json(*outcome)};
}

Result<void> write_report(const ReportMade& report, const std::filesystem::path& file) {
    return file.extension() == ".pdf" ? write_pdf(report.document, file)
                                      : scenarios::write_text_file(file, scenarios::to_html(report.document));
}

} // namespace cityloom::app
