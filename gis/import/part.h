// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "gis/import/guard/notes.h"
#include "gis/import/import.h"
#include "gis/import/shape.h"
#include "sim/core/result.h"

namespace cityloom::gis {

/// What one file gave, before it is placed: `city` holds the file's own coordinates in the file's own CRS.
/// Unknown building heights are NaN; assemble_city() fills them from storeys or by guess.
struct Part {
    std::filesystem::path file;
    std::string crs; ///< anything PROJ understands; empty: the file names none
    City city;
    std::vector<Point3> samples;       ///< ground heights at scattered points
    std::vector<Point3> tin;           ///< ground as triangles: three points each
    std::vector<BuildingShape> shapes; ///< parts of buildings, and buildings with roofs
    std::vector<std::string> layers;   ///< names of a table's layers, wanted or not
    bool place_by_use = false;         ///< buildings without a use take that of the land around them
};

/// What every reader is given.
struct ReadContext {
    const ImportOptions& options;
    const std::stop_token& stop;
    const Progress& progress;
    Notes& notes;

    [[nodiscard]] bool stopped() const { return stop.stop_requested(); }
    void report(double fraction, std::string_view what) const {
        if (progress) {
            progress(fraction, what);
        }
    }
};

/// An error that names file, place, reason and remedy: "FILE: REASON. REMEDY" with the place in Error::where.
[[nodiscard]] tl::unexpected<Error> refuse(ErrorCode code, const std::filesystem::path& file, const std::string& place,
                                           const std::string& reason, const std::string& remedy);
[[nodiscard]] tl::unexpected<Error> cancelled(const std::filesystem::path& file);

/// FNV-1a: a stable 64-bit id for sources that name their objects by text.
[[nodiscard]] std::uint64_t stable_id(std::string_view text) noexcept;

} // namespace cityloom::gis
