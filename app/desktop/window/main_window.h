// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <QHash>
#include <QMainWindow>
#include <QPointer>

#include "app/desktop/compare/picture_frame.h"
#include "app/desktop/window/desk.h"
#include "render/capture/picture.h"
#include "render/overlays/data_layer.h"
#include "render/scene/city_scene.h"
#include "scenarios/run/event_log.h"

class QActionGroup;
class QDockWidget;
class QLabel;
class QTabBar;
class QMenu;
class QMenuBar;

namespace cityloom::app {

struct SearchEntry;
class Banner;
class BesideRun;
class ChangePanel;
class CityView;
class EventFeed;
class EventPanel;
class HandOver;
class AuditPanel;
class InvestPanel;
class CitySearch;
class InspectorPanel;
class KpiPanel;
class LayerPanel;
class ManualWindow;
class PlaceLabel;
class ProblemPanel;
class Ruler;
class ScenarioPanel;
struct ScenarioRow;
class TablePanel;
class TimelineBar;
class Tour;
class VerdictPanel;
class ViewOverlays;

/// What a window shows, apart from the words: so that one in another language shows the same.
struct WindowState {
    QByteArray geometry;
    QByteArray layout;
    render::CameraPose pose;
    bool has_city = false;
    render::DataLayer layer = nullptr;
    std::map<std::string_view, bool> parts{};
    bool underground = false;
    bool sun = true;
    render::ObjectRef selected;
    std::optional<std::uint64_t> followed;
    std::string scenario; ///< that is selected
    std::string beside;   ///< in the second picture; empty: there is none
    PictureFrame::Mode beside_mode = PictureFrame::Mode::Swipe;
    int table = -1; ///< the kind that is chosen there
    QString table_filter;
    QString manual; ///< the page that is open; empty: none
};

/// The desk as a person sees it: the 3D view in the middle, docks around it, the timeline below.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Desk& desk);
    ~MainWindow() override;

    [[nodiscard]] CityView& view() { return *view_; }
    [[nodiscard]] TimelineBar& timeline() { return *timeline_; }
    [[nodiscard]] Desk& desk() { return desk_; }
    [[nodiscard]] QLabel& engineStatus() { return *status_; }

    [[nodiscard]] InspectorPanel& inspector() { return *inspector_; }
    [[nodiscard]] PictureFrame& pictures() { return *pictures_; }
    [[nodiscard]] BesideRun& beside() { return *beside_; }
    [[nodiscard]] ScenarioPanel& scenarioPanel() { return *scenarios_; }
    [[nodiscard]] KpiPanel& kpis() { return *kpis_; }
    [[nodiscard]] ProblemPanel& problems() { return *problems_; }
    [[nodiscard]] EventPanel& events() { return *events_; }
    [[nodiscard]] ViewOverlays& overlays() { return *overlays_; }
    [[nodiscard]] AuditPanel& audit() { return *audit_; }
    [[nodiscard]] InvestPanel& invest() { return *invest_; }
    /// The tabs above: ways of working, each with docks of its own.
    [[nodiscard]] QTabBar& modes() { return *modes_; }
    [[nodiscard]] VerdictPanel& verdict() { return *verdict_; }
    [[nodiscard]] TablePanel& table() { return *table_; }
    [[nodiscard]] PlaceLabel& placeLabel() { return *place_; }
    [[nodiscard]] Ruler& ruler() { return *ruler_; }

