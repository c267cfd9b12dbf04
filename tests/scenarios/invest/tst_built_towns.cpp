// SPDX-License-Identifier: GPL-3.0-or-later
// Plans on towns with a known answer, simulated by the engines: what a careful person would say of them is said, and of
// a healthy town it is not.
#include <QTest>

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "built_town.h"
#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/invest/beside/beside.h"
#include "scenarios/invest/plan/plan.h"

using namespace cityloom;
using namespace cityloom::tests;
using namespace cityloom::scenarios;
using namespace cityloom::scenarios::invest;

namespace {

const std::vector<std::string> kWiden{"2026:lanes,street=1,forward=2"};

bool says(const std::vector<Text>& texts, const std::string& part) {
    return std::ranges::any_of(texts, [&](const Text& t) { return t.english.find(part) != std::string::npos; });
}

QByteArray all(const std::vector<Text>& texts) {
    std::string lines;
    for (const Text& text : texts) {
        lines += "\n  " + text.english;
    }
    return QByteArray::fromStdString(lines);
}

void quiet(double /*fraction*/, const std::string& /*what*/) {}

/// Lights at the head of the bridge leave its traffic six seconds: who widens the bridge pays for what they do.
BuiltTown badly_timed() {
    BuiltTown town{{.people = 4000, .jobs = 3600, .lights = true}};
    town.add("bad", {"signal,controller=signal/1,greens=6/60", "signal,controller=signal/2,greens=60/6"});
    return town;
}

PlanAppraisal appraised(BuiltTown& town, const std::vector<std::string>& measures, const std::string& base = "base",
                        std::size_t failures = 0) {
    town.add("plan", measures, base == "base" ? "" : base);
    AppraiseRequest request{.plan = "plan", .base = base, .demand_points = false, .effects = mornings()};
    request.effects.failures = failures;
    auto appraisal = appraise_plan(*town.store, keep_in(*town.store), town.project, request, quiet, {});
    if (!appraisal) {
        qFatal("%s", appraisal.error().message.c_str());
    }
    return std::move(*appraisal);
}

Plan made(BuiltTown& town, const std::vector<std::string>& candidates, const std::string& base,
          const nlohmann::ordered_json& budget = {}) {
    town.add("ideas", candidates);
    PlanRequest request{
        .candidates = "ideas", .base = base, .into = "made", .replace = true, .years = 3, .effects = mornings()};
    QTemporaryDir folder;
    if (budget.is_object()) {
        request.budget = (folder.path() + "/budget.json").toStdString();
        std::ofstream{request.budget} << budget.dump();
    }
    auto plan = make_plan(*town.store, keep_in(*town.store), town.project, request, quiet, {});
    if (!plan) {
        qFatal("%s", plan.error().message.c_str());
    }
    return std::move(*plan);
}

std::size_t built(const Plan& plan) {
    const auto chosen = plan.chosen();
    return chosen ? static_cast<std::size_t>(std::ranges::count_if(*chosen, [](int s) { return s != kNever; })) : 0;
}

} // namespace

class TestBuiltTowns : public QObject {
    Q_OBJECT

private slots:
    void ofTwoThatRepeatEachOtherThePlainOneIsBuilt();
    void twoThatOnlyWorkTogetherAreBuiltTogether();
    void whatAddsUpHasNoInteraction();
    void capacityThatNobodyUsesIsWarnedOf();
    void debtBeyondRevenueIsWarnedOf();
    void debtServiceKeepsItsCeiling();
    void aPlainAlternativeIsProposed();
    void wherePlainDoesNotHelpNothingIsProposed();
    void aQueueThatIsMovedOutIsCaught();
    void closingAllBridgesLosesTheTrips();
    void aSubstationThatNobodyNeedsDoesNotPay();
    void radiosThatNobodyHearsBringNothing();
    void plansStandBesideEachOther();
    void besideNamesWhatIsWrong();
};

void TestBuiltTowns::ofTwoThatRepeatEachOtherThePlainOneIsBuilt() {
    BuiltTown town = badly_timed();
    const Plan plan = made(town, {"lanes,street=1,forward=2", "signal,controller=signal/2,greens=30/30"}, "bad");
    for (const double alone : plan.settled.alone_a_year) {
        QVERIFY(alone > 1e6);
    }
    QCOMPARE(plan.settled.interactions.size(), std::size_t{1});
    QVERIFY(plan.settled.interactions[0].a_year < -1e6);
    QVERIFY2(says(plan.warnings, "repeat each other"), all(plan.warnings));
    const auto chosen = plan.chosen();
    QVERIFY(chosen);
    QVERIFY((*chosen)[0] == kNever);
    QVERIFY((*chosen)[1] != kNever);
}

