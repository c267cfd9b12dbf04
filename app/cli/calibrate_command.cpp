// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/terminal.h"
#include "scenarios/traffic/calibrate_run.h"

namespace cityloom::cli {

namespace {

struct Options {
    scenarios::CalibrateRequest request;
    std::string net, taz, counts, out;
    std::vector<std::string> od, additional;
    bool json = false;
};

void print(const scenarios::CalibrateReport& report) {
    print_text("%zu zones, %zu cells, %zu counts, %.1f trips before and %.1f after\n", report.zones, report.cells,
               report.sites.size(), report.trips_before, report.trips_after);
    print_text("  %9s %16s %12s %9s %9s %9s %7s\n", "iteration", "objective", "trips", "mean GEH", "GEH max", "GEH < 5",
               "R2");
    for (std::size_t i = 0; i < report.rounds.size(); ++i) {
        const auto& round = report.rounds[i];
        print_text("  %8zu%c %16.2f %12.1f %9.2f %9.2f %7.1f %% %7.4f\n", i, i == report.best ? '*' : ' ',
                   round.objective, round.trips, round.fit.mean_geh, round.fit.largest_geh,
                   round.fit.share_below_5 * 100.0, round.fit.r2);
    }
    std::vector<scenarios::CalibratedSite> worst = report.sites;
    std::stable_sort(worst.begin(), worst.end(),
                     [](const auto& a, const auto& b) { return a.geh_after > b.geh_after; });
    constexpr std::size_t kShown = 10;
    print_text("  worst sites\n");
    for (std::size_t i = 0; i < std::min(kShown, worst.size()); ++i) {
        const auto& site = worst[i];
        print_text("    %-24s %6.0f to %6.0f s: counted %.0f, %.0f before (GEH %.1f), %.0f after (GEH %.1f)\n",
                   site.edge.c_str(), site.begin_s, site.end_s, site.counted, site.before, site.geh_before, site.after,
                   site.geh_after);
    }
    if (report.trips_without_way > 0.0) {
        print_text("  %.1f trips have no way from their zone to their zone\n", report.trips_without_way);
    }
    for (const std::string& note : report.notes) {
        print_text("  note: %s\n", note.c_str());
    }
}

int run(Options& options) {
    scenarios::CalibrateRequest& request = options.request;
    request.files.net = options.net;
    request.files.additional.assign(options.additional.begin(), options.additional.end());
    request.od.zones = options.taz;
    request.od.matrices.assign(options.od.begin(), options.od.end());
    request.counts = options.counts;
    request.out = options.out;
    auto report = [&] {
        ProgressLine line{"calibrate"};
        return scenarios::calibrate_files(
            request,
            [&](std::size_t iteration, const traffic::od::CalibrationRound& round) {
                char detail[96];
                std::snprintf(detail, sizeof detail, "iteration %zu, GEH %.2f, below 5 at %.0f %%", iteration,
                              round.fit.mean_geh, round.fit.share_below_5 * 100.0);
                const auto all = static_cast<double>(request.options.iterations + 1);
                line.show(static_cast<double>(iteration + 1) / all, detail);
            },
            stop_asked());
    }();
    return answer(report, options.json, print);
}

} // namespace

void add_calibrate(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    scenarios::CalibrateRequest& request = options->request;
    CLI::App* command = program.add_subcommand("calibrate", "Adjust trips between zones to counts on a network");
    command->add_option("--net", options->net, "Network, .net.xml or .net.xml.gz")->required();
    command->add_option("--taz", options->taz, "Zones: an additional file with <taz> elements")->required();
    command
        ->add_option("--od", options->od,
                     "Trips between zones to begin with: CSV origin,destination,trips[,begin,end[,class]], VISUM $O or "
                     "$V, or tazRelation; several are added up")
        ->required();
    command->add_option("--od-scale", request.od.scale, "Factor on those trips")
        ->check(CLI::Range(0.0, 1000.0))
        ->capture_default_str();
    command
        ->add_option("--counts", options->counts,
                     "Counted vehicles: CSV edge,begin,end,count or detector,begin,end,count (s), SUMO's edgeData "
                     "(entered and departed) or output of induction loops")
        ->required();
    command->add_option("--out", options->out, "Write the adjusted trips to this CSV file");
    command->add_option("--additional", options->additional, "Signal programs, detectors");
    command->add_option("--iterations", request.options.iterations, "Assignments after the first, at the most")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();
    command
        ->add_option("--prior-weight", request.options.prior_weight,
                     "Trust in the trips given: variance of a count over that of a cell; 0: counts alone")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    command->add_option("--seed", request.options.load.seed, "Luck, by which edges of zones are drawn")
        ->capture_default_str();
    command->add_option("--threads", request.threads, "0: one per core; the result is the same for any number")
        ->check(CLI::Range(0, 256));
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer(
        "Trips are assigned in user equilibrium; the gradient method of Spiess (1990) adjusts them; both are repeated. "
        "The\n"
        "matrix whose assignment comes nearest to the counts is kept. Pairs without trips stay without.\n"
        "Keys of --json:\n"
        "  zones, cells, trips_before, trips_after\n"
        "  iterations          a list; the first is the matrix as given. objective: half the sum of squares of "
        "modelled\n"
        "                      less counted vehicles, and of the cells' changes times the prior weight; trips;\n"
        "                      relative_gap of the assignment; of hourly flows mean_geh, largest_geh,\n"
        "                      share_geh_below_5 (0.85 is what UK guidance asks for), r2, mean_relative_error\n"
        "  best_iteration      whose matrix was kept, from 0; stalled: ended before the iterations were used up\n"
        "  trips_without_way   trips whose ends are not connected\n"
        "  sites               a list in the order of the counts: edge, begin_s, end_s, counted, before, after\n"
        "                      (vehicles), geh_before, geh_after\n"
        "  cpu_s               processor seconds to read, solve and write; notes\n");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli
