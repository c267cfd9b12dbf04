// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/tasks/task_list.h"

#include <algorithm>

namespace cityloom::app {

qint64 TaskView::remainingMs() const {
    if (fraction < 0.02 || elapsed_ms < 500) {
        return -1;
    }
    return static_cast<qint64>(static_cast<double>(elapsed_ms) * (1.0 - fraction) / fraction);
}

TaskList::TaskList(QObject* parent) : QObject{parent} {}

TaskList::~TaskList() {
    for (Task& task : tasks_) {
        task.thread.request_stop();
    }
    tasks_.clear(); // joins
}

int TaskList::start(const QString& title, Work work, std::function<void()> done) {
    const int id = next_++;
    Task& task = tasks_.emplace_back();
    task.view.id = id;
    task.view.title = title;
    task.since.start();
    task.thread = std::jthread{[this, id, work = std::move(work), done = std::move(done)](const std::stop_token& stop) {
        TaskControl control{stop, [this, id](double fraction, const QString& what) {
                                QMetaObject::invokeMethod(
                                    this,
                                    [this, id, fraction, what] {
                                        for (Task& t : tasks_) {
                                            if (t.view.id == id) {
                                                t.view.fraction = std::clamp(fraction, 0.0, 1.0);
                                                t.view.detail = what;
                                            }
                                        }
                                        Q_EMIT changed();
                                    },
                                    Qt::QueuedConnection);
                            }};
        Result<void> outcome = work(control);
        QMetaObject::invokeMethod(
            this, [this, id, outcome, done] { finish(id, outcome, done); }, Qt::QueuedConnection);
    }};
    Q_EMIT changed();
    return id;
}

void TaskList::cancel(int id) {
    for (Task& task : tasks_) {
        if (task.view.id == id) {
            task.view.stopping = true;
            task.thread.request_stop();
        }
    }
    Q_EMIT changed();
}

std::vector<TaskView> TaskList::tasks() const {
    std::vector<TaskView> views;
    for (const Task& task : tasks_) {
        views.push_back(task.view);
        views.back().elapsed_ms = task.since.elapsed();
    }
    return views;
}

void TaskList::finish(int id, const Result<void>& outcome, const std::function<void()>& done) {
    const auto task = std::find_if(tasks_.begin(), tasks_.end(), [id](const Task& t) { return t.view.id == id; });
    if (task == tasks_.end()) {
        return;
    }
    const QString title = task->view.title;
    const bool stopped = task->view.stopping;
    tasks_.erase(task); // its thread has nothing left to do but end
    Q_EMIT changed();
    if (!outcome) {
        if (outcome.error().code != ErrorCode::Cancelled) {
            Q_EMIT failed(title, QString::fromStdString(outcome.error().message),
                          QString::fromStdString(outcome.error().where));
        }
    } else if (done && !stopped) {
        done();
    }
}

} // namespace cityloom::app
