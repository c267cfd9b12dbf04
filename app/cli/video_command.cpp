// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/picture_options.h"
#include "app/cli/progress.h"
#include "app/film/film.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::string out;
    std::string from;
    std::string to;
    bool fine = false;
    app::FilmRequest film;
    PictureOptions picture;
};

int run(const Options& options) {
    app::FilmRequest film = options.film;
    const auto from = scenarios::parse_clock(options.from);
    const auto to = scenarios::parse_clock(options.to);
    if (!from || !to) {
        complain(from ? to.error() : from.error());
        return kUsage;
    }
    film.from = *from;
    film.to = *to;
    film.underground = options.picture.underground;
    const auto store =
        scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return complain(project.error(), options.project);
    }
    const auto look = options.picture.request(name_of(project->city, options.project), film.scenario);
    if (!look) {
        complain(look.error());
        return kUsage;
    }
    film.look = *look;
    film.look.fine = options.fine;
    ProgressLine line{"video"};
    const auto written = app::write_film(
        *store, *project, film, options.out,
        [&](double fraction, TimeUs at) { line.show(fraction, scenarios::format_clock(at)); }, stop_asked());
    return written ? kOk : complain(written.error());
}

} // namespace

void add_video(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("video", "Film what was recorded of a scenario (needs ffmpeg)");
    command->add_option("PROJECT", options->project, "Project")->required();
    command->add_option("--out", options->out, "Film to write, as day.mp4")
        ->required()
        ->check([](const std::string& name) {
            const std::string end = std::filesystem::path{name}.extension().string();
            return end == ".mp4" || end == ".mkv" || end == ".webm"
                       ? std::string{}
                       : "films are written as MP4, Matroska or WebM: name it " + name + ".mp4";
        });
    command->add_option("--scenario", options->film.scenario, "Scenario; base is the city as it stands")
        ->capture_default_str();
    command->add_option("--from", options->from, "Local time of its first moment, HH:MM")->required();
    command->add_option("--to", options->to, "And of its last")->required();
    command->add_option("--fps", options->film.fps, "Pictures a second")
        ->capture_default_str()
        ->check(CLI::Range(1, 60));
    command->add_option("--speed", options->film.speed, "Seconds of the city a second of the film")
        ->capture_default_str()
        ->check(CLI::Range(1.0, 3600.0));
    command->add_flag("--fine", options->fine, "Smoother edges, at four times the time");
    options->picture.add_to(*command);
    command->footer(picture_help() +
                    "Vehicles move as often as they were recorded: run with --record 1 for a fine film.\n");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli
