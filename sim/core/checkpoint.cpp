// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/checkpoint.h"

#include <algorithm>
#include <cstring>

namespace cityloom {

namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);

std::uint64_t checksum(std::span<const std::byte> bytes) {
    StateHash hash;
    hash.add(static_cast<std::uint64_t>(bytes.size()));
    for (; bytes.size() >= kWord; bytes = bytes.subspan(kWord)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), kWord);
        hash.add(word);
    }
    for (const std::byte byte : bytes) {
        hash.add(static_cast<std::uint64_t>(byte));
    }
    return hash.value();
}

} // namespace

std::vector<std::byte> open_checkpoint(std::span<const std::uint64_t> belongs_to) {
    std::vector<std::byte> bytes((belongs_to.size() + 1) * kWord);
    std::memcpy(bytes.data(), belongs_to.data(), belongs_to.size_bytes());
    return bytes;
}

void seal_checkpoint(std::vector<std::byte>& bytes, std::size_t words_of_owner) {
    const std::size_t at = words_of_owner * kWord;
    const std::uint64_t sum = checksum(std::span<const std::byte>{bytes}.subspan(at + kWord));
    std::memcpy(bytes.data() + at, &sum, kWord);
}

Result<std::span<const std::byte>> checkpoint_body(std::span<const std::byte> saved,
                                                   std::span<const std::uint64_t> belongs_to) {
    const std::size_t at = belongs_to.size_bytes();
    if (saved.size() < at + kWord) {
        return fail(ErrorCode::Malformed, "The saved state is cut short. Save it again.");
    }
    if (std::memcmp(saved.data(), belongs_to.data(), at) != 0) {
        return fail(ErrorCode::Unsupported, "The saved state belongs to another network, demand, step or seed, or to "
                                            "another version. Load it with what it was saved from.");
    }
    std::uint64_t sum = 0;
    std::memcpy(&sum, saved.data() + at, kWord);
    const std::span<const std::byte> body = saved.subspan(at + kWord);
    if (checksum(body) != sum) {
        return fail(ErrorCode::Malformed, "The saved state is damaged. Save it again.");
    }
    return body;
}

} // namespace cityloom