void TestBuiltTowns::twoThatOnlyWorkTogetherAreBuiltTogether() {
    // Two lights in a row on the way over the bridge: with one of them retimed the queue stands before the other.
    BuiltTown town{{.people = 4000, .jobs = 3600, .island = true}};
    town.add("bad", {"signal,controller=signal/1,greens=60/6", "signal,controller=signal/2,greens=6/60"});
    const Plan plan =
        made(town, {"signal,controller=signal/1,greens=30/30", "signal,controller=signal/2,greens=30/30"}, "bad");
    QVERIFY(plan.settled.all_a_year > 5.0 * (plan.settled.alone_a_year[0] + plan.settled.alone_a_year[1]));
    QVERIFY2(says(plan.warnings, "more together"), all(plan.warnings));
    QCOMPARE(built(plan), std::size_t{2});
}

void TestBuiltTowns::whatAddsUpHasNoInteraction() {
    // A lane over the river and a second circuit of a feeder have nothing to do with each other.
    BuiltTown town{{.people = 24'000, .jobs = 21'600}};
    const Plan plan = made(town, {"lanes,street=1,forward=2", "reinforce,asset=feeder/F1"}, "base");
    QVERIFY(plan.settled.alone_a_year[0] > 1e6);
    QVERIFY(plan.settled.interactions.empty());
    QVERIFY2(!says(plan.warnings, "repeat each other") && !says(plan.warnings, "more together"), all(plan.warnings));
}

void TestBuiltTowns::capacityThatNobodyUsesIsWarnedOf() {
    BuiltTown town{{.people = 4000, .jobs = 3600}};
    const PlanAppraisal bubble = appraised(town, {"2026:substation,x=0,y=0,rating_mva=63"}, "base", 3);
    QVERIFY(!bubble.uses.empty() && bubble.uses[0].most < 0.1 && bubble.uses[0].little);
    QVERIFY2(says(bubble.warnings, "three years running"), all(bubble.warnings));
    const PlanAppraisal fits = appraised(town, {"2026:substation,x=0,y=0,rating_mva=2"}, "base", 3);
    QVERIFY(!fits.uses.empty());
    QVERIFY2(fits.uses[0].most > kLittleUsed, qPrintable(QString::number(fits.uses[0].most)));
    QVERIFY2(!says(fits.warnings, "three years running"), all(fits.warnings));
}

