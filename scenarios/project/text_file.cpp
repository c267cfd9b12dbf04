// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/text_file.h"

#include <array>
#include <charconv>
#include <fstream>

namespace cityloom::scenarios {

Result<void> write_text_file(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::path draft = file;
    draft += ".part";
    {
        std::ofstream out{draft, std::ios::trunc | std::ios::binary};
        out << text;
        out.flush();
        if (!out) {
            std::error_code ignored;
            std::filesystem::remove(draft, ignored);
            return fail(ErrorCode::Io,
                        file.filename().string() +
                            ": it cannot be written. Check the folder, its permissions and its space.",
                        file.string());
        }
    }
    std::error_code error;
    std::filesystem::rename(draft, file, error);
    if (error) {
        std::filesystem::remove(draft, error);
        return fail(ErrorCode::Io,
                    file.filename().string() + ": it cannot be put in place. Check the folder's permissions.",
                    file.string());
    }
    return {};
}

std::string shortest(double value) {
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

} // namespace cityloom::scenarios
