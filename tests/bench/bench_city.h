// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <span>

#include "gis/generate/loom_bay.h"
#include "gis/import/import.h"

namespace cityloom::bench {

/// The city that a benchmark works on: from files, or the built-in demo city where none are given. Ends the program,
/// with the reader's message, where they cannot be read.
[[nodiscard]] inline gis::City load_city(std::span<const std::filesystem::path> files) {
    if (files.empty()) {
        return gis::generate_loom_bay(1);
    }
    auto imported = gis::import_city(files, {}, {}, {});
    if (!imported) {
        std::cerr << imported.error().message << '\n';
        std::exit(1);
    }
    return std::move(*imported);
}

} // namespace cityloom::bench
