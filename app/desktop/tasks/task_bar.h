// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include <QFrame>
#include <QTimer>

#include "app/desktop/tasks/task_list.h"

class QLabel;
class QVBoxLayout;

namespace cityloom::app {

/// The tasks that are under way: what, how far, how much longer, and a way to stop each.
class TaskBar : public QFrame {
    Q_OBJECT

public:
    explicit TaskBar(TaskList& tasks, QWidget* parent = nullptr);
    ~TaskBar() override;

private:
    struct Row;
    void refresh();

    TaskList& tasks_;
    QVBoxLayout* layout_;
    std::map<int, std::unique_ptr<Row>> rows_;
    QTimer timer_;
};

/// A strip that says what went wrong, where, and what to do; stays until it is closed.
class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);
    void tell(const QString& what, const QString& why, const QString& where);
    [[nodiscard]] QString text() const;

private:
    QLabel* text_;
};

} // namespace cityloom::app
