// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "sim/core/result.h"

namespace cityloom::gis::sumo {

/// Builds one line of XML or CSV: numbers as SUMO writes them, text escaped.
class Line {
public:
    Line& raw(std::string_view text);             ///< as it is
    Line& text(std::string_view text);            ///< escaped for an attribute
    Line& number(double value, int decimals = 2); ///< "nan" never occurs: not finite becomes 0
    Line& whole(std::uint64_t value);
    /// ` key="value"`
    Line& attribute(std::string_view key, std::string_view value);
    Line& attribute(std::string_view key, double value, int decimals = 2);
    Line& attribute_whole(std::string_view key, std::uint64_t value);

    [[nodiscard]] const std::string& str() const { return text_; }
    void clear() { text_.clear(); }

private:
    std::string text_;
};

/// A file that is written front to back to a draft beside it and put into place by close(). Without close() the draft
/// is removed and what was there before stays.
class OutFile {
public:
    OutFile() = default;
    OutFile(OutFile&& other) noexcept;
    OutFile& operator=(OutFile&& other) noexcept;
    ~OutFile();

    [[nodiscard]] static Result<OutFile> open(const std::filesystem::path& file);
    void write(std::string_view text) { out_.write(text.data(), static_cast<std::streamsize>(text.size())); }
    /// Io when the disk refused any part.
    [[nodiscard]] Result<void> close();

private:
    std::filesystem::path file_, draft_;
    std::ofstream out_;
};

} // namespace cityloom::gis::sumo
