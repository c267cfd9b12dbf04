// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/find/folded.h"

#include <algorithm>

namespace cityloom::scenarios {

namespace {

/// The plain letter of U+00C0 to U+017F; '.' where it takes two letters, or is none.
constexpr std::string_view kLatin{"aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
                                  "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll"
                                  "lllnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"};
static_assert(kLatin.size() == 0x180 - 0xC0);

std::string_view two_letters(char32_t c) {
    switch (c) {
    case 0xC6:
    case 0xE6:
        return "ae";
    case 0xDE:
    case 0xFE:
        return "th";
    case 0xDF:
    case 0x1E9E:
        return "ss";
    case 0x132:
    case 0x133:
        return "ij";
    case 0x149:
        return "n";
    case 0x14A:
    case 0x14B:
        return "ng";
    case 0x152:
    case 0x153:
        return "oe";
    default:
        return {};
    }
}

/// The base letters of Vietnamese, which lie in a block of their own.
char vietnamese(char32_t c) {
    struct Upto {
        char32_t last;
        char letter;
    };
    static constexpr Upto kLetters[] = {{0x1EB7, 'a'}, {0x1EC7, 'e'}, {0x1ECB, 'i'}, {0x1EE3, 'o'}, {0x1EF1, 'u'}};
    for (const Upto& upto : kLetters) {
        if (c <= upto.last) {
            return upto.letter;
        }
    }
    return 'y';
}

void put(char32_t c, std::string& out) {
    const auto byte = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6));
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | (c >> 18));
        byte(0x80 | ((c >> 12) & 0x3F));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The digits that a text begins with, without zeros in front.
std::string_view take_number(std::string_view& text) {
    std::size_t size = 0;
    while (size < text.size() && is_digit(text[size])) {
        ++size;
    }
    std::string_view digits = text.substr(0, size);
    text.remove_prefix(size);
    while (digits.size() > 1 && digits.front() == '0') {
        digits.remove_prefix(1);
    }
    return digits;
}

} // namespace

char32_t take_character(std::string_view& text) noexcept {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = at(0);
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    char32_t c = size == 1 ? first : first & (0xFFU >> (size + 1));
    bool sound = text.size() >= size;
    for (std::size_t i = 1; sound && i < size; ++i) {
        sound = (at(i) & 0xC0U) == 0x80U;
        c = (c << 6) | (at(i) & 0x3FU);
    }
    text.remove_prefix(sound ? size : 1);
    return sound ? c : first;
}

void fold_character(char32_t c, std::string& out) {
    if (c < 0x80) {
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
    } else if (const std::string_view two = two_letters(c); !two.empty()) {
        out += two;
    } else if (c >= 0xC0 && c < 0x180 && kLatin[c - 0xC0] != '.') {
        out += kLatin[c - 0xC0];
    } else if (c >= 0x1EA0 && c <= 0x1EF9) {
        out += vietnamese(c);
    } else if (c >= 0xFF01 && c <= 0xFF5E) { // full-width
        fold_character(c - 0xFF01 + '!', out);
    } else if (c == 0x3000 || c == 0xA0) {
        out += ' ';
    } else if (c == 0xB2 || c == 0xB3) { // superscripts of units
        out += c == 0xB2 ? '2' : '3';
    } else if (c >= 0x300 && c < 0x370) { // combining marks
        return;
    } else if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) { // Greek, Cyrillic
        put(c + 32, out);
    } else if (c >= 0x400 && c <= 0x40F) {
        put(c + 80, out);
    } else {
        put(c, out);
    }
}

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        fold_character(take_character(text), out);
    }
    return out;
}

int natural_order(std::string_view a, std::string_view b) noexcept {
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            const std::string_view x = take_number(a);
            const std::string_view y = take_number(b);
            if (x.size() != y.size()) {
                return x.size() < y.size() ? -1 : 1;
            }
            if (const int order = x.compare(y); order != 0) {
                return order;
            }
            continue;
        }
        if (a.front() != b.front()) {
            return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front()) ? -1 : 1;
        }
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    return a.empty() && b.empty() ? 0 : a.empty() ? -1 : 1;
}

} // namespace cityloom::scenarios
