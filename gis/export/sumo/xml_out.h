// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "gis/export/out_file.h"

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

using gis::OutFile;

} // namespace cityloom::gis::sumo
