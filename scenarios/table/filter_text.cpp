// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/table/filter_text.h"

#include <algorithm>

#include "scenarios/find/folded.h"

namespace cityloom::scenarios {

namespace {

/// What stands for signs of ours in texts typed on a Chinese keyboard, or copied from a document.
std::string_view plain_form(char32_t c) {
    switch (c) {
    case 0x2264: // less or equal
        return "<=";
    case 0x2265:
        return ">=";
    case 0x2260:
        return "!=";
    case 0x201C: // quotes
    case 0x201D:
    case 0x300C:
    case 0x300D:
    case 0xAB:
    case 0xBB:
        return "\"";
    case 0x3001: // ideographic comma
        return ",";
    case 0x2212: // minus
        return "-";
    case '\t':
    case '\n':
    case '\r':
        return " ";
    default:
        return {};
    }
}

bool is_blank(char c) {
    return c == ' ' || c == '_' || c == '-';
}

} // namespace

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_word(char c) {
    return is_letter(c) || static_cast<signed char>(c) < 0;
}

FilterText::FilterText(std::string_view text, const AssetTable& table) : bytes_{text.size()} {
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t at = text.size() - rest.size();
        const char32_t c = take_character(rest);
        if (const std::string_view plain = plain_form(c); plain.empty()) {
            fold_character(c, text_);
        } else {
            text_ += plain;
        }
        from_.resize(text_.size(), at);
    }
    for (std::size_t c = 0; c < table.columns(); ++c) {
        const TableColumn& column = table.column(c);
        for (const std::string_view name : {std::string_view{column.id}, column.words.english, column.words.chinese}) {
            names_.emplace_back(folded(name), c);
        }
    }
    // The longest first: "demand here" is not "demand". Of one length, the earlier column.
    std::ranges::stable_sort(names_, [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    skip();
}

void FilterText::skip() {
    while (!end() && here() == ' ') {
        ++at_;
    }
}

std::string_view FilterText::between(std::size_t from, std::size_t to) const {
    std::string_view text = std::string_view{text_}.substr(from, to - from);
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

std::size_t FilterText::word_end() const {
    std::size_t to = at_;
    while (to < text_.size() && is_word(text_[to])) {
        ++to;
    }
    return std::max(to, std::min(at_ + 1, text_.size()));
}

bool FilterText::take(std::string_view word) {
    if (word.empty() || !rest().starts_with(word)) {
        return false;
    }
    const std::size_t after = at_ + word.size();
    if (is_letter(word.back()) && after < text_.size() && is_letter(text_[after])) {
        return false;
    }
    at_ = after;
    skip();
    return true;
}

bool FilterText::take(const Keyword& keyword) {
    return take(keyword.english) ||
           std::ranges::any_of(keyword.chinese, [this](std::string_view word) { return take(word); });
}

bool FilterText::take_column(std::size_t& column) {
    const std::size_t before = at_;
    const bool bracket = take("[");
    const std::size_t begin = at_;
    for (const auto& [name, of] : names_) {
        std::size_t at = begin;
        bool same = at + name.size() <= text_.size();
        for (std::size_t i = 0; same && i < name.size(); ++i, ++at) {
            same = text_[at] == name[i] || (is_blank(text_[at]) && is_blank(name[i]));
        }
        if (!same || (is_letter(name.back()) && at < text_.size() && is_letter(text_[at]))) {
            continue;
        }
        at_ = at;
        skip();
        if (!bracket || take("]")) {
            column = of;
            return true;
        }
    }
    at_ = before;
    return false;
}

bool FilterText::comparison_ends() {
    const std::size_t before = at_;
    const bool ends = end() || here() == ')' || take(kAnd) || take(kOr) || take("&&") || take("||");
    at_ = before;
    return ends;
}

bool FilterText::only_words() {
    if (text_.find_first_of("=<>~\"!") != std::string::npos) {
        return false;
    }
    const std::size_t before = at_;
    bool words = true;
    for (std::size_t place = 0; words && place < text_.size(); ++place) {
        at_ = place;
        std::size_t column = 0;
        const bool begins = place == 0 || !is_letter(text_[place - 1]) || !is_letter(text_[place]);
        if (begins && take_column(column)) {
            for (const Keyword* keyword :
                 {&kIsNotEmpty, &kIsEmpty, &kContains, &kStarts, &kIn, &kBetween, &kIs, &kNot}) {
                words = words && !take(*keyword);
            }
        }
    }
    at_ = before;
    return words;
}

FilterError FilterText::wrong(std::size_t from, std::size_t to, Text message) const {
    const std::size_t first = from < from_.size() ? from_[from] : bytes_;
    const std::size_t last = to < from_.size() ? from_[to] : bytes_;
    return {std::move(message), first, last - first};
}

} // namespace cityloom::scenarios
