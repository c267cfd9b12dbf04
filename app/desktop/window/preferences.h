// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "app/desktop/style/theme.h"

namespace cityloom::app {

/// What the program remembers of a person between starts.
namespace preferences {
[[nodiscard]] Theme theme();
void setTheme(Theme theme);
/// "en", "zh"; from the system's language where none was chosen.
[[nodiscard]] QString language();
void setLanguage(const QString& language);
/// How the window of a way of working ("plan") is laid out: docks, toolbars, their sizes. Empty: as it comes.
[[nodiscard]] QByteArray layout(const QString& workspace);
void setLayout(const QString& workspace, const QByteArray& layout);
/// Whether the tour of the window has been seen, or left.
[[nodiscard]] bool tourSeen();
void setTourSeen();
} // namespace preferences

/// Loads the program's and Qt's translations; "en" removes them. Also sets the default locale.
void applyLanguage(const QString& language);

} // namespace cityloom::app
