// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QHash>
#include <QMainWindow>

#include "app/desktop/window/desk.h"
#include "render/overlays/data_layer.h"
#include "render/scene/city_scene.h"

class QActionGroup;
class QLabel;
class QMenu;
class QMenuBar;

namespace cityloom::app {

class Banner;
class CityView;
class TimelineBar;
class ViewOverlays;

/// The desk as a person sees it: the 3D view in the middle, docks around it, the timeline below.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Desk& desk);
    ~MainWindow() override;

    [[nodiscard]] CityView& view() { return *view_; }
    [[nodiscard]] TimelineBar& timeline() { return *timeline_; }
    [[nodiscard]] Desk& desk() { return desk_; }
    [[nodiscard]] Banner& banner() { return *banner_; }
    [[nodiscard]] QLabel& engineStatus() { return *status_; }

    void setLayer(render::DataLayer layer);
    void setElement(render::Element element, bool visible);
    void select(const render::ObjectRef& object);
    void askDemo();
    void askOpen();
    void askImport();
    void open(const QString& file);

Q_SIGNALS:
    void layerChanged(render::DataLayer layer);
    void elementChanged(render::Element element, bool visible);
    void selectionChanged(const render::ObjectRef& object);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildTop();
    void buildMenus();
    void buildFileMenu(QMenuBar& bar);
    void buildEditMenu(QMenuBar& bar);
    void buildViewMenu(QMenuBar& bar);
    void buildScenarioMenu(QMenuBar& bar);
    void buildRunMenu(QMenuBar& bar);
    void buildHelpMenu(QMenuBar& bar);
    void buildDocks();
    void connectAll();
    QAction* addAction(QMenu& menu, const QString& text, const QString& icon_name, const QKeySequence& keys, std::function<void()> what);
    void showCity();
    void showSession();
    void showStatus();
    void showMarks();
    void goToBookmark(int number);
    void setBookmark(int number);
    void exportPicture();
    void exportKpis();
    void exportLog();

    Desk& desk_;
    CityView* view_ = nullptr;
    ViewOverlays* overlays_ = nullptr;
    TimelineBar* timeline_ = nullptr;
    Banner* banner_ = nullptr;
    QLabel* status_ = nullptr;
    QMenu* recent_ = nullptr;
    QMenuBar* menu_bar_ = nullptr;
    QHash<int, QAction*> layer_actions_;
    QHash<int, QAction*> element_actions_;
    QList<QAction*> city_actions_; ///< only with a city open
    render::ObjectRef selected_;
};

} // namespace cityloom::app
