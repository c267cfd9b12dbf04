// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/picture_options.h"
#include "app/cli/terminal.h"
#include "app/picture/recorded_moment.h"
#include "render/capture/picture.h"
#include "sim/core/polyline.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/rows.h"
#include "sim/traffic/streets.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::string out;
    std::string scenario = "base";
    std::string at;
    std::string look_at;
    double distance_m = 160.0;
    PictureOptions picture;
};

/// Of an asset. A street is looked at where it is blocked, if it is.
Result<Point2> place_of(const std::string& key, const app::RecordedMoment& moment) {
    const auto asset = engine::find_asset(moment.applied.networks, key);
    if (!asset) {
        return tl::make_unexpected(asset.error());
    }
    const traffic::RoadNetwork& roads = moment.applied.networks.roads;
    if (asset->is(traffic::kStreet) && moment.frame != nullptr) {
        const std::vector<std::uint32_t> edges = traffic::edges_of(roads, asset->index);
        for (const engine::BlockedView& blocked : moment.frame->blocked) {
            const traffic::Edge& edge = roads.edges[blocked.edge];
            if (std::ranges::find(edges, blocked.edge) != edges.end()) {
                const double along_m = 0.5 * static_cast<double>(blocked.from_m + blocked.to_m);
                return polyline_at({roads.points.data() + edge.shape.begin, edge.shape.count}, along_m).at;
            }
        }
    }
    return engine::asset_place(moment.applied.networks, *asset);
}

int run(const Options& options) {
    std::optional<TimeUs> at;
    if (!options.at.empty()) {
        auto clock = scenarios::parse_clock(options.at);
        if (!clock) {
            complain(clock.error());
            return kUsage;
        }
        at = *clock;
    }
    const auto store =
        scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return complain(project.error(), options.project);
    }
    auto request = options.picture.request(name_of(project->city, options.project), options.scenario);
    if (!request) {
        complain(request.error());
        return kUsage;
    }
    const auto moment = app::recorded_moment(*store, *project, options.scenario, at);
    if (!moment) {
        return complain(moment.error(), options.project);
    }
    if (moment->frame == nullptr) {
        if (request->layer != nullptr) {
            return complain({ErrorCode::NotFound,
                             "The layer " + options.picture.layer + " shows a result. " + moment->why_none,
                             {}});
        }
        print_error("%s. The picture shows the city without moving things.\n", moment->why_none.c_str());
    }
    render::CityScene scene{*moment->applied.city, moment->applied.networks};
    scene.show(moment->frame);
    scene.set_underground(options.picture.underground);
    request->time = moment->at;
    if (!options.look_at.empty()) {
        const auto place = place_of(options.look_at, *moment);
        if (!place) {
            return complain(place.error());
        }
        request->use_pose = true;
        request->pose = render::look_at(project->city, *place, options.distance_m);
    }
    if (const auto written = render::write_picture(scene, *request, options.out); !written) {
        return complain(written.error());
    }
    return kOk;
}

} // namespace

void add_render(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("render", "Draw a picture of a scenario at a time");
    command->add_option("PROJECT", options->project, "Project to draw")->required();
    command->add_option("OUT", options->out, "Picture to write, as city.png")
        ->required()
        ->check([](const std::string& name) {
            return std::filesystem::path{name}.extension() == ".png"
                       ? std::string{}
                       : "pictures are written as PNG: name it " + name + ".png";
        });
    command->add_option("--scenario", options->scenario, "Scenario; base is the city as it stands")
        ->capture_default_str();
    command->add_option(
        "--at", options->at,
        "Local time, HH:MM: of the result, and of the sun. Without it: the last recorded moment, else noon");
    options->picture.add_to(*command);
    CLI::Option* look_at = command->add_option(
        "--look-at", options->look_at,
        "Look at this instead: charger/C1, signal/12, substation/S2, street/ID (where it is blocked, if it is)");
    look_at->excludes("--view");
    command->add_option("--distance", options->distance_m, "From there, in metres")
        ->needs(look_at)
        ->capture_default_str()
        ->check(CLI::Range(20.0, 5000.0));
    command->footer(picture_help());
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli
