// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/choose/instance_files.h"
#include "scenarios/invest/choose/schedule_resource.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr std::size_t kMostActivities = 1'000;
constexpr std::size_t kMostAmount = 1'000'000;

/// What follows a heading, past the lines that name its columns.
std::optional<Words> section(const std::string& text, std::string_view heading, int lines) {
    std::size_t at = text.find(heading);
    for (int i = 0; i < lines && at != std::string::npos; ++i) {
        at = text.find('\n', at);
        at = at == std::string::npos ? at : at + 1;
    }
    return at == std::string::npos ? std::nullopt : std::optional{Words{std::string_view{text}.substr(at)}};
}

std::optional<std::size_t> after_colon(const std::string& text, std::string_view heading) {
    const std::size_t at = text.find(heading);
    const std::size_t colon = at == std::string::npos ? at : text.find(':', at);
    return colon == std::string::npos ? std::nullopt
                                      : Words{std::string_view{text}.substr(colon + 1)}.count(kMostActivities);
}

std::optional<ResourceProject> parse(const std::string& text) {
    ResourceProject project;
    const auto jobs = after_colon(text, "jobs (incl.");
    const auto resources = after_colon(text, "- renewable");
    auto order = section(text, "PRECEDENCE RELATIONS", 2);
    auto needs = section(text, "REQUESTS/DURATIONS", 3);
    auto limits = section(text, "RESOURCEAVAILABILITIES", 2);
    if (!jobs || !resources || !order || !needs || !limits) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < *jobs; ++i) {
        const auto job = order->count(kMostActivities);
        const auto modes = order->count(kMostActivities);
        const auto many = order->count(kMostActivities);
        if (job != i + 1 || modes != std::size_t{1} || !many) {
            return std::nullopt;
        }
        auto& after = project.after.emplace_back();
        for (std::size_t k = 0; k < *many; ++k) {
            const auto next = order->count(*jobs);
            if (!next || *next == 0) {
                return std::nullopt;
            }
            after.push_back(*next - 1);
        }
    }
    for (std::size_t i = 0; i < *jobs; ++i) {
        const auto job = needs->count(kMostActivities);
        const auto mode = needs->count(kMostActivities);
        const auto duration = needs->count(kMostAmount);
        if (job != i + 1 || mode != std::size_t{1} || !duration) {
            return std::nullopt;
        }
        project.duration.push_back(static_cast<int>(*duration));
        auto& use = project.use.emplace_back();
        for (std::size_t r = 0; r < *resources; ++r) {
            const auto amount = needs->count(kMostAmount);
            if (!amount) {
                return std::nullopt;
            }
            use.push_back(static_cast<int>(*amount));
        }
    }
    for (std::size_t r = 0; r < *resources; ++r) {
        const auto amount = limits->count(kMostAmount);
        if (!amount) {
            return std::nullopt;
        }
        project.available.push_back(static_cast<int>(*amount));
    }
    return project;
}

} // namespace

Result<ResourceProject> read_psplib(const std::filesystem::path& file) {
    const auto text = read_input(file, "PSPLIB project", kLargestInstance);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    auto project = parse(*text);
    if (!project) {
        return fail(ErrorCode::Malformed,
                    file.filename().string() +
                        ": this is not a single-mode project of the PSPLIB (.sm), or it is cut off. Give a whole one.",
                    file.string());
    }
    return std::move(*project);
}

} // namespace cityloom::scenarios::invest
