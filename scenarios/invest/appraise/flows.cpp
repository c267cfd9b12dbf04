// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/appraise/flows.h"

#include <algorithm>
#include <cmath>

#include "scenarios/compare/measure_cost.h"
#include "scenarios/invest/money/discount.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr double kFullAfterYears = 2.0; // of being in service: the whole effect from the third year on

/// A value of a person-hour of time, with its real growth.
double hour_value(int year, const AppraisalSettings& s) {
    return in_euro(s.value("value_of_time"), "USD", 2017, s) * s.value("persons_per_vehicle") *
           std::pow(1.0 + s.value("value_growth"), year);
}

/// Of a tonne emitted in that year of the plan. Its price is that of a year of emission: here year 0 is the price year,
/// as in a comparison.
double carbon_value(int year, const AppraisalSettings& s) {
    constexpr double kPriceIsOf = 2020.0;
    return in_euro(s.value("carbon_price") + s.value("carbon_step") * (s.value("price_year") + year - kPriceIsOf),
                   "USD", 2020, s);
}

double uplift(const std::string& build_class, const AppraisalSettings& s, const Luck& luck) {
    const auto drawn = luck.overrun.find(build_class);
    return drawn != luck.overrun.end() ? drawn->second : 1.0 + s.value("optimism_" + build_class);
}

double delay(int build_years, const AppraisalSettings& s) {
    return s.value("delay_share") * build_years;
}

/// How much of a year something is in service that opens at a time (in years of the plan).
double in_service(int year, double opens) {
    return std::clamp(static_cast<double>(year) + 1.0 - opens, 0.0, 1.0);
}

/// The share of the whole effect in a year, by how long it has been in service in the middle of that time.
double takeup(int year, double opens, double first) {
    const double begins = std::max(static_cast<double>(year), opens);
    const double age = 0.5 * (begins + static_cast<double>(year) + 1.0) - opens;
    const double ramp = first + (1.0 - first) * std::clamp((age - 0.5) / kFullAfterYears, 0.0, 1.0);
    return in_service(year, opens) * ramp;
}

void add_cost(const PlannedCost& cost, const AppraisalSettings& s, const Luck& luck, PlanFlows& flows) {
    const auto years = static_cast<int>(flows.years());
    const double grown = uplift(cost.build_class, s, luck);
    const double estimate = static_cast<double>(cost.line.capital) / 100.0;
    const double upkeep = static_cast<double>(cost.line.upkeep_a_year) / 100.0;
    const auto put = [&](std::vector<double>& row, int year, double euro, double sign = 1.0) {
        row[static_cast<std::size_t>(year)] += euro;
        flows.public_cost[static_cast<std::size_t>(year)] += cost.by_public ? sign * euro : 0.0;
    };
    for (int k = 0; k < cost.build_years; ++k) {
        const int year = cost.begins + k;
        if (year < years) {
            flows.estimate[static_cast<std::size_t>(year)] += estimate / cost.build_years;
            put(flows.capital, year, grown * estimate / cost.build_years);
        }
    }
    const double opens = cost.begins + cost.build_years + delay(cost.build_years, s);
    for (int year = 0; year < years; ++year) {
        put(flows.upkeep, year, upkeep * in_service(year, opens));
    }
    const double life = std::max(1.0, cost.line.life_years);
    double last = opens;
    for (double ends = opens + life; ends < years - 1e-9; ends += life) {
        put(flows.renewal, static_cast<int>(ends), grown * estimate);
        last = ends;
    }
    if (opens < years) {
        const double left = std::clamp(1.0 - (years - last) / life, 0.0, 1.0);
        put(flows.residual, years - 1, left * grown * estimate, -1.0);
    } else {
        // Not in service before the horizon: what was spent by then is what is left.
        double spent = 0.0;
        for (int k = 0; k < cost.build_years && cost.begins + k < years; ++k) {
            spent += grown * estimate / cost.build_years;
        }
        put(flows.residual, years - 1, spent, -1.0);
    }
}

} // namespace

