// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

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
