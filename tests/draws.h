// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace cityloom::tests {

/// Numbers that follow from a seed: splitmix64 (Steele, Lea and Flood 2014).
class Draws {
public:
    explicit Draws(std::uint64_t seed) : state_{seed} {}
    std::uint64_t next() {
        state_ += kStep;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    /// From 0 to n - 1; 0 where there are none.
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(next() % n); }

    static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;

private:
    std::uint64_t state_;
};

} // namespace cityloom::tests
