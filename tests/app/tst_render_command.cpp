// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include <QImage>

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

/// Pictures from the command line: of the demo city, with and without a recorded result.
class TestRenderCommand : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QCOMPARE(run({"demo", "bay.gpkg"}).code, 0);
        const Outcome first = run({"render", "bay.gpkg", "first.png", "--size", "160x90", "--at", "11:00"});
        if (first.err.contains("EGL")) {
            QSKIP(qPrintable(first.err));
        }
        QVERIFY2(first.code == 0, qPrintable(first.err));
        QVERIFY2(first.err.contains("no result") && first.err.contains("--record"), qPrintable(first.err));
        QCOMPARE(picture("first.png").size(), QSize(160, 90));
    }

    void aLayerNeedsAResult() {
        const Outcome none = run({"render", "bay.gpkg", "none.png", "--layer", "voltage", "--at", "11:00"});
        QCOMPARE(none.code, 1);
        QVERIFY2(none.err.contains("voltage") && none.err.contains("--record"), qPrintable(none.err));
        QVERIFY(!QFile::exists(line_.path("none.png")));
    }

    void wrongRequestsSaySo() {
        QCOMPARE(run({"render", "bay.gpkg", "x.png", "--size", "wide"}).code, 2);
        QCOMPARE(run({"render", "bay.gpkg", "x.png", "--layer", "gravity"}).code, 2);
        QCOMPARE(run({"render", "bay.gpkg", "x.png", "--view", "inside"}).code, 2);
        QCOMPARE(run({"render", "bay.gpkg", "x.jpg"}).code, 2);
        QCOMPARE(run({"render", "bay.gpkg", "x.png", "--distance", "50"}).code, 2);
        QCOMPARE(run({"render", "bay.gpkg", "x.png", "--view", "street", "--look-at", "signal/1"}).code, 2);
        const Outcome unknown = run({"render", "bay.gpkg", "x.png", "--look-at", "charger/C999"});
        QCOMPARE(unknown.code, 1);
        QVERIFY2(unknown.err.contains("charger/C1"), qPrintable(unknown.err));
        QCOMPARE(run({"render", "bay.gpkg", "x.png", "--size", "9000x9000"}).code, 1);
        QCOMPARE(run({"render", "bay.gpkg", "x.png", "--scenario", "Nowhere"}).code, 1);
        QCOMPARE(run({"render", "nowhere.gpkg", "x.png"}).code, 1);
        const Outcome lost = run({"render", "bay.gpkg", "no/such/folder/x.png", "--size", "64x64"});
        QCOMPARE(lost.code, 1);
        const QString help = run({"render", "--help"}).out;
        for (const char* word :
             {"overview", "oblique", "street", "congestion", "% of free speed", "m of water", "per unit", "outages"}) {
            QVERIFY2(help.contains(word), word);
        }
    }

    void drawsWhatWasRecorded() {
        const Outcome ran =
            run({"run", "bay.gpkg", "--start", "08:00", "--duration", "4min", "--trips", "600", "--record", "60"});
        QVERIFY2(ran.code == 0, qPrintable(ran.err));
        QStringList made;
        for (const char* layer : {"none", "congestion", "pressure", "voltage", "coverage", "outages"}) {
            const QString file = QString{layer} + ".png";
            const Outcome drawn = run({"render", "bay.gpkg", file, "--layer", layer, "--at", "08:03", "--size",
                                       "320x180", "--view", "oblique"});
            QVERIFY2(drawn.code == 0 && drawn.err.isEmpty(), qPrintable(drawn.err));
            for (const QString& other : made) {
                QVERIFY2(picture(file) != picture(other), qPrintable(file + " as " + other));
            }
            made << file;
        }
        // Without a time: the last recorded moment. Past the recording: says so.
        const Outcome last = run({"render", "bay.gpkg", "last.png", "--layer", "voltage", "--size", "160x90",
                                  "--language", "zh", "--underground"});
        QVERIFY2(last.code == 0, qPrintable(last.err));
        const Outcome past = run({"render", "bay.gpkg", "past.png", "--layer", "voltage", "--at", "09:00"});
        QCOMPARE(past.code, 1);
        QVERIFY2(past.err.contains("08:00"), qPrintable(past.err)); // what there is
    }

    void resultsOfTheBaseAreNotThoseOfAScenario() {
        QCOMPARE(run({"scenario", "bay.gpkg", "add", "busier", "--measure", "demand,factor=1.5"}).code, 0);
        QVERIFY(run({"render", "bay.gpkg", "busier.png", "--scenario", "busier", "--at", "08:03", "--size", "160x90"})
                    .err.contains("busier"));
    }

private:
    [[nodiscard]] QImage picture(const QString& name) const { return QImage{line_.path(name)}; }
    [[nodiscard]] Outcome run(const QStringList& arguments) const { return line_.run(arguments, 120'000); }

    CommandLine line_;
};

QTEST_GUILESS_MAIN(TestRenderCommand)
#include "tst_render_command.moc"
