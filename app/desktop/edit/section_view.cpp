// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/edit/section_view.h"

#include <algorithm>

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr int kRow = 46; // of a section, with the road 30 high
constexpr int kRoad = 30;
constexpr int kWords = 16;    // above each section
constexpr int kLane = 26;     // at the widest
constexpr int kSide = 44;     // beside the road: +, kerb, cycle lane
constexpr unsigned kMost = 8; // lanes of a direction, as the measure allows

/// From below upwards where it is driven along the street's nodes, which lead away from who looks.
void drawArrow(QPainter& painter, const QRectF& lane, bool backward, const QColor& colour) {
    const double x = lane.center().x();
    const double tip = backward ? lane.bottom() - 6.0 : lane.top() + 6.0;
    const double tail = backward ? lane.top() + 6.0 : lane.bottom() - 6.0;
    const double wing = backward ? -5.0 : 5.0;
    painter.setPen(QPen{colour, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    painter.drawLine(QPointF{x, tail}, QPointF{x, tip});
    painter.drawLine(QPointF{x, tip}, QPointF{x - 4.0, tip + wing});
    painter.drawLine(QPointF{x, tip}, QPointF{x + 4.0, tip + wing});
}

/// Of the lanes that a direction gains those that widen the street lie at its kerb, the others were the other
/// direction's.
bool isNew(const scenarios::CrossSections& sections, std::size_t lane) {
    const std::vector<scenarios::CrossSection::Lane>& lanes = sections.then.lanes;
    const bool backward = lanes[lane].backward;
    const auto more = [](std::size_t then, std::size_t now) { return then > now ? then - now : 0U; };
    const std::size_t gained = more(sections.then.count(backward), sections.now.count(backward));
    const std::size_t wider = std::min(gained, more(lanes.size(), sections.now.lanes.size()));
    const bool on_the_left = lanes.front().backward == backward;
    const std::size_t from_kerb = on_the_left ? lane : lanes.size() - 1 - lane;
    const std::size_t from_centre = sections.then.count(backward) - 1 - from_kerb;
    return from_kerb < wider || from_centre < gained - wider;
}

bool onRoad(gis::CycleFacility kind) {
    return kind == gis::CycleFacility::Lane || kind == gis::CycleFacility::Track;
}

} // namespace

SectionView::SectionView(QWidget* parent) : QWidget{parent} {
    setAccessibleName(tr("Street cut across"));
    setMouseTracking(true);
    hide();
}

void SectionView::show(std::optional<scenarios::CrossSections> sections, bool editable) {
    sections_ = std::move(sections);
    editable_ = editable;
    setVisible(sections_.has_value());
    if (sections_) {
        const auto said = [](const scenarios::CrossSection& s) {
            return tr("%1 forward, %2 backward").arg(s.count(false)).arg(s.count(true));
        };
        setAccessibleDescription(tr("Now: %1. Will be: %2.").arg(said(sections_->now), said(sections_->then)));
    }
    updateGeometry();
    update();
}

QSize SectionView::sizeHint() const {
    return {200, 2 * (kRow + kWords) + 4};
}

QRect SectionView::roadRect(const scenarios::CrossSection& section, bool lower) const {
    const std::size_t most =
        std::max<std::size_t>(1, std::max(sections_->now.lanes.size(), sections_->then.lanes.size()));
    const int lane = std::min(kLane, (width() - 2 * kSide) / static_cast<int>(most));
    const int wide = lane * static_cast<int>(std::max<std::size_t>(1, section.lanes.size()));
    const int top = (lower ? kRow + kWords : 0) + kWords;
    return {(width() - wide) / 2, top + (kRow - kRoad) / 2 - 4, wide, kRoad};
}

QRect SectionView::laneRect(std::size_t lane) const {
    const QRect road = roadRect(sections_->then, true);
    const int wide = road.width() / static_cast<int>(std::max<std::size_t>(1, sections_->then.lanes.size()));
    return {road.left() + wide * static_cast<int>(lane), road.top(), wide, road.height()};
}

QRect SectionView::plusRect(bool left) const {
    const QRect road = roadRect(sections_->then, true);
    return {left ? road.left() - kSide + 4 : road.right() + kSide - 24, road.top() + (kRoad - 20) / 2, 20, 20};
}

void SectionView::draw(QPainter& painter, const scenarios::CrossSection& section, bool lower) const {
    const ThemeColours& colours = currentColours();
    const QColor asphalt{96, 100, 106};
    const QColor paint{244, 244, 240};
    const QRect road = roadRect(section, lower);
    painter.setPen(colours.text);
    painter.drawText(QRect{0, road.top() - kWords - 4, width(), kWords}, Qt::AlignHCenter | Qt::AlignVCenter,
                     lower ? tr("will be") : tr("now"));
    painter.fillRect(road, asphalt);
    painter.setPen(QPen{colours.muted, 3.0});
    painter.drawLine(road.topLeft(), road.bottomLeft());
    painter.drawLine(road.topRight(), road.bottomRight());
    if (section.lanes.empty()) {
        return;
    }
    const double wide = static_cast<double>(road.width()) / static_cast<double>(section.lanes.size());
    for (std::size_t k = 0; k < section.lanes.size(); ++k) {
        const scenarios::CrossSection::Lane& lane = section.lanes[k];
        const QRectF box{road.left() + wide * static_cast<double>(k), static_cast<double>(road.top()), wide,
                         static_cast<double>(road.height())};
        if (lower && isNew(*sections_, k)) {
            painter.fillRect(box.adjusted(1.0, 0.0, -1.0, 0.0), colours.accent);
        }
        if (!lane.open) {
            painter.fillRect(box, QBrush{colours.error, Qt::BDiagPattern});
            painter.setPen(QPen{paint, 2.0});
            const QRectF cross = QRectF{box.center() - QPointF{5.0, 5.0}, QSizeF{10.0, 10.0}};
            painter.drawLine(cross.topLeft(), cross.bottomRight());
            painter.drawLine(cross.topRight(), cross.bottomLeft());
        } else {
            drawArrow(painter, box, lane.backward, paint);
        }
        if (k > 0) {
            const bool centre = section.lanes[k - 1].backward != lane.backward;
            painter.setPen(QPen{paint, centre ? 1.0 : 1.2, centre ? Qt::SolidLine : Qt::DashLine});
            const double apart = centre ? 1.5 : 0.0;
            for (const double x : {box.left() - apart, box.left() + apart}) {
                painter.drawLine(QPointF{x, box.top()}, QPointF{x, box.bottom()});
            }
        }
    }
    const QColor cycle{178, 74, 58};
    if (onRoad(section.cycle_left)) {
        painter.fillRect(QRect{road.left() - 11, road.top(), 8, road.height()}, cycle);
    }
    if (onRoad(section.cycle_right)) {
        painter.fillRect(QRect{road.right() + 4, road.top(), 8, road.height()}, cycle);
    }
}

void SectionView::paintEvent(QPaintEvent*) {
    if (!sections_) {
        return;
    }
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter, sections_->now, false);
    draw(painter, sections_->then, true);
    for (const bool left : {true, false}) {
        if (editable_) {
            const QRect plus = plusRect(left);
            painter.setPen(QPen{currentColours().accent, 1.6});
            painter.drawRoundedRect(plus, 4.0, 4.0);
            painter.drawLine(plus.center() - QPoint{5, 0}, plus.center() + QPoint{5, 0});
            painter.drawLine(plus.center() - QPoint{0, 5}, plus.center() + QPoint{0, 5});
        }
    }
}

