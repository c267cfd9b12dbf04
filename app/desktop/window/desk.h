// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "app/desktop/models/workspace.h"
#include "app/desktop/timeline/play_control.h"

namespace cityloom::app {

class MainWindow;

/// The running program: project, clock and the window that shows them. A change of language makes a new window on the
/// same project, so that every word of it changes at once.
class Desk : public QObject {
    Q_OBJECT

public:
    explicit Desk(QObject* parent = nullptr);
    ~Desk() override;

    void showWindow();
    void setLanguage(const QString& language);
    [[nodiscard]] MainWindow* window() const { return window_.get(); }
    [[nodiscard]] Workspace& workspace() { return workspace_; }
    [[nodiscard]] PlayControl& play() { return play_; }

Q_SIGNALS:
    void windowChanged();

private:
    Workspace workspace_;
    PlayControl play_;
    std::unique_ptr<MainWindow> window_;
};

} // namespace cityloom::app
