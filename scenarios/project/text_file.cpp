// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/text_file.h"

#include <array>
#include <charconv>

#include "gis/export/out_file.h"

namespace cityloom::scenarios {

Result<void> write_text_file(const std::filesystem::path& file, const std::string& text) {
    return gis::write_out(file, text);
}

std::string shortest(double value) {
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

} // namespace cityloom::scenarios
