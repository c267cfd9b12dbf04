// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace cityloom::scenarios {

/// The languages that the program speaks.
enum class Language : std::uint8_t { English, Chinese };

/// A fixed text of a table, in both languages.
struct Words {
    std::string_view english;
    std::string_view chinese;
    [[nodiscard]] constexpr std::string_view in(Language language) const {
        return language == Language::Chinese ? chinese : english;
    }
};

/// A text that is put together, in both languages at once.
struct Text {
    std::string english;
    std::string chinese;

    Text() = default;
    Text(const char* both) : english{both}, chinese{both} {}
    Text(std::string_view both) : english{both}, chinese{both} {}
    Text(const std::string& both) : english{both}, chinese{both} {}
    Text(const Words& words) : english{words.english}, chinese{words.chinese} {}

    Text& operator+=(const Text& more) {
        english += more.english;
        chinese += more.chinese;
        return *this;
    }
    friend Text operator+(Text first, const Text& second) { return first += second; }
    [[nodiscard]] bool empty() const { return english.empty(); }
    [[nodiscard]] const std::string& in(Language language) const {
        return language == Language::Chinese ? chinese : english;
    }
};

/// A sentence with %1 to %9 in it, in each language where its grammar wants them.
[[nodiscard]] inline Text filled(const Words& sentence, std::initializer_list<Text> parts) {
    const auto fill = [&](std::string_view pattern, Language language) {
        std::string out;
        for (std::size_t k = 0; k < pattern.size(); ++k) {
            const std::size_t part =
                pattern[k] == '%' && k + 1 < pattern.size() ? static_cast<std::size_t>(pattern[k + 1] - '1') : 9U;
            if (part < parts.size()) {
                out += (parts.begin() + part)->in(language);
                ++k;
            } else {
                out += pattern[k];
            }
        }
        return out;
    };
    Text text;
    text.english = fill(sentence.english, Language::English);
    text.chinese = fill(sentence.chinese, Language::Chinese);
    return text;
}

} // namespace cityloom::scenarios
