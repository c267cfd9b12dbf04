// SPDX-License-Identifier: GPL-3.0-or-later
// Investment arithmetic against values that can be worked out by hand.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenarios/invest/money/asset.h"
#include "scenarios/invest/money/benefit.h"
#include "scenarios/invest/money/decision.h"
#include "scenarios/invest/money/discount.h"
#include "scenarios/invest/money/ledger.h"
#include "scenarios/invest/money/loan.h"
#include "scenarios/invest/money/rate_of_return.h"

using namespace cityloom::scenarios::invest;

namespace {

bool near(double a, double b, double within = 1e-9) {
    return std::abs(a - b) <= within * std::max(1.0, std::abs(b));
}

/// Flows that are nought at the rates given: the product of (x - 1 / (1 + r)) in powers of x.
std::vector<double> flows_with(const std::vector<double>& rates) {
    std::vector<double> flows{1000.0};
    for (const double rate : rates) {
        std::vector<double> next(flows.size() + 1, 0.0);
        for (std::size_t i = 0; i < flows.size(); ++i) {
            next[i] -= flows[i];
            next[i + 1] += flows[i] * (1.0 + rate);
        }
        flows = next;
    }
    return flows;
}

} // namespace

class TestMoney : public QObject {
    Q_OBJECT
private slots:
    void ratesOfReturn_data() {
        QTest::addColumn<QList<double>>("rates");
        QTest::newRow("one") << QList<double>{0.07};
        QTest::newRow("-99.9 %") << QList<double>{-0.999};
        QTest::newRow("-44 %") << QList<double>{-0.44};
        QTest::newRow("900 %") << QList<double>{9.0};
        QTest::newRow("250,000 %") << QList<double>{2500.0};
        QTest::newRow("two") << QList<double>{0.1, 0.2};
        QTest::newRow("three") << QList<double>{-0.5, 0.0, 1.0};
        QTest::newRow("four") << QList<double>{-0.9, -0.2, 0.3, 4.0};
        QTest::newRow("two alike") << QList<double>{0.25, 0.25};
    }

    void ratesOfReturn() {
        QFETCH(QList<double>, rates);
        const std::vector<double> wanted(rates.begin(), rates.end());
        const RatesOfReturn found = rates_of_return(std::span<const double>{flows_with(wanted)});
        const bool twice = wanted.size() == 2 && wanted[0] == wanted[1];
        QCOMPARE(found.all.size(), twice ? std::size_t{1} : wanted.size());
        for (std::size_t i = 0; i < found.all.size(); ++i) {
            QVERIFY2(near(found.all[i], wanted[i], twice ? 1e-5 : 1e-7),
                     qPrintable(QString::number(found.all[i], 'g', 12)));
        }
        QCOMPARE(found.sign_changes, static_cast<int>(wanted.size()));
    }

    void noRateOfReturn() {
        QVERIFY(rates_of_return(std::span<const double>{std::vector<double>{1, 2, 3}}).all.empty());
        QVERIFY(rates_of_return(std::span<const double>{std::vector<double>{-1, 3, -3}})
                    .all.empty()); // two changes, no root
        QVERIFY(rates_of_return(std::span<const double>{std::vector<double>{0, 0}}).all.empty());
        QVERIFY(!modified_rate_of_return(std::vector<double>{1, 2}, 0.1, 0.1));
        // With closing costs there is a second root far below; the one that is meant is chosen.
        const RatesOfReturn closing =
            rates_of_return(std::span<const double>{std::vector<double>{-1000, 800, 600, -100}});
        QCOMPARE(closing.all.size(), std::size_t{2});
        QVERIFY(closing.chosen && *closing.chosen > 0.1);
        QVERIFY(!rates_of_return(std::span<const double>{flows_with({0.1, 0.2})}).chosen);
    }

    /// Hundred and twenty-five years, and months of thirty years, stay exact and quick.
    void longFlows() {
        std::vector<double> flows(126, 5.0);
        flows[0] = -100.0;
        const auto found = rates_of_return(std::span<const double>{flows});
        QCOMPARE(found.all.size(), std::size_t{1});
        QVERIFY(near(Discount{found.all[0]}.present_value(flows, 0), 0.0, 1e-7));
        std::vector<double> seasons(361);
        for (std::size_t i = 0; i < seasons.size(); ++i) {
            seasons[i] = i == 0 ? -1000.0 : i % 12 == 0 ? -20.0 : 10.0;
        }
        std::vector<double> sizes(seasons.size());
        std::transform(seasons.begin(), seasons.end(), sizes.begin(), [](double flow) { return std::abs(flow); });
        for (const double rate : rates_of_return(std::span<const double>{seasons}).all) {
            const Discount discount{rate};
            QVERIFY(std::abs(discount.present_value(seasons, 0)) < 1e-9 * discount.present_value(sizes, 0));
        }
    }

    void discounting() {
        QCOMPARE(Discount{0.1}.factor(0), 1.0);
        const Discount falling{std::vector<RateStep>{{1, 2, 0.10}, {3, 4, 0.05}}};
        QVERIFY(near(falling.factor(3), 1.0 / (1.1 * 1.1 * 1.05)));
        QVERIFY(near(falling.factor(6), 1.0 / (1.1 * 1.1 * std::pow(1.05, 4)))); // the last rate goes on
        QVERIFY(near(falling.annuity(2), 1.0 / 1.1 + 1.0 / 1.21));
        QCOMPARE(Discount(0.1, 4).annuity(5), 3.7908);
        QCOMPARE(Discount(0.1, 2).factor(1), 0.91);
        QCOMPARE(round_decimals(1.005, 2), 1.01); // as one rounds what is printed
        QCOMPARE(round_decimals(-2.5, 0), -3.0);
    }

