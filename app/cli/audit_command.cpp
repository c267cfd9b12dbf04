// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/terminal.h"
#include "scenarios/audit/audit.h"
#include "scenarios/project/project_store.h"

namespace cityloom::cli {

namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return std::isnan(value) ? "" : text;
}

void print(const scenarios::Audit& audit) {
    using Standing = scenarios::AuditRow::Standing;
    for (const scenarios::AuditRow& row : audit.rows) {
        const bool outside = row.standing == Standing::Below || row.standing == Standing::Above;
        const std::string band = number(row.band->low) + " to " + number(row.band->high);
        print_text("%c %-60s %10s  %-16s %-12s %s\n",
                   outside                             ? '!'
                   : row.standing == Standing::Unknown ? '?'
                                                       : ' ',
                   row.band->english.c_str(), std::isnan(row.value) ? "unknown" : number(row.value).c_str(),
                   band.c_str(), row.band->unit.c_str(), row.asset.c_str());
        if (row.standing != Standing::Inside) {
            if (!row.why.english.empty()) {
                print_text("    Because %s.\n", std::string{row.why.english}.c_str());
            }
            print_text("    Worked out %s. Band: %s (%s)\n", std::string{row.how.english}.c_str(),
                       row.band->source.c_str(), row.band->confidence.c_str());
        }
    }
    for (const scenarios::Words& remark : audit.remarks) {
        print_text("! %s\n", std::string{remark.english}.c_str());
    }
    print_text("%zu of %zu figures lie outside their band, %zu are unknown.\n", audit.outside(), audit.rows.size(),
               audit.unknown());
}

Result<scenarios::Audit> audited(const std::string& project, bool with_traffic) {
    const auto store = scenarios::ProjectStore::open(project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    const auto city = store->city();
    if (!city) {
        return tl::make_unexpected(city.error());
    }
    const auto networks = store->networks();
    if (!networks) {
        return tl::make_unexpected(networks.error());
    }
    ProgressLine line{"audit"};
    return scenarios::audit(
        *city, *networks, with_traffic, [&](double fraction, const std::string& what) { line.show(fraction, what); },
        stop_asked());
}

} // namespace

void add_audit(CLI::App& program, Job& job) {
    struct Options {
        std::string project;
        bool run = false;
        bool json = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "audit", "Hold a city's derived and simulated figures against what an engineer would believe");
    command->add_option("PROJECT", options->project, "Project to audit; it is only read")->required();
    command->add_flag("--run", options->run, "Run the morning's two hours of traffic too");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer(
        "Each figure stands beside a plausible band with its source; A: read there, B: derived, C: recalled "
        "and to be verified.\n'!' marks those outside, '?' those that the model cannot say.");
    command->callback([options, &job] {
        job = [options] { return answer(audited(options->project, options->run), options->json, print); };
    });
}

} // namespace cityloom::cli
