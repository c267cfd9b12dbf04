// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/project_card.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr int kWide = 208;
constexpr int kPictureHigh = 130;
constexpr int kPad = 8;

} // namespace

ProjectCard::ProjectCard(const QString& name, const QString& detail, QPixmap picture, bool there, QWidget* parent)
    : QAbstractButton{parent}, detail_{detail}, picture_{std::move(picture)}, there_{there} {
    setText(name);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(name);
    setAccessibleDescription(detail);
    setFixedSize(ProjectCard::sizeHint());
}

void ProjectCard::setRemovable() {
    remove_ = new QToolButton{this};
    remove_->setIcon(app::icon(QStringLiteral("close")));
    remove_->setIconSize({12, 12});
    remove_->setAutoFillBackground(true);
    remove_->setToolTip(tr("Take it off this list (Del); the file stays"));
    remove_->setAccessibleName(tr("Take %1 off this list").arg(text()));
    remove_->adjustSize();
    remove_->move(kWide - remove_->width() - 6, 6);
    connect(remove_, &QToolButton::clicked, this, &ProjectCard::removeRequested);
}

QSize ProjectCard::sizeHint() const {
    return {kWide, kPictureHigh + 2 * fontMetrics().height() + 2 * kPad};
}

void ProjectCard::keyPressEvent(QKeyEvent* event) {
    if (remove_ != nullptr && event->key() == Qt::Key_Delete) {
        Q_EMIT removeRequested();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
    } else {
        QAbstractButton::keyPressEvent(event);
    }
}

void ProjectCard::paintEvent(QPaintEvent*) {
    const ThemeColours& c = currentColours();
    QPainter painter{this};
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath frame;
    frame.addRoundedRect(QRectF{rect()}.adjusted(1, 1, -1, -1), 4, 4);
    painter.fillPath(frame, c.base);
    const QRect top{1, 1, kWide - 2, kPictureHigh};
    painter.save();
    painter.setClipPath(frame);
    painter.fillRect(top, c.window);
    if (picture_.isNull()) {
        painter.drawPixmap(top.center() - QPoint{16, 16},
                           iconPixmap(QStringLiteral("building"), c.muted, 32, devicePixelRatioF()));
    } else {
        painter.setOpacity(there_ ? 1.0 : 0.35);
        painter.drawPixmap(
            top, there_ ? picture_ : QPixmap::fromImage(picture_.toImage().convertToFormat(QImage::Format_Grayscale8)));
        painter.setOpacity(1.0);
    }
    painter.restore();
    const bool lit = hasFocus() || underMouse();
    painter.setPen(QPen{lit ? c.accent : c.border, hasFocus() ? 2.0 : 1.0});
    painter.drawPath(frame);
    QRect line{kPad, kPictureHigh + kPad, kWide - 2 * kPad, fontMetrics().height()};
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(there_ ? c.text : c.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics{bold}.elidedText(text(), Qt::ElideRight, line.width()));
    line.translate(0, line.height());
    painter.setFont(font());
    painter.setPen(c.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(there_ ? detail_ : tr("The file is not there any more"), Qt::ElideRight,
                                              line.width()));
}

} // namespace cityloom::app
