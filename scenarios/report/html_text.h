// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cityloom::scenarios {

/// A text as it may stand in a page.
inline std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '&':
            out += "&amp;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace cityloom::scenarios
