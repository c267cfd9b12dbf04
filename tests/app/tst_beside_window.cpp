// SPDX-License-Identifier: GPL-3.0-or-later
// Plans side by side in the window, on a small town: ticked, compared and written by mouse.
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QTreeView>

#include "app/desktop/invest/beside_panel.h"
#include "app/desktop/invest/drawing_view.h"
#include "app/desktop/invest/invest_panel.h"
#include "tests/app/window_help.h"
#include "tests/scenarios/invest/built_town.h"

using namespace cityloom;

class TestBesideWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aPlanIsAppraisedAndExplained();
    void plansStandSideBySide();
    void whatIsWrittenIsThere();
    void moreThanSixAreTooMany();
    void smallDarkAndChinese();

private:
    app::MainWindow& window() { return *desk_->window(); }
    app::InvestPanel& panel() { return window().invest(); }
    QPushButton* button(const QString& text) {
        for (QPushButton* each : panel().findChildren<QPushButton*>()) {
            if (each->text() == text) {
                return each;
            }
        }
        return nullptr;
    }
    void picture(const QString& name) {
        const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
        if (!out.isEmpty()) {
            QDir{}.mkpath(out);
            QTest::qWait(400);
            window().grab().save(out + QStringLiteral("/beside-") + name + QStringLiteral(".png"));
        }
    }
    /// Where pictures are kept, the sheets are too.
    static void keep(const QString& file) {
        const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
        if (!out.isEmpty()) {
            QFile::remove(out + u'/' + QFileInfo{file}.fileName());
            QFile::copy(file, out + u'/' + QFileInfo{file}.fileName());
        }
    }
    void tick(const QString& name) {
        QListWidget& list = panel().beside().list();
        QListWidgetItem* item = list.findItems(name, Qt::MatchExactly).value(0);
        QVERIFY(item != nullptr);
        list.scrollToItem(item);
        const QRect place = list.visualItemRect(item);
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, {place.left() + 10, place.center().y()});
        QCOMPARE(item->checkState(), Qt::Checked);
    }
    void choose(const QString& scenario) {
        for (QComboBox* each : panel().findChildren<QComboBox*>()) {
            const int at = each->findText(scenario);
            each->setCurrentIndex(at >= 0 ? at : each->currentIndex());
        }
    }
    QTabWidget& charts() { return *panel().findChild<QTabWidget*>(); }

    QTemporaryDir folder_;
    std::unique_ptr<app::Desk> desk_;
};

