// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/compare/appraisal.h"
#include "scenarios/measure/words.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

/// Where a city fails its people: an asset, what was seen there, and how much of people's time that concerns.
struct Need {
    std::string id;    ///< of its kind: "overload", "low_pressure", "delay", "outage" ...
    std::string asset; ///< key; empty: the city
    Text words;        ///< "Feeder S2-3 carries 112 % of its rating at the most"
    double value = 0.0;
    double threshold = 0.0; ///< beyond which it is a need
    std::string unit;       ///< of both, in English
    /// Person-hours a year in which people are concerned by it: what needs are ordered by. Each kind says in the words
    /// of its rule how it is worked out; it is a size to begin with and no benefit.
    double person_hours = 0.0;
    Point2 at; ///< metres from the city's origin
};

/// A measure that would answer a need, sized by a rule. An ordinary measure: edited, run and priced as any.
struct Candidate {
    std::string id; ///< "C1": by rank in this list
    Measure measure;
    Text words;
    Need need;
    Text rule; ///< how it was sized
    Cents capital = 0;
    Cents upkeep_a_year = 0;
    double life_years = 0.0;              ///< the shortest of its parts
    std::string confidence;               ///< the weakest of its costs: A, B or C; empty: no cost is known
    std::vector<std::string> needs_first; ///< ids of candidates without which it does nothing
};

struct CandidateRequest {
    bool normal_days = true;
    bool failure_days = true;
    std::size_t most = 500; ///< candidates at the most: each sort of need has its share, then the person-hours decide
    std::size_t failures = 200; ///< assets whose loss is tried at the most, those first behind which most people are
    std::uint64_t trips = 0;    ///< of the morning; 0: the demand model's
    std::uint64_t seed = 1;
    unsigned threads = 0;
};

struct CandidateList {
    std::string project;
    Point2 origin; ///< of the city, in the project's CRS
    std::vector<Candidate> candidates;
    std::vector<Need> unanswered; ///< needs for which there is no kind of measure
    std::size_t left_out = 0;     ///< candidates beyond the most
    std::vector<Text> days;       ///< what was run
    std::vector<Text> assumptions;
    std::string hash; ///< of the morning's run; empty: it was not run
};

/// Looks at the base on a normal day (a day of the networks without traffic, then two hours of a morning with it) and
/// on failure days (each large asset failing for six hours of an evening), and proposes measures where service falls
/// short. The same for any number of threads.
/// \param progress called on this thread. \param stop asked for, the outcome is Cancelled
[[nodiscard]] Result<CandidateList>
find_candidates(const std::string& project_name, const LoadedProject& project, const CandidateRequest& request,
                const std::function<void(double fraction, const std::string& what)>& progress,
                const std::stop_token& stop);

/// A scenario that holds them all, switched off, for a person to switch on what shall be tried.
[[nodiscard]] Scenario scenario_of(const CandidateList& list, const std::string& name);

[[nodiscard]] std::string to_json(const CandidateList& list);

} // namespace cityloom::scenarios
