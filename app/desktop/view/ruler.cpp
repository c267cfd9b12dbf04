// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/ruler.h"

#include <utility>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/theme.h"
#include "app/desktop/view/ground_place.h"

namespace cityloom::app {

namespace {

constexpr double kClickReach = 4.0; // as the view's
constexpr double kAboveM = 0.6;     // the line lies on the ground, not in it
constexpr int kPad = 6;

/// A text on a plate of the theme's, so that it is legible over any picture.
void plate(QPainter& painter, QPointF at, const QString& text, bool strong) {
    const ThemeColours& c = currentColours();
    QFont font = figureFont();
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    painter.setFont(font);
    const QRectF box = QFontMetricsF{font}.boundingRect(text).translated(at).adjusted(-kPad, -3, kPad, 3);
    QColor ground = c.base;
    ground.setAlphaF(0.94F);
    painter.setPen(strong ? QPen{c.accent, 1.5} : QPen{c.border, 1.0});
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(c.text);
    painter.drawText(at, text);
}

} // namespace

QString lengthText(double length_m) {
    return length_m >= 1000.0 ? Ruler::tr("%1 km").arg(figure(length_m / 1000.0, 2))
                              : Ruler::tr("%1 m").arg(figure(length_m, length_m < 10.0 ? 1 : 0));
}

QString areaText(double area_m2) {
    return area_m2 >= 1e6   ? Ruler::tr("%1 km²").arg(figure(area_m2 / 1e6, 2))
           : area_m2 >= 1e4 ? Ruler::tr("%1 ha").arg(figure(area_m2 / 1e4, 2))
                            : Ruler::tr("%1 m²").arg(figure(area_m2, 0));
}

Ruler::Ruler(CityView& view) : QWidget{&view}, view_{view} {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Ruler"));
    hide();
    view_.installEventFilter(this);
    connect(&view_, &CityView::cameraMoved, this, qOverload<>(&QWidget::update));
}

void Ruler::begin(What what) {
    view_.setPicking(false); // one tool at a time
    what_ = what;
    points_.clear();
    pointer_.reset();
    finished_ = false;
    active_ = true;
    setGeometry(view_.rect());
    show();
    raise();
    view_.setCursor(Qt::CrossCursor);
    view_.setFocus();
    say();
}

void Ruler::finish() {
    finished_ = true;
    pointer_.reset();
    view_.setCursor(Qt::ArrowCursor);
    say();
}

void Ruler::end() {
    if (active_) {
        active_ = false;
        hide();
        view_.setCursor(Qt::ArrowCursor);
        Q_EMIT ended();
    }
}

void Ruler::add(Point2 at) {
    if (finished_) { // the next click begins anew
        begin(what_);
    }
    points_.push_back(at);
    say();
}

std::optional<Point2> Ruler::placeAt(QPointF at) const {
    if (view_.city() == nullptr) {
        return std::nullopt;
    }
    const auto ground = groundUnder(render::pixel_ray(view_.pose(), at.x(), at.y(), view_.width(), view_.height()),
                                    view_.city()->city->terrain);
    return ground ? std::optional{Point2{ground->x_m, ground->y_m}} : std::nullopt;
}

bool Ruler::keyPressed(int key) {
    switch (key) {
    case Qt::Key_Escape:
        end();
        return true;
    case Qt::Key_Backspace:
        if (!points_.empty()) {
            points_.pop_back();
            finished_ = false;
            say();
        }
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        finish();
        return true;
    default:
        return false;
    }
}

bool Ruler::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        setGeometry(view_.rect());
    }
    if (!active_ || watched != &view_) {
        return false;
    }
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        pressed_ = static_cast<QMouseEvent*>(event)->position();
        double_click_ = false;
        return false; // a drag turns the view
    case QEvent::MouseMove:
        if (!finished_) {
            pointer_ = placeAt(static_cast<QMouseEvent*>(event)->position());
            update();
        }
        return false;
    case QEvent::MouseButtonRelease: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (std::exchange(double_click_, false)) {
            return true;
        }
        if (mouse->button() != Qt::LeftButton || (mouse->position() - pressed_).manhattanLength() >= kClickReach) {
            return false;
        }
        if (const auto at = placeAt(mouse->position())) {
            add(*at);
        }
        return true; // nothing is selected
    }
    case QEvent::MouseButtonDblClick: // its first click has set the last point
        finish();
        double_click_ = true;
        return true;
    case QEvent::Leave:
        pointer_.reset();
        update();
        return false;
    case QEvent::ShortcutOverride: // keys of the menus that mean something else here
        if (const int key = static_cast<QKeyEvent*>(event)->key(); key == Qt::Key_Escape || key == Qt::Key_Backspace) {
            event->accept();
            return true;
        }
        return false;
    case QEvent::KeyPress:
        return keyPressed(static_cast<QKeyEvent*>(event)->key());
    default:
        return false;
    }
}

