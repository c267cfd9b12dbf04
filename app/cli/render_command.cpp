// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
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
    std::string layer = "none";
    std::string view = "overview";
    std::string size = "1280x720";
    std::string language = "en";
    std::string look_at;
    double distance_m = 160.0;
    bool underground = false;
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

/// "1280x720".
bool parse_size(const std::string& text, int& width, int& height) {
    const char* const end = text.data() + text.size();
    const auto w = std::from_chars(text.data(), end, width);
    if (w.ec != std::errc{} || w.ptr == end || *w.ptr != 'x') {
        return false;
    }
    const auto h = std::from_chars(w.ptr + 1, end, height);
    return h.ec == std::errc{} && h.ptr == end;
}

int run(const Options& options) {
    render::PictureRequest request;
    if (!parse_size(options.size, request.width_px, request.height_px)) {
        print_error("error: \"%s\" is no size; write it as 1280x720\n", options.size.c_str());
        return kUsage;
    }
    if (!render::parse_view(options.view, request.view) || !render::parse_layer(options.layer, request.layer)) {
        return kUsage; // the options' checks have said so already
    }
    request.language = options.language == "zh" ? render::Language::Chinese : render::Language::English;
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
    const auto moment = app::recorded_moment(*store, *project, options.scenario, at);
    if (!moment) {
        return complain(moment.error(), options.project);
    }
    if (moment->frame == nullptr) {
        if (request.layer != nullptr) {
            return complain(
                {ErrorCode::NotFound, "The layer " + options.layer + " shows a result. " + moment->why_none, {}});
        }
        print_error("%s. The picture shows the city without moving things.\n", moment->why_none.c_str());
    }
    render::CityScene scene{*moment->applied.city, moment->applied.networks};
    scene.show(moment->frame);
    scene.set_underground(options.underground);
    request.time = moment->at;
    if (!options.look_at.empty()) {
        const auto place = place_of(options.look_at, *moment);
        if (!place) {
            return complain(place.error());
        }
        request.use_pose = true;
        request.pose = render::look_at(project->city, *place, options.distance_m);
    }
    std::string name =
        project->city.name.empty() ? std::filesystem::path{options.project}.stem().string() : project->city.name;
    if (name[0] >= 'a' && name[0] <= 'z') { // taken from a file's name
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    }
    request.title = options.scenario == "base" ? name : name + " · " + options.scenario;
    if (const auto written = render::write_picture(scene, request, options.out); !written) {
        return complain(written.error());
    }
    return kOk;
}

std::string help() {
    std::string text = "Views:\n"
                       "  overview    the whole city\n"
                       "  oblique     the densest part, at an angle\n"
                       "  street      from a street there\n"
                       "Layers and their units:\n"
                       "  none        the city as it looks at that time\n";
    for (const engine::LayerInfo* layer : engine::layers()) {
        const render::LayerLegend legend = render::layer_legend(layer, 0, render::Language::English, layer->high);
        std::string line = "  " + std::string{layer->id};
        line.resize(14, ' ');
        text += line + legend.title + (legend.classes ? " [class]" : " [" + legend.unit + "]") + "\n";
    }
    return text + "A layer needs a result at that time: run with --record.\n";
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
    command->add_option("--layer", options->layer, "What the picture says")
        ->capture_default_str()
        ->check(CLI::IsMember(render::layer_names()));
    command->add_option("--view", options->view, "Where to look from")
        ->capture_default_str()
        ->check(CLI::IsMember({"overview", "oblique", "street"}));
    CLI::Option* look_at = command->add_option(
        "--look-at", options->look_at,
        "Look at this instead: charger/C1, signal/12, substation/S2, street/ID (where it is blocked, if it is)");
    look_at->excludes("--view");
    command->add_option("--distance", options->distance_m, "From there, in metres")
        ->needs(look_at)
        ->capture_default_str()
        ->check(CLI::Range(20.0, 5000.0));
    command->add_option("--size", options->size, "Pixels, wide x high, 16 to 8192 each")->capture_default_str();
    command->add_option("--language", options->language, "Of the legend")
        ->capture_default_str()
        ->check(CLI::IsMember({"en", "zh"}));
    command->add_flag("--underground", options->underground, "Fade ground and buildings, show what lies below");
    command->footer(help());
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli
