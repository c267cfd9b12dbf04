// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/result.h"

namespace cityloom::gis {

/// A TNTP file in memory, read word by word. `:` and `;` are words of their own; comments are passed over.
class TntpText {
public:
    /// Opens a file and reads its metadata.
    [[nodiscard]] static Result<TntpText> open(const std::filesystem::path& file, std::uint64_t max_bytes);

    [[nodiscard]] bool has(const std::string& key) const { return metadata_.contains(key); }
    /// A whole number of the metadata from `least` to `most`; an error where it is missing or another.
    [[nodiscard]] Result<std::uint32_t> count(const std::string& key, std::uint32_t least, std::uint32_t most) const;
    /// A number of the metadata; empty where it is missing.
    [[nodiscard]] Result<std::optional<double>> figure(const std::string& key) const;

    /// The metadata's keys and the comments before the next word, in small letters: what the file says of its columns.
    [[nodiscard]] std::string remarks() const;

    /// The next word of the body; empty at the end of the file. `line()` is the line it stands on.
    [[nodiscard]] std::string_view next();
    [[nodiscard]] std::size_t line() const noexcept { return line_; }

    /// An error at the present line, "FILE, line N: WHAT".
    [[nodiscard]] tl::unexpected<Error> fault(const std::string& what) const { return fault_at(line_, what); }
    /// An error at another line.
    [[nodiscard]] tl::unexpected<Error> fault_at(std::size_t line, const std::string& what) const;
    /// An error of the file as a whole, "FILE: WHAT".
    [[nodiscard]] tl::unexpected<Error> fault_of_file(const std::string& what) const;

private:
    struct Value {
        std::size_t line = 0;
        std::string text;
    };

    std::string file_;
    std::string text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::map<std::string, Value> metadata_;
};

/// A finite number that fills the whole word; empty where it is none.
[[nodiscard]] std::optional<double> tntp_number(std::string_view word);
/// A whole number, not negative, that fills the whole word; empty where it is none.
[[nodiscard]] std::optional<std::uint32_t> tntp_integer(std::string_view word);
/// A word as errors quote it: short, without control characters.
[[nodiscard]] std::string tntp_quoted(std::string_view word);

} // namespace cityloom::gis
