// SPDX-License-Identifier: GPL-3.0-or-later
// What is owed, and how far what was paid for is used.
#include <algorithm>
#include <cmath>

#include "scenarios/report/chart_parts.h"
#include "scenarios/report/numbers.h"
#include "scenarios/report/plan_charts.h"

namespace cityloom::scenarios {

using namespace chart;

namespace {

constexpr double kCover = 1.1; ///< income over service that lenders of China's special bonds ask for

double most_of(const std::vector<double>& values) {
    double most = 0.0;
    for (const double value : values) {
        most = std::isfinite(value) ? std::max(most, value) : most;
    }
    return most;
}

} // namespace

DebtYears debt_years(const invest::PlanAppraisal& a) {
    DebtYears debt{.first_year = a.model.first_year};
    for (const invest::LoanState& year : a.loans()) {
        debt.stock.push_back(static_cast<double>(year.stock) / 100.0);
        debt.service.push_back(static_cast<double>(year.service) / 100.0);
        debt.service_ceiling.push_back(std::max(0.0, static_cast<double>(year.income) / 100.0 / kCover));
    }
    return debt;
}

Drawing debt_chart(const DebtYears& debt, Language language) {
    const Text words = Words{"Debt and its service by year, with their ceilings", "逐年债务与还本付息及其上限"};
    Drawing d{.width = kWide, .height = 0.0, .words = words.in(language), .shapes = {}};
    if (most_of(debt.stock) <= 0.0 && most_of(debt.service) <= 0.0) {
        return d;
    }
    const double most = std::max(
        {most_of(debt.stock), most_of(debt.service), most_of(debt.stock_ceiling), most_of(debt.service_ceiling)});
    // A ceiling far above would press all else flat.
    const double shown = std::min(most, 3.0 * std::max(most_of(debt.stock), most_of(debt.service)));
    const bool small = shown < 1e6;
    const double unit = small ? 1e-3 : 1e-6;
    Scale scale{.low = 0.0, .high = shown * unit};
    scale.high *= 1.08;
    grid(d, scale, (small ? Text{Words{"thousand EUR", "千欧元"}} : Text{Words{"M EUR", "百万欧元"}}).in(language));
    const std::size_t years = debt.stock.size();
    const double wide = (kWide - kLeft - kRight) / static_cast<double>(years);
    const auto x = [&](std::size_t t) { return kLeft + (static_cast<double>(t) + 0.5) * wide; };
    Drawing::Line stock{{}, ink::kText, 1.8, false};
    for (std::size_t t = 0; t < years; ++t) {
        const double service = debt.service[t] * unit;
        d.rectangle(x(t) - 0.3 * wide, scale.y(service), 0.6 * wide, scale.y(0.0) - scale.y(service), ink::kWarm, 0.75);
        stock.points.push_back({x(t), scale.y(debt.stock[t] * unit)});
        if (t % std::max<std::size_t>(1, years / 10) == 0) {
            label(d, x(t), scale.top + scale.height + 16.0, std::to_string(debt.first_year + static_cast<int>(t)),
                  Drawing::Anchor::Middle);
        }
    }
    const auto ceiling = [&](const std::vector<double>& of, std::uint32_t colour) {
        Drawing::Line line{{}, colour, 1.4, true};
        for (std::size_t t = 0; t < std::min(years, of.size()); ++t) {
            if (std::isfinite(of[t]) && of[t] * unit <= scale.high) {
                line.points.push_back({x(t) - 0.5 * wide, scale.y(of[t] * unit)});
                line.points.push_back({x(t) + 0.5 * wide, scale.y(of[t] * unit)});
            }
        }
        if (line.points.size() > 1) {
            d.shapes.emplace_back(std::move(line));
        }
    };
    ceiling(debt.stock_ceiling, ink::kText);
    ceiling(debt.service_ceiling, ink::kAccent);
    d.shapes.emplace_back(std::move(stock));
    std::vector<std::pair<std::uint32_t, Words>> names{{ink::kText, {"owed", "债务余额"}},
                                                       {ink::kWarm, {"service", "还本付息"}}};
    if (!debt.service_ceiling.empty()) {
        names.push_back({ink::kAccent, {"ceiling of the service (dashed)", "还本付息上限（虚线）"}});
    }
    if (!debt.stock_ceiling.empty()) {
        names.push_back({ink::kText, {"ceiling of the debt (dashed)", "债务上限（虚线）"}});
    }
    legend(d, kLeft + 90.0, names, language);
    d.height = scale.top + scale.height + 24.0;
    return d;
}

Drawing use_chart(const invest::PlanAppraisal& a, Language language) {
    const Text words = Words{"How far what is built is used at the most", "建设内容的最大利用率"};
    Drawing d{.width = kWide, .height = 0.0, .words = words.in(language), .shapes = {}};
    if (a.uses.empty()) {
        return d;
    }
    constexpr double kNames = 250.0;
    constexpr std::size_t kRows = 20;
    double most = 1.0;
    for (const invest::ThingUse& use : a.uses) {
        most = std::max(most, use.most);
    }
    const double wide = (kWide - kNames - 60.0) / most;
    double y = 24.0;
    for (std::size_t k = 0; k < std::min(kRows, a.uses.size()); ++k) {
        const invest::ThingUse& use = a.uses[k];
        label(d, kNames - 8.0, y + 10.0, fitted(use.words.in(language), 11.0, kNames - 12.0), Drawing::Anchor::End,
              ink::kText);
        d.rectangle(kNames, y, wide * use.most, 12.0, use.little ? ink::kWarm : ink::kAccent, 0.75);
        label(d, kNames + wide * use.most + 6.0, y + 10.0, number_text(100.0 * use.most, 0) + " %",
              Drawing::Anchor::Start, ink::kText);
        y += 18.0;
    }
    for (const auto& [share, dashed] : {std::pair{invest::kLittleUsed, true}, std::pair{1.0, false}}) {
        const double x = kNames + wide * share;
        d.shapes.emplace_back(Drawing::Line{{{x, 16.0}, {x, y}}, ink::kQuiet, 1.0, dashed});
        label(d, x, 12.0, number_text(100.0 * share, 0) + " %", Drawing::Anchor::Middle);
    }
    d.height = y + 6.0;
    return d;
}

} // namespace cityloom::scenarios
