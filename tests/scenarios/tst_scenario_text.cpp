// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/edit.h"
#include "scenarios/measure/scenario.h"

using namespace cityloom;
using namespace cityloom::scenarios;

class TestScenarioText : public QObject {
    Q_OBJECT
private slots:
    void readsMeasuresAndEvents() {
        const auto measure = parse_measure("close,street=123");
        QVERIFY(measure);
        QCOMPARE(measure->args.at("street"), std::string{"123"});
        QCOMPARE(format_measure(*measure), std::string{"close,street=123"});
        const auto event = parse_event("26:30,fail,asset=substation/S2");
        QVERIFY(event);
        QCOMPARE(event->at, 26 * kHourUs + 30 * kMinuteUs);
        QCOMPARE(format_event(*event), std::string{"26:30,fail,asset=substation/S2"});
    }

    void whatIsSwitchedOffIsKeptAndNotInForce() {
        const auto measure = parse_measure("off:close,street=123");
        QVERIFY(measure && measure->off);
        QCOMPARE(format_measure(*measure), std::string{"off:close,street=123"});
        QVERIFY(*read_measure(format_measure(*measure)) == *measure);
        const auto event = parse_event("off:08:00,fail,asset=substation/S2");
        QVERIFY(event && event->off);
        QVERIFY(*read_event(format_event(*event)) == *event);
        QVERIFY(!parse_measure("off:clse,street=1"));
        QVERIFY(!parse_measure("off:off:close,street=1"));
        const std::vector<Scenario> all{
            {.name = "below", .measures = {*measure, {"demand", {{"factor", "2"}}}}, .events = {*event}},
            {.name = "above", .base = "below", .measures = {{"close", {{"street", "5"}}}, *measure}}};
        const auto folded = resolve_scenario(all, "above");
        QVERIFY(folded);
        QCOMPARE(folded->measures.size(), 2U); // demand, then street 5
        QCOMPARE(folded->measures[1].args.at("street"), std::string{"5"});
        QVERIFY(folded->events.empty());
        QCOMPARE(measures_before(all, all[1])->size(), 1U);
        QVERIFY(!measures_before(all, {.name = "x", .base = "nowhere"}));
    }

    void changesAreNumberedAsPeopleCount() {
        Scenario plan{.name = "plan",
                      .measures = {{"demand", {{"factor", "2"}}}},
                      .events = {{8 * kHourUs, "fail", {{"asset", "tank/T1"}}}, {9 * kHourUs, "fail", {}}}};
        QVERIFY(!change_numbered(plan, 0));
        QVERIFY(change_numbered(plan, 1) == (ChangeRef{false, 0}));
        QVERIFY(change_numbered(plan, 3) == (ChangeRef{true, 1}));
        QVERIFY(!change_numbered(plan, 4));
        switch_change(plan, {true, 0}, false);
        TimedEvent later = plan.events[0];
        later.at = 10 * kHourUs;
        later.off = false;
        QVERIFY(replace_event(plan, 0, later) == (ChangeRef{true, 1})); // past the other one
        QVERIFY(plan.events[1].off && plan.events[1].at == 10 * kHourUs);
        copy_change(plan, {true, 1}, plan);
        QCOMPARE(plan.events.size(), 3U);
        remove_change(plan, {false, 0});
        QVERIFY(plan.measures.empty() && !holds(plan, {false, 0}));
    }

    void refuses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("event");
        QTest::addColumn<QString>("fragment");
        QTest::newRow("unknown kind") << "clse,street=1" << false << "Known are: close";
        QTest::newRow("missing") << "close" << false << "close needs street";
        QTest::newRow("unknown argument") << "close,road=1" << false << "'road=1' cannot be understood";
        QTest::newRow("no value") << "close,street=" << false << "cannot be understood";
        QTest::newRow("no number") << "connected,share=half" << false << "'half' is no number";
        QTest::newRow("nan") << "connected,share=nan" << false << "is no number";
        QTest::newRow("empty") << "" << false << "There is no kind";
        QTest::newRow("no time") << "fail,asset=x" << true << "no time of day";
        QTest::newRow("minute 60") << "08:60,fail,asset=x" << true << "no time of day";
        QTest::newRow("event kind") << "08:00,explode,asset=x" << true << "Known are: fail";
        QTest::newRow("alone") << "08:00" << true << "Write 08:00,fail";
    }
    void refuses() {
        QFETCH(QString, text);
        QFETCH(bool, event);
        QFETCH(QString, fragment);
        std::string message;
        if (event) {
            const auto parsed = parse_event(text.toStdString());
            QVERIFY(!parsed);
            message = parsed.error().message;
        } else {
            const auto parsed = parse_measure(text.toStdString());
            QVERIFY(!parsed);
            message = parsed.error().message;
        }
        QVERIFY2(QString::fromStdString(message).contains(fragment), message.c_str());
    }

    void readsTimes() {
        QCOMPARE(parse_clock("07:30:15").value(), 7 * kHourUs + 30 * kMinuteUs + 15 * kSecondUs);
        QCOMPARE(format_clock(7 * kHourUs + 15 * kSecondUs), std::string{"07:00:15"});
        for (const char* wrong : {"", "7", "7:", ":30", "-7:30", "07:30:", "07:30x", "1e3:00"}) {
            QVERIFY2(!parse_clock(wrong), wrong);
        }
        QCOMPARE(parse_duration("2h").value(), 2 * kHourUs);
        QCOMPARE(parse_duration("1h30min").value(), 90 * kMinuteUs);
        QCOMPARE(parse_duration("30s").value(), 30 * kSecondUs);
        for (const char* wrong : {"", "h", "2", "0h", "-2h", "2y"}) {
            QVERIFY2(!parse_duration(wrong), wrong);
        }
    }
};

QTEST_GUILESS_MAIN(TestScenarioText)
#include "tst_scenario_text.moc"
