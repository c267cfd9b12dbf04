// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/sumo/xml_out.h"

#include <array>
#include <charconv>
#include <cmath>

namespace cityloom::gis::sumo {

Line& Line::raw(std::string_view text) {
    text_ += text;
    return *this;
}

Line& Line::text(std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&':
            text_ += "&amp;";
            break;
        case '<':
            text_ += "&lt;";
            break;
        case '>':
            text_ += "&gt;";
            break;
        case '"':
            text_ += "&quot;";
            break;
        default:
            text_ += static_cast<unsigned char>(c) < 0x20 ? ' ' : c; // not allowed in XML 1.0
        }
    }
    return *this;
}

Line& Line::number(double value, int decimals) {
    std::array<char, 64> digits{};
    const double sound = std::isfinite(value) && std::abs(value) < 1e15 ? value : 0.0;
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), sound, std::chars_format::fixed, decimals);
    text_.append(digits.data(), end);
    return *this;
}

Line& Line::whole(std::uint64_t value) {
    text_ += std::to_string(value);
    return *this;
}

Line& Line::attribute(std::string_view key, std::string_view value) {
    return raw(" ").raw(key).raw("=\"").text(value).raw("\"");
}

Line& Line::attribute(std::string_view key, double value, int decimals) {
    return raw(" ").raw(key).raw("=\"").number(value, decimals).raw("\"");
}

Line& Line::attribute_whole(std::string_view key, std::uint64_t value) {
    return raw(" ").raw(key).raw("=\"").whole(value).raw("\"");
}

} // namespace cityloom::gis::sumo
