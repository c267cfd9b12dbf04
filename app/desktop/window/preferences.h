// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "app/desktop/style/theme.h"

namespace cityloom::app {

/// What the program remembers of a person between starts.
namespace preferences {
[[nodiscard]] Theme theme();
void setTheme(Theme theme);
/// "en", "zh"; from the system's language where none was chosen.
[[nodiscard]] QString language();
void setLanguage(const QString& language);
[[nodiscard]] QStringList recentProjects();
void addRecentProject(const QString& file);
} // namespace preferences

/// Loads the program's and Qt's translations; "en" removes them. Also sets the default locale.
void applyLanguage(const QString& language);

} // namespace cityloom::app
