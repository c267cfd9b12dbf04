// SPDX-License-Identifier: GPL-3.0-or-later
// Tables through the command line: rows, order, CSV, JSON, exit codes.
#include <QJsonArray>

#include "command_line.h"

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

class TestTableCommand : public QObject {
    Q_OBJECT

private:
    CommandLine shell_;
    QString project_ = shell_.path(QStringLiteral("city.cityloom.gpkg"));

    Outcome table(const QStringList& more) const { return shell_.run(QStringList{"table", project_} + more, 120'000); }

private slots:
    void initTestCase() {
        QCOMPARE(shell_.run({"demo", project_}).code, 0);
        QCOMPARE(shell_.run({"scenario", project_, "add", "dark", "--event", "07:02,fail,asset=substation/S1"}).code,
                 0);
    }

    void rowsThatFit() {
        const Outcome all = table({"pipes", "--json"});
        QVERIFY2(all.code == 0, qPrintable(all.err));
        const Outcome some = table({"pipes", "--where", "length > 0.1 km", "--sort", "length:desc", "--json"});
        QVERIFY2(some.code == 0, qPrintable(some.err));
        const QJsonArray rows = some.json()["rows"].toArray();
        QVERIFY(rows.size() > 2 && rows.size() < all.json()["rows"].toArray().size());
        QCOMPARE(some.json()["count"].toInt(), static_cast<int>(rows.size()));
        QCOMPARE(some.json()["of"].toInt(), static_cast<int>(all.json()["rows"].toArray().size()));
        QVERIFY(some.json()["at"].isNull());
        double before = 1e9;
        for (const auto& row : rows) {
            const double length = row.toObject()["length_m"].toDouble();
            QVERIFY(length > 100.0 && length <= before);
            before = length;
        }
        for (const auto& column : some.json()["columns"].toArray()) {
            QVERIFY(!column.toObject()["live"].toBool()); // nobody asked for a moment
        }
    }

    void aMomentOfARun() {
        const Outcome found = table({"substation", "--scenario", "dark", "--at", "07:03", "--trips", "20", "--where",
                                     "state = 'out of service' and kind = substation", "--json"});
        QVERIFY2(found.code == 0, qPrintable(found.err));
        QCOMPARE(found.json()["at"].toString(), QStringLiteral("07:03"));
        QCOMPARE(found.json()["count"].toInt(), 1);
        const QJsonObject row = found.json()["rows"].toArray()[0].toObject();
        QCOMPARE(row["key"].toString(), QStringLiteral("substation/S1"));
        QCOMPARE(row["state"].toString(), QStringLiteral("out of service"));
    }

    void forPeopleAndAsCsv() {
        const Outcome text = table({"building", "--where", "use = hospital", "--columns", "key,use,height"});
        QVERIFY2(text.code == 0, qPrintable(text.err));
        QVERIFY(text.out.startsWith(QStringLiteral("Key")));
        QVERIFY(text.out.contains(QStringLiteral("hospital")));
        const Outcome csv = table({"building", "--where", "use = hospital", "--columns", "key,use,height", "--csv",
                                   "out.csv", "--language", "zh"});
        QVERIFY2(csv.code == 0 && csv.out.isEmpty(), qPrintable(csv.err));
        const QString written = QString::fromUtf8(shell_.read(QStringLiteral("out.csv")));
        QVERIFY(written.startsWith(QString::fromUtf8("编号,用途,高度 (米)\n")));
        QVERIFY(written.contains(QString::fromUtf8("医院")));
    }

    void namesAreFound() {
        const Outcome json = shell_.run({"find", project_, "TANK/t1", "--json"});
        QVERIFY2(json.code == 0, qPrintable(json.err));
        const QJsonArray found = QJsonDocument::fromJson(json.out.toUtf8()).array();
        QVERIFY(!found.isEmpty());
        QCOMPARE(found[0].toObject()["key"].toString(), QStringLiteral("tank/T1"));
        const Outcome text = shell_.run({"find", project_, QString::fromUtf8("水塔")});
        QVERIFY2(text.code == 0 && text.out.contains(QStringLiteral("Water tank")), qPrintable(text.out));
        const Outcome none = shell_.run({"find", project_, "qqqqqq"});
        QVERIFY(none.code == 0 && none.out.isEmpty());
        QVERIFY(none.err.contains(QStringLiteral("Nothing is called \"qqqqqq\"")));
    }

    void whatIsWrongIsSaid_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("kind") << QStringList{"unicorn"} << 1 << "There is no table of \"unicorn\"";
        QTest::newRow("column") << QStringList{"pipe", "--where", "colour = red"} << 1 << "character 1";
        QTest::newRow("unit") << QStringList{"pipe", "--where", "length > 5 kg"} << 1 << "\"kg\" is no unit";
        QTest::newRow("no run") << QStringList{"pipe", "--where", "pressure < 5"} << 1 << "--at HH:MM";
        QTest::newRow("no run to sort by") << QStringList{"pipe", "--sort", "pressure"} << 1 << "--at HH:MM";
        QTest::newRow("sort") << QStringList{"pipe", "--sort", "weight"} << 1 << "There is no column \"weight\"";
        QTest::newRow("time") << QStringList{"pipe", "--at", "soon"} << 1 << "soon";
        QTest::newRow("over the project")
            << QStringList{"pipe", "--csv", "city.cityloom.gpkg"} << 1 << "is the project";
        QTest::newRow("both") << QStringList{"pipe", "--json", "--csv", "x.csv"} << 2 << "excludes";
        QTest::newRow("nothing") << QStringList{} << 2 << "KIND";
    }
    void whatIsWrongIsSaid() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const Outcome outcome = table(arguments);
        QTEST(outcome.code, "code");
        QVERIFY2(outcome.err.contains(says), qPrintable(outcome.err));
        QVERIFY(outcome.out.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTableCommand)
#include "tst_table_command.moc"
