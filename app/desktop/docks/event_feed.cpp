// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/event_feed.h"

namespace cityloom::app {

EventFeed::EventFeed(PlayControl& play, QObject* parent) : QObject{parent}, play_{play} {
    connect(&play_, &PlayControl::statusChanged, this, &EventFeed::read);
    read();
}

void EventFeed::read() {
    if (play_.session() != of_) {
        of_ = play_.session();
        entries_.clear();
        Q_EMIT begun();
    }
    if (of_ == nullptr) {
        return;
    }
    const std::vector<scenarios::LogEntry> more = of_->happened(entries_.size());
    if (!more.empty()) {
        entries_.insert(entries_.end(), more.begin(), more.end());
        Q_EMIT happened(more);
    }
}

} // namespace cityloom::app
