// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/report/plan_charts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "scenarios/invest/money/discount.h"
#include "scenarios/report/chart_parts.h"
#include "scenarios/report/numbers.h"

namespace cityloom::scenarios {

using namespace chart;

Drawing cash_flow_chart(const invest::PlanAppraisal& a, Language language) {
    const Text words = Words{"Costs and gains by year, and their discounted sum", "逐年费用与效益及累计净现值"};
    Drawing d{.width = kWide, .height = 0.0, .words = words.in(language), .shapes = {}};
    const invest::MoneyTable& table = a.tables.front();
    const std::size_t years = table.net.by_year.size();
    if (years == 0) {
        return d;
    }
    std::vector<double> up(years, 0.0);
    std::vector<double> down(years, 0.0);
    std::vector<double> sum(years, 0.0);
    const invest::Discount discount{a.request.settings.value("discount_rate")};
    double so_far = 0.0;
    for (std::size_t t = 0; t < years; ++t) {
        for (const invest::MoneyRow& row : table.rows) {
            const double million = static_cast<double>(row.by_year[t]) * 1e-8;
            (million >= 0.0 ? up : down)[t] += million;
        }
        so_far += static_cast<double>(table.net.by_year[t]) * 1e-8 * discount.factor(static_cast<int>(t));
        sum[t] = so_far;
    }
    Scale scale;
    for (std::size_t t = 0; t < years; ++t) {
        scale.low = std::min({scale.low, down[t], sum[t]});
        scale.high = std::max({scale.high, up[t], sum[t]});
    }
    const double span = std::max(scale.high - scale.low, 1e-6);
    scale.low -= 0.06 * span;
    scale.high += 0.06 * span;
    grid(d, scale, Text{Words{"M EUR", "百万欧元"}}.in(language));
    const double wide = (kWide - kLeft - kRight) / static_cast<double>(years);
    const auto x = [&](std::size_t t) { return kLeft + (static_cast<double>(t) + 0.5) * wide; };
    Drawing::Line line{{}, ink::kText, 1.8, false};
    for (std::size_t t = 0; t < years; ++t) {
        const double zero = scale.y(0.0);
        d.rectangle(x(t) - 0.32 * wide, scale.y(up[t]), 0.64 * wide, zero - scale.y(up[t]), ink::kAccent, 0.75);
        d.rectangle(x(t) - 0.32 * wide, zero, 0.64 * wide, scale.y(down[t]) - zero, ink::kWarm, 0.75);
        line.points.push_back({x(t), scale.y(sum[t])});
        if (t % std::max<std::size_t>(1, years / 10) == 0) {
            label(d, x(t), scale.top + scale.height + 16.0, std::to_string(a.calendar(t)), Drawing::Anchor::Middle);
        }
    }
    d.shapes.emplace_back(std::move(line));
    double at = kLeft + 70.0;
    for (const auto& [colour, text] :
         {std::pair{ink::kAccent, Words{"gains", "效益"}}, std::pair{ink::kWarm, Words{"costs", "费用"}},
          std::pair{ink::kText, Words{"discounted sum", "累计净现值"}}}) {
        d.rectangle(at, 4.0, 10.0, 9.0, colour, 0.8);
        const std::string name{text.in(language)};
        label(d, at + 15.0, 12.0, name, Drawing::Anchor::Start, ink::kText);
        at += 34.0 + text_width(name, 11.0);
    }
    d.height = scale.top + scale.height + 24.0;
    return d;
}

Drawing sample_chart(const invest::Samples& samples, Language language) {
    const Text words = Words{"Net value of the samples", "各样本净现值"};
    Drawing d{.width = kWide, .height = 0.0, .words = words.in(language), .shapes = {}};
    if (samples.all.size() < 2) {
        return d;
    }
    const auto [least, most] = std::ranges::minmax_element(samples.all, {}, &invest::Sample::npv);
    const double low = least->npv;
    const double high = std::max(most->npv, low + 1.0);
    constexpr std::size_t kBars = 30;
    std::vector<double> losing(kBars, 0.0);
    std::vector<double> winning(kBars, 0.0);
    for (const invest::Sample& sample : samples.all) {
        const auto bar = std::min(
            kBars - 1, static_cast<std::size_t>((sample.npv - low) / (high - low) * static_cast<double>(kBars)));
        (sample.npv < 0.0 ? losing : winning)[bar] += 1.0;
    }
    double tallest = 1.0;
    for (std::size_t k = 0; k < kBars; ++k) {
        tallest = std::max(tallest, losing[k] + winning[k]);
    }
    const double height = 110.0;
    const double wide = (kWide - kLeft - kRight) / static_cast<double>(kBars);
    const bool small = std::max(std::abs(low), std::abs(high)) < 1e6; // in millions they would all be nought
    for (std::size_t k = 0; k < kBars; ++k) {
        const double x = kLeft + static_cast<double>(k) * wide;
        const double of_losing = height * losing[k] / tallest;
        const double of_winning = height * winning[k] / tallest;
        d.rectangle(x + 1.0, 10.0 + height - of_losing, wide - 2.0, of_losing, ink::kWarm, 0.75);
        d.rectangle(x + 1.0, 10.0 + height - of_losing - of_winning, wide - 2.0, of_winning, ink::kAccent, 0.75);
    }
    d.shapes.emplace_back(
        Drawing::Line{{{kLeft, 10.0 + height}, {kWide - kRight, 10.0 + height}}, ink::kQuiet, 1.0, false});
    const auto x_of = [&](double npv) { return kLeft + (kWide - kLeft - kRight) * (npv - low) / (high - low); };
    for (const auto& [npv, name] :
         {std::pair{samples.p5, "5 %"}, std::pair{samples.p50, "50 %"}, std::pair{samples.p95, "95 %"}}) {
        const double x = std::clamp(x_of(npv), kLeft, kWide - kRight);
        d.shapes.emplace_back(Drawing::Line{{{x, 8.0}, {x, 14.0 + height}}, ink::kText, 0.9, true});
        label(d, x, 26.0 + height, std::string{name} + ": " + number_text(npv * (small ? 1e-3 : 1e-6), 1),
              Drawing::Anchor::Middle, ink::kText);
    }
    label(d, kWide - kRight, 42.0 + height,
          (small ? Text{Words{"net present value, thousand EUR", "净现值，千欧元"}}
                 : Text{Words{"net present value, M EUR", "净现值，百万欧元"}})
              .in(language),
          Drawing::Anchor::End);
    d.height = height + 48.0;
    return d;
}

Drawing gantt(const invest::PlanAppraisal& a, std::size_t most, Language language) {
    const Text words = Words{"When works last", "施工时段"};
    Drawing d{.width = kWide, .height = 0.0, .words = words.in(language), .shapes = {}};
    struct Row {
        std::string name;
        int begins = 0;
        int years = 1;
    };
    std::vector<Row> rows;
    std::map<std::string, std::size_t> seen;
    int last = 1;
    for (const invest::PlannedCost& cost : a.model.costs) {
        const auto [at, fresh] = seen.emplace(cost.line.measure, rows.size());
        if (fresh) {
            Text name = cost.line.words;
            rows.push_back({name.in(language), cost.begins, cost.build_years});
        }
        Row& row = rows[at->second];
        row.years = std::max(row.years, cost.build_years);
        last = std::max(last, row.begins + row.years + 1);
    }
    std::ranges::stable_sort(rows, {}, &Row::begins);
    constexpr double kNames = 330.0;
    const double wide = (kWide - kNames - kRight) / static_cast<double>(last);
    double y = 20.0;
    const std::size_t shown = std::min(most, rows.size());
    double at = 4.0;
    for (const auto& [colour, text] :
         {std::pair{ink::kWarm, Words{"works", "施工"}}, std::pair{ink::kAccent, Words{"in service", "运行"}}}) {
        d.rectangle(at, 3.0, 10.0, 8.0, colour, 0.7);
        const std::string name{text.in(language)};
        label(d, at + 15.0, 11.0, name, Drawing::Anchor::Start, ink::kText);
        at += 34.0 + text_width(name, 11.0);
    }
    for (int t = 0; t < last; t += std::max(1, last / 8)) {
        const double x = kNames + static_cast<double>(t) * wide;
        d.shapes.emplace_back(
            Drawing::Line{{{x, 14.0}, {x, 22.0 + 18.0 * static_cast<double>(shown)}}, ink::kRule, 0.7, false});
        label(d, x + 2.0, 11.0, std::to_string(a.calendar(static_cast<std::size_t>(t))), Drawing::Anchor::Start);
    }
    for (std::size_t k = 0; k < shown; ++k) {
        label(d, kNames - 8.0, y + 10.0, fitted(rows[k].name, 11.0, kNames - 12.0), Drawing::Anchor::End, ink::kText);
        d.rectangle(kNames + static_cast<double>(rows[k].begins) * wide, y, static_cast<double>(rows[k].years) * wide,
                    12.0, ink::kWarm, 0.7);
        d.rectangle(kNames + static_cast<double>(rows[k].begins + rows[k].years) * wide, y + 4.0,
                    static_cast<double>(last - rows[k].begins - rows[k].years) * wide, 4.0, ink::kAccent, 0.7);
        y += 18.0;
    }
    d.height = y + 8.0;
    return d;
}

} // namespace cityloom::scenarios
