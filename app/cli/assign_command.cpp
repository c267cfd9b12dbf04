// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/terminal.h"
#include "scenarios/assign/assign_files.h"

namespace cityloom::cli {

namespace {

struct Options {
    scenarios::AssignRequest request;
    std::string network;
    std::string trips;
    std::string flows;
    bool json = false;
};

void print(const scenarios::AssignReport& report) {
    const auto& a = report.assignment;
    print_text("%zu zones, %zu nodes, %zu links, %.1f trips\n", report.zones, report.nodes, report.links, report.trips);
    print_text("  %-22s %20.6f\n  %-22s %20.6f\n  %-22s %20.6f\n  %-22s %20.2e after %d iterations\n", "objective",
               a.objective, "total travel cost", a.total_travel_cost, "total travel time", a.total_travel_time,
               "relative gap", a.relative_gap, a.iterations);
    print_text("  %-22s %20.3f s\n", "processor time", report.cpu_s);
    for (const std::string& note : report.notes) {
        print_text("  note: %s\n", note.c_str());
    }
}

int run(Options& options) {
    scenarios::AssignRequest& request = options.request;
    request.network = options.network;
    request.trips = options.trips;
    request.flows = options.flows;
    if (request.options.threads == 0) {
        request.options.threads = std::max(1U, std::thread::hardware_concurrency());
    }
    auto report = [&] {
        ProgressLine line{"assign"};
        const double goal = std::log(request.options.relative_gap);
        return scenarios::assign_files(
            request,
            [&](int iteration, double gap) {
                char detail[64];
                std::snprintf(detail, sizeof detail, "iteration %d, gap %.1e", iteration, gap);
                line.show(gap > 0.0 ? std::clamp(std::log(gap) / goal, 0.0, 1.0) : 1.0, detail);
            },
            stop_asked());
    }();
    if (report && !report->assignment.converged) {
        print_error("warning: it stopped at a relative gap of %.1e after %d iterations; %.1e was asked for.\n",
                    report->assignment.relative_gap, report->assignment.iterations, request.options.relative_gap);
    }
    return answer(report, options.json, print);
}

} // namespace

void add_assign(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    scenarios::AssignRequest& request = options->request;
    CLI::App* command =
        program.add_subcommand("assign", "Assign trips to a planning network in static user equilibrium");
    command->add_option("--net", options->network, "Network, a TNTP file")->required();
    command->add_option("--trips", options->trips, "Trips between its zones, a TNTP file")->required();
    command->add_option("--toll-weight", request.toll_weight, "Units of time per unit of toll")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--distance-weight", request.distance_weight, "Units of time per unit of length")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--gap", request.options.relative_gap, "Relative gap to reach")
        ->check(CLI::Range(1e-16, 0.5))
        ->capture_default_str();
    command->add_option("--max-iterations", request.options.max_iterations, "Stop after so many")
        ->check(CLI::Range(0, 1'000'000))
        ->capture_default_str();
    command
        ->add_option("--threads", request.options.threads,
                     "Threads for shortest paths; 0: all cores. Any number gives the same bits")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    command->add_option("--out", options->flows, "Write init,term,flow,cost of each link to this CSV file");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer(
        "Keys of --json, in the units of the files:\n"
        "  zones, nodes, links, trips\n"
        "  objective           Beckmann's: integral of the time over the flow, and price of toll and length\n"
        "  relative_gap        (TSTT - SPTT) / TSTT; SPTT: all trips on shortest paths at the same costs\n"
        "  total_travel_cost   TSTT: flow times (time + toll and length as weighted), over all links\n"
        "  total_travel_time   flow times time, over all links\n"
        "  iterations, converged\n"
        "  notes               what the files leave open, and how it was taken\n"
        "  cpu_s               processor seconds to read, solve and write\n");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli
