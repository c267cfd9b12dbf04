// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace cityloom::tests {

/// A folder or file of the reference data (CITYLOOM_DATA, else ../shared/data beside the sources); empty when absent.
/// A test that needs it then skips and says which part is missing.
inline std::optional<std::filesystem::path> reference_data(const std::string& part) {
    std::filesystem::path root;
    if (const char* given = std::getenv("CITYLOOM_DATA"); given != nullptr) {
        root = given;
    } else if (const char* source = std::getenv("CITYLOOM_SOURCE"); source != nullptr) {
        root = std::filesystem::path{source} / ".." / "shared" / "data";
    }
    const std::filesystem::path path = root / part;
    std::error_code error;
    return std::filesystem::exists(path, error) ? std::optional{path} : std::nullopt;
}

} // namespace cityloom::tests
