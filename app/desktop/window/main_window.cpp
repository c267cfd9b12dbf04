// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/hand_over.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/compare/beside_run.h"
#include "app/desktop/compare/picture_frame.h"
#include "app/desktop/docks/audit_panel.h"
#include "app/desktop/docks/event_feed.h"
#include "app/desktop/docks/inspector_panel.h"
#include "app/desktop/docks/kpi_panel.h"
#include "app/desktop/docks/layer_panel.h"
#include "app/desktop/docks/problem_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/edit/change_words.h"
#include "app/desktop/invest/invest_panel.h"
#include "app/desktop/models/event_list_model.h"
#include "app/desktop/search/city_search.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/tasks/task_bar.h"
#include "app/desktop/timeline/timeline_bar.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/view/place_label.h"
#include "app/desktop/view/ruler.h"
#include "app/desktop/view/view_overlays.h"
#include "app/desktop/window/preferences.h"
#include "app/desktop/window/recent_projects.h"
#include "app/desktop/window/start_page.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

namespace {

/// "29.86° N, 122.05° E": a city's middle, as people say where it is.
QString placeText(const gis::City& city, const Coordinates& coordinates) {
    if (!coordinates.hasDegrees()) {
        return {};
    }
    const double north = city.place.latitude_deg;
    const double east = city.place.longitude_deg;
    return QStringLiteral("%1° %2, %3° %4")
        .arg(figure(std::abs(north), 2), north < 0.0 ? MainWindow::tr("S") : MainWindow::tr("N", "latitude"),
             figure(std::abs(east), 2), east < 0.0 ? MainWindow::tr("W") : MainWindow::tr("E"));
}

} // namespace

MainWindow::MainWindow(Desk& desk) : desk_{desk} {
    setWindowTitle(tr("Cityloom"));
    resize(1280, 720);
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);

    auto* middle = new QWidget{this};
    auto* column = new QVBoxLayout{middle};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    banner_ = new Banner{middle};
    hand_over_ = new HandOver{desk_.workspace(), this};
    connect(hand_over_, &HandOver::written, this, &MainWindow::offerToOpen);
    pictures_ = new PictureFrame{middle};
    view_ = pictures_->first();
    beside_ = new BesideRun{desk_.workspace(), desk_.play(), this};
    column->addWidget(banner_);
    column->addWidget(pictures_, 1);
    column->addWidget(new TaskBar{desk_.workspace().tasks(), middle});
    setCentralWidget(middle);
    overlays_ = new ViewOverlays{*view_};
    ruler_ = new Ruler{*view_};
    view_->installEventFilter(this);
    auto* start = new StartPage{view_};
    overlays_->setStartPage(start);
    connect(start, &StartPage::demoRequested, this, &MainWindow::askDemo);
    connect(start, &StartPage::openRequested, this, &MainWindow::askOpen);
    connect(start, &StartPage::importRequested, this, &MainWindow::askImport);
    connect(start, &StartPage::recentRequested, this, &MainWindow::open);

    timeline_ = new TimelineBar{this};
    auto* strip = new QToolBar{tr("Timeline"), this};
    strip->setObjectName(QStringLiteral("timeline")); // by which its place is kept
    strip->setMovable(false);
    strip->setContextMenuPolicy(Qt::PreventContextMenu);
    strip->addWidget(timeline_);
    strip->toggleViewAction()->setVisible(false);
    addToolBar(Qt::BottomToolBarArea, strip);

    city_search_ = new CitySearch{this};
    buildTop();
    buildDocks();
    buildMenus();
    connectAll();
    connectCompare();
    connectEvents();
    connectFollowing();
    connectInvest();
    showCity();
    showSession();
    restoreState(preferences::layout(QStringLiteral("plan")));
    closeForm(); // nothing is being changed in a new window
    view_->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildTop() {
    auto* top = new QWidget{this};
    auto* line = new QHBoxLayout{top};
    line->setContentsMargins(4, 2, 16, 2);
    line->setSpacing(8);
    menu_bar_ = new QMenuBar{top};
    line->addWidget(menu_bar_);
    modes_ = new QTabBar{top};
    modes_->addTab(icon(QStringLiteral("measure")), tr("Plan"));
    modes_->addTab(icon(QStringLiteral("chart")), tr("Invest"));
    modes_->setDrawBase(false);
    modes_->setAccessibleName(tr("Way of working"));
    line->addSpacing(16);
    line->addWidget(modes_);
    line->addStretch(1);
    place_ = new PlaceLabel{*view_, top};
    line->addWidget(place_);
    line->addSpacing(8);
    auto* find = new QToolButton{top};
    find->setIcon(icon(QStringLiteral("search")));
    find->setText(tr("Search  Ctrl+K"));
    find->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    find->setAutoRaise(true);
    find->setAccessibleName(tr("Search"));
    connect(find, &QToolButton::clicked, this, &MainWindow::search);
    line->addWidget(find);
    line->addSpacing(16);
    status_ = plainLabel(top);
    status_->setFont(figureFont());
    status_->setAccessibleName(tr("Engine status"));
    line->addWidget(status_);
    setMenuWidget(top);
}

