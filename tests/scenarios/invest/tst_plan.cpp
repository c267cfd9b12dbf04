// SPDX-License-Identifier: GPL-3.0-or-later
// Programmes with a known answer: what is simulated is a function of the set.
#include <QTest>

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "made_plans.h"
#include "scenarios/invest/plan/plan.h"

using namespace cityloom;
using namespace cityloom::scenarios;
using namespace cityloom::scenarios::invest;

namespace {

using Set = std::vector<std::size_t>;

bool has(const Set& set, std::size_t i) {
    return std::ranges::find(set, i) != set.end();
}

EffectOracle oracle(std::function<double(const Set&)> hours) {
    return
        [hours = std::move(hours)](const std::vector<Set>& sets, const std::string&) -> Result<std::vector<Effects>> {
            std::vector<Effects> effects;
            for (const Set& set : sets) {
                effects.push_back(saves_hours(hours(set)));
            }
            return effects;
        };
}

Portfolio portfolio(std::size_t count, double euro) {
    Portfolio p{.first_year = 2026, .years = 3, .packages = {}};
    p.limits_name = "the budget";
    p.settings = default_plan_appraisal();
    for (std::size_t i = 0; i < count; ++i) {
        p.packages.push_back(package("P" + std::to_string(i + 1), euro));
    }
    return p;
}

SettledPortfolio settled(Portfolio p, const EffectOracle& of, nlohmann::ordered_json limits = {}) {
    if (!limits.is_object() || !limits.contains("budget")) {
        limits["budget"] = nlohmann::ordered_json::array({nullptr, nullptr, nullptr});
    }
    p.limits = &limits;
    auto found = settle(p, of, {});
    if (!found) {
        qWarning("%s", found.error().message.c_str());
        std::abort();
    }
    return std::move(*found);
}

std::size_t built(const SettledPortfolio& found) {
    const Starts& starts = found.rounds[found.best].start;
    return static_cast<std::size_t>(std::ranges::count_if(starts, [](int s) { return s != kNever; }));
}

bool warns(const SettledPortfolio& found, const std::string& part) {
    return std::ranges::any_of(found.warnings,
                               [&](const Text& t) { return t.english.find(part) != std::string::npos; });
}

} // namespace

class TestPlan : public QObject {
    Q_OBJECT

private slots:
    void whatAddsUpIsBuiltWhole();
    void ofTwoThatRepeatEachOtherOneIsBuilt();
    void twoThatOnlyWorkTogetherAreBuiltTogether();
    void aCheaperOneThatDoesNearlyAsWellIsTold();
    void threeThatShareOneBenefitAreFoundByRefitting();
    void whatIsNotWorthItsCostIsNotBuilt();
    void theBudgetIsKept();
    void limitsThatCannotBeKeptAreNamed();
    void aWrongFieldIsNamed();
    void debtThatGrowsWithoutEndIsWarnedOf();
    void debtIsToldByItsBand();
};