    [[nodiscard]] WindowState shownState() const;
    void showState(const WindowState& state);
    void setLayer(render::DataLayer layer);
    void setPart(std::string_view part, bool visible);
    void select(const render::ObjectRef& object);
    /// The other scenario in the second picture; empty: the one that was there last, or the base.
    void compareWith(std::string scenario, PictureFrame::Mode mode);
    void askDemo();
    void askOpen();
    void askImport();
    /// Asks what an import of these files has to know, and begins it.
    void importFiles(const QStringList& files);
    bool mayReplace(const std::filesystem::path& file);
    void open(const QString& file);
    void search();
    /// Selects an asset or street and flies there.
    void goTo(engine::AssetRef asset);
    void goTo(const render::ObjectRef& object);
    /// Flies to where something has happened, and selects it where it is one thing.
    void goTo(const scenarios::LogEntry& entry);
    /// Keeps the camera on the selected vehicle, or lets go.
    void followSelected(bool on);
    /// Selects and follows a vehicle of a class, the nearest to what is looked at; says so where there is none.
    void followNearest(engine::VehicleClass cls);
    /// Shows what the scenario that is looked at does beside another, in figures.
    void showVerdict();
    /// Shows the attribute table, of this thing's kind where one is given.
    void showTable(const render::ObjectRef& object = {});
    /// The manual, open at a page.
    void showManual(const QString& page);
    [[nodiscard]] ManualWindow* manual() const { return manual_; } ///< null: it has not been opened
    /// A walk through the parts of the window, with a city open; it is remembered that it has been seen.
    void startTour();
    [[nodiscard]] Tour* tour() const; ///< null: there is none under way
    /// The page that fits what has the keyboard.
    [[nodiscard]] QString manualPageHere() const;
    /// What the window calls what the manual names; empty: it has no such thing.
    [[nodiscard]] QString manualWords(const QString& what, const QString& name) const;
    /// The menus and the command that the sources name so, from the menu bar on; empty: there is none.
    [[nodiscard]] QList<QAction*> menuPath(const QString& path) const;
    /// The menu of a thing, or of a place on the ground.
    void showObjectMenu(const render::ObjectRef& object, const QPoint& global);

Q_SIGNALS:
    void layerChanged(render::DataLayer layer);
    void partChanged(std::string_view part, bool visible);
    void selectionChanged(const render::ObjectRef& object);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// How the city looks goes to the start page.
    void keepPicture();
    void buildTop();
    void buildMenus();
    void buildFileMenu(QMenuBar& bar);
    void buildEditMenu(QMenuBar& bar);
    void buildViewMenu(QMenuBar& bar);
    void buildCompareMenu(QMenu& menu);
    void buildScenarioMenu(QMenuBar& bar);
    void buildRunMenu(QMenuBar& bar);
    void buildHelpMenu(QMenuBar& bar);
    void buildDocks();
    QDockWidget* addDock(Qt::DockWidgetArea area, const QString& id, const QString& title, QWidget* content);
    /// What stands in the dock of forms while there is none.
    [[nodiscard]] QWidget* noForm();
    void showForm(ChangePanel* form);
    void closeForm();
    void hover(const render::ObjectRef& object, const QPoint& at);
    void connectAll();
    void connectCompare();
    void connectEvents();
    void connectFollowing();
    void showRoute();
    void addVehicleEntries(std::vector<SearchEntry>& entries);
    void showBeside();
    void showDifference();
    /// Looks at the two runs that there are in another way.
    void arrangePictures(PictureFrame::Mode mode);
    void showTitles();
    /// Of both pictures.
    void eachScene(const std::function<void(render::CityScene&)>& what);
    void connectTable();
    void connectInvest();
    void setMode(int mode);
    void askInvestReport();
    void pointOut(const QString& what, const QString& name);
    [[nodiscard]] QMenu* menuOf(const render::ObjectRef& object);
    void addThingMenu(QMenu* menu, const ScenarioRow& row);
    QAction* addAction(QMenu& menu, const QString& text, const QString& icon_name, const QKeySequence& keys,
                       std::function<void()> what);
    [[nodiscard]] std::vector<SearchEntry> searchEntries();
    [[nodiscard]] QList<QAction*> menuActions() const;
    void showCity();
    void showApplied();
    void showSession();
    void showStatus();
    void showMarks();
    /// A mark was dragged along the timeline.
    void moveMark(int mark, int at_s);
    void goToBookmark(int number);
    void setBookmark(int number);
    void writeFile(const QString& what, const QString& file, const QByteArray& bytes);
    /// Where to write a file: with its suffix, whether it was typed or not; empty: nowhere.
    [[nodiscard]] QString askWhereTo(const QString& title, const QString& name, const QString& suffix,
                                     const QString& filter);
    /// Asks what is to become of what was done by hand in the live run. \return false: it goes on
    [[nodiscard]] bool mayLeaveRun();
    void showNotes();
    void exportPicture();
    void askReport();
    void askFilm();
    void askCopy();
    void offerToOpen(const QString& file);
    /// What the window shows, as a picture of it is asked for.
    [[nodiscard]] render::PictureRequest pictureHere() const;
    [[nodiscard]] QString pictureTitle() const;
    void exportKpis();
    void exportLog();
    void exportTable();

    Desk& desk_;
    HandOver* hand_over_ = nullptr;
    PictureFrame* pictures_ = nullptr;
    BesideRun* beside_ = nullptr;
    PictureFrame::Mode asked_mode_ = PictureFrame::Mode::Swipe;
    bool underground_ = false;
    CityView* view_ = nullptr; ///< the first picture
    ViewOverlays* overlays_ = nullptr;
    TimelineBar* timeline_ = nullptr;
    Banner* banner_ = nullptr;
    QLabel* status_ = nullptr;
    LayerPanel* layers_ = nullptr;
    ScenarioPanel* scenarios_ = nullptr;
    InspectorPanel* inspector_ = nullptr;
    KpiPanel* kpis_ = nullptr;
    ProblemPanel* problems_ = nullptr;
    AuditPanel* audit_ = nullptr;
    QTabBar* modes_ = nullptr;
    ManualWindow* manual_ = nullptr;
    QPointer<QWidget> tour_;
    InvestPanel* invest_ = nullptr;
    QDockWidget* invest_dock_ = nullptr;
    QByteArray plan_layout_; ///< of the docks, while another way of working is shown
    EventFeed* feed_ = nullptr;
    EventPanel* events_ = nullptr;
    QDockWidget* event_dock_ = nullptr;
    QDockWidget* form_dock_ = nullptr;
    VerdictPanel* verdict_ = nullptr;
    QDockWidget* verdict_dock_ = nullptr;
    TablePanel* table_ = nullptr;
    QDockWidget* table_dock_ = nullptr;
    CitySearch* city_search_ = nullptr;
    PlaceLabel* place_ = nullptr;
    Ruler* ruler_ = nullptr;
    QPointF menu_pressed_; ///< where the mouse was pressed in the picture
    QList<QDockWidget*> docks_;
    QMenu* recent_ = nullptr;
    QMenuBar* menu_bar_ = nullptr;
    QAction* under_ = nullptr;
    QAction* sun_ = nullptr;
    std::map<render::DataLayer, QAction*> layer_actions_;
    std::map<std::string_view, QAction*> part_actions_;
    QList<QAction*> city_actions_; ///< only with a city open
    render::ObjectRef selected_;
};

} // namespace cityloom::app
