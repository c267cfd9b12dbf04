// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "scenarios/project/project_store.h"
#include "sim/corridor/domain.h"

namespace cityloom::cli {

namespace {

using json = nlohmann::ordered_json;

/// What each domain says of its network.
json network_figures(const gis::Networks& n) {
    json out = json::object();
    for (const engine::DomainRow* row : engine::domain_rows()) {
        std::vector<engine::Summary> figures;
        if (row->summary != nullptr) {
            row->summary(n, figures);
        }
        for (const engine::Summary& figure : figures) {
            const bool whole = figure.value == std::floor(figure.value) && figure.value < 1e15;
            out[std::string{row->id}][std::string{figure.id}] =
                whole ? json(static_cast<std::int64_t>(figure.value)) : json(figure.value);
        }
    }
    return out;
}

json describe(const gis::City& city, const gis::Networks& n, const std::vector<scenarios::Scenario>& all,
              const std::vector<scenarios::RunResult>& results) {
    std::size_t measured = 0;
    std::size_t storeys = 0;
    for (const auto& building : city.buildings) {
        measured += building.height_source == gis::HeightSource::Measured ? 1U : 0U;
        storeys += building.height_source == gis::HeightSource::Storeys ? 1U : 0U;
    }
    const auto origin_x = static_cast<double>(city.place.origin_x_m);
    const auto origin_y = static_cast<double>(city.place.origin_y_m);
    json out{{"name", city.name},
             {"crs", city.place.epsg > 0 ? "EPSG:" + std::to_string(city.place.epsg) : "local"},
             {"extent",
              {city.min_corner.x_m + origin_x, city.min_corner.y_m + origin_y, city.max_corner.x_m + origin_x,
               city.max_corner.y_m + origin_y}},
             {"center", {{"longitude", city.place.longitude_deg}, {"latitude", city.place.latitude_deg}}},
             {"left_hand_traffic", city.place.left_hand_traffic},
             {"terrain", city.terrain.flat() ? json(nullptr) : json(city.terrain.source)},
             {"counts",
              {{"buildings", city.buildings.size()},
               {"streets", city.street_ways},
               {"signal_nodes", city.signal_nodes},
               {"controllers", n.roads.controllers.size()},
               {"junctions", n.roads.junctions.size()},
               {"people", n.demand.people},
               {"jobs", n.demand.jobs},
               {"areas", city.areas.size()},
               {"assets", city.assets.size()},
               {"districts", city.districts.size()}}},
             {"drivable",
              {{"length_km", n.roads.length_km},
               {"connected_share", n.roads.connected_share},
               {"connected_share_with_gateways", n.roads.connected_share_with_gateways},
               {"removed_km", n.roads.removed_km}}},
             {"heights",
              {{"measured", measured}, {"storeys", storeys}, {"guessed", city.buildings.size() - measured - storeys}}},
             {"networks", network_figures(n)},
             {"attributions", city.attributions},
             {"notes", city.notes.size()}};
    out["scenarios"] = json::array();
    for (const auto& scenario : all) {
        out["scenarios"].push_back({{"name", scenario.name},
                                    {"base", scenario.base},
                                    {"measures", scenario.measures.size()},
                                    {"events", scenario.events.size()},
                                    {"seed", scenario.seed}});
    }
    out["results"] = json::array();
    for (const auto& result : results) {
        out["results"].push_back({{"id", result.id},
                                  {"scenario", result.scenario},
                                  {"seed", result.seed},
                                  {"start", scenarios::format_clock(result.start)},
                                  {"duration_s", result.duration / kSecondUs},
                                  {"trips", result.trips},
                                  {"version", result.version}});
    }
    return out;
}

int run(const std::string& project, bool as_json) {
    const auto store = scenarios::ProjectStore::open(project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return complain(store.error(), project);
    }
    const auto city = store->city();
    if (!city) {
        return complain(city.error(), project);
    }
    const auto networks = store->networks();
    if (!networks) {
        return complain(networks.error(), project);
    }
    const auto all = store->scenarios();
    if (!all) {
        return complain(all.error(), project);
    }
    const auto results = store->results();
    if (!results) {
        return complain(results.error(), project);
    }
    const json out = describe(*city, *networks, *all, *results);
    if (as_json) {
        std::cout << out.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
        return kOk;
    }
    for (const auto& [key, value] : out.items()) {
        print_line(stdout, key + ": " + value.dump(-1, ' ', false, json::error_handler_t::replace));
    }
    return kOk;
}

} // namespace

void add_info(CLI::App& program, Job& job) {
    auto* const command = program.add_subcommand("info", "Say what a project holds");
    const auto project = std::make_shared<std::string>();
    const auto as_json = std::make_shared<bool>(false);
    command->add_option("PROJECT", *project, "The project")->required();
    command->add_flag("--json", *as_json,
                      "One JSON object on stdout; extent in metres of the project CRS, shares 0 to 1");
    command->callback([=, &job] { job = [=] { return run(*project, *as_json); }; });
}

} // namespace cityloom::cli
