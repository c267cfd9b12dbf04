// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/calibrate_run.h"

#include <algorithm>
#include <thread>

#include <nlohmann/json.hpp>

#include "gis/import/sumo/od.h"
#include "scenarios/project/text_file.h"
#include "scenarios/run/runner.h"
#include "sim/core/executor.h"

namespace cityloom::scenarios {

using namespace traffic::od;

namespace {

std::vector<CalibratedSite> sites_of(const std::vector<Count>& counts, const Calibration& found,
                                     const gis::SumoNames& names) {
    std::vector<CalibratedSite> sites;
    for (std::size_t a = 0; a < counts.size(); ++a) {
        const Count& count = counts[a];
        sites.push_back({.edge = names.edges[count.edge],
                         .begin_s = to_seconds(count.begin),
                         .end_s = to_seconds(count.end),
                         .counted = count.vehicles,
                         .before = found.before[a],
                         .after = found.after[a],
                         .geh_before = geh_of(count, found.before[a]),
                         .geh_after = geh_of(count, found.after[a])});
    }
    return sites;
}

} // namespace

Result<CalibrateReport> calibrate_files(const CalibrateRequest& request, const CalibrationProgress& progress,
                                        const std::stop_token& stop) {
    const double started = cpu_s();
    auto scenario = gis::read_sumo(request.files);
    if (!scenario) {
        return tl::make_unexpected(scenario.error());
    }
    auto demand = read_od_demand(request.od, *scenario);
    if (!demand) {
        return tl::make_unexpected(demand.error());
    }
    const auto counts = gis::read_counts(request.counts, *scenario, scenario->notes);
    if (!counts) {
        return tl::make_unexpected(counts.error());
    }
    demand->zones = zones_for(demand->zones, scenario->net, traffic::kCars);
    const traffic::Router router{scenario->net};
    Executor executor{request.threads > 0 ? request.threads : std::max(1U, std::thread::hardware_concurrency())};
    const auto found = calibrate(scenario->net, router, demand->zones, demand->matrix, *counts, request.options,
                                 executor, progress, stop);
    if (!found) {
        return tl::make_unexpected(found.error());
    }
    CalibrateReport report{.zones = demand->zones.zones.size(),
                           .cells = demand->matrix.cells.size(),
                           .trips_before = total_trips(demand->matrix)};
    for (std::size_t i = 0; i < found->trips.size(); ++i) {
        demand->matrix.cells[i].trips = found->trips[i];
    }
    report.trips_after = total_trips(demand->matrix);
    report.rounds = found->rounds;
    report.best = found->best;
    report.stalled = found->stalled;
    report.trips_without_way = found->trips_without_way;
    report.sites = sites_of(*counts, *found, scenario->names);
    report.notes = scenario->notes;
    if (found->unseen_counts > 0) {
        report.notes.push_back(std::to_string(found->unseen_counts) +
                               " x counts lie where no trip of the matrix passes in their time");
    }
    if (!request.out.empty()) {
        if (auto written = write_text_file(request.out, od_csv(demand->zones, demand->matrix)); !written) {
            return tl::make_unexpected(written.error());
        }
    }
    report.cpu_s = cpu_s() - started;
    return report;
}

std::string to_json(const CalibrateReport& report) {
    using nlohmann::ordered_json;
    ordered_json rounds = ordered_json::array();
    for (const CalibrationRound& round : report.rounds) {
        rounds.push_back({{"objective", round.objective},
                          {"trips", round.trips},
                          {"relative_gap", round.relative_gap},
                          {"mean_geh", round.fit.mean_geh},
                          {"largest_geh", round.fit.largest_geh},
                          {"share_geh_below_5", round.fit.share_below_5},
                          {"r2", round.fit.r2},
                          {"mean_relative_error", round.fit.mean_relative_error}});
    }
    ordered_json sites = ordered_json::array();
    for (const CalibratedSite& site : report.sites) {
        sites.push_back({{"edge", site.edge},
                         {"begin_s", site.begin_s},
                         {"end_s", site.end_s},
                         {"counted", site.counted},
                         {"before", site.before},
                         {"after", site.after},
                         {"geh_before", site.geh_before},
                         {"geh_after", site.geh_after}});
    }
    const ordered_json root{{"zones", report.zones},
                            {"cells", report.cells},
                            {"trips_before", report.trips_before},
                            {"trips_after", report.trips_after},
                            {"iterations", rounds},
                            {"best_iteration", report.best},
                            {"stalled", report.stalled},
                            {"trips_without_way", report.trips_without_way},
                            {"sites", sites},
                            {"cpu_s", report.cpu_s},
                            {"notes", report.notes}};
    return root.dump(1);
}

} // namespace cityloom::scenarios