void MainWindow::buildMenus() {
    buildFileMenu(*menu_bar_);
    buildEditMenu(*menu_bar_);
    buildViewMenu(*menu_bar_);
    buildScenarioMenu(*menu_bar_);
    buildRunMenu(*menu_bar_);
    buildHelpMenu(*menu_bar_);
}

void MainWindow::connectAll() {
    Workspace& workspace = desk_.workspace();
    PlayControl& play = desk_.play();
    connect(&workspace, &Workspace::cityChanged, this, &MainWindow::showCity);
    connect(&workspace, &Workspace::appliedChanged, this, &MainWindow::showApplied);
    connect(&workspace, &Workspace::sessionChanged, this, &MainWindow::showSession);
    connect(&workspace, &Workspace::failed, banner_, &Banner::tell);
    connect(&workspace, &Workspace::imported, this, [this](std::size_t notes, std::size_t conflicts) {
        if (notes + conflicts > 0) {
            banner_->tell(tr("The city was imported"),
                          tr("%n note(s) say what was guessed, mended or left out", nullptr, static_cast<int>(notes)) +
                              (conflicts > 0
                                   ? tr("; %n no longer fit(s) what was planned", nullptr, static_cast<int>(conflicts))
                                   : QString{}) +
                              tr(". File ▸ Notes of the import lists them."),
                          {});
        }
    });
    connect(&play, &PlayControl::frameChanged, view_, &CityView::showFrame);
    connect(&play, &PlayControl::statusChanged, this, &MainWindow::showStatus);
    connect(&play, &PlayControl::playingChanged, timeline_, &TimelineBar::showPlaying);
    connect(timeline_, &TimelineBar::playRequested, &play, &PlayControl::setPlaying);
    connect(timeline_, &TimelineBar::speedRequested, &play, &PlayControl::setSpeed);
    connect(timeline_, &TimelineBar::liveRequested, &play, &PlayControl::goLive);
    connect(timeline_, &TimelineBar::seekRequested, &play, [&play](int at_s) { play.lookAt(at_s * kSecondUs); });
    connect(view_, &CityView::clicked, this, &MainWindow::select);
    connect(view_, &CityView::hovered, this, &MainWindow::hover);
    connect(view_, &CityView::picked, this, [this](const render::ObjectRef& object) {
        view_->setPicking(false);
        scenarios_->takePicked(object);
    });
    connect(this, &MainWindow::selectionChanged, scenarios_, &ScenarioPanel::showSelected);
    connect(scenarios_, &ScenarioPanel::pickRequested, this, [this] {
        activateWindow();
        view_->setFocus();
        view_->setPicking(true);
    });
    connect(scenarios_, &ScenarioPanel::formOpened, this, &MainWindow::showForm);
    connect(scenarios_, &ScenarioPanel::formClosed, this, &MainWindow::closeForm);
    connect(timeline_->track(), &TimeTrack::markDragged, this, &MainWindow::moveMark);
    connect(layers_, &LayerPanel::partToggled, this, &MainWindow::setPart);
    connect(layers_, &LayerPanel::layerChosen, this, &MainWindow::setLayer);
    connect(this, &MainWindow::partChanged, layers_, &LayerPanel::showPart);
    connect(this, &MainWindow::layerChanged, layers_, &LayerPanel::showLayer);
    connect(this, &MainWindow::selectionChanged, inspector_, &InspectorPanel::show);
    const auto fly = [this](Point2 at) { view_->flyTo(at, 320.0); };
    connect(inspector_, &InspectorPanel::flyRequested, this, fly);
    connect(inspector_, &InspectorPanel::assetRequested, this, qOverload<engine::AssetRef>(&MainWindow::goTo));
    connect(problems_, &ProblemPanel::flyRequested, this, fly);
    connect(audit_, &AuditPanel::flyRequested, this, fly);
    connectTable();
}

