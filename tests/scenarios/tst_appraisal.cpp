// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>

#include "scenarios/compare/appraisal.h"
#include "scenarios/compare/event_rates.h"
#include "scenarios/compare/periods.h"
#include "scenarios/compare/statistics.h"

using namespace cityloom;
using namespace cityloom::scenarios;

class AppraisalTest : public QObject {
    Q_OBJECT

private slots:
    void studentsTable() {
        QVERIFY(std::abs(student_t95(4) - 2.776) < 5e-4);
        QVERIFY(std::abs(student_t95(60) - 2.0003) < 5e-4); // the table's value
        QVERIFY(std::abs(student_t95(100000) - 1.95996) < 1e-4);
    }

    /// Differences 1, 2, 3: mean 2, s = 1, half-width 4.303 / sqrt(3).
    void pairedDifferences() {
        const std::vector<double> a{10, 20, 30};
        const std::vector<double> b{11, 22, 33};
        const PairedDifference d = paired_difference(a, b);
        QCOMPARE(d.mean, 2.0);
        QVERIFY(std::abs(d.high - (2.0 + 4.30265 / std::sqrt(3.0))) < 1e-5);
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

    /// One close measure of 20,000 EUR with 15 years of life, saving 8, 10 and 12 vehicle hours a run.
    void netPresentValueByHand() {
        AppraisalSettings s = by_hand();
        s.set("horizon_years", 15.0);
        const auto seeds = seeds_of({hours_saved(8.0), hours_saved(10.0), hours_saved(12.0)});
        const Appraisal result = appraise({}, {kClose}, seeds, {}, s);
        const double annuity = (1.0 - std::pow(1.05, -15.0)) / 0.05;
        const double benefit = 10.0 * 10.0 * 100.0 * annuity;
        const double cost = 20'000.0 + 1'000.0 * annuity; // 5 % upkeep; nothing is left at the end of its life
        QCOMPARE(result.year_factor, 100.0);
        QVERIFY(std::abs(static_cast<double>(result.present_benefit) * 0.01 - benefit) < 1.0);
        QVERIFY(std::abs(static_cast<double>(result.present_cost) * 0.01 - cost) < 1.0);
        QVERIFY(std::abs(result.bcr - benefit / cost) < 1e-4);
        // Benefits 0.8, 1, 1.2 times the mean: their deviation over the root of 3, times t of 2 degrees of freedom.
        const double half = 4.30265 * 0.2 * benefit / std::sqrt(3.0);
        QVERIFY(std::abs(result.net.high * 0.01 - (benefit - cost + half)) < 2.0);
        QCOMPARE(result.verdict(), std::string{"positive"});
        QVERIFY(!result.sensitivity.empty());
        Cents sum = 0;
        for (const BenefitLine& line : result.benefits) {
            sum += line.present;
        }
        QCOMPARE(sum, result.present_benefit); // to the cent
        // What both scenarios have costs neither anything.
        QCOMPARE(appraise({kClose}, {kClose}, seeds, {}, s).costs.size(), std::size_t{0});
    }

    void oneSeedHasNoInterval() {
        const auto one = seeds_of({hours_saved(1000.0)});
        const Appraisal result = appraise({}, {kClose}, one, {}, by_hand());
        QCOMPARE(result.verdict(), std::string{"one seed only"});
        QVERIFY(!result.net.known);
    }

    /// 80 % of vehicles with a radio in A and 79 % in B: B costs less by what is not fitted, and no more may be said.
    void whatIsLeftOutCostsLess() {
        const std::vector<Measure> a{{"connected", {{"share", "0.8"}}}};
        const std::vector<Measure> b{{"connected", {{"share", "0.79"}}}};
        const AppraisalContext context{.people = 100'000.0, .base_v2x_share = 0.0};
        const auto seeds = seeds_of({hours_saved(3.0), hours_saved(-2.0), hours_saved(0.5)});
        const Appraisal result = appraise(a, b, seeds, context, by_hand());
        QCOMPARE(result.costs.size(), std::size_t{2});
        QVERIFY(result.present_cost < 0);
        QCOMPARE(result.present_cost, -appraise(b, a, seeds, context, by_hand()).present_cost);
        QCOMPARE(result.verdict(), std::string{"not distinguishable from zero"});
    }

    /// Savings of either sign: nothing can be said, and how many seeds would tell is.
    void luckIsNoBenefit() {
        const auto seeds = seeds_of({hours_saved(-30.0), hours_saved(40.0), hours_saved(-20.0), hours_saved(30.0)});
        const Appraisal result = appraise({}, {}, seeds, {}, by_hand());
        QCOMPARE(result.verdict(), std::string{"not distinguishable from zero"});
        QVERIFY(result.tell_with && *result.tell_with > 4);
        QVERIFY(result.net.low < 0.0 && result.net.high > 0.0);
    }

    /// 100 trips of half an hour and 2 MWh of fuel that can no longer be made: their choke cost is three times theirs,
    /// and what those who stay at home do not burn is no benefit.
    void lostTripsCostTheirChokeCost() {
        AppraisalSettings s = by_hand();
        s.set("choke_factor", 3.0);
        s.set("fuel_price", 90.0);
        Savings lost;
        lost.trips.scheduled = 1000;
        lost.trips.lost = 100;
        lost.trips.lost_cost = {.hours = 50.0, .fuel_mwh = 2.0, .electricity_mwh = 0.0, .co2_t = 0.5};
        const auto seeds = seeds_of({lost, lost});
        const Appraisal result = appraise({}, {kClose}, seeds, {}, s);
        QCOMPARE(result.benefits[0].quantity, -100.0 * 100.0);
        QCOMPARE(result.benefits[0].a_year, Cents{-100 * 100 * 2 * (50 * 10 + 2 * 90)}); // days, cents, choke less 1
        for (std::size_t k = 1; k < result.benefits.size(); ++k) {
            QCOMPARE(result.benefits[k].a_year, Cents{0});
        }
        QCOMPARE(result.verdict(), std::string{"negative"});
        // And the other way round, those who can travel again bring as much.
        Savings regained;
        regained.trips.regained = 100;
        regained.trips.regained_cost = lost.trips.lost_cost;
        const auto back = seeds_of({regained, regained});
        QCOMPARE(appraise({}, {}, back, {}, s).benefits[0].a_year, -result.benefits[0].a_year);
    }

    void aSampleOfTripsCountsForAll() {
        const Cents one = appraise({}, {}, seeds_of({hours_saved(10.0)}), {}, by_hand()).present_benefit;
        Savings sample = hours_saved(10.0);
        sample.trip_weight = 4.0;
        const Cents four = appraise({}, {}, seeds_of({sample}), {}, by_hand()).present_benefit;
        QVERIFY(std::abs(four - 4 * one) <= 4);
    }

    /// Ten hours saved in each of 759 morning runs, five lost in each of 3,036 nights: each period by its own weight,
    /// and nothing for the hours that nobody has run.
    void periodsAddUpByTheirHours() {
        Savings morning = hours_saved(10.0);
        morning.runs_a_year = 759.0;
        Savings night = hours_saved(-5.0);
        night.runs_a_year = 3036.0;
        const std::vector<SeedSavings> seeds{{morning, night}, {morning, night}};
        const Appraisal result = appraise({}, {}, seeds, {}, by_hand());
        const double hours = 10.0 * 759.0 - 5.0 * 3036.0;
        QVERIFY(std::abs(result.benefits[1].quantity - hours) < 1e-9);
        QVERIFY(std::abs(static_cast<double>(result.benefits[1].a_year) * 0.01 - 10.0 * hours) < 0.02);
        QCOMPARE(result.year_factor, 0.0);
        double year = 0.0;
        for (const Period& period : default_periods()) {
            year += period.hours_a_year;
            QVERIFY(period.runs_a_year() > 0.0 && !period.english.empty() && !period.chinese.empty());
        }
        QCOMPARE(year, 8760.0);
    }

    /// The damage of a tonne rises from year to year: 190 and 4 more a year, of 2020 (US EPA 2023).
    void carbonByYear() {
        AppraisalSettings s = by_hand();
        s.set("discount_rate", 0.0);
        s.set("horizon_years", 2.0);
        s.set("usd_per_eur", 1.0);
        s.set("days_per_year", 1.0);
        Savings saved;
        saved.trips.saved.co2_t = 1.0;
        const auto seeds = seeds_of({saved});
        const BenefitLine line = appraise({}, {}, seeds, {}, s).benefits[4];
        QCOMPARE(line.a_year, Cents{20'200});           // 2023: 190 + 3 * 4
        QCOMPARE(line.present, Cents{20'600 + 21'000}); // at the ends of the years after
    }

    void refusedWhereItMeansNothing() {
        Savings others = hours_saved(10.0);
        others.trips.unmatched = 500;
        const auto seeds = seeds_of({others, others});
        const Appraisal demand = appraise({}, {kClose}, seeds, {}, by_hand());
        QCOMPARE(demand.verdict(), std::string{"refused"});
        QVERIFY(demand.sensitivity.empty());
        const auto same = seeds_of({hours_saved(1.0), hours_saved(2.0)});
        const Appraisal priceless = appraise({}, {{"electric", {{"share", "0.4"}}}}, same, {}, by_hand());
        QCOMPARE(priceless.refused.size(), std::size_t{1});
        QVERIFY(priceless.refused[0].english.find("Share of electric cars: share 40 %") != std::string::npos);
    }

    /// Each trip with itself: 1 is slower, 2 is lost, 3 comes back, 4 is made by neither, 5 and 6 are other people's.
    void tripsArePairedById() {
        using traffic::Outcome;
        const TripTable a{{.id = 1, .outcome = Outcome::Arrived, .time_s = 3600.0F},
                          {.id = 2, .outcome = Outcome::Arrived, .time_s = 7200.0F},
                          {.id = 3, .outcome = Outcome::Impossible, .time_s = 60.0F},
                          {.id = 4, .outcome = Outcome::GivenUp, .time_s = 60.0F},
                          {.id = 5, .outcome = Outcome::Arrived, .time_s = 60.0F}};
        const TripTable b{{.id = 1, .outcome = Outcome::Late, .time_s = 5400.0F},
                          {.id = 2, .outcome = Outcome::GivenUp, .time_s = 60.0F},
                          {.id = 3, .outcome = Outcome::Arrived, .time_s = 1800.0F},
                          {.id = 4, .outcome = Outcome::Impossible, .time_s = 60.0F},
                          {.id = 6, .outcome = Outcome::Arrived, .time_s = 60.0F}};
        const TripChanges changes = trip_changes(a, b);
        QCOMPARE(changes.scheduled, std::size_t{4});
        QCOMPARE(changes.unmatched, std::size_t{2});
        QCOMPARE(changes.lost, std::size_t{1});
        QCOMPARE(changes.regained, std::size_t{1});
        QCOMPARE(changes.never, std::size_t{1});
        QCOMPARE(changes.saved.hours, -0.5);
        QCOMPARE(changes.lost_cost.hours, 2.0);
        QCOMPARE(changes.regained_cost.hours, 0.5);
        // Hours: A has 1, 2, 3 * 0.5 (as B takes), 3 * 1 min; B has 1.5, 3 * 2, 0.5, 3 * 1 min. Others' trips count in
        // neither.
        const auto times = paired_times(a, b, 0, 3.0);
        QVERIFY(std::abs(times.front().a_s - (3600.0 + 7200.0 + 3.0 * 1800.0 + 180.0) / 4.0) < 1e-9);
        QVERIFY(std::abs(times.front().b_s - (5400.0 + 3.0 * 7200.0 + 1800.0 + 180.0) / 4.0) < 1e-9);
        const auto back = decode_trips(encode_trips(a));
        QVERIFY(back && back->size() == a.size() && (*back)[1].time_s == 7200.0F);
        std::string damaged = encode_trips(a);
        damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
        QVERIFY(!decode_trips(damaged));
    }

    /// Holm's own order: 0.01 * 4, 0.02 * 3, max(that, 0.03 * 2), max(that, 0.5).
    void manyComparisons() {
        const std::vector<double> adjusted = holm(std::vector<double>{0.5, 0.01, 0.03, 0.02});
        QVERIFY(std::abs(adjusted[1] - 0.04) < 1e-12);
        QVERIFY(std::abs(adjusted[3] - 0.06) < 1e-12);
        QVERIFY(std::abs(adjusted[2] - 0.06) < 1e-12);
        QVERIFY(std::abs(adjusted[0] - 0.5) < 1e-12);
    }

    void eventsAreAsRareAsTheirRarest() {
        const auto rate = [](std::vector<TimedEvent> events, AppraisalSettings s = default_appraisal()) {
            set_event_rate(s, {}, events);
            return s.value("outages_per_year");
        };
        const TimedEvent pump{0, "fail", {{"asset", "pump/P1"}}};
        const TimedEvent substation{0, "fail", {{"asset", "substation/S2"}}};
        QCOMPARE(rate({pump}), 0.2);
        QCOMPARE(rate({pump, substation}), 0.02);
        QCOMPARE(rate({{0, "repair", {{"asset", "pump/P1"}}}}), default_appraisal().value("outages_per_year"));
        QCOMPARE(rate({{0, "incident", {{"street", "7"}}}}), 0.2);
        AppraisalSettings own = default_appraisal();
        own.set("outages_per_year", 0.4);
        QCOMPARE(rate({pump}, own), 0.4); // what a person has set stays
        for (const EventRate& row : event_rates()) {
            QVERIFY2(row.low <= row.value && row.value <= row.high && !row.source.empty(), row.id.c_str());
        }
    }

    /// A measure that saves an hour on an ordinary day and 1 MWh when the substation fails: two streams.
    void ordinaryDaysAndEventsAddUp() {
        AppraisalSettings s = by_hand();
        const Savings event{.trips = {.scheduled = 1}, .energy_not_served_mwh = 1.0};
        const Savings ordinary{.trips = {.scheduled = 1, .saved = {.hours = 1.0}}, .ordinary = true};
        const std::vector<SeedSavings> seeds{{event, ordinary}, {event, ordinary}};
        const Appraisal result = appraise({}, {}, seeds, {.with_events = true}, s);
        const double events = s.value("outages_per_year");
        const double days = s.value("days_per_year") - events;
        const auto line = [&](std::string_view what) {
            const auto found =
                std::ranges::find_if(result.benefits, [&](const BenefitLine& of) { return of.what.english == what; });
            return found != result.benefits.end() ? found->quantity : -1.0;
        };
        QCOMPARE(line("Energy not served"), events);
        QCOMPARE(line("Travel time of the same trips"), 0.0);
        QCOMPARE(line("Travel time of the same trips, on ordinary days"), days);
        QCOMPARE(line("Energy not served, on ordinary days"), 0.0);
        Cents sum = 0;
        for (const BenefitLine& benefit : result.benefits) {
            sum += benefit.present;
        }
        QCOMPARE(sum, result.present_benefit);
    }

    void eventsAreNotEveryDay() {
        const AppraisalContext context{.with_events = true};
        const auto seeds = seeds_of({Savings{.energy_not_served_mwh = 1.0}});
        const Appraisal result = appraise({}, {}, seeds, context, default_appraisal());
        QCOMPARE(result.year_factor, 0.1);
        QVERIFY(std::isnan(result.bcr));
        QCOMPARE(result.benefits.back().a_year, Cents{87'000}); // 1 MWh at 8,700 EUR, once in ten years
    }

private:
    const Measure kClose{"close", {{"street", "1"}}};

    /// 10 EUR an hour, a hundred days, no inflation.
    static AppraisalSettings by_hand() {
        AppraisalSettings s = default_appraisal();
        s.set("inflation", 0.0);
        s.set("value_of_time", 10.813);
        s.set("persons_per_vehicle", 1.0);
        s.set("days_per_year", 100.0);
        s.set("discount_rate", 0.05);
        return s;
    }
    /// One run each.
    static std::vector<SeedSavings> seeds_of(std::initializer_list<Savings> runs) {
        std::vector<SeedSavings> seeds;
        for (const Savings& run : runs) {
            seeds.push_back({run});
        }
        return seeds;
    }
    static Savings hours_saved(double hours) {
        Savings savings;
        savings.trips.saved.hours = hours;
        return savings;
    }
};

QTEST_APPLESS_MAIN(AppraisalTest)
#include "tst_appraisal.moc"
