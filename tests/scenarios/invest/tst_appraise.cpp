// SPDX-License-Identifier: GPL-3.0-or-later
// The money of a plan: by hand where it can be worked out by hand, and adding up where it cannot.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

#include "made_plans.h"
#include "scenarios/invest/appraise/appraise.h"

using namespace cityloom;
using namespace cityloom::scenarios;
using namespace cityloom::scenarios::invest;

namespace {

/// Without growth, delay, uplift and ramp: what a person works out on paper.
AppraisalSettings plain_settings() {
    AppraisalSettings s = default_plan_appraisal();
    for (const auto& [id, value] : {std::pair{"optimism_civil", 0.0},
                                    {"delay_share", 0.0},
                                    {"takeup_first", 1.0},
                                    {"value_growth", 0.0},
                                    {"demand_growth", 0.0},
                                    {"horizon_years", 10.0},
                                    {"discount_rate", 0.05},
                                    {"value_of_time", 10.0},
                                    {"persons_per_vehicle", 1.0},
                                    {"inflation", 0.0},
                                    {"usd_per_eur", 1.0}}) {
        s.set(id, value);
    }
    return s;
}

PlanAppraisal worked_out(PlanModel model, AppraisalSettings settings) {
    PlanAppraisal a;
    a.model = std::move(model);
    a.request.settings = std::move(settings);
    work_out_money(a, {"North"});
    return a;
}

void check_table(const MoneyTable& table) {
    std::vector<Cents> sums(table.net.by_year.size(), 0);
    Cents total = 0;
    Cents present = 0;
    for (const MoneyRow& row : table.rows) {
        Cents of_row = 0;
        for (std::size_t t = 0; t < row.by_year.size(); ++t) {
            sums[t] += row.by_year[t];
            of_row += row.by_year[t];
        }
        QCOMPARE(row.total, of_row);
        total += row.total;
        present += row.present;
    }
    QCOMPARE(table.net.by_year, sums);
    QCOMPARE(table.net.total, total);
    QCOMPARE(table.net.present, present);
}

} // namespace

class TestAppraise : public QObject {
    Q_OBJECT

private slots:
    void whatPaperSays();
    void everyTableAddsUpToTheCent();
    void laterIsWorthLess();
    void halfOfTheEffectIsHalfOfTheGain();
    void worksTakeTimeAndEffectsGrow();
    void aShortLifeIsRenewed();
    void whatOpensAfterTheHorizonBringsNothing();
    void demandIsNotMadeUp();
    void stagesBetweenAreInterpolated();
    void samplesAreTheSameAndFillTheirLayers();
    void theBoxHoldsWhatLoses();
    void whoDecidesIsTold();
};

