// SPDX-License-Identifier: GPL-3.0-or-later
// From candidates to a plan in the window, as an analyst goes through it.
#include <cmath>

#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QTreeView>

#include "app/desktop/invest/drawing_view.h"
#include "app/desktop/invest/invest_panel.h"
#include "tests/app/window_help.h"

using namespace cityloom;

class TestInvestWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aTabOfItsOwn();
    void candidatesAreAScenario();
    void aPlanIsMadeAndShown();
    void aDebtCeilingChangesWhatIsBuilt();
    void theReportIsWritten();
    void backToPlanning();

private:
    app::MainWindow& window() { return demo_->window(); }
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
            window().grab().save(out + QStringLiteral("/invest-") + name + QStringLiteral(".png"));
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
    void planned() {
        QTest::mouseClick(button(QStringLiteral("Plan")), Qt::LeftButton);
        QVERIFY(panel().work().busy());
        QTRY_VERIFY_WITH_TIMEOUT(!panel().work().busy(), 400'000);
    }

    std::unique_ptr<test::DemoDesk> demo_;
};

void TestInvestWindow::initTestCase() {
    test::prepareApplication();
    demo_ = std::make_unique<test::DemoDesk>();
    QVERIFY(demo_->ready());
    window().resize(1600, 960);
    scenarios::Scenario ideas{.name = "Ideas"};
    for (const char* text :
         {"backup,asset=pump/P37,hours=6", "backup,asset=pump/P35,hours=6", "backup,asset=pump/P36,hours=6"}) {
        const auto measure = scenarios::parse_measure(text);
        QVERIFY(measure);
        ideas.measures.push_back(*measure);
    }
    demo_->desk().workspace().edit(addScenario(demo_->desk().workspace().book(), ideas));
}

void TestInvestWindow::aTabOfItsOwn() {
    window().modes().setCurrentIndex(1);
    QVERIFY(panel().isVisible());
    QVERIFY(!window().findChild<QDockWidget*>(QStringLiteral("kpis"))->isVisible());
}

void TestInvestWindow::candidatesAreAScenario() {
    for (QComboBox* each : panel().findChildren<QComboBox*>()) {
        const int at = each->findText(QStringLiteral("Ideas"));
        each->setCurrentIndex(at >= 0 ? at : each->currentIndex());
    }
    QCOMPARE(panel().candidates(), std::string{"Ideas"});
    QCOMPARE(panel().rows(), 3);
    auto* view = panel().findChild<QTreeView*>();
    view->setCurrentIndex(view->model()->index(2, 0));
    QTest::mouseClick(button(QStringLiteral("Drop")), Qt::LeftButton);
    QCOMPARE(panel().rows(), 2);
    demo_->desk().workspace().undo().undo();
    QCOMPARE(panel().rows(), 3);
    demo_->desk().workspace().undo().redo();
    QCOMPARE(panel().rows(), 2);
}

void TestInvestWindow::aPlanIsMadeAndShown() {
    planned();
    QVERIFY(panel().made());
    QVERIFY(panel().made()->plan);
    QCOMPARE(panel().made()->plan->settled.alone.size(), std::size_t{2});
    // Either nothing is worth its cost, or what is built has its year.
    if (panel().made()->appraisal) {
        const scenarios::Scenario* plan = demo_->desk().workspace().book().find("Investment plan");
        QVERIFY(plan != nullptr);
        QVERIFY(std::ranges::all_of(plan->measures, [](const scenarios::Measure& m) { return m.begins >= 2026; }));
    }
    picture(QStringLiteral("planned"));
}

void TestInvestWindow::aDebtCeilingChangesWhatIsBuilt() {
    // Appraised as it is, whatever it is worth, so that there is something to look at.
    QTest::mouseClick(button(QStringLiteral("Appraise as it is")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!panel().work().busy(), 400'000);
    QVERIFY(panel().made() && panel().made()->appraisal);
    const scenarios::invest::PlanAppraisal& a = *panel().made()->appraisal;
    QVERIFY(a.present_cost > 0);
    QCOMPARE(a.npv, a.present_gain - a.present_cost);
    QVERIFY(a.samples && a.samples->all.size() == 200);
    auto* charts = panel().findChild<QTabWidget*>();
    for (int k = 0; k < charts->count(); ++k) {
        charts->setCurrentIndex(k);
        picture(QStringLiteral("chart-%1").arg(k));
        const auto drawings = charts->currentWidget()->findChildren<app::DrawingView*>();
        if (drawings.size() == 1 && charts->isTabVisible(k)) {
            QVERIFY(drawings.front()->sizeHint().height() > 20);
        }
    }
    // No funds and no loans: nothing can be built, and nothing is simulated anew.
    for (QDoubleSpinBox* field : panel().findChildren<QDoubleSpinBox*>()) {
        if (field->specialValueText() == QStringLiteral("no limit")) {
            field->setValue(0.01);
        }
    }
    planned();
    QVERIFY(panel().made()->plan);
    QCOMPARE(panel().made()->plan->simulated, std::size_t{0});
}

void TestInvestWindow::theReportIsWritten() {
    QTest::mouseClick(button(QStringLiteral("Appraise as it is")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!panel().work().busy(), 400'000);
    QVERIFY(panel().made() && panel().made()->appraisal);
    const QTemporaryDir folder;
    for (const char* name : {"plan.pdf", "plan.html"}) {
        bool there = false;
        const auto held = connect(&panel().work(), &app::InvestWork::written, this, [&] { there = true; });
        panel().work().write(*panel().made()->appraisal,
                             std::filesystem::path{folder.filePath(QString::fromLatin1(name)).toStdString()});
        QTRY_VERIFY_WITH_TIMEOUT(there, 60'000);
        disconnect(held);
        QVERIFY(QFileInfo{folder.filePath(QString::fromLatin1(name))}.size() > 10'000);
        keep(folder.filePath(QString::fromLatin1(name)));
    }
}

void TestInvestWindow::backToPlanning() {
    window().modes().setCurrentIndex(0);
    QVERIFY(window().findChild<QDockWidget*>(QStringLiteral("kpis"))->isVisible());
}

QTEST_MAIN(TestInvestWindow)
#include "tst_invest_window.moc"
