// SPDX-License-Identifier: GPL-3.0-or-later
// The manual: complete in both languages, true to the window, and each of its steps carried out in it. With
// CITYLOOM_MANUAL_PICTURES=FOLDER the pictures of its pages are made on the way, in both languages: ./dev manual
#include <functional>
#include <map>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QTimer>

#include "app/desktop/compare/beside_run.h"
#include "app/desktop/docks/audit_panel.h"
#include "app/desktop/docks/event_panel.h"
#include "app/desktop/docks/inspector_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/edit/change_panel.h"
#include "app/desktop/help/manual_window.h"
#include "app/desktop/help/tour.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/timeline/timeline_bar.h"
#include "app/desktop/window/command_search.h"
#include "app/desktop/window/import_preview.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/water/rows.h"
#include "tests/app/grid_town.h"
#include "tests/app/window_help.h"

using namespace cityloom;

namespace {

constexpr int kPictureWide = 1000;
constexpr int kPictureQuality = 82;

TimeUs clock(const QString& text) {
    return text.section(QLatin1Char{':'}, 0, 0).toInt() * kHourUs +
           text.section(QLatin1Char{':'}, 1, 1).toInt() * kMinuteUs;
}

} // namespace

/// Carries out what the pages say, as a person would; a verb that it does not know fails.
class Reader {
public:
    Reader(test::DemoDesk& demo, const QString& language) : demo_{demo}, language_{language} { teach(); }

    void carryOut(const app::ManualPage& page) {
        for (std::size_t i = 0; i < page.steps.size() && !QTest::currentTestFailed(); ++i) {
            const app::ManualStep& step = page.steps[i];
            const auto verb = verbs_.find(step.verb);
            QVERIFY2(verb != verbs_.end(), qPrintable(page.id + ": " + step.verb));
            // What a dialog looks like has to be kept while it is open.
            shot_ = step.verb.startsWith("dialog") && i + 1 < page.steps.size() &&
                            page.steps[i + 1].verb == QStringLiteral("picture")
                        ? page.steps[i + 1].argument
                        : QString{};
            verb->second(step.argument);
            if (QTest::currentTestFailed()) {
                qWarning("in the step \"%s %s\" of page %s", qPrintable(step.verb), qPrintable(step.argument),
                         qPrintable(page.id));
            }
        }
    }
    [[nodiscard]] const QStringList& pictures() const { return pictures_; }

private:
    app::MainWindow& window() { return demo_.window(); }
    app::Workspace& workspace() { return demo_.desk().workspace(); }
    app::PlayControl& play() { return demo_.desk().play(); }

