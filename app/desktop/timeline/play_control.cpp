// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/timeline/play_control.h"

namespace cityloom::app {

PlayControl::PlayControl(QObject* parent) : QObject{parent} {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(33);
    connect(&timer_, &QTimer::timeout, this, &PlayControl::tick);
}

void PlayControl::setSession(std::shared_ptr<scenarios::Session> session) {
    session_ = std::move(session);
    frame_.reset();
    present_.reset();
    looking_at_.reset();
    smoother_.reset();
    status_ = {};
    failure_told_ = false;
    if (session_) {
        session_->set_speed(speed_);
        if (playing_) {
            session_->play();
        }
        timer_.start();
    } else {
        timer_.stop();
        setPlaying(false);
    }
    Q_EMIT statusChanged();
}

void PlayControl::setPlaying(bool play) {
    if (play && !session_) {
        play = false;
    }
    if (session_) {
        play ? session_->play() : session_->pause();
        if (play) {
            looking_at_.reset();
        }
    }
    if (play != playing_) {
        playing_ = play;
        Q_EMIT playingChanged(play);
    }
}

void PlayControl::setSpeed(double factor) {
    speed_ = factor;
    if (session_) {
        session_->set_speed(factor);
    }
    Q_EMIT statusChanged();
}

void PlayControl::lookAt(TimeUs at) {
    if (!session_) {
        return;
    }
    if (at >= session_->recorded_to()) {
        goLive();
        return;
    }
    looking_at_ = at;
    if (auto frame = session_->recorded(at)) {
        frame_ = std::move(frame);
        Q_EMIT frameChanged(frame_);
    }
    Q_EMIT statusChanged();
}

void PlayControl::goLive() {
    looking_at_.reset();
    if (present_) {
        frame_ = present_;
        Q_EMIT frameChanged(frame_);
    }
    Q_EMIT statusChanged();
}

void PlayControl::command(engine::Command command) {
    if (session_) {
        goLive();
        session_->command(std::move(command));
        Q_EMIT commanded();
    }
}

TimeUs PlayControl::shownTime() const {
    return looking_at_ ? *looking_at_ : frame_ ? frame_->time : session_ ? session_->request().start : 0;
}

void PlayControl::tick() {
    if (!session_) {
        return;
    }
    const auto now = FrameSmoother::Clock::now();
    auto latest = session_->latest();
    if (latest && latest != present_) {
        present_ = latest;
        smoother_.take(latest, now);
    }
    if (!looking_at_ && present_) {
        // Above some ten times real time steps come faster than pictures: there is nothing to fill in.
        auto shown = playing_ && speed_ > 0.0 && speed_ <= 20.0 ? smoother_.at(now) : present_;
        if (shown && shown != frame_) {
            frame_ = std::move(shown);
            Q_EMIT frameChanged(frame_);
        }
    }
    if (++ticks_ % 6 == 0) {
        status_ = session_->status();
        if (status_.state == scenarios::SessionStatus::State::Failed && !failure_told_) {
            failure_told_ = true;
            Q_EMIT sessionFailed(QString::fromStdString(status_.error));
        }
        if (status_.state == scenarios::SessionStatus::State::Finished && playing_) {
            playing_ = false;
            Q_EMIT playingChanged(false);
        }
        Q_EMIT statusChanged();
    }
}

} // namespace cityloom::app
