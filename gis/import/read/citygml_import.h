// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/import/part.h"

namespace cityloom::gis {

/// Reads CityGML 1 to 3: buildings with their parts, LoD0 to 3, as solids, composite or multi-surfaces and bounded
/// surfaces with their kinds, with xlinks inside of a building; relief as triangles; water, plants, land and roads as
/// areas. Appearances and rooms are skipped. An object that breaks a rule is left out and noted; a file that is no
/// sound XML, declares a document type or nests without end is an error with its line.
[[nodiscard]] Result<Part> read_citygml(const std::filesystem::path& file, const ReadContext& context);

} // namespace cityloom::gis
