// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include <QString>
#include <QStringList>

#include "scenarios/table/filter.h"

class QTableView;

namespace cityloom::app {

/// What a table of a kind is called: "Water main, pump" has the words of its kind.
[[nodiscard]] QString tableTitle(const engine::Kind& kind);

/// An expression with what is wrong in it marked, and why; as rich text in which nothing of the expression is markup.
[[nodiscard]] QString filterProblem(const QString& expression, const scenarios::FilterError& error);

/// "12 of 305 · Length: 3.4 km in all, 283 m in the mean", of what is selected where that is more than one row.
/// \param column that is looked at; below 0: the first that adds up
[[nodiscard]] QString summaryText(const scenarios::AssetTable& table, const std::vector<std::uint32_t>& shown,
                                  const std::vector<std::uint32_t>& chosen, int column, const engine::Frame* frame);

/// The ids of the columns that a person has chosen for a kind; at first those that a table opens with.
[[nodiscard]] std::set<std::string> shownColumns(const scenarios::AssetTable& table);
void keepShownColumns(const engine::Kind& kind, const QStringList& ids);

/// Every column as wide as what it shows, within reason.
void fitColumns(QTableView& view);

} // namespace cityloom::app
