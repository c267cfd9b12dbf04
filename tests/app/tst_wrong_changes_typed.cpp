// SPDX-License-Identifier: GPL-3.0-or-later
// Measures and events that cannot be, given to the program's command line: each is refused with its exit code and
// reason, and the project stays as it was.
#include <QJsonArray>
#include <QTest>

#include "scenarios/run/project_run.h"
#include "tests/app/command_line.h"
#include "tests/scenarios/changes_by_row.h"

using namespace cityloom;
using tests::CommandLine;
using tests::Outcome;
using tests::TypedChange;

class TestWrongChangesTyped : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCOMPARE(line_.run({"demo", "bay.gpkg"}).code, 0);
        const auto store = scenarios::ProjectStore::open(line_.path("bay.gpkg").toStdString(),
                                                         scenarios::ProjectStore::Mode::ReadOnly);
        QVERIFY(store);
        auto project = scenarios::load_project(*store);
        QVERIFY(project);
        tests::ChangesByRow rows{{project->city, project->networks}};
        // Each costs a process. What needs no city is read by one function, which tst_wrong_changes asks all of them.
        std::size_t nth = 0;
        for (TypedChange& change : rows.wrong()) {
            if (change.needs_city || nth++ % 2 == 0) {
                wrong_.push_back(std::move(change));
            }
        }
        right_ = rows.right();
        before_ = line_.run({"scenario", "bay.gpkg", "list", "--json"}).out;
        QVERIFY(before_.contains("scenarios"));
    }

    void wrongOnesAreRefused() {
        QVERIFY(wrong_.size() >= 200);
        for (const TypedChange& change : wrong_) {
            const QString text = QString::fromStdString(change.text());
            const Outcome outcome =
                line_.run({"scenario", "bay.gpkg", "add", "wrong", change.event ? "--event" : "--measure", text});
            QVERIFY2(outcome.code == 1 || outcome.code == 2, qPrintable(text + outcome.err));
            for (const std::string& part : change.says) {
                QVERIFY2(outcome.err.contains(QString::fromStdString(part)), qPrintable(text + "\n" + outcome.err));
            }
        }
        QCOMPARE(line_.run({"scenario", "bay.gpkg", "list", "--json"}).out, before_);
    }

    /// What no city takes ends with 2, what this one does not take with 1.
    void exitCodes_data() {
        QTest::addColumn<QString>("measure");
        QTest::addColumn<int>("code");
        QTest::newRow("value") << "connected,share=2" << 2;
        QTest::newRow("type") << "connected,share=half" << 2;
        QTest::newRow("factor") << "demand,factor=-1" << 2;
        QTest::newRow("place") << "substation,x=9000000,y=0" << 1;
        QTest::newRow("street") << "close,street=999999999999" << 1;
        QTest::newRow("kind") << "clos,street=1" << 2;
        QTest::newRow("argument") << "close,road=1" << 2;
        QTest::newRow("missing") << "close" << 2;
        QTest::newRow("twice") << "connected,share=0.1,share=0.2" << 2;
        QTest::newRow("ignored") << "demand,factor=2,district=1" << 2;
    }
    void exitCodes() {
        QFETCH(QString, measure);
        QFETCH(int, code);
        QCOMPARE(line_.run({"scenario", "bay.gpkg", "add", "wrong", "--measure", measure}).code, code);
    }

    /// One right measure or event of each kind, in one scenario; then one more that fails what the base adds.
    void rightOnesAreTaken() {
        QStringList arguments{"scenario", "bay.gpkg", "add", "right"};
        qsizetype kinds = 0;
        for (const TypedChange& change : right_) {
            if (change.name.ends_with(" alone")) {
                arguments << (change.event ? "--event" : "--measure") << QString::fromStdString(change.text());
                ++kinds;
            }
        }
        QCOMPARE(kinds, static_cast<qsizetype>(scenarios::measure_kinds().size() + scenarios::event_verbs().size()));
        const Outcome made = line_.run(arguments);
        QVERIFY2(made.code == 0, qPrintable(made.err));
        const Outcome shown = line_.run({"scenario", "bay.gpkg", "show", "right", "--json"});
        const QJsonObject scenario = shown.json();
        QCOMPARE(scenario["measures"].toArray().size() + scenario["events"].toArray().size(), kinds);
        QVERIFY(line_.run({"scenario", "bay.gpkg", "show", "right"}).out.contains("substation,"));
        const QStringList failing{"scenario", "bay.gpkg", "add", "worse", "--event", "08:00,fail,asset=charger/C99"};
        QCOMPARE(line_.run(failing).code, 1);
        QCOMPARE(line_.run(failing + QStringList{"--base", "nowhere"}).code, 1);
    }

    /// Help says what each argument takes.
    void helpReadsTheRows() {
        const QString help = line_.run({"scenario", "--help"}).out;
        for (const scenarios::MeasureKind& kind : scenarios::measure_kinds()) {
            QVERIFY(help.contains(QString::fromStdString(scenarios::usage(kind.form))));
            for (const scenarios::Argument& argument : kind.form.arguments) {
                QVERIFY(help.contains(
                    QString::fromStdString(std::string{argument.name} + ": " + scenarios::allowed(argument).english)));
            }
        }
        for (const scenarios::EventVerb& verb : scenarios::event_verbs()) {
            QVERIFY(help.contains(QString::fromStdString("HH:MM," + scenarios::usage(verb.form))));
        }
    }

private:
    CommandLine line_;
    std::vector<TypedChange> wrong_;
    std::vector<TypedChange> right_;
    QString before_;
};

QTEST_GUILESS_MAIN(TestWrongChangesTyped)
#include "tst_wrong_changes_typed.moc"
