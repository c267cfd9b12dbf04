// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/store_thread.h"

namespace cityloom::app {

StoreThread::StoreThread(scenarios::ProjectStore store)
    : store_{std::move(store)}, thread_{[this](const std::stop_token& stop) { run(stop); }} {}

StoreThread::~StoreThread() {
    thread_.request_stop();
}

void StoreThread::post(Job job) {
    const std::scoped_lock lock{mutex_};
    jobs_.push_back(std::move(job));
    wake_.notify_all();
}

void StoreThread::run(const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, stop, [this] { return !jobs_.empty(); });
        if (jobs_.empty()) {
            return; // asked to stop, and all is written
        }
        const Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job(store_);
        lock.lock();
    }
}

} // namespace cityloom::app