void TestPlan::whatAddsUpIsBuiltWhole() {
    const auto found =
        settled(portfolio(4, 100'000.0), oracle([](const Set& s) { return 5000.0 * static_cast<double>(s.size()); }));
    QCOMPARE(built(found), std::size_t{4});
    QVERIFY(found.settled);
    QVERIFY(found.interactions.empty());
    QVERIFY(found.warnings.empty());
    const PlanRound& best = found.rounds[found.best];
    QVERIFY(std::abs(best.parts - best.whole) < 1e-6 * best.whole);
    QVERIFY(best.npv > 0.0);
}

void TestPlan::ofTwoThatRepeatEachOtherOneIsBuilt() {
    // Each pays alone; the second adds nothing.
    const auto found = settled(portfolio(2, 300'000.0), oracle([](const Set& s) { return s.empty() ? 0.0 : 5000.0; }));
    QCOMPARE(found.interactions.size(), std::size_t{1});
    QVERIFY(found.interactions[0].a_year < 0.0);
    QCOMPARE(built(found), std::size_t{1});
    QVERIFY(warns(found, "repeat each other"));
}

void TestPlan::twoThatOnlyWorkTogetherAreBuiltTogether() {
    const auto found = settled(portfolio(3, 200'000.0), oracle([](const Set& s) {
                                   return (has(s, 0) && has(s, 2) ? 12'000.0 : 0.0) - (has(s, 1) ? 10.0 : 0.0);
                               }));
    const Starts& starts = found.rounds[found.best].start;
    QVERIFY(starts[0] != kNever);
    QVERIFY(starts[1] == kNever);
    QVERIFY(starts[2] != kNever);
    QVERIFY(warns(found, "more together"));
}

void TestPlan::aCheaperOneThatDoesNearlyAsWellIsTold() {
    Portfolio p = portfolio(2, 400'000.0);
    p.packages[1] = package("plain", 50'000.0);
    // The dear one must be built: nothing forbids the plain one, which repeats it.
    const auto found = settled(p, oracle([](const Set& s) {
                                   return has(s, 0) ? 30'000.0 : has(s, 1) ? 27'000.0 : 0.0;
                               }));
    QCOMPARE(built(found), std::size_t{1});
    const Starts& starts = found.rounds[found.best].start;
    QVERIFY(starts[1] != kNever || warns(found, "does nearly as well"));
}

void TestPlan::threeThatShareOneBenefitAreFoundByRefitting() {
    // Pairs lose as much as three do: only the whole tells.
    const auto found =
        settled(portfolio(3, 300'000.0),
                oracle([](const Set& s) { return s.empty() ? 0.0 : 4000.0 + 400.0 * static_cast<double>(s.size()); }));
    QCOMPARE(built(found), std::size_t{1});
    QVERIFY(found.rounds[found.best].npv > 0.0);
}

void TestPlan::whatIsNotWorthItsCostIsNotBuilt() {
    const auto none =
        settled(portfolio(2, 1e6), oracle([](const Set& s) { return 10.0 * static_cast<double>(s.size()); }));
    QCOMPARE(built(none), std::size_t{0});
    // Zero effect and effects below zero: nobody builds them.
    QCOMPARE(built(settled(portfolio(2, 1000.0), oracle([](const Set&) { return 0.0; }))), std::size_t{0});
    QCOMPARE(built(settled(portfolio(2, 1000.0),
                           oracle([](const Set& s) { return -50.0 * static_cast<double>(s.size()); }))),
             std::size_t{0});
}

void TestPlan::theBudgetIsKept() {
    // With its uplift of 44 % each costs 144,000: one a year.
    const auto found =
        settled(portfolio(4, 100'000.0), oracle([](const Set& s) { return 5000.0 * static_cast<double>(s.size()); }),
                {{"budget", {150'000, 150'000, 150'000}}});
    QCOMPARE(built(found), std::size_t{3});
    for (const CashYear& year : found.rollout.books.cash) {
        QVERIFY(year.built <= 15'000'000);
    }
}

void TestPlan::limitsThatCannotBeKeptAreNamed() {
    nlohmann::ordered_json limits{{"budget", {0, 0, 0}},
                                  {"debt", {{"opening", 1000}, {"rate", 0.05}, {"tenor", 5}, {"service_max", 1}}}};
    const auto found = settled(portfolio(2, 100'000.0),
                               oracle([](const Set& s) { return 5000.0 * static_cast<double>(s.size()); }), limits);
    QVERIFY(found.rounds.empty());
    QVERIFY(!found.rollout.conflict.empty());
}

void TestPlan::aWrongFieldIsNamed() {
    Portfolio p = portfolio(1, 100.0);
    p.limits_name = "mine.json";
    const nlohmann::ordered_json limits{{"budget", {1, 2}}};
    p.limits = &limits;
    const auto found = settle(p, oracle([](const Set&) { return 1.0; }), {});
    QVERIFY(!found);
    QVERIFY(found.error().message.starts_with("mine.json: budget"));
}

void TestPlan::debtThatGrowsWithoutEndIsWarnedOf() {
    std::vector<DebtYear> debt(6);
    for (std::size_t t = 0; t < debt.size(); ++t) {
        debt[t].stock = 1'000'000'00 * static_cast<Cents>(t + 1);
    }
    QCOMPARE(debt_warnings(debt, {}, 2026).size(), std::size_t{1});
    debt.back().stock = debt[4].stock - 1; // it begins to be paid back
    QVERIFY(debt_warnings(debt, {}, 2026).empty());
    QVERIFY(debt_warnings(std::vector<DebtYear>(6), {}, 2026).empty());
    QVERIFY(debt_warnings({}, {}, 2026).empty());
}

void TestPlan::debtIsToldByItsBand() {
    std::vector<DebtYear> debt(2);
    debt[1].stock = 201'00;
    const auto band = [&](double revenue) {
        const auto warnings = debt_warnings(debt, {revenue, revenue}, 2026);
        return warnings.empty() ? std::string{} : warnings.front().english;
    };
    QVERIFY(band(60.0).find("2027") != std::string::npos && band(60.0).find("red") != std::string::npos);
    QVERIFY(band(100.0).find("orange") != std::string::npos);
    QVERIFY(band(150.0).find("yellow") != std::string::npos);
    QVERIFY(band(170.0).empty());
}

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
