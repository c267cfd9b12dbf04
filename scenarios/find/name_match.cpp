// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/find/name_match.h"

#include <algorithm>
#include <array>

namespace cityloom::scenarios {

namespace {

constexpr std::size_t kLeastForTypo = 4; // shorter ones are near to too much
constexpr std::size_t kLeastForLetters = 3;

/// Letters and digits of Latin, and every byte of other scripts.
constexpr std::array<bool, 256> kOfWord = [] {
    std::array<bool, 256> of_word{};
    for (unsigned c = 0; c < 256; ++c) {
        of_word.at(c) = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
    }
    return of_word;
}();
bool of_word(char c) {
    return kOfWord[static_cast<unsigned char>(c)];
}

bool begins_word(std::string_view name, std::size_t at) {
    return of_word(name[at]) && (at == 0 || !of_word(name[at - 1]));
}

bool is_plain(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<signed char>(c) < 0; });
}

/// Whether a text begins with another but for one letter.
bool begins_with_typo(std::string_view text, std::string_view typed) {
    // Of the first two letters one is right, or they are swapped: few words get further than here.
    if (text.size() < 2 || (text[0] != typed[0] && text[1] != typed[1] && text[0] != typed[1] && text[1] != typed[0])) {
        return false;
    }
    std::size_t same = 0;
    while (same < text.size() && same < typed.size() && text[same] == typed[same]) {
        ++same;
    }
    const auto rest = [](std::string_view of, std::size_t at) { return of.substr(std::min(at, of.size())); };
    const std::string_view name = rest(text, same);
    const std::string_view given = rest(typed, same);
    const bool swapped = name.size() > 1 && given.size() > 1 && name[0] == given[1] && name[1] == given[0] &&
                         rest(name, 2).starts_with(rest(given, 2));
    return (!name.empty() && rest(name, 1).starts_with(rest(given, 1))) || // a wrong letter
           rest(name, 1).starts_with(given) ||                             // one is missing
           name.starts_with(rest(given, 1)) ||                             // one too many
           swapped;
}

bool letters_in_order(std::string_view name, std::string_view typed) {
    for (std::size_t from = 0; from < name.size(); ++from) {
        if (name[from] != typed.front() || !begins_word(name, from)) {
            continue;
        }
        std::size_t at = from;
        std::size_t found = 0;
        for (; at < name.size() && found < typed.size(); ++at) {
            found += name[at] == typed[found] ? 1U : 0U;
        }
        return found == typed.size();
    }
    return false;
}

} // namespace

NameMatch plain_match(std::string_view name, std::string_view typed) noexcept {
    std::size_t at = name.find(typed);
    if (at == std::string_view::npos) {
        return NameMatch::None;
    }
    if (at == 0) {
        return name.size() == typed.size() ? NameMatch::Exact : NameMatch::Prefix;
    }
    for (; at != std::string_view::npos; at = name.find(typed, at + 1)) {
        if (begins_word(name, at)) {
            return NameMatch::WordPrefix;
        }
    }
    return NameMatch::Infix;
}

NameMatch guessed_match(std::string_view name, std::string_view typed) noexcept {
    if (typed.size() < kLeastForLetters || !is_plain(typed)) {
        return NameMatch::None;
    }
    bool inside = false;
    for (std::size_t at = 0; typed.size() >= kLeastForTypo && at < name.size(); ++at) {
        const bool before = inside;
        inside = of_word(name[at]);
        if (inside && !before && begins_with_typo(name.substr(at), typed)) {
            return NameMatch::Typo;
        }
    }
    return letters_in_order(name, typed) ? NameMatch::Letters : NameMatch::None;
}

NameMatch name_match(std::string_view name, std::string_view typed) noexcept {
    const NameMatch plain = plain_match(name, typed);
    return plain != NameMatch::None ? plain : guessed_match(name, typed);
}

} // namespace cityloom::scenarios
