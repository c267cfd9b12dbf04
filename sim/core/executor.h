// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace cityloom {

/// Runs one phase of a step over [0, count) on a fixed set of threads and returns when all of it is done.
/// Every element is visited once; which thread does it must not matter to the result.
class Executor {
public:
    using Block = std::function<void(std::size_t begin, std::size_t end)>;

    /// \param thread_count 1 runs everything on the calling thread.
    explicit Executor(unsigned thread_count);
    ~Executor();
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// One range a thread, split by index alone: for elements of about equal cost, and for few of them.
    void for_each_block(std::size_t count, const Block& block);
    /// Ranges of at most \p grain elements, begun as above, so that a thread finds in its cache what it had the last
    /// time; who is done takes from the ends of the others' shares, the last first. For uneven work, and for cores that
    /// others use too.
    void balance(std::size_t count, std::size_t grain, const Block& block);
    [[nodiscard]] unsigned thread_count() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom
