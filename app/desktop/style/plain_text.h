// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QString>

namespace cityloom::app {

/// A label for names out of files: whatever they hold is shown as it is, never read as markup.
[[nodiscard]] QLabel* plainLabel(QWidget* parent);

/// The same for tool tips, which have no such switch.
[[nodiscard]] QString plainTip(const QString& text);

} // namespace cityloom::app
