// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/compare/appraisal.h"
#include "scenarios/invest/effects/quantities.h"

namespace cityloom::scenarios::invest {

/// A row of costs and when its works begin.
struct PlannedCost {
    CostLine line;
    std::string build_class; ///< of UnitCost
    int build_years = 1;
    bool by_public = true; ///< who pays
    int begins = 0;        ///< year of the plan, from 0
};

/// From a year of the plan on a set of measures is in service.
struct PlanStage {
    int begins = 0;         ///< the last year of the plan in which works of it begin
    int opens = 0;          ///< year of the plan in which all that begins by then is in service, without delay
    double share = 0.0;     ///< of the plan's capital that is in service then
    bool simulated = false; ///< else interpolated by the share between those that were
    Effects effects;        ///< of a year with all of it
};

/// How the effects of the whole plan change with the number of trips: through three simulated points, by effect.
/// Nothing outside of them is made up: what lies beyond counts as the nearest of them.
struct DemandResponse {
    double low = 1.0;
    double high = 1.0;
    Quantities at_low;
    Quantities at_one;
    Quantities at_high;
    bool known = false; ///< else effects do not change with demand

    /// What is added to the plan's effects where trips are so many times those of today.
    [[nodiscard]] Quantities beyond(double demand) const;
    [[nodiscard]] bool reaches(double demand) const { return demand >= low - 1e-9 && demand <= high + 1e-9; }
};

/// All that money is worked out of: simulated effects and rows of costs.
struct PlanModel {
    int first_year = 0; ///< of the calendar
    std::vector<PlannedCost> costs;
    std::vector<PlanStage> stages; ///< by the year in which they open
    DemandResponse demand;
};

/// Lines of money of benefits, each out of effects of its own.
enum class Gain : std::size_t {
    Trips,
    Time,
    Fuel,
    Electricity,
    Co2,
    Unserved,
    WithoutWater,
    LostWater,
    OutageUnserved,
    OutageWater
};
inline constexpr std::size_t kGains = 10;
[[nodiscard]] const Words& gain_words(Gain gain);
/// The effect that is shown beside the money.
[[nodiscard]] Effect shown_effect(Gain gain);

/// What differs from the settings in one sample of what may happen.
struct Luck {
    std::map<std::string, double> overrun; ///< actual over estimated cost by class, in place of the optimism bias
    std::optional<std::size_t> seed;       ///< of the simulations; nothing: their mean
};

/// Euro by year of the plan, from year 0 to the horizon. All costs positive, the residual value too.
struct PlanFlows {
    std::vector<double> capital;  ///< with its uplift
    std::vector<double> estimate; ///< capital without it
    std::vector<double> renewal;
    std::vector<double> upkeep;
    std::vector<double> residual;    ///< in the last year
    std::vector<double> public_cost; ///< what of capital, renewal and upkeep less residual the public pays
    std::array<std::vector<double>, kGains> gains;
    std::array<std::vector<double>, kEffects> effects;
    bool in_range = true; ///< the demand of all years lies where it was simulated

    [[nodiscard]] std::size_t years() const { return capital.size(); }
    [[nodiscard]] double cost(std::size_t year) const {
        return capital[year] + renewal[year] + upkeep[year] - residual[year];
    }
    [[nodiscard]] double gain(std::size_t year) const;
};

/// Capital is spent evenly over the years of building, upkeep begins and effects come once it is over, with delay and
/// take-up by the settings; each installation is renewed at the end of its life, and what is left of the last one at
/// the horizon counts by straight line (Boardman et al., Cost-Benefit Analysis, 5th ed., ch. 9).
[[nodiscard]] PlanFlows plan_flows(const PlanModel& model, const AppraisalSettings& settings, const Luck& luck = {});

/// What a gain's money of a year is, of effects of that year. \param year of the plan, from 0
[[nodiscard]] double gain_money(Gain gain, const Quantities& effects, int year, const AppraisalSettings& settings);

/// Present values in year 0, of flows at the ends of years.
[[nodiscard]] double present_cost(const PlanFlows& flows, const AppraisalSettings& settings);
[[nodiscard]] double present_gain(const PlanFlows& flows, const AppraisalSettings& settings);

/// Fills in the stages that were not simulated.
void interpolate(std::vector<PlanStage>& stages);

} // namespace cityloom::scenarios::invest
