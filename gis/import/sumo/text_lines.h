// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gis/import/sumo/xml.h"

namespace cityloom::gis::sumo {

/// Lines of a text file from a stranger, plain or gzipped. Throws Fault: at files and lines beyond the limits, at bytes
/// of 0, at what cannot be read.
class TextLines {
public:
    TextLines(const std::filesystem::path& file, FileNames& files);
    ~TextLines();
    TextLines(const TextLines&) = delete;
    TextLines& operator=(const TextLines&) = delete;

    /// The next line, without its end and blanks around it; valid until the next call. False at the end of the file.
    bool next(std::string_view& line);
    /// Of the line that next() gave last.
    [[nodiscard]] Place place() const { return {file_, line_}; }
    /// Throws a Fault at that line.
    [[noreturn]] void fault(const std::string& message, ErrorCode code = ErrorCode::Malformed) const {
        files_.fault(place(), message, code);
    }

private:
    bool fill();

    struct Stream;
    FileNames& files_;
    std::unique_ptr<Stream> stream_;
    std::uint32_t file_ = 0;
    std::uint32_t line_ = 0;
    std::string text_;
};

/// What the first byte that is no blank says about a file; 0 where there is none. Throws Fault.
[[nodiscard]] char first_letter(const std::filesystem::path& file, FileNames& files);

/// Cells of a line that commas, or semicolons where it has any, part; without blanks and quotes around them.
[[nodiscard]] std::vector<std::string_view> table_cells(std::string_view line);

} // namespace cityloom::gis::sumo
