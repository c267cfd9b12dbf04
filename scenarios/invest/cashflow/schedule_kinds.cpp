// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>

#include "scenarios/invest/cashflow/example.h"
#include "scenarios/invest/choose/schedule_resource.h"
#include "scenarios/invest/choose/schedule_years.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr std::size_t kMostFiles = 1000;
constexpr int kMostPlaces = 200;
constexpr std::uint64_t kMostNodes = 500'000; ///< a project; about a second

Outputs from_one(const std::vector<std::size_t>& sites) {
    Outputs all = Outputs::array();
    for (const std::size_t i : sites) {
        all.push_back(i + 1);
    }
    return all;
}

void schedule_years(const Example& example, Outputs& outputs) {
    const Field& inputs = example.inputs;
    SiteYears problem;
    const Field fee = inputs.at("fee");
    fee.need_size(std::min<std::size_t>(fee.size(), kMostPlaces), "200 sites at most");
    problem.fee = fee.numbers();
    const auto by_site = [&](const char* key) {
        const Field field = inputs.at(key);
        field.need_size(problem.fee.size(), "one a site, as \"fee\"");
        return field.numbers();
    };
    problem.limit = by_site("limit");
    problem.quality = by_site("quality");
    for (std::size_t i = 0; i < problem.limit.size(); ++i) {
        static_cast<void>(inputs.at("limit").at(i).number(0.0, 1e15));
    }
    const Field target = inputs.at("target");
    target.need_size(std::min<std::size_t>(target.size(), kMostPlaces), "200 years at most");
    problem.target = target.numbers();
    problem.price = inputs.at("price").number();
    problem.max_worked = inputs.at("max_worked").whole(0, kMostPlaces);
    const auto final = inputs.find("close_is_final");
    problem.close_is_final = !final || final->flag();
    problem.discount = example.discount();
    const SiteSchedule best = schedule_sites(problem, {.stop = example.stop});
    if (best.status != SolveStatus::Optimal && best.status != SolveStatus::Cancelled) {
        inputs.wrong("could not be solved. Look for numbers of very different sizes.");
    }
    outputs["npv"] = best.npv;
    for (const auto& sites : best.worked) {
        outputs["worked"].push_back(from_one(sites));
    }
    outputs["output"] = best.output;
    outputs["left_open_last"] = best.open.empty() ? Outputs::array() : from_one(best.open.back());
}

/// Whether a name fits a pattern of letters, "*" and "?".
bool fits(std::string_view name, std::string_view pattern) {
    std::size_t star = std::string_view::npos;
    std::size_t mark = 0;
    std::size_t n = 0;
    std::size_t p = 0;
    while (n < name.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n]) && pattern[p] != '*') {
            ++n;
            ++p;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++mark;
        } else {
            return false;
        }
    }
    return pattern.substr(p).find_first_not_of('*') == std::string_view::npos;
}

/// The files that a name stands for, in the order of their names.
std::vector<std::filesystem::path> files_of(const Example& example, const Field& field) {
    const std::filesystem::path given = example.folder / field.text();
    const std::string pattern = given.filename().string();
    if (pattern.find_first_of("*?") == std::string::npos) {
        return {given};
    }
    std::vector<std::filesystem::path> found;
    std::error_code error;
    for (std::filesystem::directory_iterator at{given.parent_path().empty() ? "." : given.parent_path(), error}, end;
         !error && at != end; at.increment(error)) {
        if (fits(at->path().filename().string(), pattern)) {
            found.push_back(at->path());
        }
    }
    if (found.empty() || found.size() > kMostFiles) {
        field.wrong("fits " + std::to_string(found.size()) + " files. Name some that exist, 1,000 at most.",
                    ErrorCode::NotFound);
    }
    std::sort(found.begin(), found.end());
    return found;
}

void schedule_resource(const Example& example, Outputs& outputs) {
    const auto one = example.inputs.find("file");
    const Field given = one ? *one : example.inputs.at("files");
    std::vector<std::filesystem::path> files;
    for (const Field& each : given.is_list() ? given.list() : std::vector<Field>{given}) {
        for (auto& file : files_of(example, each)) {
            files.push_back(std::move(file));
        }
    }
    for (const auto& file : files) {
        const auto project = read_psplib(file);
        if (!project) {
            given.wrong("cannot be used: " + project.error().message, project.error().code);
        }
        const auto schedule = schedule_resources(*project, kMostNodes, example.stop);
        const std::string name = file.filename().string();
        if (!schedule) {
            given.wrong("cannot be used: " + name + ": " + schedule.error().message, schedule.error().code);
        }
        outputs["makespan"][file.stem().string()] = schedule->makespan;
        outputs["proven"][file.stem().string()] = schedule->proven;
        outputs["start"][file.stem().string()] = schedule->start;
    }
}

} // namespace

std::vector<ExampleKind> schedule_kinds() {
    return {{"schedule_years", schedule_years}, {"schedule_resource", schedule_resource}};
}

} // namespace cityloom::scenarios::invest
