// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/timeline/time_track.h"

#include <cmath>
#include <utility>

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr double kSide = 22.0; // room for the outermost clock labels
constexpr double kLine = 22.0;
constexpr double kMarkReach = 7.0; // of the pointer
constexpr int kDragStepS = 60;

QPainterPath shapeOf(TimeMark::Kind kind, double x) {
    QPainterPath path;
    switch (kind) {
    case TimeMark::Kind::Fail: // a triangle up, as in the legend of every fault chart
        path.addPolygon(QPolygonF{{x, kLine - 13}, {x + 5, kLine - 4}, {x - 5, kLine - 4}, {x, kLine - 13}});
        break;
    case TimeMark::Kind::Repair:
        path.addPolygon(QPolygonF{{x, kLine - 4}, {x + 5, kLine - 13}, {x - 5, kLine - 13}, {x, kLine - 4}});
        break;
    case TimeMark::Kind::Incident:
        path.addRect(x - 4, kLine - 12, 8, 8);
        break;
    case TimeMark::Kind::Person:
        path.addEllipse(QPointF{x, kLine - 9}, 4.0, 4.0);
        break;
    }
    return path;
}

} // namespace

TimeTrack::TimeTrack(QWidget* parent) : QSlider{Qt::Horizontal, parent} {
    setPageStep(15 * 60);
    setSingleStep(60);
    setMinimumHeight(44);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

QSize TimeTrack::sizeHint() const {
    return {400, 44};
}

void TimeTrack::setRecorded(int from_s, int to_s) {
    if (from_s != recorded_from_ || to_s != recorded_to_) {
        recorded_from_ = from_s;
        recorded_to_ = to_s;
        update();
    }
}

void TimeTrack::setMarks(std::vector<TimeMark> marks) {
    if (marks.size() != marks_.size()) {
        dragged_ = -1;
    }
    marks_ = std::move(marks);
    update();
}

double TimeTrack::xOf(int at_s) const {
    const double span = std::max(1, maximum() - minimum());
    return kSide + (width() - 2.0 * kSide) * (at_s - minimum()) / span;
}

int TimeTrack::timeAt(double x) const {
    const double share = (x - kSide) / std::max(1.0, width() - 2.0 * kSide);
    return minimum() + static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (maximum() - minimum())));
}

void TimeTrack::paintEvent(QPaintEvent*) {
    const ThemeColours& c = currentColours();
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(figureFont());
    const double left = xOf(minimum());
    const double right = xOf(maximum());
    painter.setPen(QPen{c.border, 4, Qt::SolidLine, Qt::RoundCap});
    painter.drawLine(QPointF{left, kLine}, QPointF{right, kLine});
    if (recorded_to_ > recorded_from_) {
        QColor filled = c.accent;
        filled.setAlphaF(0.55F);
        painter.setPen(QPen{filled, 4, Qt::SolidLine, Qt::RoundCap});
        painter.drawLine(QPointF{xOf(recorded_from_), kLine}, QPointF{xOf(std::min(recorded_to_, maximum())), kLine});
    }
    // Clock labels at round times, as many as fit.
    const int span = std::max(1, maximum() - minimum());
    int step = 3600;
    for (const int wanted : {900, 1800, 3600, 7200, 10800, 21600}) {
        step = wanted;
        const int labels = span / wanted; // 58 pixels each
        if (labels * 58 < right - left) {
            break;
        }
    }
    painter.setPen(c.muted);
    for (int t = (minimum() + step - 1) / step * step; t <= maximum(); t += step) {
        const double x = xOf(t);
        painter.drawLine(QPointF{x, kLine + 4}, QPointF{x, kLine + 7});
        painter.drawText(QRectF{x - 30, kLine + 7, 60, 15}, Qt::AlignCenter, clockText(t * kSecondUs, false));
    }
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        const TimeMark& mark = marks_[i];
        const bool held = static_cast<int>(i) == dragged_;
        const QPainterPath shape = shapeOf(mark.kind, xOf(held ? dragged_to_s_ : mark.at_s));
        painter.setPen(QPen{mark.kind == TimeMark::Kind::Repair ? c.accent : c.warning, 1.5});
        painter.setBrush(mark.kind == TimeMark::Kind::Person ? c.warning : c.base);
        painter.drawPath(shape);
    }
    const double x = xOf(value());
    painter.setPen(QPen{hasFocus() ? c.text : c.accent, hasFocus() ? 2.0 : 1.5});
    painter.setBrush(c.base);
    painter.drawEllipse(QPointF{x, kLine}, 7.0, 7.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.accent);
    painter.drawEllipse(QPointF{x, kLine}, 3.5, 3.5);
}

int TimeTrack::movableAt(QPointF at) const {
    if (at.y() > kLine - 2.0) { // below them the slider's own handle is meant
        return -1;
    }
    int nearest = -1;
    double least = kMarkReach;
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        const double away = std::abs(xOf(marks_[i].at_s) - at.x());
        if (marks_[i].movable && away < least) {
            least = away;
            nearest = static_cast<int>(i);
        }
    }
    return nearest;
}

void TimeTrack::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && dragged_ >= 0) {
        dragged_ = -1;
        QToolTip::hideText();
        update();
        return;
    }
    QSlider::keyPressEvent(event);
}

void TimeTrack::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    dragged_ = movableAt(event->position());
    if (dragged_ >= 0) {
        dragged_to_s_ = marks_[static_cast<std::size_t>(dragged_)].at_s;
        return;
    }
    setSliderDown(true);
    setValue(timeAt(event->position().x()));
}

void TimeTrack::mouseMoveEvent(QMouseEvent* event) {
    if (dragged_ >= 0) {
        dragged_to_s_ = timeAt(event->position().x()) / kDragStepS * kDragStepS;
        QToolTip::showText(event->globalPosition().toPoint(), clockText(dragged_to_s_ * kSecondUs, false), this);
        update();
    } else if (isSliderDown() && event->buttons().testFlag(Qt::LeftButton)) {
        setValue(timeAt(event->position().x()));
    } else {
        setCursor(movableAt(event->position()) >= 0 ? Qt::SizeHorCursor : Qt::ArrowCursor);
    }
}

void TimeTrack::mouseReleaseEvent(QMouseEvent*) {
    setSliderDown(false);
    const int mark = std::exchange(dragged_, -1);
    if (mark >= 0 && marks_[static_cast<std::size_t>(mark)].at_s != dragged_to_s_) {
        marks_[static_cast<std::size_t>(mark)].at_s = dragged_to_s_; // until the scenario's new marks come
        Q_EMIT markDragged(mark, dragged_to_s_);
    }
    update();
}

bool TimeTrack::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QString text;
        for (const TimeMark& mark : marks_) {
            if (std::abs(xOf(mark.at_s) - help->pos().x()) < 6.0) {
                text += (text.isEmpty() ? QString{} : QStringLiteral("\n")) + clockText(mark.at_s * kSecondUs) +
                        QStringLiteral("  ") + mark.text;
            }
        }
        text.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QSlider::event(event);
}

} // namespace cityloom::app