    void loansClear() {
        for (const double rate : {0.0, 0.05, 0.3}) {
            for (const Repayment repayment : {Repayment::Level, Repayment::EqualPrincipal}) {
                double principal = 0.0;
                for (const LoanPeriod& period : loan_periods(rate, 7, 1000.0, repayment)) {
                    QVERIFY(near(period.opening, 1000.0 - principal));
                    QVERIFY(near(period.interest, period.opening * rate));
                    principal += period.principal;
                }
                QVERIFY(near(principal, 1000.0));
            }
        }
        QVERIFY(near(level_payment(0.1, 1, 100.0), 110.0));
        QVERIFY(near(level_payment(0.1, 1, 100.0, true), 100.0));
        const std::vector<double> draws{100.0, 0.0};
        const ConstructionInterest built = interest_during_construction(0.1, draws);
        QVERIFY(near(built.balance, 100.0 + 5.0 + 10.5));
        QVERIFY(!DebtService{}.cover());
    }

    void depreciationAddsUp() {
        for (int life = 1; life <= 12; ++life) {
            const auto digits = sum_of_years_digits(1000.0, 100.0, life);
            QVERIFY(near(std::accumulate(digits.begin(), digits.end(), 0.0), 900.0));
            const auto line = straight_line(1000.0, 100.0, life);
            QVERIFY(near(std::accumulate(line.begin(), line.end(), 0.0), 900.0));
        }
        QCOMPARE(declining_balance(1000.0, 100.0, 5, 12).by_year.size(), std::size_t{5});
        QCOMPARE(declining_balance(1000.0, 100.0, 5, 3).by_year.size(), std::size_t{6});
    }

    void payback() {
        QVERIFY(near(*payback_years(std::vector<double>{-10, 4, 4, 4}, 0, Discount{0.0}), 2.5));
        QVERIFY(near(*payback_years(std::vector<double>{-10, 4, 4, 4}, 1, Discount{0.0}), 3.5));
        QVERIFY(!payback_years(std::vector<double>{-10, 4, 4}, 0, Discount{0.0}));
        QCOMPARE(*payback_years(std::vector<double>{1, 2}, 0, Discount{0.0}), 0.0);
        QVERIFY(near(*payback_years(std::vector<double>{-10, 11}, 0, Discount{0.1}), 1.0));
    }

    void switchingValues() {
        const Switching bent =
            switching_value(std::vector<double>{0.2, 0.0, 0.4}, std::vector<double>{5.0, 10.0, -5.0});
        QVERIFY(near(*bent.change, 0.3)); // between its neighbours, whatever the order
        const Switching beyond = switching_value(std::vector<double>{0.0, 0.1}, std::vector<double>{10.0, 9.0});
        QVERIFY(near(*beyond.change, 1.0));
        QVERIFY(!switching_value(std::vector<double>{0.0, 0.1}, std::vector<double>{3.0, 3.0}).change);
        QVERIFY(!sensitivity(0.0, 1.0, 0.1));
    }

    /// Atoms are split: over any share, the part beyond it weighs nothing.
    void shortfall() {
        const std::vector<double> p{0.25, 0.75};
        const std::vector<double> profit{-8.0, 4.0};
        QVERIFY(near(expected_shortfall(p, profit, 0.25), 8.0));
        QVERIFY(near(expected_shortfall(p, profit, 0.5), 2.0));
        QVERIFY(near(expected_shortfall(p, profit, 1.0), -1.0));
    }

    void stages() {
        StagedDecision decision;
        decision.p_good = 0.5;
        decision.alternatives.push_back({.name = "small", .capital = 10.0, .good = 4.0, .poor = 1.0, .years = 4});
        decision.extension.capital = 5.0;
        decision.extension.good = 9.0;
        decision.extension.years = 2;
        decision.stage_year = 2;
        StagedValues values = value_stages(decision);
        QVERIFY(near(values.value[0], 0.5 * 16 + 0.5 * 4 - 10));
        QVERIFY(near(values.extend_node, 13.0));
        QVERIFY(near(values.staged, values.value[0] + 0.5 * (13.0 - 8.0)));
        decision.extension.capital = 50.0; // never worth it: nobody is forced to extend
        QVERIFY(near(value_stages(decision).staged, values.value[0]));
        decision.discount = Discount{0.1};
        QVERIFY(near(value_stages(decision).value[0], (0.5 * 4 + 0.5 * 1) * Discount{0.1}.annuity(4) - 10));
        const WaitOption wait{
            .capital = 100, .price_now = 10, .price_up = 20, .price_down = 5, .p_up = 0.5, .rate = 0.1, .years = 1};
        QVERIFY(near(value_waiting(wait).now, -90.0));
        QVERIFY(near(value_waiting(wait).wait, 0.0));
    }

    void cents() {
        QCOMPARE(to_cents(0.1 + 0.2), Cents{30});
        QCOMPARE(to_cents(-1.005), Cents{-101});
        QCOMPARE(to_cents(kMostMoney), static_cast<Cents>(kMostMoney) * 100);
    }
};

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"
