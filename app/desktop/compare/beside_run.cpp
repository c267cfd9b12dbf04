// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/compare/beside_run.h"

#include <algorithm>
#include <utility>

namespace cityloom::app {

namespace {

constexpr int kTickMs = 33;
constexpr TimeUs kNear = 10 * kSecondUs; // between two kept frames: as near as the past can be looked at

} // namespace

BesideRun::BesideRun(Workspace& workspace, PlayControl& play, QObject* parent)
    : QObject{parent}, workspace_{workspace}, play_{play} {
    timer_.setInterval(kTickMs);
    connect(&timer_, &QTimer::timeout, this, &BesideRun::follow);
    connect(&workspace_, &Workspace::cityChanged, this, &BesideRun::end);
    // Another run of the first, or another plan of ours: both begin anew, so that they stay alike.
    connect(&workspace_, &Workspace::sessionChanged, this, &BesideRun::restart);
    connect(&workspace_.book(), &ScenarioBook::changed, this, [this] {
        const auto resolved = scenarios::resolve_scenario(workspace_.book().all(), scenario_);
        if (active() && !resolved) {
            end();
        } else if (active() && !(resolved->measures == wanted_.measures && resolved->events == wanted_.events)) {
            restart();
        }
    });
}

BesideRun::~BesideRun() = default;

void BesideRun::begin(const std::string& scenario) {
    scenario_ = scenario;
    restart();
}

void BesideRun::end() {
    if (!active()) {
        return;
    }
    scenario_.clear();
    ++turn_;
    timer_.stop();
    reaper_.bury(std::move(session_));
    shown_.reset();
    Q_EMIT ended();
    reaper_.bury(std::move(city_));
}

void BesideRun::restart() {
    if (!active()) {
        return;
    }
    timer_.stop();
    reaper_.bury(std::move(session_));
    shown_.reset();
    const auto first = workspace_.session();
    if (!first) {
        return; // it will come
    }
    auto resolved = scenarios::resolve_scenario(workspace_.book().all(), scenario_);
    if (!resolved) {
        end();
        return;
    }
    wanted_ = std::move(*resolved);
    const std::uint64_t turn = ++turn_;
    auto applied = std::make_shared<std::shared_ptr<const LoadedCity>>();
    workspace_.tasks().start(
        tr("Showing %1 beside it").arg(QString::fromStdString(scenario_)),
        [applied, base = workspace_.base(), wanted = wanted_](const TaskControl& control) -> Result<void> {
            if (wanted.measures.empty() && wanted.events.empty()) {
                *applied = base;
                return {};
            }
            auto city = applyScenario(base, wanted, control);
            if (!city) {
                return tl::make_unexpected(city.error());
            }
            *applied = *city;
            return {};
        },
        [this, applied, turn, request = first->request()]() mutable {
            if (turn != turn_) {
                return;
            }
            city_ = *applied;
            session_ = std::make_shared<scenarios::Session>(city_->applied, wanted_, request);
            session_->set_speed(0.0); // it only goes on while it is behind
            going_ = false;
            timer_.start();
            Q_EMIT ready();
        });
}

TimeUs BesideRun::behind() const {
    return session_ ? std::max<TimeUs>(0, play_.shownTime() - session_->status().time) : 0;
}

/// A run that has failed gives no frames: what is beside the first would stand still for ever, or stay empty.
bool BesideRun::fails() {
    if (++ticks_ % 6 != 0) { // the engine need not be asked at every picture
        return false;
    }
    const scenarios::SessionStatus status = session_->status();
    if (status.state != scenarios::SessionStatus::State::Failed) {
        return false;
    }
    const QString name = QString::fromStdString(scenario_);
    end();
    Q_EMIT failed(tr("Comparing with %1").arg(name),
                  tr("%1 Change scenario %2 accordingly, or compare with another.")
                      .arg(QString::fromStdString(status.error), name),
                  {});
    return true;
}

void BesideRun::follow() {
    if (fails()) {
        return;
    }
    const TimeUs clock = play_.shownTime();
    const auto latest = session_->latest();
    const TimeUs at = latest ? latest->time : 0;
    const bool go = !latest || at < clock;
    if (go != going_) {
        going_ = go;
        go ? session_->play() : session_->pause();
    }
    auto frame = latest && at > clock + kNear ? session_->recorded(clock) : latest;
    if (frame && frame != shown_) {
        shown_ = std::move(frame);
        Q_EMIT frameChanged(shown_);
    }
}

} // namespace cityloom::app
