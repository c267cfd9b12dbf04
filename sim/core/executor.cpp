// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/executor.h"

#include <atomic>
#include <thread>
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

} // namespace

struct Executor::Impl {
    explicit Impl(unsigned threads) : thread_count{threads == 0 ? 1 : threads}, gate{thread_count} {
        for (unsigned k = 1; k < thread_count; ++k) {
            workers.emplace_back([this, k] { work(k); });
        }
    }

    ~Impl() {
        block = nullptr;
        if (thread_count > 1) {
            gate.arrive_and_wait(); // workers see no block and leave
        }
    }

    void work(unsigned k) {
        for (;;) {
            gate.arrive_and_wait();
            if (block == nullptr) {
                return;
            }
            run(k);
            gate.arrive_and_wait();
        }
    }

    void run(unsigned k) const { (*block)(count * k / thread_count, count * (k + 1) / thread_count); }

    unsigned thread_count;
    SpinBarrier gate;
    std::size_t count = 0;
    const Block* block = nullptr; // written only while every worker waits at the gate
    std::vector<std::jthread> workers;
};

Executor::Executor(unsigned thread_count) : impl_{std::make_unique<Impl>(thread_count)} {}
Executor::~Executor() = default;

unsigned Executor::thread_count() const noexcept {
    return impl_->thread_count;
}

void Executor::for_each_block(std::size_t count, const Block& block) {
    impl_->count = count;
    impl_->block = &block;
    if (impl_->thread_count > 1 && count > 1) {
        impl_->gate.arrive_and_wait();
        impl_->run(0);
        impl_->gate.arrive_and_wait();
    } else {
        block(0, count);
    }
}

} // namespace cityloom
