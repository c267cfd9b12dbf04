// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace cityloom::app {

/// A line icon of ours, drawn in the palette's text colour at the moment of painting, so that it follows the theme.
/// \param name a file of assets/icons without its ending.
[[nodiscard]] QIcon icon(const QString& name);
/// The same in a colour of the caller's.
[[nodiscard]] QPixmap iconPixmap(const QString& name, const QColor& colour, int size_px, double scale);

/// A picture that comes with the program; null where there is none of that name.
[[nodiscard]] QPixmap bundledPicture(const QString& name);

} // namespace cityloom::app
