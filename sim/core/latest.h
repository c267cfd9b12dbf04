// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace cityloom {

/// Hands the newest finished state from the engine's thread to any number of readers. Readers hold what they took
/// for as long as they like; the engine never waits for them, and they never see a half-written step.
template <typename Snapshot> class Latest {
public:
    void publish(std::shared_ptr<const Snapshot> snapshot) {
        const std::scoped_lock lock{mutex_};
        latest_.swap(snapshot); // the old one is released after the lock, with `snapshot`
    }

    [[nodiscard]] std::shared_ptr<const Snapshot> get() const {
        const std::scoped_lock lock{mutex_};
        return latest_;
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Snapshot> latest_;
};

} // namespace cityloom
