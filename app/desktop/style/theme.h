// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace cityloom::app {

enum class Theme { Light, Dark, HighContrast };

/// The colours that the palette of a theme is made of.
struct ThemeColours {
    QColor window;
    QColor base; ///< lists, charts
    QColor text;
    QColor muted; ///< second-rank text, at least 4.5:1 on window
    QColor border;
    QColor accent;
    QColor accent_text; ///< on accent
    QColor warning;
    QColor error;
};

[[nodiscard]] const ThemeColours& themeColours(Theme theme);
[[nodiscard]] const ThemeColours& currentColours();
[[nodiscard]] Theme currentTheme();

/// Sets style, palette and the few style rules of the program.
void applyTheme(Theme theme);

/// Sets the font that suits the default locale's letters.
void applyFont();

} // namespace cityloom::app
