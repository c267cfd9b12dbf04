// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/import/sumo/raw_demand.h"

namespace cityloom::gis::sumo {

/// What a .sumocfg asks for.
struct Config {
    std::filesystem::path net;
    std::vector<std::filesystem::path> routes;
    std::vector<std::filesystem::path> additional;
    TimeUs begin = 0;
    TimeUs end = -1;
    TimeUs step = kSecondUs;
    std::uint64_t seed = 23423;
    bool skip_broken_routes = false;
    Rerouting rerouting;
};

/// Reads a .sumocfg. Throws Fault; see named_file().
[[nodiscard]] Config read_config(const std::filesystem::path& file, FileNames& files, Remarks& remarks);

} // namespace cityloom::gis::sumo
