// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <vector>

#include <QWidget>

#include "app/desktop/docks/vehicle_watch.h"
#include "app/desktop/models/object_facts.h"
#include "app/desktop/timeline/play_control.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace cityloom::app {

class TimeChart;

/// One object: its name, its figures with where they come from, its course over the run, and what one can do to it.
class InspectorPanel : public QWidget {
    Q_OBJECT

public:
    explicit InspectorPanel(PlayControl& play, QWidget* parent = nullptr);
    void setCity(std::shared_ptr<const LoadedCity> city);
    /// The same city with other measures: what is shown stays, unless it is gone.
    void setApplied(std::shared_ptr<const LoadedCity> city);
    void show(const render::ObjectRef& object);
    /// Fails, repairs, closes or opens an asset by hand.
    void act(engine::AssetRef asset, engine::Verb verb);
    [[nodiscard]] QPushButton* failButton() const { return fail_; }
    [[nodiscard]] QPushButton* repairButton() const { return repair_; }
    [[nodiscard]] QPushButton* followButton() const { return follow_; }
    /// The trip of the vehicle that is shown.
    [[nodiscard]] const VehicleWatch& watch() const { return *watch_; }
    /// Whether the camera is on what is shown.
    void showFollowing(bool on);
    /// The lines of figures as they stand, "To: Quay Road".
    [[nodiscard]] QStringList lines() const;
    [[nodiscard]] QString title() const;
    /// Why the shown object is not as it should be now; empty: nothing is wrong with it.
    [[nodiscard]] QString why() const;
    [[nodiscard]] const std::vector<TimeChart*>& charts() const { return charts_; }

Q_SIGNALS:
    void flyRequested(Point2 at);
    void assetRequested(engine::AssetRef asset); ///< a link was followed
    void followRequested(bool on);
    void tripChanged(); ///< of the vehicle that is shown

private:
    void refresh();
    void readSeries();
    void readWhy();
    void follow(const QString& key);
    void act(engine::Verb verb);

    PlayControl& play_;
    std::shared_ptr<const LoadedCity> city_;
    render::ObjectRef object_;
    ObjectFacts facts_;
    QLabel* icon_;
    QLabel* title_;
    QLabel* kind_;
    QLabel* hint_;
    QLabel* note_;
    QLabel* why_;
    QWidget* body_;
    QGridLayout* grid_;
    std::vector<std::array<QLabel*, 3>> rows_;
    QVBoxLayout* chart_box_;
    std::vector<TimeChart*> charts_;
    QPushButton* fail_;
    QPushButton* repair_;
    QPushButton* fly_;
    QPushButton* follow_;
    VehicleWatch* watch_;
    TimeUs last_sample_ = -1;
    TimeUs asked_at_ = -1; ///< of the engine, when it was last asked why
    bool asking_ = false;
    int reading_ = 0; ///< counts selections: a reader's answer to an older one is dropped
};

} // namespace cityloom::app
