// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "scenarios/invest/cashflow/cashflow.h"

namespace cityloom::cli {

namespace {

using scenarios::invest::CashflowReport;
using scenarios::invest::ExampleAnswer;

struct Options {
    std::string file;
    bool json = false;
};

/// As much of a value as a line shows.
std::string shown(const nlohmann::ordered_json& value) {
    if (value.is_null()) {
        return "none";
    }
    if (value.is_number_float()) {
        char text[40];
        std::snprintf(text, sizeof text, "%.10g", value.get<double>());
        return text;
    }
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (!value.is_structured()) {
        return value.dump();
    }
    constexpr std::size_t kMost = 12;
    std::string line;
    std::size_t count = 0;
    for (const auto& [key, each] : value.items()) {
        if (++count > kMost) {
            return line + ", ... (" + std::to_string(value.size()) + ")";
        }
        line += (line.empty() ? "" : ", ") + (value.is_object() ? key + " " : std::string{}) +
                (each.is_structured() ? "(" + shown(each) + ")" : shown(each));
    }
    return line.empty() ? "none" : line;
}

void print(const CashflowReport& report) {
    for (const ExampleAnswer& each : report.examples) {
        print_text("%s  %s\n", each.id.c_str(), each.kind.c_str());
        if (each.error) {
            print_text("  not worked out: %s\n", each.error->message.c_str());
            continue;
        }
        for (const auto& [name, value] : each.outputs.items()) {
            print_text("  %-26s %s\n", name.c_str(), shown(value).c_str());
        }
    }
}

int run(const Options& options) {
    const auto report = scenarios::invest::work_cashflow(options.file, stop_asked());
    const int code = answer(report, options.json, print, options.file);
    const ExampleAnswer* wrong = report ? report->wrong() : nullptr;
    return wrong != nullptr ? complain(*wrong->error, options.file) : code;
}

} // namespace

void add_cashflow(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "cashflow", "Work out the money of investments: NPV, rates of return, loans, choices, schedules");
    command->add_option("file", options->file, "Examples to work out, a JSON file")->required();
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer(
        "The file: {\"examples\": [{\"id\": \"a\", \"kind\": \"npv\", \"inputs\": {\"rate\": 0.08, \"flows\": [-100, "
        "60, 60],\n"
        "\"first_flow_year\": 0}}, ...]}. docs/formats/cashflow.md lists the kinds with their inputs and outputs.\n"
        "Keys of --json: examples, each with id, kind and outputs; or with error, where one cannot be worked\n"
        "out. Then the others are answered all the same, and the exit code is 1.\n");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli
