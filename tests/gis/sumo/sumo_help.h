// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <QTemporaryDir>
#include <QTest>

#include "gis/import/sumo/scenario.h"
#include "tests/gis/sumo/small_net.h"
#include "tests/reference_data.h"

namespace cityloom::gis {

inline std::filesystem::path write_file(const QTemporaryDir& folder, const std::string& name,
                                        const std::string& content) {
    const std::filesystem::path path = std::filesystem::path{folder.path().toStdString()} / name;
    std::ofstream{path, std::ios::binary} << content;
    return path;
}

inline std::string message_of(const Result<SumoScenario>& scenario) {
    return scenario ? std::string{} : scenario.error().where + ": " + scenario.error().message;
}

inline bool noted(const SumoScenario& scenario, const std::string& fragment) {
    for (const std::string& note : scenario.notes) {
        if (note.find(fragment) != std::string::npos) {
            return true;
        }
    }
    return false;
}

/// Reads the small crossing with this content between <routes> and </routes>.
inline Result<SumoScenario> read_small(const QTemporaryDir& folder, const std::string& routes) {
    const auto net = write_file(folder, "small.net.xml", small_net());
    const auto file = write_file(folder, "small.rou.xml", "<routes>\n" + routes + "\n</routes>\n");
    return read_sumo({.net = net, .routes = {file}});
}

inline std::uint32_t index_of(const std::vector<std::string>& names, const std::string& name) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) {
            return static_cast<std::uint32_t>(i);
        }
    }
    return kNone;
}

} // namespace cityloom::gis
