// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/sealed_blob.h"

#include <algorithm>

namespace cityloom {

void seal_to(std::string_view kind, std::uint32_t version, const BlobContent& content,
             const std::function<void(std::string_view)>& take) {
    const auto write = [&content](const std::function<void(std::string_view)>& to) {
        BlobWriter writer{to};
        content(writer);
        to(writer.take());
    };
    std::uint64_t size = 0;
    write([&size](std::string_view bytes) { size += bytes.size(); });
    Checksum sum{size};
    write([&sum](std::string_view bytes) { sum.add(bytes); });
    take(seal_header(kind, version, size, sum.value()));
    write(take);
}

SealedBlob::SealedBlob(BlobPieces& pieces) : pieces_{pieces} {
    while (head_.size() < kSealBytes) {
        rest_ = next();
        if (rest_.empty()) {
            return;
        }
        const std::size_t more = std::min(kSealBytes - head_.size(), rest_.size());
        head_.append(rest_.substr(0, more));
        rest_.remove_prefix(more);
    }
}

std::string_view SealedBlob::next() {
    auto piece = came_ ? pieces_.next() : std::string_view{};
    if (!piece) {
        came_ = tl::make_unexpected(std::move(piece.error()));
        return {};
    }
    return *piece;
}

Result<bool> SealedBlob::read(std::string_view kind, std::uint32_t version,
                              const std::function<void(BlobReader&)>& read) {
    if (!came_) {
        return tl::make_unexpected(came_.error());
    }
    const auto said = read_seal(kind, version, head_);
    if (!said) {
        return tl::make_unexpected(said.error());
    }
    Checksum sum{said->size};
    std::uint64_t seen = 0;
    const auto more = [&] {
        const std::string_view piece = rest_.empty() ? next() : std::exchange(rest_, {});
        sum.add(piece);
        seen += piece.size();
        return piece;
    };
    const bool as_long = said->size + kSealBytes == pieces_.size();
    BlobReader reader{more, as_long ? said->size : 0, version};
    if (as_long) {
        read(reader);
    }
    while (!more().empty()) { // what a reader that gave up has left
    }
    if (!came_) {
        return tl::make_unexpected(came_.error());
    }
    if (!as_long || seen != said->size || sum.value() != said->checksum) {
        return damaged(kind);
    }
    return reader.at_end();
}

} // namespace cityloom
