// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/archive.h"

namespace cityloom {

void Archive::one(std::string& text) {
    std::uint64_t count = text.size();
    if (!length(count, 1)) {
        return;
    }
    text.resize(static_cast<std::size_t>(count));
    if (!text.empty()) {
        bytes(text.data(), text.size());
    }
}

bool Archive::length(std::uint64_t& count, std::size_t each) {
    if (mode_ == Mode::Flip) {
        return true; // a length is no bit to change: the array would be another one
    }
    bytes(&count, sizeof count);
    if (mode_ == Mode::Restore && (!ok_ || count > rest_.size() / each)) {
        ok_ = false; // a damaged count cannot ask for more memory than there are bytes
    }
    return ok_;
}

void Archive::boolean(bool& value) {
    if (mode_ == Mode::Flip) {
        value = value != (pieces_++ == piece_); // a bool has one bit
        return;
    }
    std::uint8_t byte = value ? 1 : 0;
    bytes(&byte, 1);
    if (mode_ == Mode::Restore) {
        ok_ = ok_ && byte <= 1;
        value = byte == 1;
    }
}

void Archive::bytes(void* data, std::size_t size) {
    auto* const first = static_cast<std::byte*>(data);
    switch (mode_) {
    case Mode::Hash: {
        std::uint64_t word = 0;
        std::size_t at = 0;
        for (; at + sizeof word <= size; at += sizeof word) {
            std::memcpy(&word, first + at, sizeof word);
            hash_->add(word);
        }
        if (at < size) {
            word = 0;
            std::memcpy(&word, first + at, size - at);
            hash_->add(word);
        }
        break;
    }
    case Mode::Save:
        out_->insert(out_->end(), first, first + size);
        break;
    case Mode::Restore:
        if (!ok_ || size > rest_.size()) {
            ok_ = false;
            break;
        }
        std::memcpy(first, rest_.data(), size);
        rest_ = rest_.subspan(size);
        break;
    case Mode::Flip:
        if (pieces_++ == piece_) {
            const std::uint64_t bit = bit_ % (8 * size);
            first[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
        }
        break;
    }
}

} // namespace cityloom
