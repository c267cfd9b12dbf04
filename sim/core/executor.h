// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace cityloom {

/// Runs one phase of a step over [0, count) on a fixed set of threads and returns when all of it is done.
/// Blocks are split by index alone, never by load: block k covers the same elements in every run.
class Executor {
public:
    using Block = std::function<void(std::size_t begin, std::size_t end)>;

    /// \param thread_count 1 runs everything on the calling thread.
    explicit Executor(unsigned thread_count);
    ~Executor();
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    void for_each_block(std::size_t count, const Block& block);
    [[nodiscard]] unsigned thread_count() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom
