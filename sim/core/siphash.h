// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace cityloom {

using SipKey = std::array<std::uint64_t, 2>;

/// SipHash-2-4 (Aumasson and Bernstein 2012): who does not know the key cannot make bytes to a hash, nor a hash to
/// bytes.
[[nodiscard]] std::uint64_t siphash(const SipKey& key, std::span<const std::byte> bytes) noexcept;

} // namespace cityloom
