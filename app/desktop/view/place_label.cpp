// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/place_label.h"

#include <QMouseEvent>

#include "app/desktop/style/figures.h"
#include "app/desktop/view/ground_place.h"

namespace cityloom::app {

PlaceLabel::PlaceLabel(CityView& view, QWidget* parent) : QToolButton{parent}, view_{view} {
    setAutoRaise(true);
    setFont(figureFont());
    view_.installEventFilter(this);
    connect(&view_, &CityView::cameraMoved, this, &PlaceLabel::say);
    connect(this, &QToolButton::clicked, this, [this] { setDegrees(!degrees_); });
    cityChanged();
}

void PlaceLabel::cityChanged() {
    coordinates_ = view_.city() != nullptr ? std::make_unique<Coordinates>(view_.city()->city->place) : nullptr;
    setToolTip(coordinates_ != nullptr && coordinates_->hasDegrees()
                   ? tr("Where the pointer is; a click changes between the project's metres and degrees")
                   : tr("Where the pointer is, in the project's metres; this city has no place on Earth"));
    setVisible(coordinates_ != nullptr);
    setMinimumWidth(0);
    say();
}

void PlaceLabel::setDegrees(bool on) {
    degrees_ = on && coordinates_ != nullptr && coordinates_->hasDegrees();
    setMinimumWidth(0);
    say();
}

bool PlaceLabel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &view_ && event->type() == QEvent::MouseMove) {
        pointer_ = static_cast<QMouseEvent*>(event)->position();
        say();
    } else if (watched == &view_ && event->type() == QEvent::Leave) {
        pointer_.reset();
        say();
    }
    return false;
}

void PlaceLabel::say() {
    if (coordinates_ == nullptr || view_.city() == nullptr) {
        setText({});
        return;
    }
    const gis::Terrain& terrain = view_.city()->city->terrain;
    const render::CameraPose pose = view_.pose();
    std::optional<Point3> at =
        Point3{pose.target[0], pose.target[1], terrain.ground_m({pose.target[0], pose.target[1]})};
    if (pointer_) {
        at = groundUnder(render::pixel_ray(pose, pointer_->x(), pointer_->y(), view_.width(), view_.height()), terrain);
    }
    if (!at) {
        setText(tr("sky"));
    } else {
        const Point2 place{at->x_m, at->y_m};
        const QString where = degrees_ ? QStringLiteral("WGS 84  ") + coordinates_->degrees(place)
                                       : coordinates_->crs() + QStringLiteral("  ") + coordinates_->metres(place);
        setText(terrain.flat() ? where : tr("%1   %2 m high").arg(where, figure(at->z_m, 0)));
    }
    setAccessibleName(tr("Place: %1").arg(text()));
    setMinimumWidth(qMax(minimumWidth(), sizeHint().width())); // what stands beside it does not jump about
}

} // namespace cityloom::app
