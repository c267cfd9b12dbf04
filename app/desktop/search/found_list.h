// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QListWidget>

#include "scenarios/find/name_index.h"

namespace cityloom::app {

/// One thing that was found.
struct SearchEntry {
    QString group;  ///< "Streets": things of one group stand together
    QString text;   ///< its name
    QString detail; ///< what tells it apart: its kind, its district, the keys of a command
    QString icon;
    std::function<void()> go;
    scenarios::NameMatch match = scenarios::NameMatch::None; ///< how well its name answers
    bool by_words = false;                                   ///< found by its kind or district alone
};

/// What a search has found, best first: group by group, the group with the best answer first, the name at the left and
/// what tells it apart at the right.
class FoundList : public QListWidget {
    Q_OBJECT

public:
    explicit FoundList(QWidget* parent);
    void show(std::vector<SearchEntry> entries);
    [[nodiscard]] int hits() const { return static_cast<int>(entries_.size()); }
    /// The entry that is current; null: none.
    [[nodiscard]] const SearchEntry* current() const;
    /// The entries in the order in which they stand.
    [[nodiscard]] const std::vector<SearchEntry>& entries() const { return entries_; }
    /// To the next or the one before, past the names of groups; at the ends it stays.
    void move(int by);

private:
    std::vector<SearchEntry> entries_;
};

} // namespace cityloom::app
