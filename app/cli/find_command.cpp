// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "scenarios/find/city_names.h"
#include "scenarios/run/project_run.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/rows.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::string words;
    std::string scenario = "base";
    std::size_t most = 20;
    bool json = false;
};

std::string key_of(const scenarios::AppliedCity& city, const scenarios::NamedThing& thing) {
    if (thing.asset.is(traffic::kStreet)) {
        return "street/" + std::to_string(city.city->streets[thing.asset.index].id);
    }
    return thing.asset.kind == nullptr ? std::string{} : engine::asset_key(city.networks, thing.asset);
}

int run(const Options& options) {
    const auto store =
        scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return complain(project.error(), options.project);
    }
    const auto resolved = scenarios::resolve_scenario(project->scenarios, options.scenario);
    if (!resolved) {
        return complain(resolved.error(), options.project);
    }
    auto applied = scenarios::apply_scenario(project->city, project->networks, *resolved, stop_asked());
    if (!applied) {
        return complain(applied.error(), options.project);
    }
    const auto names = scenarios::city_names(std::make_shared<const scenarios::AppliedCity>(std::move(*applied)));
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const scenarios::FoundThing& found : names->find(options.words, options.most)) {
        const scenarios::NamedThing& thing = found.thing;
        const std::string key = key_of(*names->city, thing);
        const gis::GeoReference& place = names->city->city->place;
        list.push_back({{"name", thing.name},
                        {"kind", thing.noun.english},
                        {"kind_zh", thing.noun.chinese},
                        {"district", thing.district},
                        {"key", key.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(key)},
                        {"x", thing.at.x_m + static_cast<double>(place.origin_x_m)},
                        {"y", thing.at.y_m + static_cast<double>(place.origin_y_m)}});
        if (!options.json) {
            print_line(stdout, thing.name + "  (" + std::string{thing.noun.english} +
                                   (thing.district.empty() ? "" : ", " + thing.district) + ")" +
                                   (key.empty() || key == thing.name ? "" : "  " + key));
        }
    }
    if (options.json) {
        std::cout << list.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    } else if (list.empty()) {
        print_error("Nothing is called \"%s\". Streets, named buildings, assets by name, kind or key, districts and "
                    "places can be found.\n",
                    options.words.c_str());
    }
    return kOk;
}

} // namespace

void add_find(CLI::App& program, Job& job) {
    auto* const command = program.add_subcommand(
        "find", "Find streets, assets, districts and places by name, in either language, the best answer first");
    const auto options = std::make_shared<Options>();
    command->add_option("PROJECT", options->project, "The project; it is only read")->required();
    command->add_option("WORDS", options->words, "What is looked for; in quotes where it is more than a word")
        ->required();
    command->add_option("--scenario", options->scenario, "With what a scenario adds; base: the city as it stands")
        ->capture_default_str();
    command->add_option("--most", options->most, "Answers, at most")->capture_default_str()->check(CLI::Range(1, 1000));
    command->add_flag("--json", options->json,
                      "A JSON list on stdout: name, kind, kind_zh, district, key, x, y (metres of the project's CRS)");
    command->callback([=, &job] { job = [=] { return run(*options); }; });
}

} // namespace cityloom::cli
