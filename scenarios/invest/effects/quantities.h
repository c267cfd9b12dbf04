// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/compare/trip_changes.h"
#include "scenarios/measure/words.h"
#include "sim/core/result.h"

namespace cityloom::scenarios::invest {

/// What measures bring in a year beside the base, in things and not in money. All of it is linear: it may be added,
/// scaled and interpolated, and each is owned by one line of money, so that nothing counts twice.
enum class Effect : std::size_t {
    TripsMade,        ///< trips that can be made with them and not without, less those of which it is the other way
    ChokeHours,       ///< vehicle hours that those trips take where they can be made; their money by the choke factor
    ChokeFuel,        ///< MWh
    ChokeElectricity, ///< MWh
    Hours,            ///< vehicle hours saved by trips made with both
    Fuel,             ///< MWh saved by them
    Electricity,      ///< MWh saved by them
    Co2,              ///< t saved by them
    Unserved,         ///< MWh of energy not served that are avoided on days on which nothing fails
    WithoutWater,     ///< person-hours without water avoided on such days
    LostWater,        ///< m3 of leaks avoided on such days
    OutageUnserved,   ///< MWh avoided when something fails, by frequency times consequence
    OutageWater,      ///< person-hours without water avoided then
    OutageSignal,     ///< person-hours without mobile signal avoided then
    OutagePower,      ///< person-hours without electricity avoided then: of no line, the energy is
};
inline constexpr std::size_t kEffects = 15;

struct EffectWords {
    std::string_view id; ///< in JSON and CSV
    Words words;
    std::string_view unit;
};
/// By Effect.
[[nodiscard]] const std::array<EffectWords, kEffects>& effect_words();

struct Quantities {
    std::array<double, kEffects> of{};

    [[nodiscard]] double operator[](Effect effect) const { return of[static_cast<std::size_t>(effect)]; }
    double& operator[](Effect effect) { return of[static_cast<std::size_t>(effect)]; }
    /// Adds so many times another.
    Quantities& add(const Quantities& other, double times = 1.0);
    friend bool operator==(const Quantities&, const Quantities&) = default;
};

/// What changed for the trips of a run, as quantities of a year. \param runs_a_year that it stands for
[[nodiscard]] Quantities quantities_of(const TripChanges& changes, double runs_a_year);

/// The quantities of one case, as it was simulated.
struct Effects {
    std::vector<Quantities> seeds;     ///< of a year, by seed
    std::vector<Quantities> districts; ///< mean over the seeds, of trips by where they start; the last: outside of all
    [[nodiscard]] Quantities mean() const;
};

/// One JSON list of numbers, and back; Malformed where it is none of so many.
[[nodiscard]] std::string encode(const std::vector<Quantities>& quantities);
[[nodiscard]] Result<std::vector<Quantities>> decode_quantities(std::string_view text, std::size_t count);

} // namespace cityloom::scenarios::invest
