// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace cityloom {

/// Folds the bits of mutable state into 64 bits. The order of the calls matters, so every engine adds its arrays in one
/// fixed order. Two runs agree when, and for all practical purposes only when, every bit of their state agrees.
class StateHash {
public:
    void add(std::uint64_t word) noexcept {
        state_ ^= word * 0x9E3779B185EBCA87ULL;
        state_ = std::rotl(state_, 31) * 0xC2B2AE3D27D4EB4FULL + 0x165667B19E3779F9ULL;
    }
    void add(double value) noexcept { add(std::bit_cast<std::uint64_t>(value)); }
    void add(float value) noexcept { add(static_cast<std::uint64_t>(std::bit_cast<std::uint32_t>(value))); }
    template <typename T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, std::uint64_t>) void add(T value) noexcept {
        add(static_cast<std::uint64_t>(value));
    }
    template <typename T>
    requires std::is_enum_v<T>
    void add(T value) noexcept { add(static_cast<std::uint64_t>(static_cast<std::underlying_type_t<T>>(value))); }
    template <typename T> void add_all(std::span<const T> values) noexcept {
        add(static_cast<std::uint64_t>(values.size()));
        for (const T& value : values) {
            add(value);
        }
    }

    [[nodiscard]] std::uint64_t value() const noexcept {
        std::uint64_t h = state_;
        h = (h ^ (h >> 33U)) * 0xFF51AFD7ED558CCDULL;
        h = (h ^ (h >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
        return h ^ (h >> 33U);
    }

private:
    std::uint64_t state_ = 0x27D4EB2F165667C5ULL;
};

} // namespace cityloom
