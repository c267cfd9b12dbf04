// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "gis/export/out_file.h"
#include "gis/import/guard/worker.h"
#include "scenarios/project/city_project.h"
#include "scenarios/project/city_update.h"
#include "sim/core/csv.h"
#include "sim/core/large_blocks.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string out;
    std::vector<std::string> files;
    std::string report;
    std::string crs;
    std::string name;
    std::string people;
    std::string jobs;
    std::vector<std::string> mobility;
    std::vector<std::string> read_as;
    std::vector<std::string> columns;
    std::string traffic = "auto";
    bool replace = false;
    bool update = false;
    std::string bbox;
    std::string within;
    std::vector<std::string> only;
    std::vector<std::string> skip;
    bool drop_missing = false;
};

const char* level_name(gis::ImportNote::Level level) {
    constexpr std::array kNames{"info", "warning", "error"};
    return kNames.at(static_cast<std::size_t>(level));
}

/// Written whole or not at all.
Result<void> write_report(const std::filesystem::path& path, const gis::City& city) {
    std::string text{"level,file,object,reason,remedy\n"};
    for (const gis::ImportNote& note : city.notes) {
        text += std::string{level_name(note.level)} + ',' + csv_cell(note.file) + ',' + csv_cell(note.object) + ',' +
                csv_cell(note.reason) + ',' + csv_cell(note.remedy) + '\n';
    }
    return gis::write_out(path, text);
}

void print_summary(const gis::City& city) {
    std::array<std::size_t, 3> heights{};
    for (const gis::Building& building : city.buildings) {
        ++heights.at(static_cast<std::size_t>(building.height_source));
    }
    print_text("Buildings      %zu (heights: %zu measured, %zu from storeys, %zu guessed)\n", city.buildings.size(),
               heights[0], heights[1], heights[2]);
    print_text("Streets        %u, signal nodes %u\n", city.street_ways, city.signal_nodes);
    print_text("Areas          %zu, mapped assets %zu, districts %zu\n", city.areas.size(), city.assets.size(),
               city.districts.size());
    print_text("Terrain        %s\n", city.terrain.flat() ? "none: the city is flat" : city.terrain.source.c_str());
    print_text("CRS            %s, %s-hand traffic\n",
               city.place.epsg > 0 ? ("EPSG:" + std::to_string(city.place.epsg)).c_str() : "local",
               city.place.left_hand_traffic ? "left" : "right");
    for (const std::string& owner : city.attributions) {
        print_text("Data           %s\n", owner.c_str());
    }
    // The report by reason; the file gives each object.
    std::map<std::pair<int, std::string>, std::pair<std::size_t, const gis::ImportNote*>> reasons;
    for (const gis::ImportNote& note : city.notes) {
        auto& row = reasons[{-static_cast<int>(note.level), note.reason}];
        row.second = row.first++ == 0 ? &note : row.second;
    }
    if (!reasons.empty()) {
        print_text("Validation report (%zu notes)\n", city.notes.size());
    }
    for (const auto& [key, row] : reasons) {
        const gis::ImportNote& note = *row.second;
        print_text("  %-8s %s%s: %s (%s)%s\n", level_name(note.level),
                   note.file.empty() ? "" : (note.file + ", ").c_str(), note.object.c_str(), note.reason.c_str(),
                   note.remedy.c_str(),
                   row.first > 1 ? (", and " + std::to_string(row.first - 1) + " more like it").c_str() : "");
    }
}

/// The project's city brought up to date, conflicts among its notes.
Result<gis::City> updated(const std::filesystem::path& program, const std::filesystem::path& project,
                          const std::vector<std::filesystem::path>& files, const gis::ImportOptions& options,
                          const std::stop_token& stop, const gis::Progress& progress) {
    auto update = scenarios::update_project(program, project, files, options, stop, progress);
    if (!update) {
        return tl::make_unexpected(update.error());
    }
    gis::City city = std::move(update->city);
    city.notes.insert(city.notes.begin(), update->conflicts.begin(), update->conflicts.end());
    return city;
}

/// The words of lists that are parted by commas.
std::vector<std::string> words(const std::vector<std::string>& lists) {
    std::vector<std::string> all;
    for (const std::string& list : lists) {
        std::string word;
        for (const char c : list + ',') {
            if (c != ',') {
                word += c;
            } else if (!word.empty()) {
                all.push_back(std::exchange(word, {}));
            }
        }
    }
    return all;
}

