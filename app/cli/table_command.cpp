// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/run_options.h"
#include "app/cli/terminal.h"
#include "scenarios/project/text_file.h"
#include "scenarios/run/moment.h"
#include "scenarios/run/project_run.h"
#include "scenarios/table/rows.h"

namespace cityloom::cli {

namespace {

using scenarios::AssetTable;
using scenarios::Language;

struct Options {
    std::string project;
    std::string kind;
    std::string scenario = "base";
    std::string at;
    scenarios::TableQuery query;
    std::string csv;
    std::string language = "en";
    bool json = false;
    bool all_columns = false;
    RunOptions run;
};

/// A table, the moment it shows, and what was asked of it.
struct Answered {
    std::shared_ptr<const AssetTable> table;
    std::shared_ptr<const engine::Frame> frame; ///< null: no moment was asked for
    scenarios::TableAnswer answer;
};

/// As many columns of the terminal as a text takes: Chinese characters (from U+3000 on) two.
std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        width += byte < 0x80 || (byte >= 0xC0 && byte < 0xE3) ? 1 : byte >= 0xE3 ? 2 : 0;
    }
    return width;
}

std::string cell(const Answered& a, std::size_t column, std::uint32_t row, Language language) {
    const scenarios::TableColumn& head = a.table->column(column);
    if (head.type == scenarios::TableColumn::Type::Number) {
        const double value = a.table->number(column, row, a.frame.get());
        char text[48];
        std::snprintf(text, sizeof text, "%.*f", head.decimals, value);
        return std::isfinite(value) ? text : "—";
    }
    const std::string text = scenarios::cell_text(*a.table, column, row, language, a.frame.get());
    return text.empty() ? "—" : text;
}

void print(const Answered& a, Language language) {
    std::vector<std::vector<std::string>> lines(1);
    for (const std::size_t column : a.answer.columns) {
        lines[0].push_back(a.table->column(column).title(language));
    }
    for (const std::uint32_t row : a.answer.rows) {
        std::vector<std::string>& line = lines.emplace_back();
        for (const std::size_t column : a.answer.columns) {
            line.push_back(cell(a, column, row, language));
        }
    }
    std::vector<std::size_t> widths(a.answer.columns.size(), 0);
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            widths[i] = std::max(widths[i], width_of(line[i]));
        }
    }
    for (const auto& line : lines) {
        std::string text;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const std::string fill(widths[i] - width_of(line[i]), ' ');
            const bool right = a.table->column(a.answer.columns[i]).type == scenarios::TableColumn::Type::Number;
            text += (i > 0 ? "  " : "") + (right ? fill + line[i] : line[i] + fill);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        print_line(stdout, text);
    }
    print_text("%zu of %u\n", a.answer.rows.size(), a.table->rows());
}

Result<Answered> ask(const Options& options, const std::stop_token& stop) {
    const auto store = scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadOnly, stop);
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return tl::make_unexpected(project.error());
    }
    const auto resolved = scenarios::resolve_scenario(project->scenarios, options.scenario);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    auto city = std::make_shared<const gis::City>(project->city);
    auto applied = scenarios::apply_scenario(std::move(city), project->networks, *resolved, stop);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    const auto shared = std::make_shared<const scenarios::AppliedCity>(std::move(*applied));
    const auto kind = AssetTable::find_kind(*shared, options.kind);
    if (!kind) {
        return tl::make_unexpected(kind.error());
    }
    Answered out{.table = AssetTable::make(shared, **kind)};
    scenarios::TableQuery query = options.query;
    if (options.all_columns) {
        for (std::size_t c = 0; c < out.table->columns(); ++c) {
            if (!out.table->column(c).live || !options.at.empty()) {
                query.columns.push_back(out.table->column(c).id);
            }
        }
    }
    if (const auto readable = scenarios::TableFilter::parse(query.where, *out.table);
        readable && !options.at.empty()) { // what cannot be read is said before a run, not after it
        const auto at = scenarios::parse_clock(options.at);
        auto request = options.run.request();
        if (!at || !request) {
            return tl::make_unexpected(!at ? at.error() : request.error());
        }
        request->duration = std::max(request->duration, *at - request->start);
        ProgressLine line{"table"};
        auto frame = scenarios::frame_at(
            *shared, *request, *at,
            [&](double fraction, TimeUs now) { line.show(fraction, scenarios::format_clock(now)); }, stop);
        if (!frame) {
            return tl::make_unexpected(frame.error());
        }
        out.frame = std::move(*frame);
    }
    auto answer = scenarios::answer_query(*out.table, query, out.frame.get());
    if (!answer) {
        return tl::make_unexpected(answer.error());
    }
    out.answer = std::move(*answer);
    return out;
}

