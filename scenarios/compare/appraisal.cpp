// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/appraisal.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/measure/kind.h"

namespace cityloom::scenarios {

namespace {

/// An amount of a row in euro of the price year.
double in_euro(double amount, const std::string& currency, int year, const AppraisalSettings& s) {
    const double rate = currency == "USD" ? s.value("usd_per_eur") : currency == "CNY" ? s.value("cny_per_eur") : 1.0;
    return amount / rate * std::pow(1.0 + s.value("inflation"), s.value("price_year") - year);
}

Cents to_cents(double euro) {
    return static_cast<Cents>(std::llround(euro * 100.0));
}

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

struct Totals {
    double cost = 0.0;
    double benefit = 0.0;
};

Totals totals(const std::vector<CostLine>& costs, const std::vector<BenefitLine>& benefits,
              const AppraisalSettings& s) {
    const double rate = s.value("discount_rate");
    const double horizon = s.value("horizon_years");
    Totals sum;
    for (const CostLine& line : costs) {
        sum.cost += present_capital(static_cast<double>(line.capital), line.life_years, rate, horizon) +
                    present_value(static_cast<double>(line.upkeep_a_year), rate, horizon);
    }
    for (const BenefitLine& line : benefits) {
        sum.benefit += present_value(static_cast<double>(line.a_year), rate, horizon);
    }
    return sum;
}

std::vector<CostLine> cost_lines(const std::vector<Measure>& measures, const AppraisalContext& context,
                                 const AppraisalSettings& s) {
    const CostContext of{.people = context.people,
                         .base_connected_share = context.base_connected_share,
                         .vehicles_per_person = s.value("vehicles_per_person"),
                         .street_km = context.street_km};
    std::vector<CostLine> lines;
    for (const Measure& measure : measures) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        if (kind == nullptr) {
            continue;
        }
        for (const CostRow& row : kind->costs) {
            const auto cost = std::ranges::find(s.costs, row.unit_cost, &UnitCost::id);
            if (cost == s.costs.end()) {
                continue;
            }
            CostLine line{format_measure(measure),
                          cost->item,
                          row.quantity(Given{measure.args, kind->form.arguments}, of),
                          cost->unit,
                          0,
                          0,
                          cost->life_years,
                          cost->confidence,
                          cost->source};
            const double capital = in_euro(cost->capital, cost->currency, cost->price_year, s) * line.quantity;
            line.capital = to_cents(capital);
            line.upkeep_a_year =
                to_cents(cost->upkeep_share * capital +
                         in_euro(cost->upkeep_fixed, cost->currency, cost->price_year, s) * line.quantity);
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

double year_factor(const AppraisalContext& context, const AppraisalSettings& s) {
    return context.with_events ? s.value("outages_per_year")
                               : s.value("days_per_year") / std::max(1e-3, context.day_share);
}

std::vector<BenefitLine> benefit_lines(const Savings& savings, double hours, const AppraisalContext& context,
                                       const AppraisalSettings& s) {
    const double factor = year_factor(context, s);
    const double hour = in_euro(s.value("value_of_time"), "USD", 2017, s) * s.value("persons_per_vehicle");
    return {
        {"Travel time", hours, "vehicle h", to_cents(hours * hour * factor)},
        {"Traffic energy", savings.energy_mwh, "MWh", to_cents(savings.energy_mwh * s.value("fuel_price") * factor)},
        {"CO2", savings.co2_t, "t",
         to_cents(savings.co2_t * in_euro(s.value("carbon_price"), "USD", 2023, s) * factor)},
        {"Energy not served", savings.energy_not_served_mwh, "MWh",
         to_cents(savings.energy_not_served_mwh * s.value("lost_load") * factor)}};
}

} // namespace

double AppraisalSettings::value(const std::string& id) const {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const AppraisalParameter& p) { return p.id == id; });
    return found == parameters.end() ? 0.0 : found->value;
}

bool AppraisalSettings::set(const std::string& id, double value) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const AppraisalParameter& p) { return p.id == id; });
    if (found == parameters.end()) {
        return false;
    }
    found->value = value;
    return true;
}

Appraisal appraise(const std::vector<Measure>& measures_a, const std::vector<Measure>& measures_b,
                   const Savings& savings, const AppraisalContext& context, const AppraisalSettings& settings) {
    Appraisal result;
    result.settings = settings;
    const std::vector<Measure> built = added(measures_a, measures_b);
    const auto npv_with = [&](const AppraisalSettings& s, double hours) {
        const Totals sum = totals(cost_lines(built, context, s), benefit_lines(savings, hours, context, s), s);
        return static_cast<Cents>(std::llround(sum.benefit - sum.cost));
    };
    result.costs = cost_lines(built, context, settings);
    result.benefits = benefit_lines(savings, savings.vehicle_hours, context, settings);
    result.year_factor = year_factor(context, settings);
    result.year_factor_reason = context.with_events
                                    ? "the scenarios hold events, so benefits arise when such events happen"
                                    : "days like this in a year over the share of a day's trips that the run covers";
    const Totals sum = totals(result.costs, result.benefits, settings);
    result.present_cost = static_cast<Cents>(std::llround(sum.cost));
    result.present_benefit = static_cast<Cents>(std::llround(sum.benefit));
    result.npv = result.present_benefit - result.present_cost;
    result.bcr = result.present_cost > 0 ? sum.benefit / sum.cost : std::numeric_limits<double>::quiet_NaN();
    result.npv_low = npv_with(settings, savings.vehicle_hours_low);
    result.npv_high = npv_with(settings, savings.vehicle_hours_high);
    for (const AppraisalParameter& parameter : settings.parameters) {
        if (parameter.low == parameter.high) {
            continue;
        }
        AppraisalSettings changed = settings;
        changed.set(parameter.id, parameter.low);
        const Cents low = npv_with(changed, savings.vehicle_hours);
        changed.set(parameter.id, parameter.high);
        const Cents high = npv_with(changed, savings.vehicle_hours);
        result.sensitivity.push_back({parameter.id, parameter.low, parameter.high, low, high});
    }
    std::stable_sort(result.sensitivity.begin(), result.sensitivity.end(),
                     [](const Sensitivity& a, const Sensitivity& b) {
                         return std::abs(a.npv_high - a.npv_low) > std::abs(b.npv_high - b.npv_low);
                     });
    return result;
}

} // namespace cityloom::scenarios
