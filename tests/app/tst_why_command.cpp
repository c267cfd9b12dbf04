// SPDX-License-Identifier: GPL-3.0-or-later
// "Why" through the command line: text, JSON, exit codes.
#include <QJsonArray>

#include "command_line.h"

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

class TestWhyCommand : public QObject {
    Q_OBJECT

private:
    CommandLine shell_;
    QString project_ = shell_.path(QStringLiteral("city.cityloom.gpkg"));

    Outcome why(const QStringList& more) const {
        return shell_.run(QStringList{"why", project_, "--trips", "20"} + more, 120'000);
    }

private slots:
    void initTestCase() {
        QCOMPARE(shell_.run({"demo", project_}).code, 0);
        QCOMPARE(shell_
                     .run({"scenario", project_, "add", "dark", "--event", "07:02,fail,asset=substation/S1", "--event",
                           "07:06,repair,asset=substation/S1"})
                     .code,
                 0);
    }

    void itNamesWhatBeganIt() {
        const Outcome json = why({"--scenario", "dark", "--at", "07:03", "--asset", "substation/S1", "--json"});
        QVERIFY2(json.code == 0, qPrintable(json.err));
        QCOMPARE(json.json()["well"].toBool(), false);
        QCOMPARE(json.json()["at"].toString(), QStringLiteral("07:03"));
        const QJsonArray chain = json.json()["chains"].toArray()[0].toArray();
        QCOMPARE(chain.size(), qsizetype{1});
        const QJsonObject link = chain[0].toObject();
        QCOMPARE(link["asset"].toString(), QStringLiteral("substation/S1"));
        QCOMPARE(link["state"].toString(), QStringLiteral("failed"));
        QCOMPARE(link["since"].toString(), QStringLiteral("07:02"));
        QCOMPARE(link["words_zh"].toString(), QStringLiteral("已故障"));
        QVERIFY(link["service"].isNull());
        QCOMPARE(link["command"].toObject()["by"].toString(), QStringLiteral("scenario"));
        const Outcome text = why({"--scenario", "dark", "--at", "07:03", "--asset", "substation/S1"});
        QVERIFY2(text.out.contains("substation/S1 has failed, since 07:02, by an event of the scenario"),
                 qPrintable(text.out));
    }

    void chainsLeadThere() {
        int found = 0;
        for (int t = 1; t < 200 && found == 0; ++t) { // some transformer hangs on it
            const QString key = QStringLiteral("transformer/T%1").arg(t * 7);
            const Outcome said = why({"--scenario", "dark", "--at", "07:02", "--asset", key, "--json"});
            if (said.code != 0) {
                break;
            }
            for (const auto& chain : said.json()["chains"].toArray()) {
                const QJsonObject root = chain.toArray().last().toObject();
                QCOMPARE(chain.toArray()[0].toObject()["asset"].toString(), key);
                QCOMPARE(root["asset"].toString(), QStringLiteral("substation/S1"));
                QCOMPARE(root["since"].toString(), QStringLiteral("07:02"));
                QVERIFY(chain.toArray().size() >= 3);
                ++found;
            }
        }
        QVERIFY(found > 0);
    }

    void nothingIsWrong_data() {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("at");
        QTest::newRow("the city as it stands") << "base"
                                               << "07:03";
        QTest::newRow("before") << "dark"
                                << "07:01";
        QTest::newRow("repaired again") << "dark"
                                        << "07:06";
    }
    void nothingIsWrong() {
        QFETCH(QString, scenario);
        QFETCH(QString, at);
        const Outcome said = why({"--scenario", scenario, "--at", at, "--asset", "substation/S1", "--json"});
        QVERIFY2(said.code == 0, qPrintable(said.err));
        QVERIFY(said.json()["well"].toBool());
        QVERIFY(said.json()["chains"].toArray().isEmpty());
        const Outcome text = why({"--scenario", scenario, "--at", at, "--asset", "substation/S1"});
        QVERIFY(text.out.contains("nothing is wrong with it"));
    }

    void refusesWhatIsNotThere_data() {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("asset") << QStringList{"--at", "07:03", "--asset", "substation/S999"} << 1 << "substation/S1";
        QTest::newRow("kind") << QStringList{"--at", "07:03", "--asset", "nonsense"} << 1 << "Kinds are";
        QTest::newRow("scenario") << QStringList{"--at", "07:03", "--asset", "substation/S1", "--scenario", "none"} << 1
                                  << "none";
        QTest::newRow("moment") << QStringList{"--at", "06:00", "--asset", "substation/S1"} << 1 << "07:00 to 09:00";
        QTest::newRow("no time") << QStringList{"--at", "noon", "--asset", "substation/S1"} << 1 << "noon";
        QTest::newRow("no asset") << QStringList{"--at", "07:03"} << 2 << "--asset";
        QTest::newRow("no moment") << QStringList{"--asset", "substation/S1"} << 2 << "--at";
    }
    void refusesWhatIsNotThere() {
        QFETCH(QStringList, more);
        QFETCH(int, code);
        QFETCH(QString, says);
        const Outcome refused = why(more);
        QVERIFY2(refused.code == code, qPrintable(refused.err));
        QVERIFY2(refused.err.contains(says), qPrintable(refused.err));
        QVERIFY(refused.out.isEmpty());
    }

    void helpSaysAll() {
        const Outcome help = shell_.run({"why", "--help"});
        QCOMPARE(help.code, 0);
        for (const char* word : {"--at", "--asset", "--json", "reserve_empty", "words_zh"}) {
            QVERIFY2(help.out.contains(word), word);
        }
    }
};

QTEST_APPLESS_MAIN(TestWhyCommand)
#include "tst_why_command.moc"
