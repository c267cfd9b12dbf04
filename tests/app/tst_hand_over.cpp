// SPDX-License-Identifier: GPL-3.0-or-later
// What is handed over from the desk: made in tasks, by what the command line uses.
#include <QCheckBox>
#include <QComboBox>
#include <QImage>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/charts/time_chart.h"
#include "app/desktop/window/film_dialog.h"
#include "app/desktop/window/hand_over.h"
#include "app/desktop/window/picture_dialog.h"
#include "app/desktop/window/report_dialog.h"
#include "app/film/encoder.h"
#include "scenarios/run/project_run.h"

using namespace cityloom;

class TestHandOver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theDialogAsksForBothOverTheSameHours();
    void aReportIsWrittenAndItsRunsAreKept();
    void aCancelledReportLeavesNothing();
    void aCopyOfTheOpenProject();
    void aPictureInAnySize();
    void aFilmIsRecordedFirst();
    void chartsAreSavedAsLines();
    void namesGetTheirEnding();

private:
    QString read(const QString& name) const {
        QFile file{folder_.filePath(name)};
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
    }
    std::filesystem::path path(const char* name) const { return folder_.filePath(name).toStdString(); }

    QTemporaryDir folder_;
    app::Workspace workspace_;
    QStringList failures_;
};

void TestHandOver::initTestCase() {
    connect(&workspace_, &app::Workspace::failed, this,
            [this](const QString& what, const QString& why) { failures_ << what + ": " + why; });
    workspace_.createDemo(path("bay.gpkg"));
    QTRY_VERIFY_WITH_TIMEOUT(workspace_.city() != nullptr && workspace_.tasks().idle(), 120'000);
    workspace_.useRunSettings({.duration = 3 * kMinuteUs, .trips = 120});
}

void TestHandOver::theDialogAsksForBothOverTheSameHours() {
    app::ReportDialog dialog{workspace_, nullptr};
    const auto combos = dialog.findChildren<QComboBox*>();
    QVERIFY(combos.size() >= 4);
    for (QComboBox* box : combos) {
        QVERIFY(!box->accessibleName().isEmpty());
    }
    const auto named = [&](const QString& name) {
        const auto found = std::ranges::find(combos, name, &QComboBox::accessibleName);
        return found == combos.end() ? nullptr : *found;
    };
    named("Scenario")->setCurrentIndex(named("Scenario")->findData("More traffic"));
    named("Compared with")->setCurrentIndex(named("Compared with")->findData("base"));
    named("Format")->setCurrentIndex(1);
    const app::ReportRequest asked = dialog.request();
    QCOMPARE(asked.before, std::string{"base"});
    QCOMPARE(asked.scenario, std::string{"More traffic"});
    QVERIFY(asked.run && asked.run->trips == 120 && asked.run->duration == 3 * kMinuteUs);
    QCOMPARE(dialog.suggestion(), QString{"More traffic"});
    QCOMPARE(dialog.suffix(), QString{"html"});
    for (QCheckBox* box : dialog.findChildren<QCheckBox*>()) {
        box->setChecked(false);
    }
    QVERIFY(!dialog.request().run.has_value() && dialog.request().parts == 0); // what is stored alone
}

void TestHandOver::aReportIsWrittenAndItsRunsAreKept() {
    app::HandOver hand_over{workspace_};
    QSignalSpy written{&hand_over, &app::HandOver::written};
    app::ReportRequest request{.before = "base",
                               .scenario = "More traffic",
                               .run = scenarios::RunRequest{.duration = 3 * kMinuteUs, .trips = 120, .threads = 1},
                               .seeds = 2,
                               .parts = scenarios::kReportAll & ~scenarios::kReportMaps & ~scenarios::kReportAudit};
    hand_over.report(request, true, path("report.html"));
    QTRY_VERIFY2_WITH_TIMEOUT(written.size() == 1, qPrintable(failures_.join('\n')), 200'000);
    QVERIFY(read("report.html").contains("More traffic against base"));
    QCOMPARE(workspace_.results().size(), std::size_t{4});
    request.run.reset(); // now they are stored: nothing is run
    hand_over.report(request, false, path("report.pdf"));
    QTRY_VERIFY2_WITH_TIMEOUT(written.size() == 2, qPrintable(failures_.join('\n')), 60'000);
    QVERIFY(read("report.pdf").startsWith("%PDF"));
    QCOMPARE(workspace_.results().size(), std::size_t{4});
}

void TestHandOver::aCancelledReportLeavesNothing() {
    app::HandOver hand_over{workspace_};
    hand_over.report(
        {.scenario = "base", .run = scenarios::RunRequest{.start = 8 * kHourUs, .duration = 2 * kHourUs, .threads = 1}},
        true, path("never.pdf"));
    QTest::qWait(1500);
    QCOMPARE(workspace_.tasks().tasks().size(), std::size_t{1});
    workspace_.tasks().cancel(workspace_.tasks().tasks().front().id);
    QTRY_VERIFY_WITH_TIMEOUT(workspace_.tasks().idle(), 20'000);
    QVERIFY(!QFile::exists(folder_.filePath("never.pdf")) && !QFile::exists(folder_.filePath("never.pdf.partial")));
    QCOMPARE(workspace_.results().size(), std::size_t{4});
}

void TestHandOver::aCopyOfTheOpenProject() {
    app::HandOver hand_over{workspace_};
    QSignalSpy written{&hand_over, &app::HandOver::written};
    hand_over.copy(path("copy.gpkg"));
    QTRY_VERIFY2_WITH_TIMEOUT(written.size() == 1, qPrintable(failures_.join('\n')), 60'000);
    const auto copy = scenarios::ProjectStore::open(path("copy.gpkg"), scenarios::ProjectStore::Mode::ReadOnly);
    QVERIFY(copy && copy->verify()->sound());
    QCOMPARE(copy->results()->size(), std::size_t{4});
    QVERIFY(!QFile::exists(folder_.filePath("copy.gpkg-wal")));
}

void TestHandOver::aPictureInAnySize() {
    app::PictureDialog dialog{QSize{640, 360}, "Loom Bay", nullptr};
    render::PictureRequest request;
    dialog.apply(request);
    QCOMPARE(request.width_px, 640);
    QVERIFY(request.furniture && request.title == "Loom Bay");
    app::HandOver hand_over{workspace_};
    QSignalSpy written{&hand_over, &app::HandOver::written};
    hand_over.picture(request, workspace_.city(), nullptr, false, path("view.png"));
    QTRY_VERIFY2_WITH_TIMEOUT(written.size() == 1, qPrintable(failures_.join('\n')), 120'000);
    QCOMPARE(QImage{folder_.filePath("view.png")}.size(), QSize(640, 360));
}

void TestHandOver::aFilmIsRecordedFirst() {
    if (app::program_on_path("ffmpeg").empty()) {
        QSKIP("there is no ffmpeg here");
    }
    app::FilmDialog dialog{workspace_, nullptr};
    app::FilmRequest film = dialog.request({});
    film.from = 7 * kHourUs;
    film.to = film.from + kMinuteUs;
    film.fps = 5;
    film.look.width_px = 320;
    film.look.height_px = 180;
    QCOMPARE(pictures_of(film), std::size_t{5});
    app::HandOver hand_over{workspace_};
    QSignalSpy written{&hand_over, &app::HandOver::written};
    hand_over.film(film, true, path("film.mp4"));
    QTRY_VERIFY2_WITH_TIMEOUT(written.size() == 1, qPrintable(failures_.join('\n')), 250'000);
    QFile file{folder_.filePath("film.mp4")};
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.read(12).mid(4, 4) == "ftyp" && file.size() > 2000);
    QVERIFY(!QFile::exists(folder_.filePath("film.mp4.partial.mp4")));
    QCOMPARE(workspace_.results().size(), std::size_t{5});
}

void TestHandOver::chartsAreSavedAsLines() {
    app::TimeChart chart;
    QVERIFY(chart.svg().isEmpty()); // there is nothing to draw
    chart.setTitle("Vehicles on the streets", "vehicles", 0);
    chart.setSamples({{7 * kHourUs, 0.0}, {8 * kHourUs, 400.0}, {9 * kHourUs, 250.0}});
    const QString svg = QString::fromUtf8(chart.svg());
    QVERIFY(svg.startsWith("<?xml") && svg.contains("<polyline") && svg.contains("Vehicles on the streets, vehicles"));
    QVERIFY(svg.contains(">08:00<"));
}

void TestHandOver::namesGetTheirEnding() {
    QCOMPARE(app::withSuffix("plan", {"pdf"}), QString{"plan.pdf"});
    QCOMPARE(app::withSuffix("plan.PDF", {"pdf"}), QString{"plan.PDF"});
    QCOMPARE(app::withSuffix("v1.2", {"mp4", "mkv"}), QString{"v1.2.mp4"});
    QCOMPARE(app::withSuffix("a.mkv", {"mp4", "mkv"}), QString{"a.mkv"});
    QCOMPARE(app::withSuffix({}, {"pdf"}), QString{});
}

QTEST_MAIN(TestHandOver)
#include "tst_hand_over.moc"
