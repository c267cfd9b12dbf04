// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/compare/picture_frame.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>

#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr int kHandle = 8;
constexpr int kLeast = 60;   // pixels of each picture that stay
constexpr int kKeyStep = 24; // pixels a key
constexpr int kGap = 12;

QLabel* titleOver(CityView* view) {
    QLabel* label = plainLabel(view);
    label->setObjectName(QStringLiteral("pictureTitle"));
    label->setAutoFillBackground(true);
    label->setContentsMargins(8, 4, 8, 4);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    label->hide();
    return label;
}

} // namespace

SwipeHandle::SwipeHandle(QWidget* parent) : QWidget{parent} {
    setCursor(Qt::SplitHCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Line between the two pictures"));
    setToolTip(tr("Drag to swipe; Left and Right move it too"));
}

void SwipeHandle::paintEvent(QPaintEvent*) {
    QPainter painter{this};
    painter.fillRect(rect(), currentColours().base);
    painter.fillRect(QRect{width() / 2 - 1, 0, 2, height()},
                     hasFocus() ? currentColours().text : currentColours().accent);
    painter.setPen(QPen{currentColours().accent, 1.5});
    for (const int y : {-6, 0, 6}) {
        painter.drawLine(1, height() / 2 + y, width() - 2, height() / 2 + y);
    }
}

void SwipeHandle::mousePressEvent(QMouseEvent* event) {
    pressed_x_ = qRound(event->position().x());
}

void SwipeHandle::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton)) {
        Q_EMIT moved(qRound(event->position().x()) - pressed_x_);
    }
}

void SwipeHandle::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        Q_EMIT moved(event->key() == Qt::Key_Left ? -kKeyStep : kKeyStep);
        return;
    }
    QWidget::keyPressEvent(event);
}

PictureFrame::PictureFrame(QWidget* parent)
    : QWidget{parent}, first_{new CityView{this}}, handle_{new SwipeHandle{this}}, title_a_{titleOver(first_)} {
    setMinimumSize(first_->minimumSize());
    handle_->hide();
    connect(handle_, &SwipeHandle::moved, this,
            [this](int by) { setShare((share_ * width() + by) / std::max(1, width())); });
}

void PictureFrame::showTwo(Mode mode) {
    mode_ = mode;
    if (second_ == nullptr) {
        second_ = new CityView{this};
        second_->setAccessibleName(tr("3D view of the other scenario"));
        title_b_ = titleOver(second_);
        join(first_, second_);
        join(second_, first_);
        second_->show();
    }
    for (CityView* view : {first_, second_}) {
        view->setMinimumSize(1, 1);
    }
    title_a_->show();
    title_b_->show();
    handle_->setVisible(mode == Mode::Swipe);
    place();
    second_->setPose(first_->pose());
}

void PictureFrame::showOne() {
    mode_ = Mode::One;
    title_a_->hide();
    dropSecond();
}

void PictureFrame::showDifference() {
    mode_ = Mode::Difference;
    title_a_->show();
    dropSecond();
}

void PictureFrame::dropSecond() {
    handle_->hide();
    if (second_ != nullptr) {
        second_->hide();
        second_->deleteLater();
        second_ = nullptr;
        title_b_ = nullptr;
    }
    place();
}

void PictureFrame::setTitles(const QString& first, const QString& second) {
    title_a_->setText(first);
    title_a_->adjustSize();
    if (title_b_ != nullptr) {
        title_b_->setText(second);
        title_b_->adjustSize();
    }
    place();
}

void PictureFrame::setShare(double share) {
    const double least = static_cast<double>(kLeast) / std::max(2 * kLeast, width());
    share_ = std::clamp(share, least, 1.0 - least);
    place();
}

/// One camera: who is moved takes the other along.
void PictureFrame::join(CityView* from, CityView* to) {
    connect(from, &CityView::cameraMoved, to, [this, from, to] {
        if (!joining_ && mode_ != Mode::One && from->city() != nullptr && to->city() != nullptr) {
            joining_ = true;
            to->setPose(from->pose());
            joining_ = false;
        }
    });
}

void PictureFrame::resizeEvent(QResizeEvent*) {
    place();
}

void PictureFrame::place() {
    if (second_ == nullptr) {
        first_->setPartOf({});
        first_->setGeometry(rect());
        title_a_->move(kGap, kGap);
        return;
    }
    const int line = qRound(share_ * width());
    if (mode_ == Mode::Beside) {
        const int half = (width() - 2) / 2;
        first_->setGeometry(0, 0, half, height());
        second_->setPartOf({});
        second_->setGeometry(width() - half, 0, half, height());
    } else {
        first_->setGeometry(rect());
        second_->setPartOf(size(), {line, 0});
        second_->setGeometry(line, 0, width() - line, height());
        handle_->setGeometry(line - kHandle / 2, 0, kHandle, height());
        second_->raise();
        handle_->raise();
    }
    title_a_->move(kGap, kGap);
    title_b_->move(kGap, kGap);
}

} // namespace cityloom::app