void TestAppraise::whatPaperSays() {
    // 100,000 in year 0, 1,000 of upkeep and 2,000 h of 10 EUR in each of the years 1 to 10; two thirds of 30 years
    // left.
    const PlanAppraisal a = worked_out(one_thing(100'000.0, 2000.0), plain_settings());
    const double annuity = (1.0 - std::pow(1.05, -10.0)) / 0.05;
    const double residual = 100'000.0 * (1.0 - 10.0 / 30.0) * std::pow(1.05, -10.0);
    QVERIFY(std::abs(to_units(a.present_gain) - 20'000.0 * annuity) < 0.05);
    QVERIFY(std::abs(to_units(a.present_cost) - (100'000.0 + 1000.0 * annuity - residual)) < 0.05);
    QCOMPARE(a.npv, a.present_gain - a.present_cost);
    QVERIFY(a.payback && std::abs(*a.payback - 100.0 / 19.0) < 1e-6);
    QVERIFY(a.first_year_return && std::abs(*a.first_year_return - 19'000.0 / 105'000.0) < 1e-6);
    QVERIFY(a.economic_return.chosen && *a.economic_return.chosen > 0.05);
    QVERIFY(a.switching_gain &&
            std::abs(*a.switching_gain - static_cast<double>(a.npv) / static_cast<double>(a.present_gain)) < 1e-12);
}

void TestAppraise::everyTableAddsUpToTheCent() {
    AppraisalSettings s = default_plan_appraisal();
    s.set("loan_share", 0.7);
    PlanModel model = one_thing(123'456.78, 1234.5);
    model.costs.push_back(costs(77'777.77, "b", 3, 2));
    model.costs.back().build_class = "ict";
    model.costs.back().by_public = false;
    const PlanAppraisal a = worked_out(model, s);
    QCOMPARE(a.tables.size(), std::size_t{3});
    for (const MoneyTable& table : a.tables) {
        check_table(table);
    }
    Cents districts = a.elsewhere;
    for (const DistrictGain& d : a.districts) {
        districts += d.present;
    }
    QCOMPARE(districts, a.present_gain);
    QCOMPARE(a.npv, a.tables[0].net.present);
    // Each loan is paid back: what is drawn early enough equals what is repaid.
    const auto row = [&](const char* id) {
        return *std::ranges::find(a.tables[1].rows, std::string{id}, &MoneyRow::id);
    };
    QVERIFY(std::abs(row("drawn").total + row("principal").total) < 50);
}

void TestAppraise::laterIsWorthLess() {
    const AppraisalSettings s = plain_settings();
    Cents before = std::numeric_limits<Cents>::max();
    for (int begins = 0; begins < 6; ++begins) {
        const Cents gain = worked_out(one_thing(1000.0, 1000.0, begins), s).present_gain;
        QVERIFY(gain < before);
        before = gain;
    }
}

void TestAppraise::halfOfTheEffectIsHalfOfTheGain() {
    const AppraisalSettings s = default_plan_appraisal();
    const Cents whole = worked_out(one_thing(1000.0, 5000.0), s).present_gain;
    const Cents half = worked_out(one_thing(1000.0, 2500.0), s).present_gain;
    QVERIFY(std::abs(whole - 2 * half) <= 25);
    QCOMPARE(worked_out(one_thing(1000.0, 0.0), s).present_gain, Cents{0});
    QCOMPARE(worked_out(one_thing(1000.0, -5000.0), s).present_gain, -whole);
}

void TestAppraise::worksTakeTimeAndEffectsGrow() {
    AppraisalSettings s = plain_settings();
    s.set("delay_share", 0.5);
    s.set("takeup_first", 0.6);
    const PlanFlows flows = plan_flows(one_thing(1000.0, 1000.0), s);
    const std::vector<double>& time = flows.gains[static_cast<std::size_t>(Gain::Time)];
    QCOMPARE(time[0], 0.0);
    QVERIFY(time[1] > 0.0 && time[1] <= 0.5 * 10'000.0); // half a year late
    QVERIFY(time[1] < time[2] && time[2] < time[3]);
    QVERIFY(std::abs(time[6] - 10'000.0) < 1e-6); // in full
}

void TestAppraise::aShortLifeIsRenewed() {
    PlanModel model = one_thing(1000.0, 0.0);
    model.costs[0].line.life_years = 4.0;
    const PlanFlows flows = plan_flows(model, plain_settings());
    QCOMPARE(flows.renewal[5], 1000.0);
    QCOMPARE(flows.renewal[9], 1000.0);
    QVERIFY(std::abs(flows.residual[10] - 500.0) < 1e-9); // two years of four are left at the end of year 10
}

void TestAppraise::whatOpensAfterTheHorizonBringsNothing() {
    const PlanFlows flows = plan_flows(one_thing(1000.0, 1000.0, 10), plain_settings());
    QCOMPARE(flows.gain(10), 0.0);
    QVERIFY(std::abs(flows.capital[10] - flows.residual[10]) < 1e-9);
}

void TestAppraise::demandIsNotMadeUp() {
    PlanModel model = one_thing(1000.0, 1000.0);
    model.demand.known = true;
    model.demand.low = 0.85;
    model.demand.high = 1.15;
    model.demand.at_low[Effect::Hours] = 800.0;
    model.demand.at_one[Effect::Hours] = 1000.0;
    model.demand.at_high[Effect::Hours] = 1300.0;
    QCOMPARE(model.demand.beyond(1.0)[Effect::Hours], 0.0);
    QVERIFY(std::abs(model.demand.beyond(1.15)[Effect::Hours] - 300.0) < 1e-9);
    QVERIFY(std::abs(model.demand.beyond(0.85)[Effect::Hours] + 200.0) < 1e-9);
    QCOMPARE(model.demand.beyond(3.0)[Effect::Hours], model.demand.beyond(1.15)[Effect::Hours]);
    AppraisalSettings s = plain_settings();
    s.set("demand_growth", 0.05);
    QVERIFY(!plan_flows(model, s).in_range);
    s.set("demand_growth", 0.01);
    QVERIFY(plan_flows(model, s).in_range);
}

void TestAppraise::stagesBetweenAreInterpolated() {
    std::vector<PlanStage> stages(3);
    stages[0].share = 0.25;
    stages[1].share = 0.5;
    stages[2].share = 1.0;
    stages[2].simulated = true;
    stages[2].effects = saves_hours(1000.0);
    interpolate(stages);
    QCOMPARE(stages[0].effects.mean()[Effect::Hours], 250.0);
    QCOMPARE(stages[1].effects.mean()[Effect::Hours], 500.0);
}

void TestAppraise::samplesAreTheSameAndFillTheirLayers() {
    const PlanModel model = one_thing(300'000.0, 3000.0, 0, 2);
    const AppraisalSettings s = default_plan_appraisal();
    const auto first = draw_samples(model, s, 100, 7, {}).value();
    const auto again = draw_samples(model, s, 100, 7, {}).value();
    QCOMPARE(first.all.size(), std::size_t{100});
    for (std::size_t k = 0; k < 100; ++k) {
        QCOMPARE(first.all[k].npv, again.all[k].npv);
        QCOMPARE(first.all[k].drawn, again.all[k].drawn);
    }
    QVERIFY(draw_samples(model, s, 100, 8, {}).value().all[0].npv != first.all[0].npv);
    // The layers of a triangle: by its distribution each tenth of the draws lies in its tenth.
    const auto at = std::ranges::find(first.uncertainties, std::string{"value_of_time"}, &Uncertainty::id);
    QVERIFY(at != first.uncertainties.end());
    const auto column = static_cast<std::size_t>(at - first.uncertainties.begin());
    std::multiset<int> tenths;
    for (const Sample& sample : first.all) {
        const double x = sample.drawn[column];
        const double below = (x - at->low) * (x - at->low) / ((at->high - at->low) * (at->value - at->low));
        const double above = 1.0 - (at->high - x) * (at->high - x) / ((at->high - at->low) * (at->high - at->value));
        tenths.insert(static_cast<int>(10.0 * (x < at->value ? below : above)));
    }
    for (int tenth = 0; tenth < 10; ++tenth) {
        QCOMPARE(tenths.count(tenth), std::size_t{10});
    }
    QVERIFY(first.p5 <= first.p50 && first.p50 <= first.p95 && first.worst_tenth <= first.p50);
}

void TestAppraise::theBoxHoldsWhatLoses() {
    const auto samples = draw_samples(one_thing(300'000.0, 900.0), default_plan_appraisal(), 400, 1, {}).value();
    QVERIFY2(samples.loss_share > 0.1 && samples.loss_share < 0.9, qPrintable(QString::number(samples.loss_share)));
    QVERIFY(samples.box);
    QVERIFY(samples.box->density > samples.loss_share);
    std::size_t inside = 0;
    std::size_t losing = 0;
    for (const Sample& sample : samples.all) {
        const bool in = std::ranges::all_of(samples.box->sides, [&](const Box::Side& side) {
            return sample.drawn[side.uncertainty] >= side.low && sample.drawn[side.uncertainty] <= side.high;
        });
        inside += in ? 1U : 0U;
        losing += in && sample.npv < 0.0 ? 1U : 0U;
    }
    QVERIFY(inside > 0);
    QVERIFY(std::abs(static_cast<double>(losing) / static_cast<double>(inside) - samples.box->density) < 1e-9);
}

void TestAppraise::whoDecidesIsTold() {
    // Hours alone: their price must carry most of the variance beside cost and discount, fuel's none of it.
    const auto samples = draw_samples(one_thing(1000.0, 5000.0), default_plan_appraisal(), 50, 1, {}).value();
    const auto total = [&](const char* id) {
        return std::ranges::find(samples.uncertainties, std::string{id}, &Uncertainty::id)->total;
    };
    QVERIFY(total("value_of_time") > 0.2);
    QCOMPARE(total("fuel_price"), 0.0);
    QCOMPARE(total("lost_load"), 0.0);
}

QTEST_GUILESS_MAIN(TestAppraise)
#include "tst_appraise.moc"
