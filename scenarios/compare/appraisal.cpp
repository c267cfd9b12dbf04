// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/appraisal.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/compare/measure_cost.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios {

namespace {

double present_value(double a_year, double rate, double years) {
    return rate > 0.0 ? a_year * (1.0 - std::pow(1.0 + rate, -years)) / rate : a_year * years;
}

/// Capital now and at each end of life, less what is left of the last one at the horizon.
double present_capital(double capital, double life, double rate, double horizon) {
    double sum = 0.0;
    double last = 0.0;
    for (double year = 0.0; year < horizon - 1e-9; year += life) {
        sum += capital / std::pow(1.0 + rate, year);
        last = year;
    }
    const double left = std::max(0.0, 1.0 - (horizon - last) / life);
    return sum - left * capital / std::pow(1.0 + rate, horizon);
}

std::vector<Measure> added(const std::vector<Measure>& a, std::vector<Measure> b) {
    for (const Measure& measure : a) {
        const auto found = std::find(b.begin(), b.end(), measure);
        if (found != b.end()) {
            b.erase(found);
        }
    }
    return b;
}

Cents present_cost(const CostLine& line, const AppraisalSettings& s) {
    const double rate = s.value("discount_rate");
    const double horizon = s.value("horizon_years");
    return std::llround(present_capital(static_cast<double>(line.capital), line.life_years, rate, horizon) +
                        present_value(static_cast<double>(line.upkeep_a_year), rate, horizon));
}

/// Whole cents a line, so that a table of them adds up.
Cents present_cost(const std::vector<CostLine>& costs) {
    Cents sum = 0;
    for (const CostLine& line : costs) {
        sum += line.present;
    }
    return sum;
}

/// What B has and A has not, less what A has and B has not.
std::vector<CostLine> cost_lines(const std::vector<Measure>& built, const std::vector<Measure>& left_out,
                                 const AppraisalContext& context, const AppraisalSettings& s) {
    std::vector<CostLine> lines = cost_lines(built, context, s);
    for (CostLine line : cost_lines(left_out, context, s)) {
        line.quantity = -line.quantity;
        line.capital = -line.capital;
        line.upkeep_a_year = -line.upkeep_a_year;
        lines.push_back(std::move(line));
    }
    for (CostLine& line : lines) {
        line.present = present_cost(line, s);
    }
    return lines;
}

double year_factor(const AppraisalContext& context, const AppraisalSettings& s) {
    return context.with_events ? s.value("outages_per_year") : s.value("days_per_year");
}

/// EUR for a tonne that is emitted so many years after the price year: a damage cost that rises by a step a year.
double carbon_price(double years, const AppraisalSettings& s) {
    constexpr double kPriceIsOf = 2020.0; // the year of emission that carbon_price is for, and of its dollars
    const double in_dollars =
        s.value("carbon_price") + s.value("carbon_step") * (s.value("price_year") + years - kPriceIsOf);
    return in_euro(in_dollars, "USD", static_cast<int>(kPriceIsOf), s);
}

/// Present value (EUR) of a tonne a year.
double present_carbon(const AppraisalSettings& s) {
    const double horizon = s.value("horizon_years");
    double sum = 0.0;
    for (double year = 1.0; year < horizon + 1.0 - 1e-9; year += 1.0) {
        const double share = std::min(1.0, horizon - year + 1.0); // of the last year
        sum += share * carbon_price(year, s) / std::pow(1.0 + s.value("discount_rate"), year);
    }
    return sum;
}

std::vector<BenefitLine> benefit_lines(const Savings& savings, const AppraisalContext& context,
                                       const AppraisalSettings& s) {
    // A day with events is one less without.
    const double runs = savings.ordinary ? std::max(0.0, s.value("days_per_year") - s.value("outages_per_year"))
                        : savings.runs_a_year > 0.0 ? savings.runs_a_year
                                                    : year_factor(context, s);
    const double annuity = present_value(1.0, s.value("discount_rate"), s.value("horizon_years"));
    const double hour = in_euro(s.value("value_of_time"), "USD", 2017, s) * s.value("persons_per_vehicle");
    const auto user_cost = [&](const TravelCost& cost) {
        return cost.hours * hour + cost.fuel_mwh * s.value("fuel_price") +
               cost.electricity_mwh * s.value("electricity_price");
    };
    const auto line = [&](const Words& what, double amount, std::string unit, double euro) {
        return BenefitLine{what, amount * runs, std::move(unit), to_cents(euro * runs),
                           to_cents(euro * runs * annuity)};
    };
    const TripChanges& trips = savings.trips;
    const double w = savings.trip_weight;
    const double made_again = w * (static_cast<double>(trips.regained) - static_cast<double>(trips.lost));
    const double choke =
        (s.value("choke_factor") - 1.0) * w * (user_cost(trips.regained_cost) - user_cost(trips.lost_cost));
    const double co2_t = w * trips.saved.co2_t;
    return {line({"Trips that can be made", "可成行的出行"}, made_again, "trips", choke),
            line({"Travel time of the same trips", "相同出行的行程时间"}, w * trips.saved.hours, "vehicle h",
                 w * trips.saved.hours * hour),
            line({"Fuel of the same trips", "相同出行的燃料"}, w * trips.saved.fuel_mwh, "MWh",
                 w * trips.saved.fuel_mwh * s.value("fuel_price")),
            line({"Electricity of the same trips", "相同出行的电能"}, w * trips.saved.electricity_mwh, "MWh",
                 w * trips.saved.electricity_mwh * s.value("electricity_price")),
            {Words{"CO2 of the same trips", "相同出行的二氧化碳"}, co2_t * runs, "t",
             to_cents(co2_t * runs * carbon_price(0.0, s)), to_cents(co2_t * runs * present_carbon(s))},
            line({"Energy not served", "未供电量"}, savings.energy_not_served_mwh, "MWh",
                 savings.energy_not_served_mwh * s.value("lost_load"))};
}

/// Of a seed: its periods, line by line; then the ordinary days beside those with events.
std::vector<BenefitLine> benefit_lines(const SeedSavings& seed, const AppraisalContext& context,
                                       const AppraisalSettings& s) {
    std::vector<BenefitLine> sum;
    std::vector<BenefitLine> ordinary;
    for (const Savings& savings : seed) {
        auto lines = benefit_lines(savings, context, s);
        std::vector<BenefitLine>& stream = savings.ordinary ? ordinary : sum;
        if (stream.empty()) {
            stream = std::move(lines);
            continue;
        }
        for (std::size_t k = 0; k < lines.size(); ++k) {
            stream[k].quantity += lines[k].quantity;
            stream[k].a_year += lines[k].a_year;
            stream[k].present += lines[k].present;
        }
    }
    for (BenefitLine& line : ordinary) {
        line.what += Words{", on ordinary days", "（无事件的日子）"};
        sum.push_back(std::move(line));
    }
    return sum;
}

Cents present(const std::vector<BenefitLine>& lines) {
    Cents sum = 0;
    for (const BenefitLine& line : lines) {
        sum += line.present;
    }
    return sum;
}

/// The mean over the seeds, line by line.
std::vector<BenefitLine> mean_lines(std::span<const SeedSavings> seeds, const AppraisalContext& context,
                                    const AppraisalSettings& s) {
    std::vector<std::vector<BenefitLine>> all;
    for (const SeedSavings& seed : seeds) {
        all.push_back(benefit_lines(seed, context, s));
    }
    std::vector<BenefitLine> mean = all.empty() ? std::vector<BenefitLine>{} : all.front();
    for (std::size_t k = 0; k < mean.size(); ++k) {
        double quantity = 0.0;
        double a_year = 0.0;
        double in_all = 0.0;
        for (const auto& lines : all) {
            quantity += lines[k].quantity;
            a_year += static_cast<double>(lines[k].a_year);
            in_all += static_cast<double>(lines[k].present);
        }
        const auto number = static_cast<double>(all.size());
        mean[k].quantity = quantity / number;
        mean[k].a_year = std::llround(a_year / number);
        mean[k].present = std::llround(in_all / number);
    }
    return mean;
}

bool same_trips(std::span<const SeedSavings> seeds) {
    return std::ranges::all_of(seeds, [](const SeedSavings& seed) {
        return std::ranges::none_of(seed, [](const Savings& savings) { return savings.trips.unmatched > 0; });
    });
}

bool by_periods(std::span<const SeedSavings> seeds) {
    return !seeds.empty() && !seeds.front().empty() && seeds.front().front().runs_a_year > 0.0;
}

/// What makes a net present value a number without a meaning.
std::vector<Text> refusals(const std::vector<Measure>& built, const std::vector<Measure>& taken_away,
                           std::span<const SeedSavings> seeds, const CityView* city) {
    std::vector<Text> why;
    if (seeds.empty()) {
        why.emplace_back(Words{"nothing was run", "尚未运行"});
    }
    if (!same_trips(seeds)) {
        why.emplace_back(Words{"other trips are scheduled in one scenario than in the other, so that their costs do "
                               "not compare; appraise a measure over the same demand",
                               "两个情景安排的出行不同，费用不可比较；请在相同需求下评价措施"});
    }
    for (const Measure& measure : built) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        if (kind == nullptr || kind->costs.empty()) {
            why.push_back(
                filled({"what this costs is not known: %1", "该措施的费用未知：%1"}, {plain_words(measure, city)}));
        }
    }
    for (const Measure& measure : taken_away) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        if (kind == nullptr || kind->costs.empty()) {
            why.push_back(filled({"what is saved without this is not known: %1", "取消该措施所节省的费用未知：%1"},
                                 {plain_words(measure, city)}));
        }
    }
    return why;
}

} // namespace

