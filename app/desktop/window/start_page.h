// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace cityloom::app {

/// What one sees without a city: three ways to get one, and the last projects.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

Q_SIGNALS:
    void demoRequested();
    void openRequested();
    void importRequested();
    void recentRequested(const QString& file);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace cityloom::app
