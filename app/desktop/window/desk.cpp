// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/desk.h"

#include <QTimer>

#include "app/desktop/window/main_window.h"
#include "app/desktop/window/preferences.h"

namespace cityloom::app {

Desk::Desk(QObject* parent) : QObject{parent} {
    connect(&workspace_, &Workspace::sessionChanged, this, [this] { play_.setSession(workspace_.session()); });
    connect(&play_, &PlayControl::sessionFailed, this, [this](const QString& why) {
        Q_EMIT workspace_.failed(tr("Scenario %1").arg(QString::fromStdString(workspace_.activeScenario())), why, {});
    });
}

Desk::~Desk() {
    window_.reset();
    play_.setSession(nullptr);
}

void Desk::showWindow() {
    const std::optional<WindowState> state = window_ ? std::optional{window_->shownState()} : std::nullopt;
    auto old = std::move(window_);
    if (old) {
        old->hide();
    }
    old.reset();
    window_ = std::make_unique<MainWindow>(*this);
    if (state) {
        window_->restoreGeometry(state->geometry);
    }
    window_->show();
    if (state) {
        window_->showState(*state);
    }
    Q_EMIT windowChanged();
}

void Desk::setLanguage(const QString& language) {
    preferences::setLanguage(language);
    applyLanguage(language);
    if (window_) {
        QTimer::singleShot(0, this, &Desk::showWindow); // the menu that asked is still on the stack
    }
}

} // namespace cityloom::app
