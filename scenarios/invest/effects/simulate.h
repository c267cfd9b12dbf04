// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "scenarios/compare/periods.h"
#include "scenarios/invest/effects/quantities.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios::invest {

struct EffectRequest {
    std::vector<Period> periods = default_periods(); ///< of the year; what is of none of them brings nothing
    int seeds = 1;                                   ///< paired: the same trips and the same luck with and without
    std::uint64_t first_seed = 1;
    std::size_t failures = 40; ///< assets whose loss is tried, those first behind which most people are
    unsigned threads = 0;      ///< 0: one per core. No result depends on it
};

/// What is to be simulated: measures beside the base's own.
struct EffectCase {
    std::vector<Measure> measures;
    double demand = 1.0; ///< times the trips of each period, with and without
};

/// Where what was simulated is kept for the next time, by whoever writes the project. Called one at a time, on any
/// thread.
struct EffectKeeping {
    std::function<Result<void>(const std::string& key, const std::string& text)> note; ///< as a setting
    KeepResult result;
};
/// In a store, which must outlive it.
[[nodiscard]] EffectKeeping keep_in(ProjectStore& store);

/// Simulates what measures bring beside a base scenario, over the periods of a year and over failures. What has been
/// simulated once is kept in the project (in its settings, by what the base, the measures and the run are) and taken
/// from there: a search that was killed goes on where it was. Traffic is not run for measures that touch the lifelines
/// alone, and failures are not tried for those that touch none.
class EffectSimulator {
public:
    using Progress = std::function<void(double fraction, const std::string& what)>;

    /// Errors: scenarios with events, which have hours of their own; measures that cannot be applied.
    /// \param store, project outlive it
    [[nodiscard]] static Result<EffectSimulator> make(const ProjectStore& store, EffectKeeping keeping,
                                                      const LoadedProject& project, const std::string& base,
                                                      EffectRequest request, const std::stop_token& stop);

    /// In the order of the cases; the same for any number of threads. \param progress called on this thread
    [[nodiscard]] Result<std::vector<Effects>> simulate(std::span<const EffectCase> cases, const Progress& progress,
                                                        const std::stop_token& stop);

    [[nodiscard]] const Scenario& base() const { return base_; }
    [[nodiscard]] const EffectRequest& request() const { return request_; }
    [[nodiscard]] std::size_t simulated() const { return simulated_; } ///< runs and days that were not kept before
    /// Of the base's runs so far, as "morning, seed 1": their hashes.
    [[nodiscard]] const std::map<std::string, std::string>& hashes() const { return hashes_; }
    /// The base with nothing added.
    [[nodiscard]] const AppliedCity& applied_base() const { return *applied_; }
    /// The run with most trips of those that stand for the year, with the first seed.
    [[nodiscard]] RunRequest busiest_run() const;
    /// The base's networks with measures in place.
    [[nodiscard]] Result<std::shared_ptr<const AppliedCity>> apply(const std::vector<Measure>& measures,
                                                                   const std::stop_token& stop) const;

private:
    struct Run; ///< of one case, period and seed
    struct BaseKey {
        std::size_t period = 0;
        std::uint64_t seed = 0;
        double demand = 1.0;
        friend auto operator<=>(const BaseKey&, const BaseKey&) = default;
    };

    EffectSimulator(const ProjectStore& store, EffectKeeping keeping, const LoadedProject& project, Scenario base,
                    EffectRequest request)
        : store_{&store},
          keeping_{std::move(keeping)},
          project_{&project},
          base_{std::move(base)},
          request_{std::move(request)} {}

    [[nodiscard]] RunRequest run_of(const BaseKey& key) const;
    [[nodiscard]] std::string words_of(const BaseKey& key) const;
    [[nodiscard]] std::string key_of(const Scenario& scenario, const BaseKey& run) const;
    [[nodiscard]] Result<std::optional<std::vector<Quantities>>> kept(const std::string& key, std::size_t count) const;
    [[nodiscard]] Result<void> run_bases(const std::vector<BaseKey>& keys, const Progress& progress,
                                         const std::stop_token& stop);
    [[nodiscard]] Result<Quantities> lifelines(const Scenario& scenario, const Progress& progress,
                                               const std::stop_token& stop);
    [[nodiscard]] std::vector<Quantities> by_district(const TripTable& without, const TripTable& with,
                                                      double runs_a_year, std::size_t& unmatched) const;

    [[nodiscard]] Result<void> note(const std::string& key, const std::vector<Quantities>& found);

    const ProjectStore* store_;
    EffectKeeping keeping_;
    const LoadedProject* project_;
    Scenario base_;
    EffectRequest request_;
    std::shared_ptr<const AppliedCity> applied_; ///< the base
    std::vector<std::string> failing_;
    std::map<std::string, std::string> noted_; ///< now: the store may not have it yet
    std::map<BaseKey, TripTable> base_trips_;
    std::map<std::string, std::string> hashes_;
    std::size_t simulated_ = 0;
};

/// The city as it stands with the base's measures and a case's, in a scenario of that name.
[[nodiscard]] Scenario with_measures(const Scenario& base, const std::vector<Measure>& measures, std::string name);

/// Whether measures touch what moves on streets, and whether they touch what lifelines deliver.
[[nodiscard]] bool touches_traffic(std::span<const Measure> measures);
[[nodiscard]] bool touches_lifelines(std::span<const Measure> measures);

} // namespace cityloom::scenarios::invest