int run(const Options& options) {
    std::error_code none;
    if (!options.csv.empty() && std::filesystem::equivalent(options.csv, options.project, none)) {
        return complain(
            {ErrorCode::Exists, options.csv + " is the project itself. Name another file for the table.", {}});
    }
    const auto answered = ask(options, stop_asked());
    if (!answered) {
        return complain(answered.error(), options.project);
    }
    const Language language = options.language == "zh" ? Language::Chinese : Language::English;
    if (!options.csv.empty()) {
        const std::string text = scenarios::to_csv(*answered->table, answered->answer, language, answered->frame.get());
        if (auto written = scenarios::write_text_file(options.csv, text); !written) {
            return complain(written.error());
        }
        print_error("%zu of %u rows\n", answered->answer.rows.size(), answered->table->rows());
    } else if (options.json) {
        std::puts(scenarios::to_json(*answered->table, answered->answer, answered->frame.get()).c_str());
    } else {
        print(*answered, language);
    }
    return kOk;
}

} // namespace

void add_table(CLI::App& program, Job& job) {
    auto* const command = program.add_subcommand(
        "table", "All assets of a kind as a table: filtered, sorted, as they stand or at a moment");
    const auto options = std::make_shared<Options>();
    command->add_option("PROJECT", options->project, "The project; it is only read")->required();
    command
        ->add_option("KIND", options->kind,
                     "Of what: street, building, pipe, substation or any other beginning of a key, or the kind's name")
        ->required();
    command->add_option("--where", options->query.where,
                        "Only those that fit, as 'pressure < 2.5 bar and district = north' (docs/tables.md)");
    command->add_option("--sort", options->query.sort,
                        "A column, by its id or name; COLUMN:desc from the largest down");
    auto* const columns =
        command->add_option("--columns", options->query.columns, "These columns only, by id or name, in this order")
            ->delimiter(',');
    command->add_flag("--all-columns", options->all_columns, "Also those that a table does not open with")
        ->excludes(columns);
    command->add_option("--scenario", options->scenario, "The scenario; base: the city as it stands")
        ->capture_default_str();
    command->add_option(
        "--at", options->at,
        "The moment, HH:MM: what a run says of each then; a run that would end before it is made longer");
    auto* const json = command->add_flag("--json", options->json, "One JSON object on stdout");
    command->add_option("--csv", options->csv, "Write a CSV file instead")->excludes(json);
    command->add_option("--language", options->language, "Of titles and words")
        ->capture_default_str()
        ->check(CLI::IsMember({"en", "zh"}));
    options->run.add_to(*command);
    command->footer("The JSON object holds:\n"
                    "  kind, of            what the table is of, and how many there are\n"
                    "  at                  the moment, HH:MM; null: no run was asked\n"
                    "  count               rows that fit\n"
                    "  columns             lists id, words, words_zh, unit, and live: whether it follows the run\n"
                    "  rows                one object a row, by the columns' ids; null where nothing is known\n"
                    "Without --at the columns that follow the run are left out.");
    command->callback([=, &job] { job = [=] { return run(*options); }; });
}

} // namespace cityloom::cli
