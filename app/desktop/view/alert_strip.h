// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>

#include <QTimer>
#include <QWidget>

#include "scenarios/run/event_log.h"

class QToolButton;
class QVBoxLayout;

namespace cityloom::app {

/// News over the picture: what has just happened that matters, the latest first. It takes no focus, goes by itself, and
/// a click goes to the place; the list of events has all of it for the keyboard.
class AlertStrip : public QWidget {
    Q_OBJECT

public:
    explicit AlertStrip(QWidget* parent = nullptr);
    void tell(const std::vector<scenarios::LogEntry>& entries);
    void clear();
    /// How many are shown now.
    [[nodiscard]] int count() const { return static_cast<int>(cards_.size()); }
    /// The latest; null: none is shown.
    [[nodiscard]] QToolButton* latest() const;

Q_SIGNALS:
    void goRequested(const scenarios::LogEntry& entry);
    void sizeChanged();

private:
    void add(const scenarios::LogEntry& entry);
    void drop(QWidget* card);
    void fit();

    QVBoxLayout* column_;
    std::deque<QWidget*> cards_; ///< the latest first
};

} // namespace cityloom::app