    bool settled() {
        return QTest::qWaitFor(
            [this] { return workspace().session() != nullptr && workspace().tasks().idle() && play().frame(); },
            90'000);
    }

    void playTo(TimeUs until) {
        QVERIFY(settled());
        play().setSpeed(0.0);
        choose(QStringLiteral("Run/Play or pause")); // what the space key is a shortcut for
        QTRY_VERIFY_WITH_TIMEOUT(play().frame()->time >= until, 120'000);
        play().setPlaying(false);
        QTRY_VERIFY_WITH_TIMEOUT(!window().beside().active() || window().beside().behind() == 0, 120'000);
        QTest::qWait(100);
    }

    void keep(const QPixmap& picture, const QString& name) {
        QVERIFY2(picture.width() > 200, qPrintable(name));
        pictures_ << name;
        const QString out = qEnvironmentVariable("CITYLOOM_MANUAL_PICTURES");
        if (out.isEmpty()) {
            return;
        }
        const QString folder = QStringLiteral("%1/%2/pictures").arg(out, language_);
        QVERIFY(QDir{}.mkpath(folder));
        const QPixmap small =
            picture.width() > kPictureWide ? picture.scaledToWidth(kPictureWide, Qt::SmoothTransformation) : picture;
        QVERIFY(small.save(QStringLiteral("%1/%2.jpg").arg(folder, name), "JPG", kPictureQuality));
    }

    /// What the command opens, until it is shut again.
    void inDialog(const std::function<void()>& open, const std::function<void(QWidget&)>& use = {}) {
        bool seen = false;
        QTimer::singleShot(800, &window(), [this, &seen, &use] {
            QWidget* dialog = QApplication::activeModalWidget();
            seen = dialog != nullptr;
            if (seen && use) {
                use(*dialog);
            }
            if (seen && !shot_.isEmpty()) {
                keep(dialog->grab(), shot_);
            }
            if (seen) {
                dialog->close();
            }
        });
        open();
        QVERIFY2(seen, "no dialog has opened");
    }

    void find(const QString& text) {
        window().search();
        app::CommandSearch* search = window().findChildren<app::CommandSearch*>().back();
        search->field()->setText(text);
        QTRY_VERIFY2(search->hits() >= 1, qPrintable(text));
        search->goToCurrent();
        QTest::qWait(1200); // the flight
    }

    void choose(const QString& path) {
        const QList<QAction*> way = window().menuPath(path);
        QVERIFY2(!way.isEmpty(), qPrintable(path));
        QVERIFY2(way.back()->isEnabled(), qPrintable(path));
        way.back()->trigger();
        QTest::qWait(100);
    }

    void tab(const QString& name) {
        QTabBar& tabs = window().modes();
        const QString words = window().manualWords(QStringLiteral("tab"), name);
        for (int i = 0; i < tabs.count(); ++i) {
            if (tabs.tabText(i) == words) {
                tabs.setCurrentIndex(i);
                QTest::qWait(200);
                return;
            }
        }
        QFAIL(qPrintable("no tab " + name));
    }

    void clickBuilding() {
        app::CityView& view = window().view();
        view.setNamedView(render::NamedView::Oblique);
        QTest::qWait(200);
        for (int y = view.height() / 3; y < view.height() - 80; y += 15) {
            for (int x = 80; x < view.width() - 80; x += 15) {
                if (view.objectAt(QPointF(x, y)).is(lifeline::kBuilding)) {
                    QTest::mouseClick(&view, Qt::LeftButton, {}, {x, y});
                    return;
                }
            }
        }
        QFAIL("no building is in the picture");
    }

    void expect(const QString& what) {
        const auto chosen = [&] { return workspace().book().find(scenario_); };
        if (what == QStringLiteral("inspector")) {
            QTRY_VERIFY(!window().inspector().title().isEmpty());
        } else if (what.startsWith(QStringLiteral("measures "))) {
            const auto count = what.section(QLatin1Char{' '}, 1).toUInt();
            QTRY_VERIFY(chosen() == nullptr ? count == 0 : chosen()->measures.size() == count);
        } else if (what == QStringLiteral("off")) {
            QTRY_VERIFY(chosen() != nullptr && chosen()->measures.at(0).off);
        } else if (what == QStringLiteral("beside")) {
            QTRY_VERIFY_WITH_TIMEOUT(window().pictures().second() != nullptr, 90'000);
        } else if (what == QStringLiteral("events")) {
            QTRY_VERIFY_WITH_TIMEOUT(!window().timeline().track()->marks().empty(), 20'000);
        } else if (what == QStringLiteral("table")) {
            QTRY_VERIFY(window().table().isVisible());
        } else if (what == QStringLiteral("city")) {
            QVERIFY(workspace().city() != nullptr);
        } else {
            QFAIL(qPrintable("expect " + what));
        }
    }

    void teach() {
        verbs_["demo"] = [this](const QString&) { QVERIFY(settled()); }; // as DemoDesk opened it
        verbs_["play"] = [this](const QString& until) {
            const TimeUs now = play().frame() ? play().frame()->time : 0;
            playTo(until.startsWith(QLatin1Char{'+'}) ? now + until.mid(1).toInt() * kMinuteUs : clock(until));
        };
        verbs_["scrub"] = [this](const QString& to) {
            window().timeline().track()->setValue(static_cast<int>(clock(to) / kSecondUs));
            QVERIFY(!play().live());
        };
        verbs_["click"] = [this](const QString&) { clickBuilding(); };
        verbs_["find"] = [this](const QString& text) { find(text); };
        verbs_["go"] = [this](const QString& key) {
            find(key);
            QTRY_VERIFY(window().inspector().title().startsWith(key));
        };
        verbs_["choose"] = [this](const QString& path) { choose(path); };
        verbs_["dialog"] = [this](const QString& path) { inDialog([&] { choose(path); }); };
        verbs_["dialog-import"] = [this](const QString&) {
            QTemporaryDir dir;
            const QString town = dir.filePath(QStringLiteral("town.osm"));
            QFile file{town};
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(tests::grid_town(6));
            file.close();
            inDialog([&] { window().importFiles({town}); },
                     [](QWidget& dialog) {
                         auto* preview = dialog.findChild<app::ImportPreview*>();
                         dialog.findChild<QTabWidget*>()->setCurrentWidget(preview);
                         QTRY_VERIFY_WITH_TIMEOUT(!preview->looking() && !preview->told().isEmpty(), 60'000);
                     });
        };
        verbs_["panel"] = [this](const QString& id) {
            auto* dock = window().findChild<QDockWidget*>(id);
            QVERIFY2(dock != nullptr, qPrintable(id));
            dock->show();
            dock->raise();
            QTest::qWait(200);
        };
        verbs_["hide"] = [this](const QString& id) { window().findChild<QDockWidget*>(id)->hide(); };
        verbs_["audit"] = [this](const QString&) {
            window().audit().begin();
            QTRY_VERIFY_WITH_TIMEOUT(window().audit().done(), 90'000);
            QVERIFY(window().audit().rows() > 0);
        };
        verbs_["tab"] = [this](const QString& name) { tab(name); };
        verbs_["view"] = [this](const QString& name) {
            window().view().setNamedView(name == QStringLiteral("oblique")  ? render::NamedView::Oblique
                                         : name == QStringLiteral("street") ? render::NamedView::Street
                                                                            : render::NamedView::Overview);
            QTest::qWait(300);
        };
        verbs_["layer"] = [this](const QString& id) {
            render::DataLayer layer = nullptr;
            QVERIFY2(render::parse_layer(id.toStdString(), layer), qPrintable(id));
            window().setLayer(layer);
            QTest::qWait(300);
        };
        verbs_["scenario"] = [this](const QString&) {
            choose(QStringLiteral("Scenario/Add a scenario"));
            scenario_ = window().scenarioPanel().selectedScenario();
            QVERIFY(!scenario_.empty());
        };
        verbs_["activate"] = [this](const QString& name) {
            workspace().activate(name.toStdString());
            QVERIFY(settled());
        };
        verbs_["measure"] = [this](const QString& kind) {
            window().select({});
            window().view().setNamedView(render::NamedView::Oblique);
            choose(QStringLiteral("Scenario/Add a measure…"));
            app::ChangePanel* form = window().scenarioPanel().form();
            QVERIFY(form != nullptr);
            form->chooseKind(kind.toStdString());
            QTRY_VERIFY(window().view().picking());
        };
        verbs_["hover"] = [this](const QString&) {
            const QPoint middle = window().view().rect().center();
            const QString told = window().scenarioPanel().form()->preview(window().view().objectAt(QPointF{middle}));
            QVERIFY2(told.contains(QStringLiteral("€")), qPrintable(told));
        };
        verbs_["map"] = [this](const QString&) {
            QTest::mouseClick(&window().view(), Qt::LeftButton, {}, window().view().rect().center());
            QTRY_VERIFY(window().scenarioPanel().form()->text().contains(QLatin1Char{','}));
            QTest::qWait(300);
        };
        verbs_["ok"] = [this](const QString&) {
            auto* buttons = window().scenarioPanel().form()->findChild<QDialogButtonBox*>();
            buttons->button(QDialogButtonBox::Ok)->click();
            QTRY_VERIFY(window().scenarioPanel().form() == nullptr);
            QVERIFY(settled());
        };
        verbs_["switch"] = [this](const QString&) {
            window().scenarioPanel().tree()->choose({scenario_, true, {false, 0}});
            window().scenarioPanel().tree()->currentItem()->setCheckState(0, Qt::Unchecked);
        };
        verbs_["undo"] = [this](const QString&) {
            const QList<QAction*> edit = window().menuPath(QStringLiteral("Edit"));
            QVERIFY(!edit.isEmpty() && edit.back()->menu()->actions().front()->isEnabled());
            edit.back()->menu()->actions().front()->trigger(); // its name says what it takes back
            QVERIFY(settled());
        };
        verbs_["fail"] = [this](const QString&) { window().inspector().failButton()->click(); };
        verbs_["repair"] = [this](const QString&) { window().inspector().repairButton()->click(); };
        verbs_["table"] = [this](const QString&) { // of pipes
            QComboBox* kinds = window().table().kinds();
            const int at = kinds->findData(QVariant::fromValue(static_cast<const void*>(&water::kLink)));
            QVERIFY(at >= 0);
            kinds->setCurrentIndex(at);
            QTest::qWait(300);
        };
        verbs_["filter"] = [this](const QString& text) {
            window().table().filterField()->setText(text);
            QTest::qWait(500);
        };
        verbs_["expect"] = [this](const QString& what) { expect(what); };
        verbs_["picture"] = [this](const QString& name) {
            if (pictures_.contains(name)) {
                return; // of a dialog, kept while it was open
            }
            QTest::qWait(400);
            keep(window().grab(), name);
        };
    }

    test::DemoDesk& demo_;
    QString language_;
    std::map<QString, std::function<void(const QString&)>> verbs_;
    std::string scenario_;
    QString shot_;
    QStringList pictures_;
};

class TestManual : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareApplication(); }
    void bothLanguagesAreCompleteAndTrue();
    void everyStepCanBeDone_data();
    void everyStepCanBeDone();
    void theRightPageOpens();
    void aTourShowsTheWindow();
};

void TestManual::bothLanguagesAreCompleteAndTrue() {
    QTemporaryDir dir;
    std::map<QString, std::vector<app::ManualPage>> pages;
    for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh")}) {
        app::applyLanguage(language);
        app::Desk desk;
        desk.showWindow();
        const app::Manual manual{
            language, [&](const QString& what, const QString& name) { return desk.window()->manualWords(what, name); }};
        QVERIFY2(manual.unknown().isEmpty(), qPrintable(manual.unknown().join(QStringLiteral("; "))));
        for (const app::ManualPage& page : manual.pages()) {
            QVERIFY2(page.text.size() > 200 && !page.title.isEmpty(), qPrintable(language + page.id));
            QVERIFY2(!page.text.contains(QStringLiteral("<!--")) && !page.text.contains(QStringLiteral("{{")),
                     qPrintable(language + page.id));
            for (const QString& picture : page.pictures) {
                const QString file = QStringLiteral(":/manual/%1/pictures/%2.jpg").arg(language, picture);
                QVERIFY2(QFile::exists(file), qPrintable(file + ": ./dev manual makes it"));
            }
            static const QRegularExpression link{QStringLiteral(R"(\]\(page:(\w+)\))")};
            for (auto all = link.globalMatch(page.text); all.hasNext();) {
                const QString to = all.next().captured(1);
                QVERIFY2(manual.page(to) != nullptr, qPrintable(page.id + " -> " + to));
            }
        }
        pages[language] = manual.pages();
    }
    app::applyLanguage(QStringLiteral("en"));
    for (std::size_t i = 0; i < pages["en"].size(); ++i) {
        const app::ManualPage& en = pages["en"][i];
        const app::ManualPage& zh = pages["zh"][i];
        QVERIFY2(en.steps == zh.steps, qPrintable(en.id));
        QCOMPARE(zh.pictures, en.pictures);
        QVERIFY2(zh.title != en.title, qPrintable(en.id));
        // Every picture of a page is made by a step of it.
        for (const QString& picture : en.pictures) {
            QVERIFY2(std::ranges::find(en.steps, app::ManualStep{QStringLiteral("picture"), picture}) != en.steps.end(),
                     qPrintable(picture));
        }
    }
}

void TestManual::everyStepCanBeDone_data() {
    QTest::addColumn<QString>("language");
    QTest::addRow("en") << QStringLiteral("en");
    if (qEnvironmentVariableIsSet("CITYLOOM_MANUAL_PICTURES")) {
        QTest::addRow("zh") << QStringLiteral("zh");
    }
}

void TestManual::everyStepCanBeDone() {
    QFETCH(QString, language);
    app::applyLanguage(language);
    test::DemoDesk demo;
    QVERIFY(demo.ready());
    const app::Manual manual{
        language, [&](const QString& what, const QString& name) { return demo.window().manualWords(what, name); }};
    Reader reader{demo, language};
    for (const app::ManualPage& page : manual.pages()) {
        reader.carryOut(page);
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    app::applyLanguage(QStringLiteral("en"));
}

void TestManual::theRightPageOpens() {
    test::DemoDesk demo;
    QVERIFY(demo.ready());
    app::MainWindow& window = demo.window();
    for (const auto& [dock, page] : {std::pair{"scenarios", "plan"}, std::pair{"table", "table"}}) {
        auto* panel = window.findChild<QDockWidget*>(dock);
        panel->show();
        panel->raise();
        QTest::qWait(100);
        window.activateWindow();
        for (QWidget* child : panel->findChildren<QWidget*>()) {
            if (child->isVisible() && child->focusPolicy() != Qt::NoFocus && child->isEnabled()) {
                child->setFocus();
                break;
            }
        }
        QTRY_COMPARE(window.manualPageHere(), QString{page});
    }
    QTest::keyClick(&window, Qt::Key_F1);
    QTRY_VERIFY(window.manual() != nullptr && window.manual()->isVisible());
    QCOMPARE(window.manual()->shown(), QStringLiteral("table"));
    app::ManualWindow& manual = *window.manual();
    manual.field().setText(QStringLiteral("seed"));
    QVERIFY(manual.contents().count() >= 1 && manual.contents().count() < 10);
    manual.field().setText(QStringLiteral("no such word anywhere"));
    QCOMPARE(manual.contents().count(), 0);
    manual.field().clear();
    QCOMPARE(manual.contents().count(), 10);
    const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
    if (!out.isEmpty()) {
        manual.showPage(QStringLiteral("plan"));
        QTest::qWait(200);
        manual.grab().save(out + QStringLiteral("/manual.png"));
    }
    // A link shows where it is, and does nothing.
    Q_EMIT manual.showMe(QStringLiteral("panel"), QStringLiteral("audit"));
    QTRY_VERIFY(window.findChild<QDockWidget*>(QStringLiteral("audit"))->isVisible());
    // In another language the same page is open.
    demo.desk().setLanguage(QStringLiteral("zh"));
    QTRY_VERIFY_WITH_TIMEOUT(demo.window().manual() != nullptr && demo.window().manual()->isVisible(), 20'000);
    QVERIFY(demo.window().manual()->manual().unknown().isEmpty());
    demo.desk().setLanguage(QStringLiteral("en"));
    QTest::qWait(200);
}

void TestManual::aTourShowsTheWindow() {
    test::DemoDesk demo;
    QVERIFY(demo.ready());
    app::MainWindow& window = demo.window();
    window.startTour();
    QVERIFY(window.tour() != nullptr && app::preferences::tourSeen());
    const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
    for (int stop = 0; window.tour() != nullptr && stop < 20; ++stop) {
        app::Tour& tour = *window.tour();
        QCOMPARE(tour.at(), stop);
        QTest::qWait(100);
        QVERIFY2(window.rect().contains(tour.geometry()), "the card is cut");
        for (const QLabel* label : tour.findChildren<QLabel*>()) {
            QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        }
        if (!out.isEmpty()) {
            window.grab().save(out + QStringLiteral("/tour-%1.png").arg(stop));
        }
        QTest::keyClick(&tour, Qt::Key_Right);
        QTest::qWait(50);
    }
    QTRY_VERIFY(window.tour() == nullptr);
    window.menuPath(QStringLiteral("Help/Tour of the window")).back()->trigger();
    QVERIFY(window.tour() != nullptr);
    QTest::keyClick(window.tour(), Qt::Key_Escape);
    QTRY_VERIFY(window.tour() == nullptr);
}

QTEST_MAIN(TestManual)
#include "tst_manual.moc"
