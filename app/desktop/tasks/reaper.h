// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace cityloom::app {

/// Ends things whose end takes time (an engine's thread, a project file) away from the GUI thread. Its own end waits
/// until all of them are gone, so that nothing acknowledged is lost.
class Reaper {
public:
    Reaper();
    ~Reaper();
    Reaper(const Reaper&) = delete;
    Reaper& operator=(const Reaper&) = delete;
    void bury(std::shared_ptr<const void> thing);
    /// Returns once all that was buried is gone (files closed, threads joined), or when `stop` is asked for. Any
    /// thread but those that are being ended.
    void wait(const std::stop_token& stop);

private:
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::vector<std::shared_ptr<const void>> things_;
    bool ending_ = false; ///< things taken from the list are not gone yet
    std::jthread thread_; ///< last: joins before the rest goes
};

} // namespace cityloom::app