void TestBuiltTowns::debtBeyondRevenueIsWarnedOf() {
    BuiltTown town{{.people = 24'000, .jobs = 21'600}};
    nlohmann::ordered_json budget{{"budget", {nullptr, nullptr, nullptr}},
                                  {"own_funds", {0, 0, 0}},
                                  {"debt", {{"rate", 0.04}, {"tenor", 15}}},
                                  {"revenue", {100'000, 100'000, 100'000}}};
    const Plan trap = made(town, {"lanes,street=1,forward=2"}, "base", budget);
    QCOMPARE(built(trap), std::size_t{1});
    QVERIFY2(says(trap.warnings, "red band"), all(trap.warnings));
    budget["revenue"] = {50'000'000, 50'000'000, 50'000'000};
    const Plan healthy = made(town, {"lanes,street=1,forward=2"}, "base", budget);
    QCOMPARE(built(healthy), std::size_t{1});
    QVERIFY2(!says(healthy.warnings, "band") && !says(healthy.warnings, "grows in every year"), all(healthy.warnings));
}

void TestBuiltTowns::debtServiceKeepsItsCeiling() {
    BuiltTown town{{.people = 24'000, .jobs = 21'600}};
    nlohmann::ordered_json budget{
        {"budget", {nullptr, nullptr, nullptr}},
        {"own_funds", {0, 0, 0}},
        {"debt", {{"rate", 0.04}, {"tenor", 15}, {"service_max", 1000}, {"service_from_budget", false}}}};
    const Plan none = made(town, {"lanes,street=1,forward=2"}, "base", budget);
    for (const DebtYear& year : none.settled.rollout.books.debt) {
        QVERIFY(year.service() <= 100'000);
    }
    // Debts of before that cannot be served within it are refused, and what forbids them is named.
    budget["debt"]["opening"] = 10'000'000;
    budget["debt"]["opening_tenor"] = 10;
    const Plan refused = made(town, {"lanes,street=1,forward=2"}, "base", budget);
    QVERIFY(!refused.chosen());
    QVERIFY(!refused.settled.rollout.conflict.empty());
}

void TestBuiltTowns::aPlainAlternativeIsProposed() {
    BuiltTown town = badly_timed();
    const PlanAppraisal a = appraised(town, kWiden, "bad");
    QVERIFY(a.npv > 0);
    QVERIFY(!a.alternatives.empty());
    const PlainAlternative& plain = a.alternatives.front();
    QCOMPARE(plain.measures.front().kind, std::string{"signal"});
    QVERIFY(plain.nearly_as_well && plain.better);
    QVERIFY(plain.share_of_gain && *plain.share_of_gain > kNearlyAsWell);
    QVERIFY(plain.capital * 20 < plain.instead_capital);
    QVERIFY2(says(a.warnings, "A plain alternative does nearly as well"), all(a.warnings));
    // What it is said to bring is what it brings.
    const PlanAppraisal alone =
        appraised(town, {format_measure(plain.measures[0]), format_measure(plain.measures[1])}, "bad");
    constexpr Cents kRounded = 100; // each year of each row is in whole cents there
    QVERIFY(std::abs(alone.present_gain - plain.present_gain) < kRounded);
    QVERIFY(std::abs(alone.present_cost - plain.present_cost) < kRounded);
}

void TestBuiltTowns::wherePlainDoesNotHelpNothingIsProposed() {
    BuiltTown town{{.people = 24'000, .jobs = 21'600}};
    const PlanAppraisal a = appraised(town, {"2026:lanes,street=1,forward=3"});
    QVERIFY(a.npv > 0);
    QVERIFY(!a.alternatives.empty()); // one lane instead of two was tried
    const PlanAppraisal one = appraised(town, kWiden);
    QVERIFY(one.npv > 0);
    QVERIFY2(!says(one.warnings, "alternative"), all(one.warnings));
}

void TestBuiltTowns::aQueueThatIsMovedOutIsCaught() {
    BuiltTown town{{.people = 4000, .jobs = 3600, .gate = true}};
    const PlanAppraisal shut = appraised(town, {"2026:close,street=20,direction=forward"});
    QVERIFY(shut.npv < 0);
    QVERIFY2(says(shut.warnings, "moved outside"), all(shut.warnings));
    const PlanAppraisal metered = appraised(town, {"2026:signal,controller=signal/1,greens=10/50"});
    QVERIFY(metered.npv < 0); // who waits before the map's edge waits as well
    QVERIFY2(says(metered.warnings, "moved outside"), all(metered.warnings));
    BuiltTown healthy{{.people = 24'000, .jobs = 21'600}};
    const PlanAppraisal good = appraised(healthy, kWiden);
    QVERIFY2(!says(good.warnings, "edge of the map"), all(good.warnings));
}

void TestBuiltTowns::closingAllBridgesLosesTheTrips() {
    BuiltTown town{{.bridges = 2, .people = 4000, .jobs = 3600}};
    const PlanAppraisal one = appraised(town, {"2026:close,street=1"});
    const PlanAppraisal both = appraised(town, {"2026:close,street=1", "2026:close,street=2"});
    QVERIFY(one.npv < 0);
    QVERIFY(both.present_gain < 2 * one.present_gain); // a detour is a nuisance, no way at all is a catastrophe
    const Effects& effects = both.model.stages.back().effects;
    const double trips = effects.mean()[Effect::TripsMade];
    // Nobody gets over: all who go to work in the mornings of 253 days of three hours.
    const auto wanted = static_cast<double>(trips_of_period(town.project.networks.demand, mornings().periods[0]));
    QVERIFY2(trips < -0.8 * wanted * 759.0 && trips >= -wanted * 759.0, qPrintable(QString::number(trips)));
    QVERIFY2(both.explained.english.find("can no longer be made") != std::string::npos, both.explained.english.c_str());
    QVERIFY(!both.explained.chinese.empty());
}

void TestBuiltTowns::aSubstationThatNobodyNeedsDoesNotPay() {
    BuiltTown town{{.people = 4000, .jobs = 3600}};
    const PlanAppraisal a = appraised(town, {"2026:substation,x=0,y=0"}, "base", 3);
    QVERIFY(a.npv < 0);
    QVERIFY(std::abs(static_cast<double>(a.present_gain)) < 0.02 * static_cast<double>(a.present_cost));
    QVERIFY2(says(a.warnings, "Building nothing is better"), all(a.warnings));
    QVERIFY(std::ranges::any_of(a.alternatives, [](const PlainAlternative& other) {
        return other.measures.front().kind == "reinforce" && other.capital * 20 < other.instead_capital;
    }));
    QVERIFY(!a.explained.empty());
}

void TestBuiltTowns::radiosThatNobodyHearsBringNothing() {
    BuiltTown town{{.people = 1600, .jobs = 1400}};
    const PlanAppraisal none = appraised(town, {"2026:connected,share=0"});
    QCOMPARE(none.present_cost, Cents{0});
    QCOMPARE(none.present_gain, Cents{0});
    QVERIFY(none.explained.english.find("costs nothing") != std::string::npos);
    const PlanAppraisal full = appraised(town, {"2026:connected,share=1"});
    QVERIFY(full.present_cost > 0);
    QCOMPARE(full.present_gain, Cents{0});
    QVERIFY2(full.explained.english.find("nothing that was simulated changes") != std::string::npos,
             full.explained.english.c_str());
}

void TestBuiltTowns::plansStandBesideEachOther() {
    BuiltTown town = badly_timed();
    town.add("wide", kWiden, "bad");
    town.add("timed", {"2026:signal,controller=signal/2,greens=30/30"}, "bad");
    town.add("shut", {"2027:close,street=1"}, "bad");
    BesideRequest request{.plans = {"wide", "timed", "shut"}, .futures = 60, .appraise = {}};
    request.appraise = {.base = "bad", .demand_points = false, .effects = mornings()};
    const auto beside = appraise_beside(*town.store, keep_in(*town.store), town.project, request, quiet, {});
    QVERIFY2(beside.has_value(), beside ? "" : beside.error().message.c_str());
    QCOMPARE(beside->plans.size(), std::size_t{4}); // and building nothing
    QCOMPARE(beside->first_year, 2026);             // of all, the third too
    QCOMPARE(beside->plans[2].appraisal->model.first_year, 2026);
    QCOMPARE(beside->least_regret, std::size_t{1});
    QVERIFY2(says(beside->findings, "timed"), all(beside->findings));
    QCOMPARE(beside->plans[1].regret.pays, 1.0);
    QCOMPARE(beside->plans[1].regret.most, 0.0);
    QVERIFY(beside->plans[1].dominated_by.empty());
    QVERIFY(std::ranges::count(beside->plans[0].dominated_by, std::size_t{1}) == 1);
    // Shutting the bridge is worse than doing nothing in every aim.
    QVERIFY(std::ranges::count(beside->plans[2].dominated_by, std::size_t{3}) == 1);
    for (const PlanBeside& plan : beside->plans) {
        QCOMPARE(plan.futures.size(), std::size_t{60});
    }
    // The same futures, and each plan in them as by itself: drawn alone with as many, its mean is the same.
    const auto again = appraise_beside(*town.store, keep_in(*town.store), town.project, request, quiet, {});
    QCOMPARE(to_json(*again), to_json(*beside));
    QCOMPARE(again->simulated, std::size_t{0});
}

void TestBuiltTowns::besideNamesWhatIsWrong() {
    BuiltTown town{{}};
    town.add("a", {"close,street=1"});
    const auto ask = [&](std::vector<std::string> plans) {
        return appraise_beside(*town.store, keep_in(*town.store), town.project,
                               {.plans = std::move(plans), .appraise = {.effects = mornings()}}, quiet, {});
    };
    QVERIFY(!ask({"a"}));
    QVERIFY(!ask({"a", "a"}));
    QVERIFY(!ask({"a", "b", "c", "d", "e", "f", "g"}));
    const auto missing = ask({"a", "nobody"});
    QVERIFY(!missing && missing.error().message.find("nobody") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestBuiltTowns)
#include "tst_built_towns.moc"
