// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/find/name_index.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "scenarios/find/folded.h"

namespace cityloom::scenarios {

namespace {

constexpr std::uint32_t kByWords = 10; // what only its kind or district is called comes after all that is called so
constexpr std::uint32_t kScattered = static_cast<std::uint32_t>(NameMatch::Typo); // each word somewhere

std::vector<std::string_view> words_of(std::string_view typed) {
    std::vector<std::string_view> words;
    while (!typed.empty()) {
        const std::size_t blank = std::min(typed.find(' '), typed.size());
        if (blank > 0) {
            words.push_back(typed.substr(0, blank));
        }
        typed.remove_prefix(std::min(blank + 1, typed.size()));
    }
    return words;
}

} // namespace

NameIndex::Letters NameIndex::letters_of(std::string_view text) noexcept {
    Letters letters = 0;
    for (const char c : text) {
        if (c >= 'a' && c <= 'z') {
            letters |= Letters{1} << (c - 'a');
        } else if (c >= '0' && c <= '9') {
            letters |= Letters{1} << (26 + c - '0');
        } else if (static_cast<signed char>(c) < 0) { // several share a bit
            letters |= Letters{1} << (36 + static_cast<unsigned char>(c) % 28);
        }
    }
    return letters;
}

NameIndex::Name NameIndex::put(std::string_view name) {
    const std::string plain = folded(name);
    const auto begin = static_cast<std::uint32_t>(text_.size());
    text_ += plain;
    return {begin, static_cast<std::uint32_t>(plain.size()), letters_of(plain)};
}

std::uint32_t NameIndex::add(std::initializer_list<std::string_view> names,
                             std::initializer_list<std::string_view> words) {
    Entry entry{.begin = static_cast<std::uint32_t>(names_.size()),
                .words_begin = static_cast<std::uint32_t>(word_refs_.size())};
    for (const std::string_view name : names) {
        if (!name.empty()) {
            names_.push_back(put(name));
        }
    }
    for (const std::string_view word : words) {
        if (word.empty()) {
            continue;
        }
        const auto [found, fresh] =
            word_numbers_.try_emplace(std::string{word}, static_cast<std::uint32_t>(words_.size()));
        if (fresh) {
            words_.push_back(put(word));
        }
        word_refs_.push_back(found->second);
    }
    entry.end = static_cast<std::uint32_t>(names_.size());
    entry.words_end = static_cast<std::uint32_t>(word_refs_.size());
    entries_.push_back(entry);
    return static_cast<std::uint32_t>(entries_.size() - 1);
}

NameIndex::Asked NameIndex::asked(std::string_view typed) const {
    Asked out{.text = typed, .letters = letters_of(typed), .once = 0, .words = {}};
    Letters twice = 0;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const Letters letter = letters_of(typed.substr(i, 1));
        twice |= out.once & letter;
        out.once |= letter;
    }
    out.once &= ~twice;
    for (const Name& word : words_) {
        out.words.push_back(plain_match(text(word), typed));
    }
    return out;
}

bool NameIndex::score(std::uint32_t entry, const Asked& asked, bool guess, Scored& out) const {
    const Entry& e = entries_[entry];
    out = {.score = ~0U};
    const auto take = [&](NameMatch match, bool common) {
        const std::uint32_t score = static_cast<std::uint32_t>(match) + (common ? kByWords : 0U);
        if (match != NameMatch::None && score < out.score) {
            out = {score, e.begin < e.end ? names_[e.begin].size : 0U, {entry, match, common}};
        }
    };
    for (std::uint32_t n = e.begin; n < e.end; ++n) {
        // Most names lack some letter of what is typed: those are not looked at.
        const Letters lacking = asked.letters & ~names_[n].letters;
        if (lacking == 0 || (guess && std::has_single_bit(lacking) && (lacking & asked.once) != 0)) {
            const std::string_view name = text(names_[n]);
            take(guess ? guessed_match(name, asked.text) : plain_match(name, asked.text), false);
        }
    }
    for (std::uint32_t w = e.words_begin; !guess && w < e.words_end; ++w) {
        take(asked.words[word_refs_[w]], true);
    }
    return out.score != ~0U;
}

bool NameIndex::scattered(std::uint32_t entry, const std::vector<Asked>& words, Scored& out) const {
    bool any_name = false;
    for (const Asked& word : words) {
        Scored one;
        if (!score(entry, word, false, one)) {
            return false;
        }
        any_name = any_name || !one.hit.by_words;
    }
    const Entry& e = entries_[entry];
    out = {kScattered + (any_name ? 0U : kByWords),
           e.begin < e.end ? names_[e.begin].size : 0U,
           {entry, NameMatch::Infix, !any_name}};
    return true;
}

std::vector<NameIndex::Hit> NameIndex::find(std::string_view typed, std::size_t most) const {
    const std::string plain = folded(typed);
    const std::vector<std::string_view> words = words_of(plain);
    if (words.empty()) {
        return {};
    }
    const std::string_view whole{
        words.front().data(),
        static_cast<std::size_t>(words.back().data() + words.back().size() - words.front().data())};
    const Asked all = asked(whole);
    std::vector<Asked> each;
    for (std::size_t i = 0; words.size() > 1 && i < words.size(); ++i) {
        each.push_back(asked(words[i]));
    }
    std::vector<Scored> found;
    Scored one;
    for (std::uint32_t entry = 0; entry < entries_.size(); ++entry) {
        if (score(entry, all, false, one) || (!each.empty() && scattered(entry, each, one))) {
            found.push_back(one);
        }
    }
    const bool enough = std::ranges::any_of(found, [](const Scored& s) { return !s.hit.by_words; });
    for (std::uint32_t entry = 0; !enough && entry < entries_.size(); ++entry) { // so it may be meant
        if (score(entry, all, true, one)) {
            found.push_back(one);
        }
    }
    const auto order = [](const Scored& a, const Scored& b) {
        return std::tie(a.score, a.length, a.hit.entry) < std::tie(b.score, b.length, b.hit.entry);
    };
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(most, found.size()));
    std::ranges::partial_sort(found, end, order);
    std::vector<Hit> hits;
    std::ranges::transform(found.begin(), end, std::back_inserter(hits), &Scored::hit);
    return hits;
}

} // namespace cityloom::scenarios
