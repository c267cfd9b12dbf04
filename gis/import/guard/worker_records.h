// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gis/import/import.h"

// How the two sides of worker.h speak: arguments, files in a folder of theirs, and records on a pipe, one a line, their
// fields parted by tabs.
namespace cityloom::gis {

inline constexpr char kProgressRecord = 'p';
inline constexpr char kErrorRecord = 'e'; ///< that it ends with
inline constexpr int kWorkerPipe = 3;
inline constexpr int kFirstWorkerFile = 17; ///< among the arguments

/// Without tabs and line ends, which would break the records.
[[nodiscard]] std::string one_line(std::string text);
[[nodiscard]] std::vector<std::string> fields_of(const std::string& line);
/// 0 where there is none.
[[nodiscard]] std::uint64_t number_in(std::string_view text);

/// A city as a file, a piece at a time: it is as large as the city in memory.
[[nodiscard]] Result<City> city_in(const std::filesystem::path& file);
/// False where there is no space.
[[nodiscard]] bool fill(const std::filesystem::path& file, const City& city);

} // namespace cityloom::gis
