// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "app/desktop/timeline/play_control.h"
#include "scenarios/run/event_log.h"

namespace cityloom::app {

/// What happens in the live run, a few times a second. It never waits for the engine.
class EventFeed : public QObject {
    Q_OBJECT

public:
    explicit EventFeed(PlayControl& play, QObject* parent = nullptr);
    /// All of it so far.
    [[nodiscard]] const std::vector<scenarios::LogEntry>& entries() const { return entries_; }

Q_SIGNALS:
    void begun(); ///< another run, in which nothing has happened yet
    void happened(const std::vector<scenarios::LogEntry>& entries);

private:
    void read();

    PlayControl& play_;
    std::shared_ptr<scenarios::Session> of_;
    std::vector<scenarios::LogEntry> entries_;
};

} // namespace cityloom::app
