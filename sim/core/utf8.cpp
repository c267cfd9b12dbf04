// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/utf8.h"

namespace cityloom {

namespace {

unsigned char byte_at(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

/// Length of the UTF-8 character at `i`; 0: it is none; `cut` when it would go on beyond the end.
std::size_t character(std::string_view text, std::size_t i, bool& cut) {
    const unsigned char lead = byte_at(text, i);
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    for (std::size_t k = 1; k < length; ++k) {
        if (i + k >= text.size()) {
            cut = true;
            return 0;
        }
        const unsigned char next = byte_at(text, i + k);
        const unsigned char low = k > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned char high = k > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (next < low || next > high) {
            return 0;
        }
    }
    return length;
}

} // namespace

std::size_t utf8_length(std::string_view text, bool& cut) noexcept {
    std::size_t i = 0;
    cut = false;
    while (i < text.size()) {
        const std::size_t length = character(text, i, cut);
        if (length == 0) {
            return i;
        }
        i += length;
    }
    return i;
}

bool is_utf8(std::string_view text) noexcept {
    bool cut = false;
    return utf8_length(text, cut) == text.size();
}

} // namespace cityloom
