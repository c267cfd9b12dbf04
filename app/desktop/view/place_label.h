// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QToolButton>

#include "app/desktop/models/coordinates.h"
#include "app/desktop/view/city_view.h"

namespace cityloom::app {

/// Where the pointer is: in the project's CRS or in degrees, with the height of the ground. A click changes between the
/// two. Without the pointer over the picture: the point that is looked at.
class PlaceLabel : public QToolButton {
    Q_OBJECT

public:
    PlaceLabel(CityView& view, QWidget* parent);
    void cityChanged();
    void setDegrees(bool on);
    [[nodiscard]] bool degrees() const { return degrees_; }
    /// Of the city that is open; null: none is.
    [[nodiscard]] const Coordinates* coordinates() const { return coordinates_.get(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void say();

    CityView& view_;
    std::unique_ptr<Coordinates> coordinates_;
    std::optional<QPointF> pointer_;
    bool degrees_ = false;
};

} // namespace cityloom::app
