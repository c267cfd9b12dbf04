// SPDX-License-Identifier: GPL-3.0-or-later
// The rules by which needs are found and measures are sized: one function a subject.
#pragma once

#include <string>
#include <vector>

#include "scenarios/invest/candidates/candidates.h"
#include "scenarios/invest/days/days.h"
#include "scenarios/invest/days/failures.h"

namespace cityloom::scenarios {

/// What the rules look at.
struct Looked {
    const gis::City& city;
    const engine::Networks& networks;
    const NormalDay* day = nullptr; ///< null: it was not asked for
    const std::vector<Failure>* failures = nullptr;
    std::vector<double> people_at_bus; ///< by power::Network::buses
};

/// What a rule found; candidates have no id and no cost yet.
struct Found {
    std::vector<Candidate> candidates;
    std::vector<Need> unanswered;
    void add(Need need, Measure measure, Text rule);
};

/// Overloaded lines, voltage and pressure out of bounds, water lost.
void lifeline_needs(const Looked& looked, Found& found);
/// What is lost when something large fails: people without supply, signals dark, pumps still, masts dead.
void outage_needs(const Looked& looked, Found& found);
/// Delay on streets and at charging stations, signals that could tell vehicles what lies ahead.
void street_needs(const Looked& looked, Found& found);
/// People without signal or below the stated rate; masts above their capacity.
void radio_needs(const Looked& looked, Found& found);

// For them:
/// "12.3".
[[nodiscard]] std::string plain(double value, int decimals);
/// The measure with x and y of a place, in the project's CRS.
[[nodiscard]] Measure placed(std::string kind, Point2 at, const gis::City& city,
                             std::initializer_list<std::pair<const std::string, std::string>> more = {});
/// Groups of places within some distance of each other's first, the heaviest first: where one thing serves many.
struct Cluster {
    Point2 at; ///< weighted centre
    double weight = 0.0;
    std::size_t count = 0;
};
struct WeightedPlace {
    Point2 at;
    double weight = 0.0;
};
/// \param radius_m of a cluster. Takes greedily the square of twice that side with the most weight, then its centre.
[[nodiscard]] std::vector<Cluster> clusters(std::vector<WeightedPlace> places, double radius_m);

inline constexpr double kDaysAYear = 365.0;

} // namespace cityloom::scenarios
