// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/terminal.h"
#include "gis/export/sumo/outputs.h"
#include "scenarios/measure/scenario.h"
#include "scenarios/traffic/traffic_run.h"

namespace cityloom::cli {

namespace {

struct Options {
    scenarios::TrafficRequest request;
    std::string config, net, tripinfo, fcd, summary, detectors;
    std::vector<std::string> routes, additional, od;
    std::string taz;
    std::string model = "idm";
    std::vector<double> window;
    double end_s = -1.0;
    double step_s = -1.0;
    bool json = false;
};

unsigned long long whole(std::uint64_t n) {
    return n;
}

void print(const scenarios::TrafficReport& report) {
    const traffic::VehicleCounts& v = report.vehicles;
    print_text("%llu scheduled, %llu departed, %llu arrived, %llu running, %llu waiting, %llu unroutable, %llu "
               "teleported\n",
               whole(v.scheduled), whole(v.departed), whole(v.arrived), whole(v.running), whole(v.waiting),
               whole(v.unroutable), whole(v.teleported));
    print_text("  finished trips: %.1f s, of it %.1f s standing and %.1f s lost; %.0f m; %.2f m/s\n",
               report.mean.duration_s, report.mean.waiting_s, report.mean.time_loss_s, report.mean.route_length_m,
               report.mean.speed_mps);
    print_text("  %.2f million vehicle seconds a second, %.0f times real time, loaded in %.2f s, %.0f MB at the peak\n",
               report.vehicle_seconds_per_s * 1e-6, report.real_time_factor, report.load_s, report.peak_memory_mb);
    for (const std::string& note : report.notes) {
        print_text("  note: %s\n", note.c_str());
    }
}

int run(Options options) {
    scenarios::TrafficRequest& request = options.request;
    if (options.config.empty() && (options.net.empty() || (options.routes.empty() && options.od.empty()))) {
        std::fputs("error: give --config, or --net and --routes, or --net, --taz and --od. See cityloom-cli traffic "
                   "--help.\n",
                   stderr);
        return kUsage;
    }
    request.od.zones = options.taz;
    request.od.matrices.assign(options.od.begin(), options.od.end());
    request.files = {.config = options.config, .net = options.net};
    request.files.routes.assign(options.routes.begin(), options.routes.end());
    request.files.additional.assign(options.additional.begin(), options.additional.end());
    request.end = options.end_s >= 0.0 ? from_seconds(options.end_s) : -1;
    request.step = options.step_s > 0.0 ? from_seconds(options.step_s) : -1;
    request.tripinfo = options.tripinfo;
    request.fcd = options.fcd;
    request.summary = options.summary;
    request.detectors = options.detectors;
    for (const std::string* name : {&options.tripinfo, &options.fcd, &options.summary}) {
        if (!name->empty() && !gis::sumo_format(*name)) {
            print_error("error: %s: the suffix says in what format a file is written; give .xml, .csv or "
                        ".json.\n",
                        name->c_str());
            return kUsage;
        }
    }
    if (options.window.size() == 3) {
        if (!(options.window[2] > 0.0)) {
            std::fputs("error: a window's radius is above 0 m. See cityloom-cli traffic --help.\n", stderr);
            return kUsage;
        }
        request.window = {{options.window[0], options.window[1]}, options.window[2]};
    }
    auto report = [&] {
        ProgressLine line{"traffic"};
        return scenarios::run_traffic(
            request, [&](double fraction, TimeUs at) { line.show(fraction, scenarios::format_clock(at)); },
            stop_asked());
    }();
    return answer(report, options.json, print);
}

} // namespace

void add_traffic(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "traffic", "Run a network and demand in SUMO's formats with the traffic engine alone, no city needed");
    command->add_option("--config", options->config, "A .sumocfg: network, routes, additional files, times");
    command->add_option("--net", options->net, "Network, .net.xml or .net.xml.gz");
    command->add_option("--routes", options->routes, "Demand, .rou.xml or .rou.xml.gz; several allowed");
    command->add_option("--additional", options->additional, "Types, signal programs, stops, detectors");
    CLI::Option* taz = command->add_option("--taz", options->taz, "Zones: an additional file with <taz> elements");
    CLI::Option* od = command->add_option("--od", options->od,
                                          "Trips between zones: CSV origin,destination,trips[,begin,end[,class]], "
                                          "VISUM $O or $V, or tazRelation; several are added up");
    od->needs(taz);
    taz->needs(od);
    command->add_option("--od-scale", options->request.od.scale, "Factor on those trips")
        ->needs(od)
        ->check(CLI::Range(0.0, 1000.0))
        ->capture_default_str();
    command
        ->add_option("--od-type", options->request.od.type,
                     "Their vehicle type or vTypeDistribution where the matrix names none; default: SUMO's")
        ->needs(od);
    command->add_flag("--equilibrium", options->request.equilibrium,
                      "Trips without a way take that of a user equilibrium, as calibrate assigns; default: the fastest "
                      "at their departure, by the mean speeds of the last three minutes");
    command
        ->add_option("--end", options->end_s,
                     "When the simulation ends, in seconds of its clock; default: the configuration's, or when all "
                     "have arrived")
        ->check(CLI::Range(0.0, 1e9));
    command->add_option("--step", options->step_s, "Seconds a step; default: the configuration's, or 1")
        ->check(CLI::Range(0.05, 2.0));
    command->add_option("--model", options->model, "Car following")
        ->check(CLI::IsMember({"idm"}))
        ->capture_default_str();
    command->add_option("--threads", options->request.threads, "0: one per core; the result is the same for any number")
        ->check(CLI::Range(0, 256));
    command->add_option("--seed", options->request.seed, "Luck; 0: the configuration's");
    command->add_option("--tripinfo", options->tripinfo, "Write each finished trip: .xml, .csv or .json");
    CLI::Option* fcd =
        command->add_option("--fcd", options->fcd, "Write every vehicle's place at every step: .xml, .csv or .json");
    CLI::Option* summary =
        command->add_option("--summary", options->summary, "Write the run step by step: .xml, .csv or .json");
    CLI::Option* detectors = command->add_option(
        "--detectors", options->detectors,
        "Folder for what the detectors, probes, edgeData and laneData in the files write, under the last "
        "part of the names that they give; other files there are never written over. Default: they are not written");
    CLI::Option* overlaps =
        command->add_flag("--check-overlaps", options->request.check_overlaps,
                          "Count bodies that share a place, and braking beyond what a vehicle can, every step (slow); "
                          "0 is the promise");
    CLI::Option* meso =
        command
            ->add_flag("--meso", options->request.meso,
                       "Queues from junction to junction rather than single vehicles: for the largest networks")
            ->excludes(fcd)
            ->excludes(summary)
            ->excludes(detectors)
            ->excludes(overlaps);
    command
        ->add_option("--window", options->window,
                     "With --meso: X Y RADIUS in the network's metres; inside, single vehicles are driven")
        ->expected(3)
        ->needs(meso);
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli
