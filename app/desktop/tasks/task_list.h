// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include "sim/core/result.h"

namespace cityloom::app {

/// What a long piece of work is given: when to stop, and whom to tell how far it is.
struct TaskControl {
    std::stop_token stop;
    std::function<void(double fraction, const QString& what)> progress; ///< any thread
};

/// A task as a person sees it.
struct TaskView {
    int id = 0;
    QString title;
    QString detail;
    double fraction = 0.0;
    qint64 elapsed_ms = 0;
    bool stopping = false;
    /// Milliseconds left at this rate; -1 while that cannot be told.
    [[nodiscard]] qint64 remainingMs() const;
};

/// Everything that takes long, in one place. Each task has a thread of its own; the GUI thread only hears of it.
class TaskList : public QObject {
    Q_OBJECT

public:
    using Work = std::function<Result<void>(const TaskControl&)>;

    explicit TaskList(QObject* parent = nullptr);
    ~TaskList() override; ///< stops and joins

    /// \param work runs in its own thread. \param done runs on the GUI thread when the work succeeded.
    int start(const QString& title, Work work, std::function<void()> done = {});
    void cancel(int id);
    [[nodiscard]] std::vector<TaskView> tasks() const;
    [[nodiscard]] bool idle() const { return tasks_.empty(); }

Q_SIGNALS:
    void changed();
    void failed(const QString& title, const QString& message, const QString& where);

private:
    struct Task {
        TaskView view;
        QElapsedTimer since;
        std::jthread thread;
    };
    void finish(int id, const Result<void>& outcome, const std::function<void()>& done);

    std::list<Task> tasks_;
    int next_ = 1;
};

} // namespace cityloom::app
