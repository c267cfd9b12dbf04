// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/find/name_match.h"

namespace cityloom::scenarios {

/// Names to be searched while somebody types: 100,000 of them in some milliseconds. Filled once; then any thread.
class NameIndex {
public:
    /// An entry by its names (in both languages, its key), and by words that it has in common with many (its kind, its
    /// district): found by them, it comes after those that are called so. \return its number
    std::uint32_t add(std::initializer_list<std::string_view> names,
                      std::initializer_list<std::string_view> words = {});

    struct Hit {
        std::uint32_t entry = 0;
        NameMatch match = NameMatch::None;
        bool by_words = false; ///< by what it has in common with others
    };
    /// The best matches of what was typed, at most so many. Several words: as they stand in a name, else each of them
    /// anywhere in an entry. Those that match as well: the shorter name first, then in their order.
    [[nodiscard]] std::vector<Hit> find(std::string_view typed, std::size_t most) const;
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    /// Which letters a text has: a text that holds another has all of its. Signs count for none.
    using Letters = std::uint64_t;
    struct Name {
        std::uint32_t begin = 0; ///< in text_
        std::uint32_t size = 0;
        Letters letters = 0;
    };
    struct Entry {
        std::uint32_t begin = 0; ///< in names_
        std::uint32_t end = 0;
        std::uint32_t words_begin = 0; ///< in word_refs_
        std::uint32_t words_end = 0;
    };
    struct Scored {
        std::uint32_t score = 0; ///< 0 is the best
        std::uint32_t length = 0;
        Hit hit;
    };
    /// What is looked for, and how well each of the common words answers it.
    struct Asked {
        std::string_view text;
        Letters letters = 0;
        Letters once = 0; ///< those that stand in it once: one such may be wrong
        std::vector<NameMatch> words;
    };

    [[nodiscard]] static Letters letters_of(std::string_view text) noexcept;
    [[nodiscard]] Name put(std::string_view name);
    [[nodiscard]] Asked asked(std::string_view text) const;
    /// Whether an entry answers, and how well. \param guess only as it may be meant, with a letter wrong
    [[nodiscard]] bool score(std::uint32_t entry, const Asked& asked, bool guess, Scored& out) const;
    [[nodiscard]] bool scattered(std::uint32_t entry, const std::vector<Asked>& words, Scored& out) const;
    [[nodiscard]] std::string_view text(const Name& name) const {
        return std::string_view{text_}.substr(name.begin, name.size);
    }

    std::string text_; ///< all names and words, folded
    std::vector<Name> names_;
    std::vector<Name> words_; ///< each different one once
    std::unordered_map<std::string, std::uint32_t> word_numbers_;
    std::vector<std::uint32_t> word_refs_; ///< into words_
    std::vector<Entry> entries_;
};

} // namespace cityloom::scenarios
