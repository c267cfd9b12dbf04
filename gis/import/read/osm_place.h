// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace cityloom::gis {

/// Where an OpenStreetMap file is at fault, since most of what libosmium throws does not say: by the text that it
/// quotes, by the byte at which a file cannot be unpacked further, or by the block of a PBF. Reads the file again.
/// \param format as libosmium calls it, \param why what it has said.
[[nodiscard]] std::string osm_place(const std::filesystem::path& file, std::string_view format, std::string_view why);

} // namespace cityloom::gis