void SectionView::mousePressEvent(QMouseEvent* event) {
    if (!sections_ || !editable_) {
        return;
    }
    const scenarios::CrossSection& section = sections_->then;
    unsigned forward = section.count(false);
    unsigned backward = section.count(true);
    const auto of = [&](bool against) -> unsigned& { return against ? backward : forward; };
    const bool takes = event->button() == Qt::RightButton;
    for (const bool left : {true, false}) {
        if (!section.lanes.empty() && plusRect(left).contains(event->pos()) && !takes) {
            ++of((left ? section.lanes.front() : section.lanes.back()).backward);
        }
    }
    for (std::size_t k = 0; k < section.lanes.size(); ++k) {
        if (laneRect(k).contains(event->pos())) {
            --of(section.lanes[k].backward);
            of(!section.lanes[k].backward) += takes ? 0U : 1U;
        }
    }
    const bool changed = forward != section.count(false) || backward != section.count(true);
    if (changed && forward + backward > 0 && forward <= kMost && backward <= kMost) {
        Q_EMIT lanesAsked(forward, backward);
    }
}

QString SectionView::hint(const QPoint& at) const {
    if (!sections_ || !editable_) {
        return {};
    }
    if (plusRect(true).contains(at) || plusRect(false).contains(at)) {
        return tr("Add a lane at this kerb");
    }
    for (std::size_t k = 0; k < sections_->then.lanes.size(); ++k) {
        if (laneRect(k).contains(at)) {
            return tr("Click: turn this lane round. Right button: take it away.");
        }
    }
    return {};
}

bool SectionView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), hint(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace cityloom::app
