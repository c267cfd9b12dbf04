// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/terminal.h"
#include "scenarios/invest/candidates/candidates.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::vector<std::string> days{"normal", "outage"};
    scenarios::CandidateRequest request;
    std::string into;
    bool replace = false;
    bool json = false;
};

void print(const scenarios::CandidateList& list) {
    for (const scenarios::Candidate& c : list.candidates) {
        const std::string cost =
            c.confidence.empty() ? "no cost known" : std::to_string(c.capital / 100) + " EUR (" + c.confidence + ")";
        print_text("%-5s %s  [%s]\n      because %s\n", c.id.c_str(), c.words.english.c_str(), cost.c_str(),
                   c.need.words.english.c_str());
    }
    for (const scenarios::Need& need : list.unanswered) {
        print_text("  ?   no measure for: %s\n", need.words.english.c_str());
    }
    print_text("%zu candidates, %zu needs without a measure, %zu candidates left out.\n", list.candidates.size(),
               list.unanswered.size(), list.left_out);
}

Result<scenarios::CandidateList> found(const Options& options) {
    using Mode = scenarios::ProjectStore::Mode;
    auto store = scenarios::ProjectStore::open(options.project, options.into.empty() ? Mode::ReadOnly : Mode::ReadWrite,
                                               stop_asked());
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return tl::make_unexpected(project.error());
    }
    ProgressLine line{"candidates"};
    auto list = scenarios::find_candidates(
        std::filesystem::path{options.project}.filename().string(), *project, options.request,
        [&](double fraction, const std::string& what) { line.show(fraction, what); }, stop_asked());
    if (list && !options.into.empty()) {
        if (const auto put = store->put_scenario(scenarios::scenario_of(*list, options.into), options.replace); !put) {
            return tl::make_unexpected(put.error());
        }
    }
    return list;
}

} // namespace

void add_candidates(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "candidates", "Find where service falls short and propose measures there, each with its cost and its reason");
    command->add_option("PROJECT", options->project, "The project; it is only read, but for --into")->required();
    command->add_option("--days", options->days, "What is looked at: normal, outage or both")
        ->delimiter(',')
        ->check(CLI::IsMember({"normal", "outage"}))
        ->capture_default_str();
    command
        ->add_option("--max", options->request.most,
                     "Candidates at the most: each sort of need has its share, then those that concern most people")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    command->add_option("--failures", options->request.failures, "Assets whose loss is tried, at the most")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--trips", options->request.trips, "Trips of the morning; 0: what the city expects")
        ->capture_default_str();
    command->add_option("--seed", options->request.seed, "Of the morning")->capture_default_str();
    command->add_option("--threads", options->request.threads, "0: one per core")->capture_default_str();
    CLI::Option* into = command->add_option(
        "--into", options->into, "Keep them as a scenario of this name, all switched off, to be edited and tried");
    command->add_flag("--replace", options->replace, "Put it in place of a scenario of that name")->needs(into);
    command->add_flag("--json", options->json, "One JSON object on stdout; see docs/formats/candidates.md");
    command->footer(
        "Needs are ordered by the person-hours a year that they concern. That is no benefit: what a measure "
        "brings is found by running it (compare).");
    command->callback([options, &job] {
        job = [options] {
            const auto has = [&](const char* day) {
                return std::find(options->days.begin(), options->days.end(), day) != options->days.end();
            };
            options->request.normal_days = has("normal");
            options->request.failure_days = has("outage");
            return answer(found(*options), options->json, print, options->project);
        };
    });
}

} // namespace cityloom::cli
