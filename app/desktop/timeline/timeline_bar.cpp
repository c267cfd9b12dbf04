// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/timeline/timeline_bar.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/icons.h"

namespace cityloom::app {

TimelineBar::TimelineBar(QWidget* parent)
    : QWidget{parent},
      play_{new QToolButton{this}},
      speeds_{new QButtonGroup{this}},
      track_{new TimeTrack{this}},
      clock_{new QLabel{this}},
      live_{new QToolButton{this}} {
    play_->setCheckable(true);
    play_->setIconSize({24, 24});
    play_->setAutoRaise(true);
    play_->setToolTip(tr("Play or pause (Space)"));
    play_->setAccessibleName(tr("Play or pause"));
    live_->setIcon(icon(QStringLiteral("now")));
    live_->setIconSize({20, 20});
    live_->setAutoRaise(true);
    live_->setToolTip(tr("Back to the present (End)"));
    live_->setAccessibleName(tr("Back to the present"));
    track_->setAccessibleName(tr("Simulated time"));
    QFont big = figureFont();
    big.setPointSizeF(big.pointSizeF() * 1.35);
    big.setWeight(QFont::DemiBold);
    clock_->setFont(big);
    clock_->setMinimumWidth(clock_->fontMetrics().horizontalAdvance(QStringLiteral("00:00:00 ")));
    clock_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    auto* layout = new QHBoxLayout{this};
    layout->setContentsMargins(8, 4, 16, 4);
    layout->setSpacing(8);
    layout->addWidget(play_);
    auto* group = new QHBoxLayout;
    group->setSpacing(0);
    const std::vector<std::pair<double, QString>> kSpeeds{
        {1.0, QStringLiteral("1×")}, {10.0, QStringLiteral("10×")}, {60.0, QStringLiteral("60×")}, {0.0, tr("max")}};
    for (const auto& [factor, text] : kSpeeds) {
        auto* button = new QToolButton{this};
        button->setText(text);
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setToolTip(factor > 0.0 ? tr("%1 seconds of the city each second").arg(factor)
                                        : tr("As fast as the engine goes"));
        button->setAccessibleName(factor > 0.0 ? tr("Speed %1 times").arg(factor) : tr("Full speed"));
        speeds_->addButton(button, static_cast<int>(factor));
        group->addWidget(button);
    }
    layout->addLayout(group);
    layout->addWidget(track_, 1);
    layout->addWidget(clock_);
    layout->addWidget(live_);

    connect(play_, &QToolButton::toggled, this, &TimelineBar::playRequested);
    connect(speeds_, &QButtonGroup::idClicked, this, [this](int id) { Q_EMIT speedRequested(id); });
    connect(live_, &QToolButton::clicked, this, &TimelineBar::liveRequested);
    connect(track_, &QSlider::valueChanged, this, [this](int time_s) {
        showTime(time_s);
        Q_EMIT seekRequested(time_s);
    });
    showPlaying(false);
    showSpeed(10.0);
    showTime(0);
}

void TimelineBar::setRange(int start_s, int end_s) {
    const QSignalBlocker quiet{track_};
    track_->setRange(start_s, end_s);
    track_->update();
    showTime(track_->value());
}

int TimelineBar::time() const {
    return track_->value();
}

void TimelineBar::showRecorded(int from_s, int to_s) {
    track_->setRecorded(from_s, to_s);
}

void TimelineBar::showMarks(std::vector<TimeMark> marks) {
    track_->setMarks(std::move(marks));
}

void TimelineBar::showTime(int time_s) {
    if (!track_->isSliderDown()) {
        const QSignalBlocker quiet{track_};
        track_->setValue(time_s);
        track_->update();
    }
    clock_->setText(clockText(track_->value() * kSecondUs));
}

void TimelineBar::showPlaying(bool playing) {
    const QSignalBlocker quiet{play_};
    play_->setChecked(playing);
    play_->setIcon(icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
}

void TimelineBar::showSpeed(double factor) {
    if (auto* button = speeds_->button(static_cast<int>(factor))) {
        button->setChecked(true);
    }
}

void TimelineBar::showLive(bool live) {
    live_->setEnabled(!live);
}

} // namespace cityloom::app
