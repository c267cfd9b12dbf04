// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "gis/export/out_file.h"
#include "gis/export/sumo/xml_out.h"

namespace cityloom::gis {
enum class SumoFormat : std::uint8_t;
}

namespace cityloom::gis::sumo {

/// A figure or a word of a row, under its name.
struct Cell {
    std::string_view key;
    std::variant<double, std::string_view> value;
};

/// Rows of like cells as elements of XML, as CSV under a header, or as an array of JSON objects.
class Rows {
public:
    /// \param keys of the header, where there is one.
    Rows(OutFile out, SumoFormat format, std::span<const std::string_view> keys);
    /// \param element its name in XML, with the blanks before it.
    void row(std::string_view element, std::span<const Cell> cells);
    void xml(std::string_view text); ///< as it is, in XML alone
    [[nodiscard]] SumoFormat format() const { return format_; }
    [[nodiscard]] Result<void> close(std::string_view xml_end);

private:
    void json_text(std::string_view text);
    OutFile out_;
    SumoFormat format_;
    Line line_;
    bool first_ = true;
};

} // namespace cityloom::gis::sumo