std::vector<Point2> Ruler::withPointer() const {
    std::vector<Point2> all = points_;
    if (pointer_ && !finished_ && !all.empty()) {
        all.push_back(*pointer_);
    }
    return all;
}

QString Ruler::said() const {
    if (view_.city() == nullptr || points_.empty()) {
        return tr("Click on the ground to measure.");
    }
    const gis::Terrain& terrain = view_.city()->city->terrain;
    double whole = 0.0;
    double last = 0.0;
    for (std::size_t i = 1; i < points_.size(); ++i) {
        last = groundLength_m(terrain, points_[i - 1], points_[i]);
        whole += last;
    }
    if (what_ == What::Area && points_.size() > 2) {
        whole += groundLength_m(terrain, points_.back(), points_.front());
        return tr("Area %1, outline %2").arg(areaText(mapArea_m2(points_)), lengthText(whole));
    }
    return points_.size() > 2 ? tr("Length %1, last stretch %2").arg(lengthText(whole), lengthText(last))
                              : tr("Length %1").arg(lengthText(whole));
}

void Ruler::say() {
    setAccessibleDescription(said());
    update();
}

void Ruler::paintEvent(QPaintEvent*) {
    const auto* city = view_.city();
    if (city == nullptr) {
        return;
    }
    const ThemeColours& c = currentColours();
    const gis::Terrain& terrain = city->city->terrain;
    const Lens lens{view_.pose(), *city->city, size()};
    std::vector<Point2> points = withPointer();
    const std::size_t corners = points.size();
    if (what_ == What::Area && points.size() > 2) {
        points.push_back(points.front());
    }
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    QPolygonF outline;
    std::vector<std::pair<QPointF, double>> middles;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const std::vector<Point3> way = alongGround(terrain, points[i - 1], points[i]);
        bool pen_down = false;
        for (std::size_t k = 0; k < way.size(); ++k) {
            const auto at = lens.seen({way[k].x_m, way[k].y_m, way[k].z_m + kAboveM});
            if (at) {
                pen_down ? path.lineTo(*at) : path.moveTo(*at);
                outline << *at;
                if (k == way.size() / 2) {
                    middles.emplace_back(*at, groundLength_m(terrain, points[i - 1], points[i]));
                }
            }
            pen_down = at.has_value();
        }
    }
    if (what_ == What::Area && corners > 2) {
        QColor inside = c.accent;
        inside.setAlphaF(0.22F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(inside);
        painter.drawPolygon(outline);
    }
    painter.setBrush(Qt::NoBrush);
    for (const auto& [colour, width] : {std::pair{c.base, 6.0}, std::pair{c.accent, 2.5}}) {
        painter.setPen(QPen{colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
        painter.drawPath(path);
    }
    for (std::size_t i = 0; i < corners; ++i) {
        if (const auto at = lens.seen({points[i].x_m, points[i].y_m, terrain.ground_m(points[i]) + kAboveM})) {
            painter.setPen(QPen{c.base, 1.5});
            painter.setBrush(c.accent);
            painter.drawEllipse(*at, 5.0, 5.0);
        }
    }
    for (const auto& [at, length_m] : middles) {
        plate(painter, at + QPointF{10, -8}, lengthText(length_m), false);
    }
    const QString keys = finished_ ? tr("Esc ends, Backspace goes on, a click begins anew")
                                   : tr("Double-click finishes, Backspace takes the last point, Esc ends");
    const QString text = QStringLiteral("%1   ·   %2").arg(said(), keys);
    const double wide = QFontMetricsF{figureFont()}.horizontalAdvance(text);
    plate(painter, {(width() - wide) / 2.0, 30.0}, text, true);
}

} // namespace cityloom::app
