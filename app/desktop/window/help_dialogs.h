// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/desktop/models/workspace.h"

namespace cityloom::app {

/// The keys of the program.
void showKeys(QWidget* parent);
/// What this is, under which licence, and whose data is shown.
void showAbout(QWidget* parent, const LoadedCity* city);
/// Asks how runs should be.
void askRunSettings(QWidget* parent, Workspace& workspace);

} // namespace cityloom::app
