// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/compare/statistics.h"
#include "scenarios/invest/appraise/flows.h"
#include "scenarios/invest/appraise/samples.h"
#include "scenarios/invest/effects/simulate.h"
#include "scenarios/invest/money/ledger.h"
#include "scenarios/invest/money/rate_of_return.h"

namespace cityloom::scenarios::invest {

struct AppraiseRequest {
    std::string plan;          ///< a scenario whose measures say when their works begin
    std::string base = "base"; ///< what it is held against
    int first_year = 0;        ///< year 0 of the money; 0: in which the first works begin, else the year after prices
    std::size_t stages = 3;    ///< of the plan that are simulated at the most, the whole of it among them
    bool demand_points = true; ///< simulate the plan with fewer and with more trips too
    bool alternatives = true;  ///< derive plain measures in the place of expensive ones, and simulate them too
    std::size_t samples = 0;   ///< of what may happen; 0: none
    std::uint64_t sample_seed = 1;
    EffectRequest effects;
    AppraisalSettings settings = default_plan_appraisal();
};

/// A row of a table by year, in whole cents: it adds up. Costs are negative.
struct MoneyRow {
    std::string id;
    Text words;
    std::vector<Cents> by_year;
    Cents total = 0;   ///< sum of its years
    Cents present = 0; ///< in year 0
};

/// One way to look at the money: the rows, and their sums by year.
struct MoneyTable {
    std::string id; ///< "economic", "financial", "fiscal"
    Text words;
    std::vector<MoneyRow> rows;
    MoneyRow net;
};

struct DistrictGain {
    std::string name;    ///< empty: outside of all districts; trips of nobody who lives here
    double people = 0.0; ///< who live there
    double hours_a_year = 0.0;
    Cents present = 0; ///< of time, fuel, electricity, CO2 and trips that can be made
};

/// How far something that the plan builds or enlarges is used at the most, on an ordinary day.
struct ThingUse {
    std::string key;
    Text words;
    double most = 0.0;       ///< share of its rating
    double in_service = 0.0; ///< the same in the third year, with the growth of demand
    bool little = false;     ///< below kLittleUsed for three years running
};
inline constexpr double kLittleUsed = 0.3;

/// A plain measure in the place of an expensive one, simulated with all that the plan builds besides.
struct PlainAlternative {
    Text words;   ///< what is done
    Text instead; ///< of what
    Text rule;    ///< how it was derived
    std::vector<Measure> measures;
    std::vector<Measure> instead_of;
    Cents capital = 0;         ///< of it, before uplift
    Cents instead_capital = 0; ///< of what it stands for
    Cents present_cost = 0;    ///< of the plan with it
    Cents present_gain = 0;
    Cents npv = 0;
    std::optional<double> share_of_gain; ///< of the plan's; nothing where the plan brings nothing
    bool nearly_as_well = false;         ///< at least kNearlyAsWell of the gain for less money
    bool better = false;                 ///< more net value
};
inline constexpr double kNearlyAsWell = 0.8;

/// A year's loans as the financial table has them.
struct LoanState {
    Cents stock = 0; ///< owed at its end
    Cents service = 0;
    Cents income = 0; ///< what is sold, less upkeep: what could pay it
};

struct PlanAppraisal {
    std::string project;
    std::string plan;
    std::string base;
    AppraiseRequest request;
    PlanModel model;
    std::vector<MoneyTable> tables; ///< economic, financial, fiscal
    Cents present_cost = 0;
    Cents present_gain = 0;
    Cents npv = 0;
    double bcr = 0.0;     ///< NaN where nothing is spent
    PairedDifference net; ///< NPV over the seeds (cents)
    RatesOfReturn economic_return;
    RatesOfReturn financial_return;
    std::optional<double> payback;            ///< years from year 0
    std::optional<double> discounted_payback; ///< the same, of discounted flows
    std::optional<double> first_year_return;  ///< gain of the first whole year over what was spent by then
    std::optional<double> switching_cost; ///< how much dearer all costs may become, as a share, until nothing is left
    std::optional<double> switching_gain; ///< how much of the gain may be lost, as a share
    Cents annual_cost = 0;                ///< the equal yearly cost over the horizon that counts as much
    /// Of a straight line between the outer points of demand at the middle one, as a share of the gains there; beyond
    /// kMostDemandError the points tell of chance and not of demand: effects then stay those of today's trips.
    std::optional<double> demand_error;
    std::vector<DistrictGain> districts; ///< their present values and `elsewhere` add up to present_gain
    Cents elsewhere = 0;                 ///< gains that belong to no district: of lifelines, and of the growth of trips
    std::vector<Sensitivity> sensitivity; ///< by how much they move the net value
    std::optional<Samples> samples;
    std::vector<ThingUse> uses;                 ///< of what it adds or enlarges, as far as the networks tell
    std::vector<PlainAlternative> alternatives; ///< those with most net value first
    Text explained;                             ///< why it comes out so, in one sentence
    std::vector<Text> findings;
    std::vector<Text> warnings;
    std::vector<Text> not_priced;
    std::vector<Text> assumptions;
    std::map<std::string, std::string> hashes; ///< of the base's runs
    std::size_t simulated = 0;                 ///< runs and days made now; the rest was kept from before

    [[nodiscard]] int calendar(std::size_t year) const { return model.first_year + static_cast<int>(year); }
    [[nodiscard]] std::vector<LoanState> loans() const; ///< by year; empty: none is drawn
    [[nodiscard]] Cents peak_debt() const;
};

/// Simulates a plan's stages over the periods of a year and over failures, prices what they bring and cost year by
/// year, and looks at it from three sides. Cancelled or killed, it goes on where it was: what was simulated is kept.
/// Errors: no such scenario, one with events or with measures whose cost is not known.
[[nodiscard]] Result<PlanAppraisal> appraise_plan(const ProjectStore& store, const EffectKeeping& keeping,
                                                  const LoadedProject& project, const AppraiseRequest& request,
                                                  const EffectSimulator::Progress& progress,
                                                  const std::stop_token& stop);

inline constexpr double kMostDemandError = 0.5;

/// How far three points of demand lie from a line; nothing where nothing is gained or lost.
[[nodiscard]] std::optional<double> demand_error_of(const DemandResponse& demand, const AppraisalSettings& settings);

/// All that follows from the simulations without running anything.
void work_out_money(PlanAppraisal& appraisal, const std::vector<std::string>& district_names);

/// What the measures of a plan cost, and when. \param first_year of the calendar
[[nodiscard]] std::vector<PlannedCost> planned_costs(const std::vector<Measure>& measures,
                                                     const AppraisalContext& context, const AppraisalSettings& settings,
                                                     int first_year);

[[nodiscard]] std::string to_json(const PlanAppraisal& appraisal);

/// cash_flows.csv, indicators.csv, costs.csv, districts.csv, sensitivity.csv, parameters.csv and samples.csv in a
/// folder, which is made when missing.
[[nodiscard]] Result<void> write_csv(const PlanAppraisal& appraisal, const std::filesystem::path& folder);

} // namespace cityloom::scenarios::invest
