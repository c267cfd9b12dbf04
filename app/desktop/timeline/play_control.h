// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "app/desktop/timeline/frame_smoother.h"
#include "scenarios/run/session.h"

namespace cityloom::app {

/// The person's hand on the clock: plays, pauses and looks back. Thirty times a second it takes the engine's latest
/// frame, or the recorded one that was asked for; it never waits for the engine.
class PlayControl : public QObject {
    Q_OBJECT

public:
    explicit PlayControl(QObject* parent = nullptr);

    void setSession(std::shared_ptr<scenarios::Session> session);
    void setPlaying(bool play);
    /// 1, 10, 60; 0: as fast as it goes.
    void setSpeed(double factor);
    /// Shows the recorded past at a time; anything after the present goes live again.
    void lookAt(TimeUs at);
    void goLive();
    void command(engine::Command command);

    [[nodiscard]] bool playing() const { return playing_; }
    [[nodiscard]] double speed() const { return speed_; }
    [[nodiscard]] bool live() const { return !looking_at_; }
    [[nodiscard]] TimeUs shownTime() const;
    [[nodiscard]] const std::shared_ptr<const engine::Frame>& frame() const { return frame_; }
    [[nodiscard]] const scenarios::SessionStatus& status() const { return status_; }
    [[nodiscard]] const std::shared_ptr<scenarios::Session>& session() const { return session_; }

Q_SIGNALS:
    /// A new picture: vehicles may have moved only a little.
    void frameChanged(const std::shared_ptr<const engine::Frame>& frame);
    /// A few times a second: clock, counts, state.
    void statusChanged();
    void playingChanged(bool playing);
    void commanded();
    void sessionFailed(const QString& why);

private:
    void tick();

    std::shared_ptr<scenarios::Session> session_;
    std::shared_ptr<const engine::Frame> frame_;
    std::shared_ptr<const engine::Frame> present_; ///< as the engine made it
    scenarios::SessionStatus status_;
    FrameSmoother smoother_;
    QTimer timer_;
    std::optional<TimeUs> looking_at_;
    double speed_ = 10.0;
    int ticks_ = 0;
    bool playing_ = false;
    bool failure_told_ = false;
};

} // namespace cityloom::app
