// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/event_list_model.h"

#include <array>

#include <QLocale>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"

namespace cityloom::app {

QString inLanguage(const scenarios::Text& text) {
    return QString::fromStdString(QLocale{}.language() == QLocale::Chinese ? text.chinese : text.english);
}

QString eventClock(TimeUs at) {
    return clockText(at, at % kMinuteUs >= kSecondUs);
}

QString eventIcon(scenarios::LogKind kind) {
    static constexpr std::array<const char*, 6> kIcons{"fail", "repair", "barrier", "street", "settings", "people"};
    return QString::fromLatin1(kIcons.at(static_cast<std::size_t>(kind)));
}

QString originIcon(scenarios::LogOrigin origin) {
    static constexpr std::array<const char*, 3> kIcons{"event", "hand", "chain"};
    return QString::fromLatin1(kIcons.at(static_cast<std::size_t>(origin)));
}

QString eventDetail(const scenarios::LogEntry& entry) {
    QStringList parts;
    if (const QString effect = inLanguage(scenarios::effect_words(entry)); !effect.isEmpty()) {
        parts << effect;
    }
    parts << inLanguage(scenarios::origin_words(entry.origin));
    if (!entry.because.empty()) {
        parts << EventListModel::tr("because of %1")
                     .arg(entry.because_words.empty() ? QString::fromStdString(entry.because)
                                                      : inLanguage(entry.because_words));
    }
    if (!entry.cause.empty()) {
        parts << QString::fromStdString(entry.cause);
    }
    return parts.join(QStringLiteral(" · "));
}

QString eventSentence(const scenarios::LogEntry& entry) {
    return QStringLiteral("%1 %2. %3").arg(eventClock(entry.at), inLanguage(entry.what), eventDetail(entry));
}

void EventListModel::reset(std::vector<scenarios::LogEntry> entries) {
    beginResetModel();
    entries_ = std::move(entries);
    endResetModel();
}

void EventListModel::append(const std::vector<scenarios::LogEntry>& entries) {
    if (entries.empty()) {
        return;
    }
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(entries.size()) - 1);
    entries_.insert(entries_.end(), entries.begin(), entries.end());
    endInsertRows();
}

int EventListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant EventListModel::data(const QModelIndex& index, int role) const {
    const scenarios::LogEntry& entry = entries_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return inLanguage(entry.what);
    case Qt::DecorationRole:
        return icon(eventIcon(entry.kind));
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return role == Qt::ToolTipRole ? plainTip(eventSentence(entry)) : eventSentence(entry);
    default:
        return {};
    }
}

void EventFilter::setText(const QString& text) {
    text_ = text.trimmed();
    invalidateFilter();
}

void EventFilter::setKind(std::optional<scenarios::LogKind> kind) {
    kind_ = kind;
    invalidateFilter();
}

void EventFilter::setOrigin(std::optional<scenarios::LogOrigin> origin) {
    origin_ = origin;
    invalidateFilter();
}

bool EventFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const {
    const scenarios::LogEntry& entry = static_cast<const EventListModel*>(sourceModel())->entry(row);
    if ((kind_ && entry.kind != *kind_) || (origin_ && entry.origin != *origin_)) {
        return false;
    }
    if (text_.isEmpty() || eventSentence(entry).contains(text_, Qt::CaseInsensitive)) {
        return true;
    }
    for (const std::string& key : entry.assets) {
        if (QString::fromStdString(key).contains(text_, Qt::CaseInsensitive)) {
            return true;
        }
    }
    return false;
}

} // namespace cityloom::app
