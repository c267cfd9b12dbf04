// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/import_preview.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"
#include "gis/import/guard/worker.h"

namespace cityloom::app {

namespace {

constexpr int kSketch = 260;                // pixels of the sketch's side
constexpr std::size_t kMostShapes = 40'000; // beyond it every second, third, ... is drawn: it is a sketch
constexpr std::size_t kReasons = 6;

QString counted(std::size_t count) {
    return figure(static_cast<double>(count), 0);
}

std::vector<Point2> outline(const gis::City& city, const gis::Ring& ring) {
    const auto first = city.points.begin() + ring.points.begin;
    return {first, first + ring.points.count};
}

} // namespace

QString citySummary(const gis::City& city) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("ImportSummary", text); };
    std::array<std::size_t, 3> heights{};
    for (const gis::Building& building : city.buildings) {
        ++heights.at(static_cast<std::size_t>(building.height_source));
    }
    const Point2 size = city.max_corner - city.min_corner;
    QStringList lines;
    lines << tr(QT_TRANSLATE_NOOP("ImportSummary", "Extent: %1 by %2 km around %3, %4"))
                 .arg(figure(size.x_m / 1000.0, 1), figure(size.y_m / 1000.0, 1),
                      QString::number(city.place.latitude_deg, 'f', 4),
                      QString::number(city.place.longitude_deg, 'f', 4));
    lines << tr(QT_TRANSLATE_NOOP("ImportSummary", "Buildings: %1 (heights: %2 measured, %3 from storeys, %4 guessed)"))
                 .arg(counted(city.buildings.size()), counted(heights[0]), counted(heights[1]), counted(heights[2]));
    lines << tr(QT_TRANSLATE_NOOP("ImportSummary", "Streets: %1; junctions with signals: %2"))
                 .arg(counted(city.street_ways), counted(city.signal_nodes));
    lines << tr(QT_TRANSLATE_NOOP("ImportSummary", "Areas: %1; mapped assets: %2; districts: %3"))
                 .arg(counted(city.areas.size()), counted(city.assets.size()), counted(city.districts.size()));
    lines << (city.terrain.flat() ? tr(QT_TRANSLATE_NOOP("ImportSummary", "Terrain: none given, the city will be flat"))
                                  : tr(QT_TRANSLATE_NOOP("ImportSummary", "Terrain: %1"))
                                        .arg(QString::fromStdString(city.terrain.source)));
    const QString crs = city.place.epsg > 0 ? QStringLiteral("EPSG:%1").arg(city.place.epsg)
                                            : tr(QT_TRANSLATE_NOOP("ImportSummary", "a local system"));
    lines << tr(QT_TRANSLATE_NOOP("ImportSummary", "Reference system: %1")).arg(crs);
    lines << (city.place.left_hand_traffic ? tr(QT_TRANSLATE_NOOP("ImportSummary", "Traffic drives on the left"))
                                           : tr(QT_TRANSLATE_NOOP("ImportSummary", "Traffic drives on the right")));
    // What had to be assumed or left out, the most frequent first.
    std::map<std::string, std::size_t> reasons;
    for (const gis::ImportNote& note : city.notes) {
        ++reasons[note.reason];
    }
    std::vector<std::pair<std::size_t, std::string>> often;
    for (const auto& [reason, count] : reasons) {
        often.emplace_back(count, reason);
    }
    std::ranges::sort(often, std::greater{});
    lines << tr(QT_TRANSLATE_NOOP("ImportSummary", "Notes: %1")).arg(counted(city.notes.size()));
    for (std::size_t i = 0; i < std::min(kReasons, often.size()); ++i) {
        lines << QStringLiteral("    %1 × %2").arg(counted(often[i].first), QString::fromStdString(often[i].second));
    }
    if (often.size() > kReasons) {
        lines << tr(QT_TRANSLATE_NOOP("ImportSummary", "    and %1 reasons more")).arg(often.size() - kReasons);
    }
    return lines.join(QLatin1Char{'\n'});
}