void MainWindow::showCity() {
    const auto city = desk_.workspace().city();
    keepPicture(); // of the one before
    view_->setCity(city);
    for (const auto& [part, action] : part_actions_) {
        if (view_->scene() != nullptr) {
            view_->scene()->set_visible(part, action->isChecked());
        }
    }
    for (const auto& [layer, action] : layer_actions_) {
        if (view_->scene() != nullptr && action->isChecked()) {
            view_->scene()->set_layer(layer);
        }
    }
    for (QAction* action : city_actions_) {
        action->setEnabled(city != nullptr);
    }
    timeline_->setEnabled(city != nullptr);
    inspector_->setCity(city);
    problems_->setCity(city.get());
    audit_->setCity(city != nullptr);
    invest_->setCity(city != nullptr);
    table_->setCity(city);
    city_search_->setCity(city);
    place_->cityChanged();
    ruler_->end();
    overlays_->cityChanged();
    if (city) {
        setWindowTitle(tr("%1 – Cityloom").arg(QString::fromStdString(city->city->name)));
        recent::note(QString::fromStdString(city->file.string()), QString::fromStdString(city->city->name),
                     place_->coordinates() != nullptr ? placeText(*city->city, *place_->coordinates()) : QString{});
    } else {
        setWindowTitle(tr("Cityloom"));
    }
    if (desk_.play().frame()) {
        view_->showFrame(desk_.play().frame());
    }
    select({});
}

void MainWindow::showApplied() {
    const auto city = desk_.workspace().city();
    view_->setApplied(city);
    inspector_->setApplied(city);
    problems_->setCity(city.get());
    audit_->setCity(city != nullptr);
    table_->setCity(city);
    city_search_->setCity(city);
    overlays_->refreshLegend();
}

void MainWindow::showSession() {
    if (const auto session = desk_.workspace().session()) {
        const auto& request = session->request();
        timeline_->setRange(static_cast<int>(request.start / kSecondUs),
                            static_cast<int>((request.start + request.duration) / kSecondUs));
        timeline_->showRecorded(0, 0);
    }
    timeline_->showPlaying(desk_.play().playing());
    timeline_->showSpeed(desk_.play().speed());
    showMarks();
    showStatus();
}

void MainWindow::showMarks() {
    std::vector<TimeMark> marks;
    if (const auto session = desk_.workspace().session()) {
        const scenarios::Scenario* own = desk_.workspace().book().find(desk_.workspace().activeScenario());
        for (const scenarios::TimedEvent& event : session->scenario().events) {
            marks.push_back({event.kind == "fail"     ? TimeMark::Kind::Fail
                             : event.kind == "repair" ? TimeMark::Kind::Repair
                                                      : TimeMark::Kind::Incident,
                             static_cast<int>(event.at / kSecondUs), eventText(event),
                             own != nullptr && std::ranges::find(own->events, event) != own->events.end()});
        }
        for (const scenarios::LogEntry& entry : feed_->entries()) {
            if (entry.origin == scenarios::LogOrigin::ByHand) {
                marks.push_back({TimeMark::Kind::Person, static_cast<int>(entry.at / kSecondUs),
                                 QStringLiteral("%1, %2").arg(inLanguage(entry.what), eventDetail(entry))});
            }
        }
    }
    timeline_->showMarks(std::move(marks));
}

