// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/blob.h"

#include <algorithm>

namespace cityloom {

namespace {

constexpr std::size_t kKindSize = 8;
constexpr std::uint64_t kPrime = 1099511628211ULL;

std::string padded(std::string_view kind) {
    std::string text{kind.substr(0, kKindSize)};
    text.resize(kKindSize, '\0');
    return text;
}

} // namespace

void Checksum::word(std::string_view eight) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, eight.data(), sizeof word);
    hash_ = (hash_ ^ word) * kPrime;
    hash_ ^= hash_ >> 29U;
}

void Checksum::add(std::string_view bytes) noexcept {
    if (bytes.empty()) {
        return; // nothing may be nowhere, which memcpy() does not take
    }
    if (count_ > 0) {
        const std::size_t more = std::min(kept_.size() - count_, bytes.size());
        std::memcpy(kept_.data() + count_, bytes.data(), more);
        count_ += more;
        bytes.remove_prefix(more);
        if (count_ < kept_.size()) {
            return;
        }
        word({kept_.data(), kept_.size()});
        count_ = 0;
    }
    for (; bytes.size() >= kept_.size(); bytes.remove_prefix(kept_.size())) {
        word(bytes);
    }
    if (!bytes.empty()) {
        std::memcpy(kept_.data(), bytes.data(), bytes.size());
        count_ = bytes.size();
    }
}

std::uint64_t Checksum::value() const noexcept {
    std::uint64_t hash = hash_;
    for (const char c : std::string_view{kept_.data(), count_}) {
        hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
    }
    return hash;
}

std::uint64_t checksum(std::string_view bytes) noexcept {
    Checksum sum{bytes.size()};
    sum.add(bytes);
    return sum.value();
}

std::string seal_header(std::string_view kind, std::uint32_t version, std::uint64_t size, std::uint64_t checksum) {
    BlobWriter header;
    header(version, size, checksum);
    return padded(kind) + header.take();
}

std::string seal(std::string_view kind, std::uint32_t version, std::string_view payload) {
    std::string blob = seal_header(kind, version, payload.size(), checksum(payload));
    blob.append(payload);
    return blob;
}

std::uint32_t sealed_version(std::string_view kind, std::string_view blob) {
    if (blob.size() < kSealBytes || blob.substr(0, kKindSize) != padded(kind)) {
        return 0;
    }
    std::uint32_t version = 0;
    BlobReader header{blob.substr(kKindSize, kSealBytes - kKindSize)};
    header(version);
    return version;
}

Result<Seal> read_seal(std::string_view kind, std::uint32_t version, std::string_view blob) {
    if (blob.size() < kSealBytes || blob.substr(0, kKindSize) != padded(kind)) {
        return fail(ErrorCode::Malformed, "This is no " + std::string{kind} + " data. Import the city again.");
    }
    std::uint32_t found = 0;
    Seal seal;
    BlobReader header{blob.substr(kKindSize, kSealBytes - kKindSize)};
    header(found, seal.size, seal.checksum);
    if (found != version) {
        return fail(ErrorCode::Unsupported, "The " + std::string{kind} + " data has version " + std::to_string(found) +
                                                ", this program reads " + std::to_string(version) +
                                                ". Update the program, or import the city again.");
    }
    return seal;
}

tl::unexpected<Error> damaged(std::string_view kind) {
    return fail(ErrorCode::Malformed,
                "The " + std::string{kind} + " data is damaged. Restore a backup, or import the city again.");
}

Result<std::string_view> unseal(std::string_view kind, std::uint32_t version, std::string_view blob) {
    const auto said = read_seal(kind, version, blob);
    if (!said) {
        return tl::make_unexpected(said.error());
    }
    const std::string_view payload = blob.substr(kSealBytes);
    if (payload.size() != said->size || checksum(payload) != said->checksum) {
        return damaged(kind);
    }
    return payload;
}

} // namespace cityloom