int run(const Options& options) {
    const std::filesystem::path out = options.out;
    const std::vector<std::filesystem::path> files(options.files.begin(), options.files.end());
    gis::ImportOptions import{.crs = options.crs, .name = options.name, .people = options.people, .jobs = options.jobs};
    for (const std::string& given : options.mobility) {
        const std::size_t equals = std::min(given.find('='), given.size());
        char* end = nullptr;
        const std::string number = given.substr(std::min(equals + 1, given.size()));
        const double value = std::strtod(number.c_str(), &end);
        if (number.empty() || *end != '\0') {
            print_error("--mobility %s: give a name and a number, as car_share=30.\n", given.c_str());
            return kUsage;
        }
        import.mobility.push_back({given.substr(0, equals), value});
    }
    for (const std::string& given : options.read_as) {
        const std::size_t equals = given.rfind('=');
        const std::string layer = equals == std::string::npos ? "" : given.substr(0, equals);
        const gis::LayerKind kind = gis::layer_kind(
            equals == std::string::npos ? std::string_view{given} : std::string_view{given}.substr(equals + 1));
        if (kind == gis::LayerKind::Unknown) {
            print_error("--as %s: give buildings, streets, areas, districts or ignore, or LAYER=buildings.\n",
                        given.c_str());
            return kUsage;
        }
        import.read_as.push_back({layer, kind});
    }
    for (const std::string& given : options.columns) {
        const std::size_t equals = given.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == given.size()) {
            print_error("--map %s: give a tag and a column, as height=MEAN_H.\n", given.c_str());
            return kUsage;
        }
        import.columns.push_back({given.substr(0, equals), given.substr(equals + 1)});
    }
    if (options.traffic != "auto") {
        import.left_hand_traffic = options.traffic == "left";
    }
    give_back_large_blocks();
    const bool terminal = isatty(STDERR_FILENO) != 0;
    const auto progress = [terminal](double fraction, std::string_view what) {
        if (terminal) {
            std::fprintf(stderr, "\r%3.0f %% %-50s", 100.0 * fraction, terminal_text(what).c_str());
        }
    };
    import.drop_missing = options.drop_missing;
    import.cut = {.within = options.within, .only = words(options.only), .skip = words(options.skip)};
    for (const std::string& number : words({options.bbox})) {
        char* end = nullptr;
        import.cut.bbox_deg.push_back(std::strtod(number.c_str(), &end));
        if (*end != '\0' || import.cut.bbox_deg.size() > 4) {
            import.cut.bbox_deg.assign(1, 0.0); // no bounds
            break;
        }
    }
    if (!import.cut.bbox_deg.empty() && import.cut.bbox_deg.size() != 4) {
        print_error("--bbox %s: give west, south, east and north in degrees, as 6.12,46.19,6.16,46.22.\n",
                    options.bbox.c_str());
        return kUsage;
    }
    const std::filesystem::path program = gis::reader_program();
    auto city = options.update
                    ? updated(program, out, files, import, stop_asked(), progress)
                    : scenarios::import_project(program, out, files, import, options.replace, stop_asked(), progress);
    if (terminal) {
        std::fputc('\n', stderr);
    }
    if (!city) {
        return complain(city.error());
    }
    if (!options.report.empty()) {
        if (const auto written = write_report(options.report, *city); !written) {
            return complain(written.error());
        }
    }
    print_summary(*city);
    return kOk;
}

std::string formats() {
    std::string text = "Kinds of files:\n";
    for (const gis::FormatInfo& format : gis::supported_formats()) {
        std::string endings;
        for (const std::string& ending : format.extensions) {
            endings += (endings.empty() ? "" : " ") + ending;
        }
        text += "  " + format.name + " (" + endings + "): " + format.gives + "\n";
    }
    text += "Parameters for --mobility, with their defaults (assets/mobility.csv):\n";
    for (const gis::MobilityParameter& row : gis::mobility_parameters()) {
        std::array<char, 160> line{};
        std::snprintf(line.data(), line.size(), "  %s=%g %s: %s\n", row.id.c_str(), row.value, row.unit.c_str(),
                      row.english.c_str());
        text += line.data();
    }
    return text + "Inside a project all lengths and heights are metres in the project CRS.\n";
}

} // namespace

void add_import(CLI::App& program, Job& job) {
    auto* const command = program.add_subcommand("import", "Make a project from city data");
    const auto options = std::make_shared<Options>();
    command->add_option("OUT", options->out, "The project to make, as city.gpkg")->required();
    command->add_option("FILE", options->files, "City data, any mixture of kinds")->required();
    command->add_option("--report", options->report, "Write the validation report, a row an object, as CSV");
    command->add_option(
        "--crs", options->crs,
        "CRS of files that name none, as EPSG:2154; GCJ-02 or BD-09: of all files in degrees but OpenStreetMap's");
    command->add_option("--name", options->name, "Name of the city");
    command->add_option("--people", options->people,
                        "Who lives there: a number, a CSV (district,people[,jobs]) or a raster of people a cell");
    command->add_option("--jobs", options->jobs, "Jobs there: a number");
    command->add_option("--mobility", options->mobility, "NAME=VALUE: a parameter of how people travel (see below)")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command
        ->add_option("--as", options->read_as,
                     "What the layers of unknown kind are, or LAYER=KIND: buildings, streets, areas, districts, ignore")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command
        ->add_option("--map", options->columns,
                     "TAG=COLUMN: a column that holds a tag, as height=MEAN_H or building:levels=FL")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command->add_option("--traffic", options->traffic, "Side of the road; auto: by country")
        ->check(CLI::IsMember({"auto", "left", "right"}));
    command->add_flag("--replace", options->replace, "Replace the project if it is there");
    command->footer(formats());
    command->add_option("--bbox", options->bbox, "W,S,E,N: only what lies within, degrees; streets are cut there")
        ->expected(1);
    command->add_option("--within", options->within, "GeoJSON with polygons: only what lies within");
    command
        ->add_option("--only", options->only,
                     "Themes or layers that are wanted: buildings, streets, areas, lines, assets, districts, terrain")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command->add_option("--skip", options->skip, "Themes or layers that are not")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command
        ->add_flag("--update", options->update,
                   "OUT is a project: bring its city up to date with the files; scenarios, edits and results stay")
        ->excludes("--replace");
    command
        ->add_flag("--drop-missing", options->drop_missing,
                   "With --update: buildings and streets within the files' reach that are not in them go")
        ->needs("--update");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli
