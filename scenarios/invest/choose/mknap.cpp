// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/choose/instance_files.h"
#include "scenarios/invest/choose/selection.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr std::size_t kMostProjects = 10'000;
constexpr std::size_t kMostBudgets = 1'000;

/// n values and m rows, with the limits before or after the rows.
std::optional<SelectionProblem> body(Words& words, std::size_t n, std::size_t m, bool limits_first) {
    SelectionProblem problem;
    auto npv = words.numbers(n);
    auto limits = limits_first ? words.numbers(m) : std::nullopt;
    for (std::size_t b = 0; b < m && npv; ++b) {
        auto row = words.numbers(n);
        if (!row) {
            return std::nullopt;
        }
        problem.outlay.push_back(std::move(*row));
    }
    if (!limits_first) {
        limits = words.numbers(m);
    }
    if (!npv || !limits) {
        return std::nullopt;
    }
    problem.npv = std::move(*npv);
    problem.budget = std::move(*limits);
    return problem;
}

std::optional<SelectionProblem> named(Words& words, const std::string& problem) {
    while (const auto word = words.next()) {
        if (*word == "problem" && words.next() == problem) {
            const auto m = words.count(kMostBudgets);
            const auto n = words.count(kMostProjects);
            return m && n ? body(words, *n, *m, true) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<SelectionProblem> numbered(Words& words, std::size_t wanted) {
    const auto all = words.count(kMostProjects);
    for (std::size_t i = 1; all && i <= *all && i <= wanted; ++i) {
        const auto n = words.count(kMostProjects);
        const auto m = words.count(kMostBudgets);
        if (!n || !m || !words.number()) { // the third is the best value known
            return std::nullopt;
        }
        auto problem = body(words, *n, *m, false);
        if (!problem || i == wanted) {
            return problem;
        }
    }
    return std::nullopt;
}

} // namespace

Result<SelectionProblem> read_mknap(const std::filesystem::path& file, const std::string& problem) {
    const auto text = read_input(file, "file of knapsack problems", kLargestInstance);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    Words words{*text};
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(problem.data(), problem.data() + problem.size(), number);
    const bool is_number = error == std::errc{} && end == problem.data() + problem.size();
    auto read = is_number ? numbered(words, number) : named(words, problem);
    if (!read) {
        return fail(
            ErrorCode::Malformed,
            file.filename().string() + ": there is no problem " + problem +
                " in it, or it breaks off or holds something else than numbers there. Check the name and the file.",
            file.string());
    }
    return std::move(*read);
}

} // namespace cityloom::scenarios::invest
