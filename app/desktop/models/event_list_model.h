// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

#include "scenarios/run/event_log.h"

namespace cityloom::app {

/// The words of an entry in the current language.
[[nodiscard]] QString inLanguage(const scenarios::Text& text);
/// "08:00" at a full minute, else "08:00:30".
[[nodiscard]] QString eventClock(TimeUs at);
/// The icon of what has happened, and of what it goes back to: each has its own shape.
[[nodiscard]] QString eventIcon(scenarios::LogKind kind);
[[nodiscard]] QString originIcon(scenarios::LogOrigin origin);
/// "1,006 customers without power · scenario · flood": what stands below the headline.
[[nodiscard]] QString eventDetail(const scenarios::LogEntry& entry);
/// All of an entry as one sentence, for screen readers and the clipboard.
[[nodiscard]] QString eventSentence(const scenarios::LogEntry& entry);

/// What has happened in a run, oldest first.
class EventListModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void reset(std::vector<scenarios::LogEntry> entries);
    void append(const std::vector<scenarios::LogEntry>& entries);
    [[nodiscard]] const scenarios::LogEntry& entry(int row) const { return entries_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<scenarios::LogEntry> entries_;
};

/// Those that are looked for: by text, by kind, by what they go back to.
class EventFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString& text);
    void setKind(std::optional<scenarios::LogKind> kind);
    void setOrigin(std::optional<scenarios::LogOrigin> origin);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString text_;
    std::optional<scenarios::LogKind> kind_;
    std::optional<scenarios::LogOrigin> origin_;
};

} // namespace cityloom::app
