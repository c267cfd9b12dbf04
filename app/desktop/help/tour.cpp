// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/help/tour.h"

#include <algorithm>
#include <array>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr int kWidth = 320;
constexpr int kGap = 14;
constexpr int kRing = 3;

/// Drawn round what is told of; the mouse goes through it.
class Ring : public QWidget {
public:
    explicit Ring(QWidget* parent) : QWidget{parent} {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter{this};
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen{currentColours().accent, kRing});
        painter.drawRoundedRect(QRectF{rect()}.adjusted(kRing, kRing, -kRing, -kRing), 6.0, 6.0);
    }
};

} // namespace

Tour::Tour(QWidget* window, std::vector<TourStop> stops) : QFrame{window}, window_{window}, stops_{std::move(stops)} {
    std::erase_if(stops_, [](const TourStop& stop) { return stop.what() == nullptr; });
    setAccessibleName(tr("Tour of the window"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setFixedWidth(kWidth);
    ring_ = new Ring{window};
    title_ = new QLabel{this};
    QFont bold = title_->font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.15);
    title_->setFont(bold);
    text_ = new QLabel{this};
    text_->setWordWrap(true);
    count_ = new QLabel{this};
    more_ = new QPushButton{tr("More"), this};
    more_->setToolTip(tr("The page of the manual"));
    back_ = new QPushButton{tr("Back"), this};
    next_ = new QPushButton{this};
    next_->setDefault(true);
    auto* skip = new QPushButton{tr("End the tour"), this};
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(skip);
    buttons->addStretch(1);
    buttons->addWidget(back_);
    buttons->addWidget(next_);
    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(count_);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 12);
    column->setSpacing(10);
    column->addLayout(head);
    column->addWidget(text_);
    column->addWidget(more_, 0, Qt::AlignLeft);
    column->addLayout(buttons);
    connect(more_, &QPushButton::clicked, this,
            [this] { Q_EMIT pageAsked(stops_[static_cast<std::size_t>(at_)].page); });
    connect(back_, &QPushButton::clicked, this, &Tour::back);
    connect(next_, &QPushButton::clicked, this, &Tour::next);
    connect(skip, &QPushButton::clicked, this, &Tour::end);
    window->installEventFilter(this);
    go(0);
}

QWidget* Tour::target() const {
    return static_cast<std::size_t>(at_) < stops_.size() ? stops_[static_cast<std::size_t>(at_)].what() : nullptr;
}

void Tour::go(int stop) {
    if (stop < 0 || static_cast<std::size_t>(stop) >= stops_.size()) {
        end();
        return;
    }
    at_ = stop;
    const TourStop& now = stops_[static_cast<std::size_t>(stop)];
    const bool last = static_cast<std::size_t>(stop) + 1 == stops_.size();
    title_->setText(now.title);
    text_->setText(now.text);
    count_->setText(QStringLiteral("%1 / %2").arg(stop + 1).arg(stops_.size()));
    back_->setEnabled(stop > 0);
    next_->setText(last ? tr("Done") : tr("Next"));
    more_->setVisible(!now.page.isEmpty());
    setAccessibleDescription(now.title + QStringLiteral(". ") + now.text);
    show();
    place();
    next_->setFocus();
}

void Tour::next() {
    go(at_ + 1);
}
void Tour::back() {
    go(at_ - 1);
}

void Tour::end() {
    if (ring_ != nullptr) {
        ring_->deleteLater();
    }
    window_->removeEventFilter(this);
    hide();
    Q_EMIT ended();
    deleteLater();
}

/// Beside what is told of, where there is room; over a corner of it where it is as large as the window.
void Tour::place() {
    const QWidget* what = target();
    if (what == nullptr || ring_ == nullptr) {
        return;
    }
    const QRect part{what->mapTo(window_, QPoint{}), what->size()};
    const QRect room = window_->rect().adjusted(kGap, kGap, -kGap, -kGap);
    ring_->setGeometry(part.adjusted(-kRing, -kRing, kRing, kRing).intersected(window_->rect()));
    ring_->show();
    ring_->raise();
    adjustSize();
    QRect card{QPoint{}, QSize{kWidth, std::max(height(), heightForWidth(kWidth))}};
    const std::array<QPoint, 4> corners{QPoint{part.right() + kGap, part.top()},
                                        QPoint{part.left() - kGap - card.width(), part.top()},
                                        QPoint{part.center().x() - card.width() / 2, part.top() - kGap - card.height()},
                                        QPoint{part.center().x() - card.width() / 2, part.bottom() + kGap}};
    const auto* const at = std::ranges::find_if(corners, [&](const QPoint& corner) {
        return room.contains(QRect{corner, card.size()});
    });
    card.moveTopLeft(at != corners.end() ? *at : QPoint{part.left() + 2 * kGap, part.top() + 2 * kGap});
    card.moveLeft(std::clamp(card.left(), room.left(), std::max(room.left(), room.right() - card.width())));
    card.moveTop(std::clamp(card.top(), room.top(), std::max(room.top(), room.bottom() - card.height())));
    setGeometry(card);
    raise();
}

bool Tour::eventFilter(QObject* watched, QEvent* event) {
    if (watched == window_ && event->type() == QEvent::Resize) {
        QMetaObject::invokeMethod(this, &Tour::place, Qt::QueuedConnection); // once its parts have their places
    }
    return QFrame::eventFilter(watched, event);
}

void Tour::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        end();
    } else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_PageDown) {
        next();
    } else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_PageUp) {
        back();
    } else {
        QFrame::keyPressEvent(event);
    }
}

} // namespace cityloom::app