const Words& gain_words(Gain gain) {
    static const std::array<Words, kGains> kWords{{{"Trips that can be made", "可成行的出行"},
                                                   {"Travel time of the same trips", "相同出行的行程时间"},
                                                   {"Fuel of the same trips", "相同出行的燃料"},
                                                   {"Electricity of the same trips", "相同出行的电能"},
                                                   {"CO2 of the same trips", "相同出行的二氧化碳"},
                                                   {"Energy not served on ordinary days", "平日未供电量"},
                                                   {"Time without water on ordinary days", "平日停水时间"},
                                                   {"Water lost through leaks", "漏损水量"},
                                                   {"Energy not served in outages", "故障时未供电量"},
                                                   {"Time without water in outages", "故障时停水时间"}}};
    return kWords[static_cast<std::size_t>(gain)];
}

Effect shown_effect(Gain gain) {
    static constexpr std::array<Effect, kGains> kShown{
        Effect::TripsMade, Effect::Hours,        Effect::Fuel,      Effect::Electricity,    Effect::Co2,
        Effect::Unserved,  Effect::WithoutWater, Effect::LostWater, Effect::OutageUnserved, Effect::OutageWater};
    return kShown[static_cast<std::size_t>(gain)];
}

Quantities DemandResponse::beyond(double demand) const {
    Quantities more;
    if (!known) {
        return more;
    }
    // The parabola through the three points (Lagrange), less its value at one.
    const double d = std::clamp(demand, low, high);
    const double w_low = (d - 1.0) * (d - high) / ((low - 1.0) * (low - high));
    const double w_one = (d - low) * (d - high) / ((1.0 - low) * (1.0 - high));
    const double w_high = (d - low) * (d - 1.0) / ((high - low) * (high - 1.0));
    more.add(at_low, w_low).add(at_one, w_one - 1.0).add(at_high, w_high);
    return more;
}

double PlanFlows::gain(std::size_t year) const {
    double sum = 0.0;
    for (const std::vector<double>& row : gains) {
        sum += row[year];
    }
    return sum;
}

double gain_money(Gain gain, const Quantities& q, int year, const AppraisalSettings& s) {
    const double water_hour = in_euro(s.value("water_loss"), "USD", 2022, s) / 24.0;
    switch (gain) {
    case Gain::Trips:
        return (s.value("choke_factor") - 1.0) *
               (q[Effect::ChokeHours] * hour_value(year, s) + q[Effect::ChokeFuel] * s.value("fuel_price") +
                q[Effect::ChokeElectricity] * s.value("electricity_price"));
    case Gain::Time:
        return q[Effect::Hours] * hour_value(year, s);
    case Gain::Fuel:
        return q[Effect::Fuel] * s.value("fuel_price");
    case Gain::Electricity:
        return q[Effect::Electricity] * s.value("electricity_price");
    case Gain::Co2:
        return q[Effect::Co2] * carbon_value(year, s);
    case Gain::Unserved:
        return q[Effect::Unserved] * s.value("lost_load");
    case Gain::WithoutWater:
        return q[Effect::WithoutWater] * water_hour;
    case Gain::LostWater:
        return q[Effect::LostWater] * s.value("water_price");
    case Gain::OutageUnserved:
        return s.value("failure_factor") * q[Effect::OutageUnserved] * s.value("lost_load");
    case Gain::OutageWater:
        return s.value("failure_factor") * q[Effect::OutageWater] * water_hour;
    }
    return 0.0;
}

