// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/style/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "app/desktop/style/theme.h"

/// Resources of a static library are left out by the linker unless something names them.
static void loadIcons() {
    Q_INIT_RESOURCE(icons);
}

namespace cityloom::app {

namespace {

class LineIcon final : public QIconEngine {
public:
    explicit LineIcon(QString name) : name_{std::move(name)} {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QPalette palette = QApplication::palette();
        QColor colour =
            palette.color(mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active, QPalette::ButtonText);
        if (mode == QIcon::Selected) {
            colour = palette.color(QPalette::HighlightedText);
        }
        const int size = qMin(rect.width(), rect.height());
        QRect square{0, 0, size, size};
        square.moveCenter(rect.center());
        painter->drawPixmap(square, iconPixmap(name_, colour, size, painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap{size};
        pixmap.fill(Qt::transparent);
        QPainter painter{&pixmap};
        paint(&painter, QRect{QPoint{}, size}, mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new LineIcon{name_}; }

private:
    QString name_;
};

} // namespace

QIcon icon(const QString& name) {
    return QIcon{new LineIcon{name}};
}

QPixmap bundledPicture(const QString& name) {
    loadIcons();
    return QPixmap{QStringLiteral(":/pictures/%1").arg(name)};
}

QPixmap iconPixmap(const QString& name, const QColor& colour, int size_px, double scale) {
    const QString key =
        QStringLiteral("line-icon/%1/%2/%3/%4").arg(name, colour.name(QColor::HexArgb)).arg(size_px).arg(scale);
    [[maybe_unused]] static const bool kLoaded = (loadIcons(), true);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    QFile file{QStringLiteral(":/icons/%1.svg").arg(name)};
    if (!file.open(QIODevice::ReadOnly)) {
        return pixmap;
    }
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer renderer{svg};
    pixmap = QPixmap{QSize{size_px, size_px} * scale};
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter{&pixmap};
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, QRectF{0, 0, static_cast<double>(size_px), static_cast<double>(size_px)});
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace cityloom::app
