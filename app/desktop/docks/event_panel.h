// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "app/desktop/docks/event_feed.h"
#include "app/desktop/models/event_list_model.h"
#include "app/desktop/models/workspace.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;

namespace cityloom::app {

/// What happens in the run as it happens, or what happened in a stored result: filtered by text, kind and by whom.
/// Enter or a double-click goes to the place.
class EventPanel : public QWidget {
    Q_OBJECT

public:
    EventPanel(Workspace& workspace, EventFeed& feed, QWidget* parent = nullptr);
    /// Of the live run, that came while the list was not to be seen.
    [[nodiscard]] int unread() const { return unread_; }
    /// Whether it is to be seen: a dock behind another's tab is not, and calls itself visible all the same.
    void setSeen(bool seen);
    [[nodiscard]] bool seen() const { return seen_; }
    [[nodiscard]] QLineEdit* filterField() const { return text_; }
    [[nodiscard]] QComboBox* kindChoice() const { return kind_; }
    [[nodiscard]] QComboBox* originChoice() const { return origin_; }
    [[nodiscard]] QComboBox* runChoice() const { return run_; }
    [[nodiscard]] QListView* list() const { return list_; }
    /// Why there is nothing to see; empty: there is.
    [[nodiscard]] QString hint() const;

Q_SIGNALS:
    void goRequested(const scenarios::LogEntry& entry);
    void momentRequested(TimeUs at); ///< of the live run
    void unreadChanged(int unread);

private:
    void fillRuns();
    void showRun();
    void take(const std::vector<scenarios::LogEntry>& entries);
    void go(const QModelIndex& index);
    void menu(const QPoint& at);
    void sayWhyEmpty();
    void setUnread(int unread);
    [[nodiscard]] bool live() const;

    Workspace& workspace_;
    EventFeed& feed_;
    EventListModel* model_;
    EventFilter* filter_;
    QComboBox* run_;
    QLineEdit* text_;
    QComboBox* kind_;
    QComboBox* origin_;
    QLabel* hint_;
    QListView* list_;
    QString fault_; ///< of the stored list that is shown
    int unread_ = 0;
    bool seen_ = false;
};

} // namespace cityloom::app
