// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/input_file.h"

#include <fstream>

namespace cityloom::scenarios {

Result<std::string> read_input(const std::filesystem::path& file, const std::string& what, std::uint64_t most_bytes) {
    const auto refuse = [&](ErrorCode code, const std::string& why) {
        return fail(code, file.filename().string() + ": " + why, file.string());
    };
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (error || !std::filesystem::exists(status)) {
        return refuse(ErrorCode::NotFound, "there is no such " + what + ", or it cannot be read. Check the name.");
    }
    if (!std::filesystem::is_regular_file(status)) {
        return refuse(ErrorCode::Unsupported, "this is not a file. Give the " + what + " itself.");
    }
    const std::uint64_t size = std::filesystem::file_size(file, error);
    if (error || size > most_bytes) {
        return refuse(ErrorCode::LimitExceeded, "it has more than " + std::to_string(most_bytes >> 20U) +
                                                    " MiB, as no " + what + " has. Check the name.");
    }
    std::ifstream in{file, std::ios::binary};
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(size))) {
        return refuse(ErrorCode::Io, "the " + what + " cannot be read in full. Check its disk and permissions.");
    }
    return text;
}

} // namespace cityloom::scenarios
