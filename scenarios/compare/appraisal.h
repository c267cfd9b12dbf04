// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/compare/statistics.h"
#include "scenarios/compare/trip_changes.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/scenario.h"
#include "scenarios/measure/words.h"

namespace cityloom::scenarios {

/// A figure of the appraisal: all of them are shown and may be changed. Rows of assets/appraisal.csv.
struct AppraisalParameter {
    std::string id;
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    std::string unit;
    std::string confidence; ///< A: read in its source, B: derived, C: a default to verify
    std::string source;
    std::string english;
    std::string chinese;
    std::string source_chinese;
};

/// What a measure costs: a row of assets/unit_costs.csv.
struct UnitCost {
    std::string id;
    std::string measure;
    std::string item;
    std::string unit;
    double capital = 0.0;
    std::string currency;
    int price_year = 2023;
    double life_years = 20.0;
    double upkeep_share = 0.0; ///< of capital, a year
    double upkeep_fixed = 0.0; ///< in the row's currency, a year
    std::string confidence;
    std::string source;
    std::string item_chinese;
    std::string source_chinese;
    std::string build_class = "civil"; ///< whose cost grows as others of it have: "civil", "service", "ict"
    int build_years = 1;
    std::string leads = "public"; ///< who pays: "public", "market"
};

struct AppraisalSettings {
    std::vector<AppraisalParameter> parameters;
    std::vector<UnitCost> costs;
    [[nodiscard]] double value(const std::string& id) const;
    bool set(const std::string& id, double value);
};
[[nodiscard]] AppraisalSettings default_appraisal();
/// The same with what a plan over years needs besides, assets/plan_parameters.csv.
[[nodiscard]] AppraisalSettings default_plan_appraisal();

/// Money is whole euro cents at the appraisal's price year.
using Cents = std::int64_t;

struct CostLine {
    std::string id;      ///< of its row of unit costs
    std::string measure; ///< as a command line reads it
    Text words;          ///< the same for people
    Text item;
    double quantity = 0.0;
    std::string unit;
    Cents capital = 0;
    Cents upkeep_a_year = 0;
    double life_years = 20.0;
    std::string confidence;
    Text source;
    Cents present = 0; ///< capital and upkeep over the appraisal period
};

struct BenefitLine {
    Text what;
    double quantity = 0.0; ///< saved a year by B beside A, mean over the seeds, in `unit`
    std::string unit;
    Cents a_year = 0;  ///< at the prices of the price year
    Cents present = 0; ///< over the appraisal period
};

struct Sensitivity {
    std::string parameter;
    double low = 0.0;
    double high = 0.0;
    Cents npv_low = 0;
    Cents npv_high = 0;
};

/// Net present value of the measures that B has and A has not, less those that A has and B has not.
struct Appraisal {
    /// Why there is no net present value: then neither it nor the ratio is to be shown. Empty: there is one.
    std::vector<Text> refused;
    std::vector<CostLine> costs;
    std::vector<BenefitLine> benefits;
    double year_factor = 0.0; ///< from a run to a year; 0: each period has its own
    Text year_factor_reason;
    Cents present_cost = 0;    ///< sum of its lines
    Cents present_benefit = 0; ///< mean over the seeds, as all that follows
    Cents npv = 0;
    double bcr = 0.0;             ///< NaN where nothing is spent
    PairedDifference benefit;     ///< present benefit over the seeds (cents): all benefits together
    PairedDifference net;         ///< net present value over the seeds (cents)
    std::optional<int> tell_with; ///< where the net value cannot be told from zero: with so many seeds it could
    std::vector<Sensitivity> sensitivity;
    AppraisalSettings settings;

    /// "refused", "one seed only", "not distinguishable from zero" (what the measures bring, or what is left of it
    /// after their cost), "positive", "negative".
    [[nodiscard]] std::string verdict() const;
};

/// What B saved beside A in one run.
struct Savings {
    TripChanges trips;
    double energy_not_served_mwh = 0.0;
    double runs_a_year = 0.0; ///< that it stands for; 0: as the parameters say
    double trip_weight = 1.0; ///< trips of the city that one of the run stands for
    bool ordinary = false;    ///< of a day on which none of the scenarios' events happens: a stream of its own
};
/// Of one seed: the runs of all periods; or the one run, and beside one with events that of an ordinary day.
using SeedSavings = std::vector<Savings>;

/// What the appraisal must know of the place and the run.
struct AppraisalContext {
    bool with_events = false; ///< the scenarios hold events: benefits arise only when such events happen
    double people = 0.0;
    double base_v2x_share = 0.0;
    std::vector<StreetExtent> streets;          ///< of the base, by id
    const engine::Networks* networks = nullptr; ///< of the base; outlives this
    const CityView* city = nullptr;             ///< for the names of what measures touch; null: by their numbers
};

/// Cash flows at year ends, capital in year 0 and again at the end of each life, straight-line residual value at the
/// horizon (Boardman et al., Cost-Benefit Analysis, 5th ed., ch. 9). One run counts the hours that it has, on the days
/// of a year, or as often as its period says: what happens in other hours is not valued. A trip that can no longer be
/// made costs its choke cost, a multiple of what it took where it could be made; its fuel and its fumes are no benefit.
/// \param seeds one or more; the interval is over them.
[[nodiscard]] Appraisal appraise(const std::vector<Measure>& measures_a, const std::vector<Measure>& measures_b,
                                 std::span<const SeedSavings> seeds, const AppraisalContext& context,
                                 const AppraisalSettings& settings);

} // namespace cityloom::scenarios
