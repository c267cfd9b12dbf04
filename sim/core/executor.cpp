// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/executor.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace cityloom {

namespace {

/// Looks some thousand times, some tens of microseconds, before it sleeps: phases of a step are that far apart, and to
/// be woken costs about as much as such a phase. Where threads outnumber cores it sleeps at once.
template <typename Done> void spin(unsigned spins, const Done& done) {
    for (unsigned k = 0; k < spins && !done(); ++k) {
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
}

/// In one word: which phase it is, whether it may be joined, and how many of the workers are at it. Nobody waits for
/// one that has not come: a core that others use too may be long in coming.
class Phase {
public:
    static constexpr unsigned kMostWorkers = 255;

    explicit Phase(unsigned threads) : spins_{threads <= std::thread::hardware_concurrency() ? 4000U : 0U} {}

    void open() {
        word_.store((word_.load(std::memory_order_relaxed) & ~kLow) + kNext + kOpen, std::memory_order_release);
        word_.notify_all();
    }
    /// Returns when all who have come have left.
    void close() {
        word_.fetch_and(~kOpen, std::memory_order_acq_rel);
        spin(spins_, [this] { return (word_.load(std::memory_order_acquire) & kInside) == 0; });
        std::uint32_t word = word_.load(std::memory_order_acquire);
        while ((word & kInside) != 0) {
            word_.wait(word, std::memory_order_acquire);
            word = word_.load(std::memory_order_acquire);
        }
    }
    /// Workers see a phase that cannot be joined, and then that they are to end.
    void wake() {
        word_.fetch_add(kNext, std::memory_order_release);
        word_.notify_all();
    }

    /// Waits for a phase after \p seen, which becomes that one.
    /// \return whether the caller is at it now.
    bool join(std::uint32_t& seen) {
        spin(spins_, [&] { return (word_.load(std::memory_order_acquire) & ~kLow) != seen; });
        std::uint32_t word = word_.load(std::memory_order_acquire);
        while ((word & ~kLow) == seen) {
            word_.wait(word, std::memory_order_acquire);
            word = word_.load(std::memory_order_acquire);
        }
        while ((word & kOpen) != 0) {
            if (word_.compare_exchange_weak(word, word + 1, std::memory_order_acq_rel, std::memory_order_acquire)) {
                seen = word & ~kLow;
                return true;
            }
        }
        seen = word & ~kLow;
        return false;
    }
    void leave() {
        if ((word_.fetch_sub(1, std::memory_order_acq_rel) & kLow) == 1) { // the last one, and it is closed
            word_.notify_all();
        }
    }

private:
    static constexpr std::uint32_t kInside = kMostWorkers;
    static constexpr std::uint32_t kOpen = kInside + 1;
    static constexpr std::uint32_t kLow = kInside | kOpen;
    static constexpr std::uint32_t kNext = kLow + 1;

    unsigned spins_;
    std::atomic<std::uint32_t> word_{0};
};

/// What is left of one thread's share: first and last in one word, so that owner and helpers never take the same.
class alignas(64) Share {
public:
    void set(std::uint64_t first, std::uint64_t last) { left_.store(first << 32U | last, std::memory_order_relaxed); }

    /// \return an empty range when there is nothing left.
    std::pair<std::size_t, std::size_t> take(std::size_t grain, bool front) {
        std::uint64_t left = left_.load(std::memory_order_relaxed);
        while (true) {
            const std::uint64_t first = left >> 32U;
            const std::uint64_t last = left & 0xFFFFFFFFU;
            if (first >= last) {
                return {0, 0};
            }
            const std::uint64_t most = std::min<std::uint64_t>(grain, last - first);
            const std::uint64_t rest = front ? (first + most) << 32U | last : first << 32U | (last - most);
            if (left_.compare_exchange_weak(left, rest, std::memory_order_relaxed)) {
                return front ? std::pair<std::size_t, std::size_t>{first, first + most}
                             : std::pair<std::size_t, std::size_t>{last - most, last};
            }
        }
    }

private:
    std::atomic<std::uint64_t> left_{0}; // what is taken is published at the phase's end
};

} // namespace

struct Executor::Impl {
    explicit Impl(unsigned threads)
        : thread_count{std::clamp(threads, 1U, Phase::kMostWorkers + 1)}, phase{thread_count}, shares(thread_count) {}

    ~Impl() {
        ended.store(true, std::memory_order_relaxed);
        phase.wake();
    }

    void serve(unsigned k) {
        for (std::uint32_t seen = 0; !ended.load(std::memory_order_relaxed);) {
            if (phase.join(seen)) {
                run(k);
                phase.leave();
            }
        }
    }

    void start(std::size_t count, std::size_t most, const Block& work) {
        if (thread_count == 1 || count <= 1) {
            work(0, count);
            return;
        }
        for (unsigned k = 0; k < thread_count; ++k) {
            shares[k].set(count * k / thread_count, count * (k + 1) / thread_count);
        }
        grain = most;
        block = &work;
        while (workers.size() + 1 < thread_count) { // who never shares its work has no threads
            workers.emplace_back([this, k = static_cast<unsigned>(workers.size()) + 1] { serve(k); });
        }
        phase.open();
        run(0);
        phase.close();
    }
    void run(unsigned k) {
        for (unsigned i = 0; i < thread_count; ++i) {
            Share& share = shares[(k + i) % thread_count];
            for (auto [first, last] = share.take(grain, i == 0); first < last;
                 std::tie(first, last) = share.take(grain, i == 0)) {
                (*block)(first, last);
            }
        }
    }

    unsigned thread_count;
    Phase phase;
    std::size_t grain = 1;
    std::vector<Share> shares;
    const Block* block = nullptr; // this and the two above are written only while no worker is at a phase
    std::atomic<bool> ended{false};
    std::vector<std::jthread> workers;
};

Executor::Executor(unsigned thread_count) : impl_{std::make_unique<Impl>(thread_count)} {}
Executor::~Executor() = default;

unsigned Executor::thread_count() const noexcept {
    return impl_->thread_count;
}

void Executor::for_each_block(std::size_t count, const Block& block) {
    impl_->start(count, std::max<std::size_t>(1, count), block);
}

void Executor::balance(std::size_t count, std::size_t grain, const Block& block) {
    impl_->start(count, grain, block);
}

} // namespace cityloom
