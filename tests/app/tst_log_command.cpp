// SPDX-License-Identifier: GPL-3.0-or-later
// What happens in a run, through the command line: text, JSON, replays, stored results, exit codes.
#include <QJsonArray>

#include "command_line.h"

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

class TestLogCommand : public QObject {
    Q_OBJECT

private:
    CommandLine shell_;
    QString project_ = shell_.path(QStringLiteral("city.cityloom.gpkg"));

    Outcome log(const QStringList& more) const { return shell_.run(QStringList{"log", project_} + more, 120'000); }

private slots:
    void initTestCase() {
        QCOMPARE(shell_.run({"demo", project_}).code, 0);
        QCOMPARE(shell_
                     .run({"scenario", project_, "add", "dark", "--event", "07:02,fail,asset=substation/S1,cause=flood",
                           "--event", "07:06,repair,asset=substation/S1"})
                     .code,
                 0);
    }

    void itTellsAnOutage() {
        const QStringList short_run{"--scenario", "dark", "--trips", "20", "--duration", "8min"};
        const Outcome json = log(short_run + QStringList{"--json"});
        QVERIFY2(json.code == 0, qPrintable(json.err));
        QCOMPARE(json.json()["scenario"].toString(), QStringLiteral("dark"));
        const QJsonArray lines = json.json()["log"].toArray();
        QVERIFY(lines.size() >= 4);
        const QJsonObject first = lines[0].toObject();
        QCOMPARE(first["at"].toString(), QStringLiteral("07:02"));
        QCOMPARE(first["what"].toString(), QStringLiteral("Substation S1 failed"));
        QCOMPARE(first["what_zh"].toString(), QStringLiteral("变电站 S1 发生故障"));
        QCOMPARE(first["by"].toString(), QStringLiteral("scenario"));
        QCOMPARE(first["cause"].toString(), QStringLiteral("flood"));
        QVERIFY(first["effects"].toArray()[0].toObject()["change"].toDouble() > 0.0);
        QCOMPARE(first["place"].toArray().size(), qsizetype{4});
        const Outcome text = log(short_run);
        QVERIFY2(text.out.contains("07:02") && text.out.contains("Substation S1 failed") &&
                     text.out.contains("customers without power"),
                 qPrintable(text.out));
        const Outcome few = log(short_run + QStringList{"--by", "scenario", "--json"});
        QCOMPARE(few.json()["log"].toArray().size(), qsizetype{2});
    }

    /// What a run has kept is told without running it again, and is the same.
    void storedResultsTellTheSame() {
        const QStringList asked{"--trips", "20", "--duration", "5min"};
        const Outcome run =
            shell_.run(QStringList{"run", project_, "--scenario", "dark", "--json", "--tail", "0"} + asked, 120'000);
        QVERIFY2(run.code == 0, qPrintable(run.err));
        const Outcome stored = log({"--result", "1", "--json"});
        QVERIFY2(stored.code == 0, qPrintable(stored.err));
        const Outcome anew = log(QStringList{"--scenario", "dark", "--json"} + asked);
        QCOMPARE(stored.json()["log"].toArray(), anew.json()["log"].toArray());
        QCOMPARE(run.json()["log"].toArray(), anew.json()["log"].toArray());
    }

    void whatWasDoneByHandIsToldApart() {
        const QString file = shell_.path(QStringLiteral("hand.log"));
        QFile out{file};
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(
            R"({"log":"cityloom run","version":"x","scenario":"base","start_us":25200000000,"duration_us":240000000,"trips":20,"bicycles":0.0,"seed":1,"stop_at_us":0}
{"at_us":25260000000,"do":"fail","asset":"substation/S2","cause":"person"}
{"state_hash":"0000000000000000"}
)");
        out.close();
        const Outcome told = log({"--replay", file, "--json"});
        QVERIFY2(told.code == 0, qPrintable(told.err));
        const QJsonObject first = told.json()["log"].toArray()[0].toObject();
        QCOMPARE(first["by"].toString(), QStringLiteral("hand"));
        QCOMPARE(first["what"].toString(), QStringLiteral("Substation S2 failed"));
    }

    void aQuietRunSaysSo() {
        const Outcome quiet = log({"--trips", "20", "--duration", "3min"});
        QCOMPARE(quiet.code, 0);
        QVERIFY2(quiet.out.contains("nothing out of the ordinary happened"), qPrintable(quiet.out));
    }

    void refusesWhatIsNotThere_data() {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("scenario") << QStringList{"--scenario", "none"} << 1 << "none";
        QTest::newRow("result") << QStringList{"--result", "99"} << 1 << "no result 99";
        QTest::newRow("log") << QStringList{"--replay", "/nowhere/run.log"} << 1 << "run.log";
        QTest::newRow("by") << QStringList{"--by", "magic"} << 2 << "magic";
        QTest::newRow("both") << QStringList{"--result", "1", "--replay", "x"} << 2 << "--result";
    }
    void refusesWhatIsNotThere() {
        QFETCH(QStringList, more);
        QFETCH(int, code);
        QFETCH(QString, says);
        const Outcome refused = log(more);
        QVERIFY2(refused.code == code, qPrintable(refused.err));
        QVERIFY2(refused.err.contains(says), qPrintable(refused.err));
        QVERIFY(refused.out.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLogCommand)
#include "tst_log_command.moc"
