// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/report/beside_charts.h"

#include <algorithm>
#include <cmath>

#include "scenarios/measure/plain.h"
#include "scenarios/report/chart_parts.h"
#include "scenarios/report/numbers.h"

namespace cityloom::scenarios {

using namespace chart;

Text plan_words(const invest::PlanBeside& plan) {
    return plan.appraisal ? scenario_words(plan.appraisal->plan) : Text{Words{"nothing is built", "不建设"}};
}

Drawing pareto_chart(const invest::Beside& b, Language language) {
    const Text words = Words{"Net value over capital of each plan", "各计划的投资与净现值"};
    Drawing d{.width = kWide, .height = 0.0, .words = words.in(language), .shapes = {}};
    double right = 0.0;
    Scale scale{.height = 170.0};
    double size = 0.0;
    for (const invest::PlanBeside& plan : b.plans) {
        size = std::max({size, std::abs(plan.aims.npv), plan.aims.capital});
    }
    if (b.plans.empty()) {
        return d;
    }
    const bool small = size < 1e6;
    const double unit = small ? 1e-3 : 1e-6;
    for (const invest::PlanBeside& plan : b.plans) {
        right = std::max(right, plan.aims.capital * unit);
        scale.low = std::min(scale.low, plan.aims.npv * unit);
        scale.high = std::max(scale.high, plan.aims.npv * unit);
    }
    scale.widen();
    right = std::max(1.08 * right, 1e-6);
    grid(d, scale,
         (small ? Text{Words{"net present value, thousand EUR", "净现值，千欧元"}}
                : Text{Words{"net present value, M EUR", "净现值，百万欧元"}})
             .in(language));
    constexpr double kFrom = kLeft + 20.0;
    const auto x = [&](double capital) { return kFrom + (kWide - kRight - 20.0 - kFrom) * capital / right; };
    const double bottom = scale.top + scale.height;
    const double step = step_of(right);
    for (double value = 0.0; value <= right; value += step) {
        const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
        label(d, x(value), bottom + 14.0, number_text(value, decimals), Drawing::Anchor::Middle);
    }
    label(d, kWide - kRight, bottom + 30.0,
          (small ? Text{Words{"capital with its uplift, thousand EUR", "投资（含乐观偏差），千欧元"}}
                 : Text{Words{"capital with its uplift, M EUR", "投资（含乐观偏差），百万欧元"}})
              .in(language),
          Drawing::Anchor::End);
    // By capital, each that brings more than all that cost less.
    std::vector<const invest::PlanBeside*> order;
    for (const invest::PlanBeside& plan : b.plans) {
        order.push_back(&plan);
    }
    std::ranges::stable_sort(order, [](const auto* p, const auto* q) {
        return p->aims.capital < q->aims.capital || (p->aims.capital == q->aims.capital && p->aims.npv > q->aims.npv);
    });
    Drawing::Line front{{}, ink::kAccent, 1.2, true};
    double best = -std::numeric_limits<double>::infinity();
    for (const invest::PlanBeside* plan : order) {
        if (plan->aims.npv > best) {
            best = plan->aims.npv;
            front.points.push_back({x(plan->aims.capital * unit), scale.y(plan->aims.npv * unit)});
        }
    }
    if (front.points.size() > 1) {
        d.shapes.emplace_back(std::move(front));
    }
    for (const invest::PlanBeside* plan : order) {
        const Point2 at{x(plan->aims.capital * unit), scale.y(plan->aims.npv * unit)};
        const bool beaten = !plan->dominated_by.empty();
        dot(d, at, 5.0, beaten ? ink::kBaseline : ink::kAccent, beaten ? 0.6 : 1.0);
        const bool left = at.x_m > 0.7 * kWide;
        label(d, at.x_m + (left ? -9.0 : 9.0), at.y_m + (plan->appraisal ? -6.0 : 14.0),
              fitted(plan_words(*plan).in(language), 11.0, 200.0), left ? Drawing::Anchor::End : Drawing::Anchor::Start,
              beaten ? ink::kQuiet : ink::kText);
    }
    d.height = bottom + 38.0;
    return d;
}

Drawing regret_chart(const invest::Beside& b, Language language) {
    const Text words =
        Words{"How far each plan falls short of the best of each future", "各计划在各未来情景中与最优的差距"};
    Drawing d{.width = kWide, .height = 0.0, .words = words.in(language), .shapes = {}};
    double most = 0.0;
    for (const invest::PlanBeside& plan : b.plans) {
        most = std::max(most, plan.regret.most);
    }
    if (b.plans.empty()) {
        return d;
    }
    const bool small = most < 1e6;
    constexpr double kNames = 190.0;
    const double wide = (kWide - kNames - 70.0) / std::max(most, 1.0);
    legend(d, kNames,
           {{ink::kAccent, {"mean regret", "平均遗憾"}},
            {ink::kWarm, {"worst tenth", "最差一成"}},
            {ink::kBaseline, {"largest", "最大"}}},
           language);
    double y = 24.0;
    for (std::size_t p = 0; p < b.plans.size(); ++p) {
        const invest::PlanBeside& plan = b.plans[p];
        const bool robust = p == b.least_regret;
        label(d, kNames - 8.0, y + 12.0, fitted(plan_words(plan).in(language), 11.0, kNames - 12.0),
              Drawing::Anchor::End, ink::kText, robust);
        d.rectangle(kNames, y, wide * plan.regret.most, 16.0, ink::kBaseline, 0.45);
        d.rectangle(kNames, y + 3.0, wide * plan.regret.worst_tenth, 10.0, ink::kWarm, 0.7);
        d.rectangle(kNames, y + 5.0, wide * plan.regret.mean, 6.0, ink::kAccent, 1.0);
        label(d, kNames + wide * plan.regret.most + 6.0, y + 12.0,
              number_text(plan.regret.most * (small ? 1e-3 : 1e-6), 2), Drawing::Anchor::Start, ink::kText, robust);
        y += 24.0;
    }
    label(d, kWide - kRight, y + 10.0,
          (small ? Text{Words{"thousand EUR short of the best; bold: the robust choice",
                              "与最优的差距，千欧元；粗体为稳健选择"}}
                 : Text{Words{"M EUR short of the best; bold: the robust choice",
                              "与最优的差距，百万欧元；粗体为稳健选择"}})
              .in(language),
          Drawing::Anchor::End);
    d.height = y + 18.0;
    return d;
}

} // namespace cityloom::scenarios