void TestBesideWindow::initTestCase() {
    test::prepareApplication();
    const auto file = std::filesystem::path{folder_.filePath(QStringLiteral("town.gpkg")).toStdString()};
    {
        tests::BuiltTown town{{.people = 24'000, .jobs = 21'600}};
        town.add("One lane", {"2026:lanes,street=1,forward=2"});
        town.add("Two lanes", {"2026:lanes,street=1,forward=3", "2028:substation,x=0,y=0"});
        town.add("Shut", {"2027:close,street=1"});
        for (const char* more : {"A", "B", "C", "D"}) {
            town.add(more, {"2027:close,street=30"});
        }
        QVERIFY(town.store->copy_to(file, true).has_value());
    }
    desk_ = std::make_unique<app::Desk>();
    desk_->showWindow();
    window().resize(1600, 960);
    desk_->workspace().openProject(file);
    QTRY_VERIFY_WITH_TIMEOUT(desk_->workspace().base() != nullptr, 60'000);
    window().modes().setCurrentIndex(1);
}

void TestBesideWindow::aPlanIsAppraisedAndExplained() {
    choose(QStringLiteral("Two lanes"));
    QCOMPARE(panel().candidates(), std::string{"Two lanes"});
    QTest::mouseClick(button(QStringLiteral("Appraise as it is")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!panel().work().busy(), 200'000);
    QVERIFY(panel().made() && panel().made()->appraisal);
    const scenarios::invest::PlanAppraisal& a = *panel().made()->appraisal;
    auto* findings = charts().widget(0)->findChild<QLabel*>();
    QVERIFY(findings->text().startsWith(QString::fromStdString(a.explained.english)));
    QVERIFY(findings->text().contains(QStringLiteral("three years running"))); // nobody needs the substation
    picture(QStringLiteral("findings"));
    for (int k = 1; k < charts().count(); ++k) {
        const auto drawings = charts().widget(k)->findChildren<app::DrawingView*>();
        if (drawings.size() == 1) {
            QCOMPARE(charts().isTabVisible(k), drawings.front()->sizeHint().height() > 0);
            charts().setCurrentIndex(k);
            picture(QStringLiteral("chart-%1").arg(k));
        }
    }
}

void TestBesideWindow::plansStandSideBySide() {
    app::BesidePanel& beside = panel().beside();
    charts().setCurrentWidget(&beside);
    QVERIFY(!button(QStringLiteral("Compare"))->isEnabled());
    for (const char* name : {"One lane", "Two lanes", "Shut"}) {
        tick(QString::fromLatin1(name));
    }
    QTest::mouseClick(button(QStringLiteral("Compare")), Qt::LeftButton);
    QVERIFY(panel().work().busy());
    QTRY_VERIFY_WITH_TIMEOUT(!panel().work().busy(), 200'000);
    QVERIFY(beside.shown());
    const scenarios::invest::Beside& shown = *beside.shown();
    QCOMPARE(shown.plans.size(), std::size_t{4});
    QCOMPARE(shown.plans[0].futures.size(), std::size_t{200});
    auto* table = beside.findChild<QTreeView*>();
    QCOMPARE(table->model()->columnCount(), 5);
    QCOMPARE(table->model()->headerData(1, Qt::Horizontal).toString(), QString::fromStdString(shown.plans[0].name()));
    for (const app::DrawingView* drawing : beside.findChildren<app::DrawingView*>()) {
        QVERIFY(drawing->sizeHint().height() > 50);
    }
    picture(QStringLiteral("table"));
    auto* scroll = beside.findChild<QScrollArea*>();
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
    picture(QStringLiteral("drawings"));
}

void TestBesideWindow::whatIsWrittenIsThere() {
    const QTemporaryDir folder;
    const auto write = [&](const QString& name, const auto& what) {
        const QString file = folder.filePath(name);
        bool there = false;
        const auto held = connect(&panel().work(), &app::InvestWork::written, this, [&] { there = true; });
        panel().work().write(what, std::filesystem::path{file.toStdString()});
        QTRY_VERIFY_WITH_TIMEOUT(there, 60'000);
        disconnect(held);
        QVERIFY(QFileInfo{file}.size() > 10'000);
        keep(file);
    };
    write(QStringLiteral("beside.pdf"), *panel().beside().shown());
    write(QStringLiteral("beside.html"), *panel().beside().shown());
    write(QStringLiteral("plan.pdf"), *panel().made()->appraisal);
}

void TestBesideWindow::moreThanSixAreTooMany() {
    for (const char* name : {"A", "B", "C"}) {
        tick(QString::fromLatin1(name));
    }
    QVERIFY(button(QStringLiteral("Compare"))->isEnabled());
    tick(QStringLiteral("D"));
    QVERIFY(!button(QStringLiteral("Compare"))->isEnabled());
}

void TestBesideWindow::smallDarkAndChinese() {
    app::applyTheme(app::Theme::Dark);
    charts().setCurrentWidget(&panel().beside());
    picture(QStringLiteral("dark"));
    charts().setCurrentIndex(2);
    picture(QStringLiteral("dark-money"));
    app::applyTheme(app::Theme::Light);
    window().resize(1280, 720);
    picture(QStringLiteral("small"));
    QVERIFY2(window().width() <= 1280, qPrintable(QString::number(window().width())));
    window().resize(1600, 960);
    desk_->setLanguage(QStringLiteral("zh"));
    QTRY_VERIFY_WITH_TIMEOUT(window().windowTitle().endsWith(QStringLiteral("城梭")), 10'000);
    window().resize(1600, 960);
    window().modes().setCurrentIndex(1);
    choose(QStringLiteral("Two lanes"));
    QTest::mouseClick(button(QStringLiteral("按现状评价")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!panel().work().busy(), 200'000);
    picture(QStringLiteral("chinese-findings"));
    charts().setCurrentWidget(&panel().beside());
    tick(QStringLiteral("One lane"));
    tick(QStringLiteral("Shut"));
    QTest::mouseClick(button(QStringLiteral("比较")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!panel().work().busy(), 200'000);
    QVERIFY(panel().beside().shown());
    picture(QStringLiteral("chinese"));
}

QTEST_MAIN(TestBesideWindow)
#include "tst_beside_window.moc"
