// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "app/desktop/timeline/time_track.h"

class QButtonGroup;
class QLabel;
class QToolButton;

namespace cityloom::app {

/// Play, pause, speed and a way through simulated time. Shows what it is told and asks for what the user wants; it does
/// not know the engine.
class TimelineBar : public QWidget {
    Q_OBJECT

public:
    explicit TimelineBar(QWidget* parent = nullptr);

    void setRange(int start_s, int end_s);
    [[nodiscard]] int time() const;
    [[nodiscard]] TimeTrack* track() const { return track_; }
    void showRecorded(int from_s, int to_s);
    void showMarks(std::vector<TimeMark> marks);
    /// Follows the engine. Emits nothing, so the engine's own clock never comes back as a seek.
    void showTime(int time_s);
    void showPlaying(bool playing);
    void showSpeed(double factor);
    void showLive(bool live);

Q_SIGNALS:
    void seekRequested(int time_s);
    void playRequested(bool play);
    void speedRequested(double factor);
    void liveRequested();

private:
    QToolButton* play_;
    QButtonGroup* speeds_;
    TimeTrack* track_;
    QLabel* clock_;
    QToolButton* live_;
};

} // namespace cityloom::app