void MainWindow::moveMark(int mark, int at_s) {
    const auto session = desk_.workspace().session();
    const std::string& active = desk_.workspace().activeScenario();
    const scenarios::Scenario* own = desk_.workspace().book().find(active);
    const auto index = static_cast<std::size_t>(mark); // the marks begin with the scenario's events
    if (session == nullptr || own == nullptr || index >= session->scenario().events.size()) {
        return;
    }
    const auto found = std::ranges::find(own->events, session->scenario().events[index]);
    if (found != own->events.end()) {
        scenarios_->moveEvent(active, static_cast<std::size_t>(found - own->events.begin()), at_s * kSecondUs);
    }
}

void MainWindow::showStatus() {
    const auto session = desk_.workspace().session();
    if (!session) {
        status_->clear();
        return;
    }
    const scenarios::SessionStatus& now = desk_.play().status();
    using State = scenarios::SessionStatus::State;
    QString text;
    if (now.state == State::Preparing) {
        text = tr("preparing the run…");
    } else if (now.state == State::Running) {
        text = tr("%1× · %2 vehicles · %n thread(s)", nullptr, static_cast<int>(session->request().threads))
                   .arg(figure(now.real_time_factor, now.real_time_factor < 10 ? 1 : 0),
                        figure(static_cast<double>(now.vehicles.running), 0));
    } else if (now.state == State::Failed) {
        text = tr("the run could not start");
    } else {
        const QString hash = QStringLiteral("%1").arg(now.state_hash, 16, 16, QLatin1Char{'0'}).left(4);
        text = tr("%1 · hash %2… · %n thread(s)", nullptr, static_cast<int>(session->request().threads))
                   .arg(now.state == State::Finished ? tr("finished") : tr("paused"), hash);
    }
    status_->setText(text);
    timeline_->showTime(static_cast<int>(desk_.play().shownTime() / kSecondUs));
    timeline_->showRecorded(static_cast<int>(session->recorded_from() / kSecondUs),
                            static_cast<int>(session->recorded_to() / kSecondUs));
    timeline_->showLive(desk_.play().live());
    overlays_->refreshLegend();
}

void MainWindow::select(const render::ObjectRef& object) {
    selected_ = object;
    view_->setSelected(object);
    view_->setAlsoSelected({});
    Q_EMIT selectionChanged(object);
}

void MainWindow::setLayer(render::DataLayer layer) {
    if (const auto action = layer_actions_.find(layer); action != layer_actions_.end()) {
        action->second->setChecked(true);
    }
    eachScene([layer](render::CityScene& scene) { scene.set_layer(layer); });
    overlays_->refreshLegend();
    Q_EMIT layerChanged(layer);
}

void MainWindow::setPart(std::string_view part, bool visible) {
    if (const auto action = part_actions_.find(part); action != part_actions_.end()) {
        action->second->setChecked(visible);
    }
    eachScene([part, visible](render::CityScene& scene) { scene.set_visible(part, visible); });
    Q_EMIT partChanged(part, visible);
}

void MainWindow::open(const QString& file) {
    if (!mayLeaveRun()) {
        return;
    }
    banner_->hide();
    desk_.workspace().openProject(file.toStdString());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayLeaveRun()) {
        event->ignore();
        return;
    }
    desk_.play().setPlaying(false);
    keepPicture();
    preferences::setLayout(QStringLiteral("plan"), saveState());
    QMainWindow::closeEvent(event);
}

} // namespace cityloom::app
