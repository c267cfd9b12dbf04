// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/measure/scenario.h"
#include "scenarios/run/kpi.h"

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
};

struct AppraisalSettings {
    std::vector<AppraisalParameter> parameters;
    std::vector<UnitCost> costs;
    [[nodiscard]] double value(const std::string& id) const;
    bool set(const std::string& id, double value);
};
[[nodiscard]] AppraisalSettings default_appraisal();

/// Money is whole euro cents at the appraisal's price year.
using Cents = std::int64_t;

struct CostLine {
    std::string measure;
    std::string item;
    double quantity = 0.0;
    std::string unit;
    Cents capital = 0;
    Cents upkeep_a_year = 0;
    double life_years = 20.0;
    std::string confidence;
    std::string source;
};

struct BenefitLine {
    std::string what;
    double in_the_run = 0.0; ///< B less A saved, in `unit`
    std::string unit;
    Cents a_year = 0;
};

struct Sensitivity {
    std::string parameter;
    double low = 0.0;
    double high = 0.0;
    Cents npv_low = 0;
    Cents npv_high = 0;
};

struct Appraisal {
    std::vector<CostLine> costs;
    std::vector<BenefitLine> benefits;
    double year_factor = 0.0; ///< from the simulated hours to a year
    std::string year_factor_reason;
    Cents present_cost = 0;
    Cents present_benefit = 0;
    Cents npv = 0;
    double bcr = 0.0;  ///< NaN where nothing is spent
    Cents npv_low = 0; ///< with the vehicle hours at the ends of their confidence interval
    Cents npv_high = 0;
    std::vector<Sensitivity> sensitivity;
    AppraisalSettings settings;
};

/// What changed between two runs, per run: positive is a saving.
struct Savings {
    double vehicle_hours = 0.0;
    double vehicle_hours_low = 0.0; ///< 95 % interval
    double vehicle_hours_high = 0.0;
    double energy_mwh = 0.0;
    double co2_t = 0.0;
    double energy_not_served_mwh = 0.0;
};

/// What the appraisal must know of the place and the run.
struct AppraisalContext {
    double day_share = 1.0;   ///< of the day's trips that fall into the run
    bool with_events = false; ///< the scenarios hold events: benefits arise only when such events happen
    double people = 0.0;
    double base_connected_share = 0.0;
    std::vector<std::pair<std::uint64_t, double>> street_km; ///< length of the streets that measures name
};

/// Net present value and benefit-cost ratio of the measures that B has and A has not. Cash flows at year ends, capital
/// in year 0 and again at the end of each life, straight-line residual value at the horizon (Boardman et al.,
/// Cost-Benefit Analysis, 5th ed., ch. 9).
[[nodiscard]] Appraisal appraise(const std::vector<Measure>& measures_a, const std::vector<Measure>& measures_b,
                                 const Savings& savings, const AppraisalContext& context,
                                 const AppraisalSettings& settings);

} // namespace cityloom::scenarios
