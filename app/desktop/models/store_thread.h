// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "scenarios/project/project_store.h"

namespace cityloom::app {

/// The one thread that writes the open project. Jobs run in the order they came; the end of the object waits for all of
/// them, so that no edit is lost, and then closes the file.
class StoreThread {
public:
    using Job = std::function<void(scenarios::ProjectStore&)>;

    explicit StoreThread(scenarios::ProjectStore store);
    ~StoreThread();
    StoreThread(const StoreThread&) = delete;
    StoreThread& operator=(const StoreThread&) = delete;
    /// Any thread; returns at once.
    void post(Job job);
    /// The same, and waits for what the job answers: for threads of tasks, never for the GUI's.
    template <typename Ask> auto ask(Ask job) {
        std::promise<decltype(job(std::declval<scenarios::ProjectStore&>()))> answer;
        auto waiting = answer.get_future();
        post([&](scenarios::ProjectStore& project) { answer.set_value(job(project)); });
        return waiting.get();
    }
    /// All that was edited is in the file when this returns.
    void settle() {
        ask([](scenarios::ProjectStore&) { return true; });
    }

private:
    void run(const std::stop_token& stop);

    scenarios::ProjectStore store_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Job> jobs_;
    std::jthread thread_; ///< last: joins before the rest goes
};

} // namespace cityloom::app