ImportPreview::ImportPreview(std::function<Given()> given, QWidget* parent)
    : QWidget{parent}, given_{std::move(given)} {
    auto* column = new QVBoxLayout{this};
    auto* row = new QHBoxLayout;
    look_ = new QPushButton{tr("Look into the files"), this};
    cancel_ = new QPushButton{tr("Cancel"), this};
    cancel_->hide();
    bar_ = new QProgressBar{this};
    bar_->setRange(0, 1000);
    bar_->setAccessibleName(tr("Progress of looking into the files"));
    bar_->hide();
    row->addWidget(look_);
    row->addWidget(bar_, 1);
    row->addWidget(cancel_);
    row->addStretch(0);
    column->addLayout(row);
    auto* below = new QHBoxLayout;
    below->addSpacing(kSketch + 12);
    told_ = plainLabel(this);
    told_->setWordWrap(true);
    told_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    told_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    told_->setText(tr("Shows what an import with these options would bring. Nothing is written."));
    below->addWidget(told_, 1);
    column->addLayout(below, 1);
    setMinimumHeight(kSketch + 60);
    connect(look_, &QPushButton::clicked, this, &ImportPreview::look);
    connect(cancel_, &QPushButton::clicked, this, [this] { thread_.request_stop(); });
}

ImportPreview::~ImportPreview() {
    thread_.request_stop();
}

QString ImportPreview::told() const {
    return told_->text();
}

void ImportPreview::look() {
    Given given = given_();
    if (!given.problem.isEmpty()) {
        told_->setText(given.problem);
        return;
    }
    looking_ = true;
    look_->setEnabled(false);
    bar_->setValue(0);
    bar_->show();
    cancel_->show();
    const std::filesystem::path program = gis::reader_program();
    const QPointer<ImportPreview> self{this};
    thread_ = std::jthread{[self, program, given = std::move(given)](const std::stop_token& stop) {
        const auto tell = [&self](double fraction, std::string_view) {
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [self, fraction] {
                    if (self) {
                        self->bar_->setValue(static_cast<int>(1000.0 * fraction));
                    }
                },
                Qt::QueuedConnection);
        };
        auto city =
            std::make_shared<Result<gis::City>>(gis::import_in_worker(program, given.files, given.options, stop, tell));
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, city] {
                if (self) {
                    self->show(*city);
                }
            },
            Qt::QueuedConnection);
    }};
}

void ImportPreview::show(const Result<gis::City>& city) {
    looking_ = false;
    look_->setEnabled(true);
    bar_->hide();
    cancel_->hide();
    outlines_.clear();
    streets_.clear();
    if (!city) {
        told_->setText(city.error().code == ErrorCode::Cancelled
                           ? tr("Cancelled.")
                           : QString::fromStdString(city.error().message + (city.error().where.empty() ? "" : "\n") +
                                                    city.error().where));
        update();
        return;
    }
    const std::size_t step = 1 + city->buildings.size() / kMostShapes;
    for (std::size_t b = 0; b < city->buildings.size(); b += step) {
        if (const Range rings = city->buildings[b].rings; rings.count > 0) {
            outlines_.push_back(outline(*city, city->rings[rings.begin]));
        }
    }
    const std::size_t every = 1 + city->streets.size() / kMostShapes;
    for (std::size_t s = 0; s < city->streets.size(); s += every) {
        std::vector<Point2> line;
        const Range nodes = city->streets[s].nodes;
        for (std::uint32_t n = nodes.begin; n < nodes.end(); ++n) {
            line.push_back(city->street_nodes[city->street_node_refs[n]].at);
        }
        streets_.push_back(std::move(line));
    }
    low_ = city->min_corner;
    high_ = city->max_corner;
    told_->setText(citySummary(*city));
    update();
}

void ImportPreview::paintEvent(QPaintEvent*) {
    const ThemeColours& c = currentColours();
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF sheet{told_->x() - kSketch - 12.0, static_cast<double>(told_->y()), kSketch, kSketch};
    painter.setPen(c.border);
    painter.setBrush(c.base);
    painter.drawRect(sheet);
    if (outlines_.empty() && streets_.empty()) {
        return;
    }
    painter.setClipRect(sheet);
    const double span = std::max({high_.x_m - low_.x_m, high_.y_m - low_.y_m, 1.0});
    const double scale = (kSketch - 16.0) / span;
    const Point2 middle = 0.5 * (low_ + high_);
    const auto at = [&](Point2 p) {
        return QPointF{sheet.center().x() + scale * (p.x_m - middle.x_m),
                       sheet.center().y() - scale * (p.y_m - middle.y_m)};
    };
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.muted);
    for (const auto& shape : outlines_) {
        QPolygonF polygon;
        for (const Point2 p : shape) {
            polygon << at(p);
        }
        painter.drawPolygon(polygon);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{c.accent, 0.8});
    for (const auto& shape : streets_) {
        QPolygonF line;
        for (const Point2 p : shape) {
            line << at(p);
        }
        painter.drawPolyline(line);
    }
}

} // namespace cityloom::app