double AppraisalSettings::value(const std::string& id) const {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const AppraisalParameter& p) { return p.id == id; });
    return found == parameters.end() ? 0.0 : found->value;
}

bool AppraisalSettings::set(const std::string& id, double value) {
    constexpr double kMost = 1e12;
    const bool can_be = std::isfinite(value) && value >= 0.0 && value <= kMost &&
                        (id != "discount_rate" || value < 1.0) &&
                        (id != "horizon_years" || (value >= 1.0 && value <= 1000.0));
    if (!can_be) {
        return false;
    }
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const AppraisalParameter& p) { return p.id == id; });
    if (found == parameters.end()) {
        return false;
    }
    found->value = value;
    return true;
}

std::string Appraisal::verdict() const {
    return !refused.empty()                         ? "refused"
           : !net.known                             ? "one seed only"
           : benefit.sign() == 0 || net.sign() == 0 ? "not distinguishable from zero"
           : net.sign() > 0                         ? "positive"
                                                    : "negative";
}

Appraisal appraise(const std::vector<Measure>& measures_a, const std::vector<Measure>& measures_b,
                   std::span<const SeedSavings> seeds, const AppraisalContext& context,
                   const AppraisalSettings& settings) {
    Appraisal result;
    result.settings = settings;
    const std::vector<Measure> built = added(measures_a, measures_b);
    const std::vector<Measure> left_out = added(measures_b, measures_a);
    result.refused = refusals(built, left_out, seeds, context.city);
    result.costs = cost_lines(built, left_out, context, settings);
    result.benefits = same_trips(seeds) ? mean_lines(seeds, context, settings) : std::vector<BenefitLine>{};
    result.year_factor = by_periods(seeds) ? 0.0 : year_factor(context, settings);
    result.year_factor_reason =
        by_periods(seeds) ? Words{"each period as often as its hours come in a year", "各时段按其一年中的小时数计"}
        : context.with_events ? Words{"the scenarios hold events: how often a year they happen; where the measures "
                                      "differ, the days without them have lines of their own",
                                      "情景含事件：按其每年发生次数计；措施不同时，无事件的日子单独列行"}
                              : Words{"days like this in a year; hours that were not run bring nothing",
                                      "一年中此类日子的天数；未运行的小时不计效益"};
    result.present_cost = present_cost(result.costs);
    const auto cost = static_cast<double>(result.present_cost);
    result.present_benefit = present(result.benefits);
    result.npv = result.present_benefit - result.present_cost;
    result.bcr = result.present_cost > 0 ? static_cast<double>(result.present_benefit) / cost
                                         : std::numeric_limits<double>::quiet_NaN();
    std::vector<double> benefits;
    std::vector<double> nets;
    for (const SeedSavings& savings : seeds) {
        benefits.push_back(static_cast<double>(present(benefit_lines(savings, context, settings))));
        nets.push_back(benefits.back() - cost);
    }
    result.benefit = mean_difference(benefits);
    result.net = mean_difference(nets);
    if (result.refused.empty() && result.net.known && result.verdict() == "not distinguishable from zero") {
        result.tell_with = seeds_to_tell(result.benefit.sign() == 0 ? result.benefit : result.net);
    }
    const auto npv_with = [&](const AppraisalSettings& s) {
        return present(mean_lines(seeds, context, s)) - present_cost(cost_lines(built, left_out, context, s));
    };
    for (const AppraisalParameter& parameter : settings.parameters) {
        if (parameter.low == parameter.high || !result.refused.empty()) {
            continue;
        }
        AppraisalSettings changed = settings;
        changed.set(parameter.id, parameter.low);
        const Cents low = npv_with(changed);
        changed.set(parameter.id, parameter.high);
        const Cents high = npv_with(changed);
        result.sensitivity.push_back({parameter.id, parameter.low, parameter.high, low, high});
    }
    std::stable_sort(result.sensitivity.begin(), result.sensitivity.end(),
                     [](const Sensitivity& a, const Sensitivity& b) {
                         return std::abs(a.npv_high - a.npv_low) > std::abs(b.npv_high - b.npv_low);
                     });
    return result;
}

} // namespace cityloom::scenarios
