// SPDX-License-Identifier: GPL-3.0-or-later
// How the camera is moved: drag turns, right drag moves the ground with the cursor, the wheel comes nearer to what is
// under the cursor, keys walk; let go and it coasts.
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include "app/desktop/view/city_view.h"

namespace cityloom::app {

namespace {

constexpr double kTurnPerPixel = 0.005;
constexpr double kClickReach = 4.0; // pixels that a click may wander

/// A vector over the ground as right and forward of a pose.
std::pair<double, double> asSeen(const render::CameraPose& pose, Point2 move) {
    const Point2 ahead{pose.target[0] - pose.eye[0], pose.target[1] - pose.eye[1]};
    const double n = std::max(1e-9, norm(ahead));
    const Point2 f = (1.0 / n) * ahead;
    return {move.x_m * f.y_m - move.y_m * f.x_m, dot(move, f)};
}

bool walks(int key) {
    switch (key) {
    case Qt::Key_W:
    case Qt::Key_A:
    case Qt::Key_S:
    case Qt::Key_D:
    case Qt::Key_Q:
    case Qt::Key_E:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        return true;
    default:
        return false;
    }
}

} // namespace

void CityView::mousePressEvent(QMouseEvent* event) {
    last_ = pressed_ = event->position();
    velocity_ = {};
    since_move_.start();
    if (camera_) {
        camera_->release(0, 0, 0);
    }
}

void CityView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF now = event->position();
    const QPointF by = now - last_;
    if (event->buttons() == Qt::NoButton || !camera_) {
        last_ = now;
        hover_.start();
        return;
    }
    if ((now - pressed_).manhattanLength() < kClickReach) {
        return; // still a click
    }
    endFollowing(false); // the hand has the camera now
    const double dt = std::max(0.004, static_cast<double>(since_move_.restart()) * 1e-3);
    velocity_ = 0.5 * velocity_ + 0.5 * by / dt;
    if (event->buttons().testFlag(Qt::LeftButton) && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        camera_->orbit(-by.x() * kTurnPerPixel, by.y() * kTurnPerPixel);
    } else {
        const auto before = groundAt(last_);
        const auto after = groundAt(now);
        if (before && after && distance_m(*before, *after) < 4000.0) {
            const auto [right, forward] = asSeen(camera_->pose(), *before - *after);
            camera_->pan(right, forward);
        } else {
            camera_->pan(-by.x() * metresPerPixel(), by.y() * metresPerPixel());
        }
    }
    last_ = now;
    moved();
}

void CityView::mouseReleaseEvent(QMouseEvent* event) {
    if (!camera_) {
        return;
    }
    if ((event->position() - pressed_).manhattanLength() < kClickReach) {
        if (event->button() == Qt::LeftButton) {
            const render::ObjectRef object = objectAt(event->position());
            if (picking_) {
                Q_EMIT picked(object);
            } else {
                Q_EMIT clicked(object);
            }
        }
        return;
    }
    if (since_move_.elapsed() > 60) {
        return; // it was held still before it was let go
    }
    if (event->button() == Qt::LeftButton && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        camera_->release(-velocity_.x() * kTurnPerPixel, 0, 0);
    } else {
        camera_->release(0, -velocity_.x() * metresPerPixel(), velocity_.y() * metresPerPixel());
    }
    since_animation_.start();
    animation_.start();
}

void CityView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!camera_) {
        return;
    }
    const render::ObjectRef object = objectAt(event->position());
    if (object.kind != nullptr) {
        flyTo({object.at.x_m, object.at.y_m}, std::max(60.0, camera_->distance_m() * 0.4));
    } else if (const auto ground = groundAt(event->position())) {
        flyTo(*ground, std::max(60.0, camera_->distance_m() * 0.4));
    }
}

void CityView::wheelEvent(QWheelEvent* event) {
    if (!camera_) {
        return;
    }
    const double factor = std::pow(0.999, event->angleDelta().y());
    const auto under = groundAt(event->position());
    const render::CameraPose look = camera_->pose();
    const double before = camera_->distance_m();
    camera_->zoom(factor);
    const double share = 1.0 - camera_->distance_m() / before;
    if (under && distance_m(*under, {look.target[0], look.target[1]}) < 4.0 * before) {
        const auto [right, forward] = asSeen(look, share * (*under - Point2{look.target[0], look.target[1]}));
        camera_->pan(right, forward);
    }
    moved();
    event->accept();
}

void CityView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && picking_) {
        setPicking(false);
        return;
    }
    if (event->key() == Qt::Key_Escape && followed_) {
        endFollowing(false);
        return;
    }
    if (event->modifiers().testFlag(Qt::ControlModifier) || !walks(event->key())) {
        QOpenGLWidget::keyPressEvent(event);
        return;
    }
    endFollowing(false);
    keys_.insert(event->key());
    if (!animation_.isActive()) {
        since_animation_.start();
        animation_.start();
    }
}

void CityView::keyReleaseEvent(QKeyEvent* event) {
    if (!event->isAutoRepeat()) {
        keys_.erase(event->key());
    }
    QOpenGLWidget::keyReleaseEvent(event);
}

void CityView::focusOutEvent(QFocusEvent* event) {
    keys_.clear();
    QOpenGLWidget::focusOutEvent(event);
}

void CityView::leaveEvent(QEvent* event) {
    hover_.stop();
    Q_EMIT hovered({}, {});
    QOpenGLWidget::leaveEvent(event);
}

void CityView::animate() {
    if (!camera_) {
        animation_.stop();
        return;
    }
    const double dt = std::min(0.1, static_cast<double>(since_animation_.restart()) * 1e-3);
    bool moving = camera_->coast(dt);
    const auto held = [this](int a, int b) { return (keys_.contains(a) || keys_.contains(b)) ? 1.0 : 0.0; };
    const double forward = held(Qt::Key_W, Qt::Key_Up) - held(Qt::Key_S, Qt::Key_Down);
    const double right = held(Qt::Key_D, Qt::Key_Right) - held(Qt::Key_A, Qt::Key_Left);
    const double turn = held(Qt::Key_Q, 0) - held(Qt::Key_E, 0);
    const double nearer = held(Qt::Key_PageUp, 0) - held(Qt::Key_PageDown, 0);
    if (forward != 0.0 || right != 0.0 || turn != 0.0 || nearer != 0.0) {
        const double speed = std::clamp(camera_->distance_m() * 0.8, 12.0, 4000.0);
        camera_->pan(right * speed * dt, forward * speed * dt);
        camera_->orbit(turn * 1.2 * dt, 0);
        camera_->zoom(std::exp(-1.5 * nearer * dt));
        moving = true;
    }
    if (!moving) {
        animation_.stop();
        return;
    }
    moved();
}

void CityView::hoverNow() {
    if (scene_ == nullptr) {
        return;
    }
    const render::ObjectRef object = objectAt(last_);
    if (!(object == highlighted_)) {
        highlighted_ = object;
        scene_->set_highlight(object);
        update();
    }
    Q_EMIT hovered(object, mapToGlobal(last_.toPoint()));
}

} // namespace cityloom::app
