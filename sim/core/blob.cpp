// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/blob.h"

#include <algorithm>

namespace cityloom {

namespace {

constexpr std::size_t kKindSize = 8;
constexpr std::size_t kHeaderSize = kKindSize + 4 + 8 + 8;

std::string padded(std::string_view kind) {
    std::string text{kind.substr(0, kKindSize)};
    text.resize(kKindSize, '\0');
    return text;
}

} // namespace

std::uint64_t checksum(std::string_view bytes) noexcept {
    constexpr std::uint64_t kPrime = 1099511628211ULL;
    std::uint64_t hash = 14695981039346656037ULL ^ bytes.size();
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        hash = (hash ^ word) * kPrime;
        hash ^= hash >> 29U;
        bytes.remove_prefix(sizeof word);
    }
    for (const char c : bytes) {
        hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
    }
    return hash;
}

std::string seal(std::string_view kind, std::uint32_t version, std::string_view payload) {
    BlobWriter header;
    header(version, static_cast<std::uint64_t>(payload.size()), checksum(payload));
    std::string blob = padded(kind) + header.take();
    blob.append(payload);
    return blob;
}

std::uint32_t sealed_version(std::string_view kind, std::string_view blob) {
    if (blob.size() < kHeaderSize || blob.substr(0, kKindSize) != padded(kind)) {
        return 0;
    }
    std::uint32_t version = 0;
    BlobReader header{blob.substr(kKindSize, kHeaderSize - kKindSize)};
    header(version);
    return version;
}

Result<std::string_view> unseal(std::string_view kind, std::uint32_t version, std::string_view blob) {
    if (blob.size() < kHeaderSize || blob.substr(0, kKindSize) != padded(kind)) {
        return fail(ErrorCode::Malformed, "This is no " + std::string{kind} + " data. Import the city again.");
    }
    std::uint32_t found = 0;
    std::uint64_t size = 0;
    std::uint64_t sum = 0;
    BlobReader header{blob.substr(kKindSize, kHeaderSize - kKindSize)};
    header(found, size, sum);
    if (found != version) {
        return fail(ErrorCode::Unsupported, "The " + std::string{kind} + " data has version " + std::to_string(found) +
                                                ", this program reads " + std::to_string(version) +
                                                ". Update the program, or import the city again.");
    }
    const std::string_view payload = blob.substr(kHeaderSize);
    if (payload.size() != size || checksum(payload) != sum) {
        return fail(ErrorCode::Malformed,
                    "The " + std::string{kind} + " data is damaged. Restore a backup, or import the city again.");
    }
    return payload;
}

} // namespace cityloom
