// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/siphash.h"

#include <bit>

namespace cityloom {

namespace {

/// The paper's four words of state, with its names.
struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() noexcept {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }
    void take(std::uint64_t word) noexcept {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

} // namespace

std::uint64_t siphash(const SipKey& key, std::span<const std::byte> bytes) noexcept {
    State s{key[0] ^ 0x736F6D6570736575ULL, key[1] ^ 0x646F72616E646F6DULL, key[0] ^ 0x6C7967656E657261ULL,
            key[1] ^ 0x7465646279746573ULL};
    constexpr std::size_t kWord = 8;
    std::uint64_t last = static_cast<std::uint64_t>(bytes.size() & 0xFFU) << 56U;
    while (bytes.size() >= kWord) {
        std::uint64_t word = 0;
        for (unsigned i = 0; i < kWord; ++i) {
            word |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
        }
        s.take(word);
        bytes = bytes.subspan(kWord);
    }
    for (unsigned i = 0; i < bytes.size(); ++i) {
        last |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    }
    s.take(last);
    s.v2 ^= 0xFFU;
    for (int i = 0; i < 4; ++i) {
        s.round();
    }
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

} // namespace cityloom
