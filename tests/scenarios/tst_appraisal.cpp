// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cmath>

#include "scenarios/compare/appraisal.h"
#include "scenarios/compare/statistics.h"

using namespace cityloom::scenarios;

class AppraisalTest : public QObject {
    Q_OBJECT

private slots:
    void studentsTable() {
        QCOMPARE(student_t95(4), 2.776);
        QVERIFY(std::abs(student_t95(60) - 2.0003) < 5e-4); // the table's value
        QVERIFY(std::abs(student_t95(100000) - 1.95996) < 1e-4);
    }

    /// Differences 1, 2, 3: mean 2, s = 1, half-width 4.303 / sqrt(3).
    void pairedDifferences() {
        const std::vector<double> a{10, 20, 30};
        const std::vector<double> b{11, 22, 33};
        const PairedDifference d = paired_difference(a, b);
        QCOMPARE(d.mean, 2.0);
        QVERIFY(std::abs(d.high - (2.0 + 4.303 / std::sqrt(3.0))) < 1e-9);
        QCOMPARE(d.sign(), 0); // the interval holds zero: it is not called better
        QCOMPARE(
            paired_difference(std::vector<double>{1.0, 2.0, 3.0, 4.0}, std::vector<double>{2.0, 3.1, 4.0, 5.1}).sign(),
            1);
        QVERIFY(!paired_difference(std::vector<double>{1.0}, std::vector<double>{2.0}).known);
    }

    void tablesAreRead() {
        const AppraisalSettings s = default_appraisal();
        QVERIFY(s.parameters.size() >= 12);
        QVERIFY(s.costs.size() >= 6);
        QCOMPARE(s.value("horizon_years"), 20.0);
        for (const AppraisalParameter& p : s.parameters) {
            QVERIFY2(!p.source.empty() && !p.english.empty() && !p.chinese.empty(), p.id.c_str());
            QVERIFY2(p.low <= p.value && p.value <= p.high, p.id.c_str());
        }
        for (const UnitCost& cost : s.costs) {
            QVERIFY2(!cost.source.empty() && cost.capital > 0 && cost.life_years > 0, cost.id.c_str());
        }
    }

    /// One close measure of 20,000 EUR with 15 years of life, saving 10 vehicle hours a run.
    void netPresentValueByHand() {
        AppraisalSettings s = default_appraisal();
        s.set("inflation", 0.0);
        s.set("value_of_time", 10.813); // 10 EUR
        s.set("persons_per_vehicle", 1.0);
        s.set("days_per_year", 100.0);
        s.set("discount_rate", 0.05);
        s.set("horizon_years", 15.0);
        AppraisalContext context{.day_share = 0.5};
        const Savings savings{.vehicle_hours = 10.0, .vehicle_hours_low = 8.0, .vehicle_hours_high = 12.0};
        const Appraisal result = appraise({}, {{"close", {{"street", "1"}}}}, savings, context, s);
        const double annuity = (1.0 - std::pow(1.05, -15.0)) / 0.05;
        const double benefit = 10.0 * 10.0 * 200.0 * annuity;
        const double cost = 20'000.0 + 1'000.0 * annuity; // 5 % upkeep; nothing is left at the end of its life
        QCOMPARE(result.year_factor, 200.0);
        QVERIFY(std::abs(static_cast<double>(result.present_benefit) * 0.01 - benefit) < 1.0);
        QVERIFY(std::abs(static_cast<double>(result.present_cost) * 0.01 - cost) < 1.0);
        QVERIFY(std::abs(result.bcr - benefit / cost) < 1e-4);
        QVERIFY(result.npv_low < result.npv && result.npv < result.npv_high);
        QVERIFY(!result.sensitivity.empty());
        // What both scenarios have costs neither anything.
        const Measure same{"close", {{"street", "1"}}};
        QCOMPARE(appraise({same}, {same}, savings, context, s).costs.size(), std::size_t{0});
    }

    void eventsAreNotEveryDay() {
        const AppraisalContext context{.with_events = true};
        const Appraisal result = appraise({}, {}, {.energy_not_served_mwh = 1.0}, context, default_appraisal());
        QCOMPARE(result.year_factor, 0.1);
        QVERIFY(std::isnan(result.bcr));
        QCOMPARE(result.benefits.back().a_year, Cents{87'000}); // 1 MWh at 8,700 EUR, once in ten years
    }
};

QTEST_APPLESS_MAIN(AppraisalTest)
#include "tst_appraisal.moc"
