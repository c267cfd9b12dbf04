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

/// A barrier that spins briefly before it sleeps: phases of a step are tens of microseconds apart, and a sleeping
/// barrier costs about as much as such a phase. Where threads outnumber cores it sleeps at once.
class SpinBarrier {
public:
    explicit SpinBarrier(unsigned count)
        : count_{count}, spins_{count <= std::thread::hardware_concurrency() ? 4000U : 0U} {}

    void arrive_and_wait() {
        const unsigned generation = generation_.load(std::memory_order_acquire);
        if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == count_) {
            arrived_.store(0, std::memory_order_relaxed);
            generation_.fetch_add(1, std::memory_order_release);
            generation_.notify_all();
            return;
        }
        for (unsigned k = 0; k < spins_; ++k) {
            if (generation_.load(std::memory_order_acquire) != generation) {
                return;
            }
#if defined(__x86_64__)
            __builtin_ia32_pause();
#endif
        }
        while (generation_.load(std::memory_order_acquire) == generation) {
            generation_.wait(generation, std::memory_order_acquire);
        }
    }

private:
    unsigned count_;
    unsigned spins_;
    std::atomic<unsigned> arrived_{0};
    std::atomic<unsigned> generation_{0};
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
    std::atomic<std::uint64_t> left_{0}; // what is taken is published by the barrier at the phase's end
};

} // namespace

struct Executor::Impl {
    explicit Impl(unsigned threads)
        : thread_count{threads == 0 ? 1 : threads}, gate{thread_count}, shares(thread_count) {
        for (unsigned k = 1; k < thread_count; ++k) {
            workers.emplace_back([this, k] { serve(k); });
        }
    }

    ~Impl() {
        block = nullptr;
        if (thread_count > 1) {
            gate.arrive_and_wait(); // workers see no block and leave
        }
    }

    void serve(unsigned k) {
        for (;;) {
            gate.arrive_and_wait();
            if (block == nullptr) {
                return;
            }
            run(k);
            gate.arrive_and_wait();
        }
    }

    void start(std::size_t elements, const Block& work) {
        count = elements;
        block = &work;
        if (thread_count > 1 && count > 1) {
            gate.arrive_and_wait();
            run(0);
            gate.arrive_and_wait();
        } else {
            work(0, count);
        }
    }
    void run(unsigned k) {
        if (grain == 0) {
            (*block)(count * k / thread_count, count * (k + 1) / thread_count);
            return;
        }
        for (unsigned i = 0; i < thread_count; ++i) {
            Share& share = shares[(k + i) % thread_count];
            for (auto [first, last] = share.take(grain, i == 0); first < last;
                 std::tie(first, last) = share.take(grain, i == 0)) {
                (*block)(first, last);
            }
        }
    }

    unsigned thread_count;
    SpinBarrier gate;
    std::size_t count = 0;
    std::size_t grain = 0; // 0: one range a thread
    std::vector<Share> shares;
    const Block* block = nullptr; // written only while every worker waits at the gate
    std::vector<std::jthread> workers;
};

Executor::Executor(unsigned thread_count) : impl_{std::make_unique<Impl>(thread_count)} {}
Executor::~Executor() = default;

unsigned Executor::thread_count() const noexcept {
    return impl_->thread_count;
}

void Executor::for_each_block(std::size_t count, const Block& block) {
    impl_->grain = 0;
    impl_->start(count, block);
}

void Executor::balance(std::size_t count, std::size_t grain, const Block& block) {
    const unsigned threads = impl_->thread_count;
    impl_->grain = grain;
    for (unsigned k = 0; k < threads; ++k) {
        impl_->shares[k].set(count * k / threads, count * (k + 1) / threads);
    }
    impl_->start(count, block);
}

} // namespace cityloom
