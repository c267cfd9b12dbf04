// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/table/filter.h"

namespace cityloom::scenarios {

/// A word that the language of expressions has itself, folded.
struct Keyword {
    std::string_view english;
    std::array<std::string_view, 3> chinese;
};
inline constexpr Keyword kOr{"or", {"或者", "或", ""}};
inline constexpr Keyword kAnd{"and", {"并且", "而且", "且"}};
inline constexpr Keyword kNot{"not", {"非", "", ""}};
inline constexpr Keyword kIsEmpty{"is empty", {"为空", "是空", ""}};
inline constexpr Keyword kIsNotEmpty{"is not empty", {"不为空", "非空", ""}};
inline constexpr Keyword kIsNot{"is not", {"不是", "", ""}};
inline constexpr Keyword kIs{"is", {"是", "", ""}};
inline constexpr Keyword kContains{"contains", {"包含", "", ""}};
inline constexpr Keyword kStarts{"starts with", {"开头为", "", ""}};
inline constexpr Keyword kIn{"in", {"属于", "", ""}};
inline constexpr Keyword kBetween{"between", {"介于", "", ""}};

/// Of a Latin word or number.
[[nodiscard]] bool is_letter(char c);
/// Of a word in any script.
[[nodiscard]] bool is_word(char c);

/// An expression while it is read: folded, with the place of each byte in what was written.
class FilterText {
public:
    FilterText(std::string_view text, const AssetTable& table);

    [[nodiscard]] bool end() const { return at_ >= text_.size(); }
    [[nodiscard]] char here() const { return text_[at_]; }
    [[nodiscard]] std::size_t at() const { return at_; }
    [[nodiscard]] std::string_view rest() const { return std::string_view{text_}.substr(at_); }
    [[nodiscard]] std::string_view between(std::size_t from, std::size_t to) const; ///< without blanks at its end
    /// The end of the word that stands here; at least one character.
    [[nodiscard]] std::size_t word_end() const;
    void go_to(std::size_t at) { at_ = at; }
    void skip(); ///< blanks

    /// Whether this stands here; what does is passed, with the blanks after it.
    bool take(std::string_view word);
    bool take(const Keyword& keyword);
    /// A column's name, in brackets or as it is; blanks, underscores and hyphens in it are one.
    bool take_column(std::size_t& column);
    /// What can follow a comparison: the end, a closing bracket, "and", "or".
    [[nodiscard]] bool comparison_ends();
    /// Neither comparison signs nor quotes, nor a keyword after a column: nobody has written an expression.
    [[nodiscard]] bool only_words();

    [[nodiscard]] FilterError wrong(std::size_t from, std::size_t to, Text message) const;

private:
    std::string text_;
    std::vector<std::size_t> from_; ///< by byte of text_
    std::size_t bytes_;             ///< of what was written
    std::vector<std::pair<std::string, std::size_t>> names_;
    std::size_t at_ = 0;
};

} // namespace cityloom::scenarios