PlanFlows plan_flows(const PlanModel& model, const AppraisalSettings& s, const Luck& luck) {
    const auto years = static_cast<std::size_t>(std::lround(s.value("horizon_years"))) + 1;
    PlanFlows flows;
    for (std::vector<double>* row :
         {&flows.capital, &flows.estimate, &flows.renewal, &flows.upkeep, &flows.residual, &flows.public_cost}) {
        row->assign(years, 0.0);
    }
    for (std::vector<double>& row : flows.gains) {
        row.assign(years, 0.0);
    }
    for (std::vector<double>& row : flows.effects) {
        row.assign(years, 0.0);
    }
    for (const PlannedCost& cost : model.costs) {
        add_cost(cost, s, luck, flows);
    }
    const auto of = [&](const PlanStage& stage) {
        return luck.seed && *luck.seed < stage.effects.seeds.size() ? stage.effects.seeds[*luck.seed]
                                                                    : stage.effects.mean();
    };
    // What each stage adds to the one before, and its share of the plan.
    std::vector<Quantities> added;
    std::vector<double> share;
    Quantities before;
    double share_before = 0.0;
    for (const PlanStage& stage : model.stages) {
        const Quantities whole = of(stage);
        added.push_back(Quantities{whole}.add(before, -1.0));
        share.push_back(stage.share - share_before);
        before = whole;
        share_before = stage.share;
    }
    for (std::size_t t = 0; t < years; ++t) {
        const auto year = static_cast<int>(t);
        const double demand = std::pow(1.0 + s.value("demand_growth"), year);
        flows.in_range = flows.in_range && (!model.demand.known || model.demand.reaches(demand));
        const Quantities beyond = model.demand.beyond(demand);
        Quantities q;
        for (std::size_t k = 0; k < model.stages.size(); ++k) {
            const PlanStage& stage = model.stages[k];
            const double part =
                takeup(year, stage.opens + delay(stage.opens - stage.begins, s), s.value("takeup_first"));
            q.add(added[k], part).add(beyond, part * share[k]);
        }
        for (std::size_t k = 0; k < kEffects; ++k) {
            flows.effects[k][t] = q.of[k];
        }
        for (std::size_t g = 0; g < kGains; ++g) {
            flows.gains[g][t] = gain_money(static_cast<Gain>(g), q, year, s);
        }
    }
    return flows;
}

double present_cost(const PlanFlows& flows, const AppraisalSettings& s) {
    const Discount discount{s.value("discount_rate")};
    double sum = 0.0;
    for (std::size_t t = 0; t < flows.years(); ++t) {
        sum += flows.cost(t) * discount.factor(static_cast<int>(t));
    }
    return sum;
}

double present_gain(const PlanFlows& flows, const AppraisalSettings& s) {
    const Discount discount{s.value("discount_rate")};
    double sum = 0.0;
    for (std::size_t t = 0; t < flows.years(); ++t) {
        sum += flows.gain(t) * discount.factor(static_cast<int>(t));
    }
    return sum;
}

void interpolate(std::vector<PlanStage>& stages) {
    for (std::size_t k = 0; k < stages.size(); ++k) {
        if (stages[k].simulated) {
            continue;
        }
        std::size_t next = k;
        while (!stages[next].simulated) { // the last one always is
            ++next;
        }
        const Effects& after = stages[next].effects;
        const double share_before = k > 0 ? stages[k - 1].share : 0.0;
        const double span = stages[next].share - share_before;
        const double part = span > 0.0 ? (stages[k].share - share_before) / span : 1.0;
        Effects& here = stages[k].effects;
        const auto between = [&](const std::vector<Quantities>& to, const std::vector<Quantities>* from) {
            std::vector<Quantities> all(to.size());
            for (std::size_t j = 0; j < to.size(); ++j) {
                all[j].add(to[j], part);
                if (from != nullptr) {
                    all[j].add((*from)[j], 1.0 - part);
                }
            }
            return all;
        };
        here.seeds = between(after.seeds, k > 0 ? &stages[k - 1].effects.seeds : nullptr);
        here.districts = between(after.districts, k > 0 ? &stages[k - 1].effects.districts : nullptr);
    }
}

} // namespace cityloom::scenarios::invest
