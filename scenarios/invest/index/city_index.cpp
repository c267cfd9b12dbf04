// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/index/city_index.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "scenarios/compare/appraisal.h"
#include "scenarios/invest/embedded_indicators.h"
#include "scenarios/measure/apply.h"

namespace cityloom::scenarios {

namespace {

Result<IndexColumn> column_of(const LoadedProject& project, const std::string& name, const IndexRequest& request,
                              const std::function<void(double, const std::string&)>& progress,
                              const std::stop_token& stop) {
    const auto resolved = resolve_scenario(project.scenarios, name);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    const auto applied = apply_scenario(project.city, project.networks, *resolved, stop);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    const RunRequest run{.trips = request.trips, .seed = request.seed, .threads = request.threads};
    NormalDay day;
    const auto morning = watch_normal_day(
        *applied, name, run, day,
        [&](double fraction, const std::string& what) { progress(0.6 * fraction, name + ": " + what); }, stop);
    if (!morning) {
        return tl::make_unexpected(morning.error());
    }
    const auto failures = try_failures(
        applied->networks, assets_to_fail(applied->networks, request.failures), thread_count(run),
        [&](double fraction) { progress(0.6 + 0.4 * fraction, name + ": failures"); }, stop);
    if (!failures) {
        return tl::make_unexpected(failures.error());
    }
    const Observed observed{.applied = *applied,
                            .day = day,
                            .morning = *morning,
                            .failures = *failures,
                            .vehicles_per_person = default_appraisal().value("vehicles_per_person")};
    IndexColumn column{.scenario = name, .hash = day.hash};
    for (const Indicator& indicator : indicators()) {
        column.values.push_back(value_of(indicator, observed));
        column.scores.push_back(score_of(indicator, column.values.back()));
    }
    return column;
}

} // namespace

std::string index_version() {
    std::uint64_t hash = 1469598103934665603ULL; // FNV-1a
    for (const char c : kIndicatorTable) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    char text[20];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

Result<CityIndex> city_index(const std::string& project_name, const LoadedProject& project, const IndexRequest& request,
                             const std::function<void(double, const std::string&)>& progress,
                             const std::stop_token& stop) {
    CityIndex index;
    index.project = project_name;
    std::vector<std::string> names{request.scenario};
    if (!request.against.empty()) {
        names.push_back(request.against);
    }
    for (std::size_t k = 0; k < names.size(); ++k) {
        const auto all = static_cast<double>(names.size());
        auto column = column_of(
            project, names[k], request,
            [&](double fraction, const std::string& what) {
                progress((static_cast<double>(k) + fraction) / all, what);
            },
            stop);
        if (!column) {
            return tl::make_unexpected(column.error());
        }
        index.columns.push_back(std::move(*column));
    }
    // What one of them lacks counts for none: sums of other indicators would not compare.
    std::vector<double> equal(indicators().size(), 1.0);
    std::vector<double> given;
    std::vector<std::vector<double>> scores;
    for (std::size_t k = 0; k < indicators().size(); ++k) {
        given.push_back(indicators()[k].weight);
        const bool lacks =
            std::ranges::any_of(index.columns, [&](const IndexColumn& column) { return std::isnan(column.scores[k]); });
        index.known += lacks ? 0U : 1U;
        equal[k] = lacks ? 0.0 : 1.0;
        given[k] = lacks ? 0.0 : given[k];
    }
    for (const IndexColumn& column : index.columns) {
        scores.push_back(column.scores);
    }
    if (index.columns.size() > 1) {
        index.entropy_weights = entropy_weights(scores);
    }
    for (IndexColumn& column : index.columns) {
        column.equal = weighted(column.scores, equal);
        column.given = weighted(column.scores, given);
        if (!index.entropy_weights.empty()) {
            column.entropy = weighted(column.scores, index.entropy_weights);
        }
    }
    progress(1.0, "done");
    return index;
}

} // namespace cityloom::scenarios
