// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/run/input_file.h"

namespace cityloom::scenarios::invest {

/// The words of a text file of published problems, one after another.
class Words {
public:
    explicit Words(std::string_view text) : text_{text} {}

    [[nodiscard]] std::optional<std::string_view> next() {
        constexpr std::string_view kBlank = " \t\r\n";
        const std::size_t begin = text_.find_first_not_of(kBlank, at_);
        if (begin == std::string_view::npos) {
            return std::nullopt;
        }
        at_ = std::min(text_.find_first_of(kBlank, begin), text_.size());
        return text_.substr(begin, at_ - begin);
    }
    [[nodiscard]] std::optional<double> number() {
        const auto word = next();
        double value = 0.0;
        if (!word) {
            return std::nullopt;
        }
        const auto [end, error] = std::from_chars(word->data(), word->data() + word->size(), value);
        const bool whole = error == std::errc{} && end == word->data() + word->size() && std::isfinite(value);
        return whole ? std::optional{value} : std::nullopt;
    }
    /// A count of things, `most` of them at most.
    [[nodiscard]] std::optional<std::size_t> count(std::size_t most) {
        const auto value = number();
        const bool fits = value && *value >= 0.0 && *value <= static_cast<double>(most) && *value == std::floor(*value);
        return fits ? std::optional{static_cast<std::size_t>(*value)} : std::nullopt;
    }
    [[nodiscard]] std::optional<std::vector<double>> numbers(std::size_t many) {
        std::vector<double> all;
        for (std::size_t i = 0; i < many; ++i) {
            const auto value = number();
            if (!value) {
                return std::nullopt;
            }
            all.push_back(*value);
        }
        return all;
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

inline constexpr std::uint64_t kLargestInstance = std::uint64_t{16} << 20U;

} // namespace cityloom::scenarios::invest
