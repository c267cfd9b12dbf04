// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace cityloom::gis {

/// Where a JSON file breaks, as "line 3, column 11", since GDAL does not say; "content" when it is sound JSON.
[[nodiscard]] std::string json_fault(const std::filesystem::path& file);

} // namespace cityloom::gis
