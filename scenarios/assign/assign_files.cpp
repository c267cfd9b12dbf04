// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/assign/assign_files.h"

#include <array>

#include <nlohmann/json.hpp>

#include "gis/export/out_file.h"
#include "gis/import/read/tntp_import.h"
#include "scenarios/project/text_file.h"
#include "scenarios/run/runner.h"

namespace cityloom::scenarios {

namespace {

using traffic::assignment::Network;

std::string flows_csv(const Network& network, const traffic::assignment::Assignment& assignment) {
    std::string text{"init,term,flow,cost\n"};
    for (std::size_t i = 0; i < network.links.size(); ++i) {
        text += std::to_string(network.links[i].from + 1) + "," + std::to_string(network.links[i].to + 1) + "," +
                shortest(assignment.flow[i]) + "," + shortest(assignment.class_cost[0][i]) + "\n";
    }
    return text;
}

} // namespace

Result<AssignReport> assign_files(const AssignRequest& request, const traffic::assignment::Progress& progress,
                                  const std::stop_token& stop) {
    const double start = cpu_s();
    if (auto place = request.flows.empty() ? Result<gis::OutPlace>{gis::OutPlace{}} : gis::out_place(request.flows);
        !place) { // said before the work rather than after
        return tl::make_unexpected(place.error());
    }
    std::vector<std::string> notes;
    auto network = gis::read_tntp_network(request.network, {}, &notes);
    if (!network) {
        return tl::make_unexpected(network.error());
    }
    auto trips = gis::read_tntp_trips(request.trips, *network);
    if (!trips) {
        return tl::make_unexpected(trips.error());
    }
    AssignReport report{.zones = network->zones, .nodes = network->nodes, .links = network->links.size()};
    report.notes = std::move(notes);
    for (const auto& each : *trips) {
        report.trips += each.vehicles;
    }
    const std::array<traffic::assignment::UserClass, 1> users{{{.name = "all",
                                                                .toll_weight = request.toll_weight,
                                                                .distance_weight = request.distance_weight,
                                                                .trips = std::move(*trips)}}};
    auto assignment = traffic::assignment::assign(*network, users, request.options, progress, stop);
    if (!assignment) {
        Error error = assignment.error();
        if (error.code == ErrorCode::NotFound) { // trips without a path
            error.where = request.trips.string();
            error.message = error.where + ", on " + request.network.string() + ": " + error.message;
        }
        return tl::make_unexpected(error);
    }
    report.assignment = std::move(*assignment);
    if (!request.flows.empty()) {
        if (auto written = write_text_file(request.flows, flows_csv(*network, report.assignment)); !written) {
            return tl::make_unexpected(written.error());
        }
    }
    report.cpu_s = cpu_s() - start;
    return report;
}

std::string to_json(const AssignReport& report) {
    const auto& a = report.assignment;
    const nlohmann::ordered_json root{{"zones", report.zones},
                                      {"nodes", report.nodes},
                                      {"links", report.links},
                                      {"trips", report.trips},
                                      {"objective", a.objective},
                                      {"relative_gap", a.relative_gap},
                                      {"total_travel_cost", a.total_travel_cost},
                                      {"total_travel_time", a.total_travel_time},
                                      {"iterations", a.iterations},
                                      {"converged", a.converged},
                                      {"notes", report.notes},
                                      {"cpu_s", report.cpu_s}};
    return root.dump(1);
}

} // namespace cityloom::scenarios
