// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/style/theme.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/desk.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/preferences.h"
#include "scenarios/project/city_project.h"

namespace cityloom::test {

/// An application as main() makes it, with preferences of its own.
inline void prepareApplication() {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("Cityloom"));
    QCoreApplication::setApplicationName(QStringLiteral("cityloom-test"));
    app::applyTheme(app::Theme::Light);
    app::applyLanguage(QStringLiteral("en"));
}

/// A desk with the demo city open and its run prepared.
class DemoDesk {
public:
    DemoDesk() {
        const auto file = std::filesystem::path{dir_.path().toStdString()} / "demo.gpkg";
        made_ = scenarios::create_demo_project(file, 1, true).has_value();
        desk_.showWindow();
        desk_.window()->resize(1280, 720);
        desk_.workspace().openProject(file);
    }
    /// Waits until the engine has its first frame.
    [[nodiscard]] bool ready() {
        return made_ && QTest::qWaitFor([this] { return desk_.play().frame() != nullptr; }, 90'000);
    }
    app::Desk& desk() { return desk_; }
    app::MainWindow& window() { return *desk_.window(); }

private:
    QTemporaryDir dir_;
    app::Desk desk_;
    bool made_ = false;
};

} // namespace cityloom::test
