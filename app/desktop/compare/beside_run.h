// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QObject>
#include <QTimer>

#include "app/desktop/models/workspace.h"
#include "app/desktop/timeline/play_control.h"

namespace cityloom::app {

/// A second scenario's run beside the one that is played: over the same hours, with the same demand and seed, on the
/// clock of the first. It is let go on only while it is behind, and its past is looked at with the other's.
class BesideRun : public QObject {
    Q_OBJECT

public:
    BesideRun(Workspace& workspace, PlayControl& play, QObject* parent = nullptr);
    ~BesideRun() override;

    /// Begins with a scenario, in the place of any other. The city is told by ready(), or a task's failure is.
    void begin(const std::string& scenario);
    void end();
    [[nodiscard]] bool active() const { return !scenario_.empty(); }
    [[nodiscard]] const std::string& scenario() const { return scenario_; }
    /// With the scenario's measures in place; null until it is ready.
    [[nodiscard]] const std::shared_ptr<const LoadedCity>& city() const { return city_; }
    [[nodiscard]] const std::shared_ptr<const engine::Frame>& frame() const { return shown_; }
    /// How far it is behind the first.
    [[nodiscard]] TimeUs behind() const;

Q_SIGNALS:
    void ready();
    void ended();
    /// Its run could not go on, and is no longer beside the first. \param why with what to do about it
    void failed(const QString& what, const QString& why, const QString& where);
    void frameChanged(const std::shared_ptr<const engine::Frame>& frame);

private:
    void restart();
    void follow();
    [[nodiscard]] bool fails();

    Workspace& workspace_;
    PlayControl& play_;
    std::string scenario_;
    scenarios::Scenario wanted_; ///< resolved
    std::uint64_t turn_ = 0;
    Reaper reaper_;
    std::shared_ptr<const LoadedCity> city_;
    std::shared_ptr<scenarios::Session> session_;
    std::shared_ptr<const engine::Frame> shown_;
    QTimer timer_;
    bool going_ = false;
    unsigned ticks_ = 0;
};

} // namespace cityloom::app
