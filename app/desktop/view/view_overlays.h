// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/desktop/view/city_view.h"

class QToolButton;

namespace cityloom::app {

class AlertStrip;
class Compass;
class LegendPanel;
class ScaleBar;

/// What lies over the 3D view: legend, compass, scale bar with attribution, news, and what to do next while there is no
/// city.
class ViewOverlays : public QObject {
    Q_OBJECT

public:
    explicit ViewOverlays(CityView& view);
    /// A page shown over the whole view while no city is open.
    void setStartPage(QWidget* page);
    void cityChanged();
    /// The legend's figures and time.
    void refreshLegend();
    /// Says what the camera follows; empty: nothing.
    void showFollowing(const QString& what);
    [[nodiscard]] QToolButton* following() const { return following_; }
    [[nodiscard]] LegendPanel* legend() const { return legend_; }
    [[nodiscard]] AlertStrip* alerts() const { return alerts_; }

Q_SIGNALS:
    void followingEndAsked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    void follow();

    CityView& view_;
    LegendPanel* legend_;
    Compass* compass_;
    ScaleBar* scale_;
    AlertStrip* alerts_;
    QToolButton* following_;
    QWidget* start_ = nullptr;
};

} // namespace cityloom::app
