// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/tasks/reaper.h"

namespace cityloom::app {

Reaper::Reaper() {
    thread_ = std::jthread{[this](const std::stop_token& stop) {
        std::unique_lock lock{mutex_};
        for (;;) {
            wake_.wait(lock, stop, [this] { return !things_.empty(); });
            if (things_.empty()) {
                return; // asked to stop, and nothing is left
            }
            std::vector<std::shared_ptr<const void>> now;
            now.swap(things_);
            ending_ = true;
            lock.unlock();
            now.clear();
            lock.lock();
            ending_ = false;
            wake_.notify_all();
        }
    }};
}

Reaper::~Reaper() {
    thread_.request_stop();
}

void Reaper::bury(std::shared_ptr<const void> thing) {
    const std::scoped_lock lock{mutex_};
    things_.push_back(std::move(thing));
    wake_.notify_all();
}

void Reaper::wait(const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    wake_.wait(lock, stop, [this] { return things_.empty() && !ending_; });
}

} // namespace cityloom::app
