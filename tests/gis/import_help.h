// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "gis/import/import.h"

namespace cityloom::gis {

/// Where the reference data is: CITYLOOM_DATA, else ../shared/data beside the source. It is no part of the program.
inline std::filesystem::path reference_data() {
    if (const char* given = std::getenv("CITYLOOM_DATA"); given != nullptr) {
        return given;
    }
    const char* source = std::getenv("CITYLOOM_SOURCE");
    return std::filesystem::path{source != nullptr ? source : "."} / ".." / "shared" / "data";
}

/// Skips the test, loudly, when a reference file is absent.
#define NEED_REFERENCE(file)                                                                                           \
    do {                                                                                                               \
        if (!std::filesystem::exists(file)) {                                                                          \
            QSKIP(qPrintable("Reference data missing: " + QString::fromStdString((file).string()) +                    \
                             ". Set CITYLOOM_DATA."));                                                                 \
        }                                                                                                              \
    } while (false)

inline std::filesystem::path write_file(const QTemporaryDir& folder, const std::string& name,
                                        const std::string& content) {
    const std::filesystem::path path = std::filesystem::path{folder.path().toStdString()} / name;
    std::ofstream{path, std::ios::binary} << content;
    return path;
}

inline std::string read_file(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline Result<City> import_one(const std::filesystem::path& file, const std::string& crs = {}) {
    return import_city(std::vector{file}, ImportOptions{.crs = crs}, {}, {});
}

inline std::string message_of(const Result<City>& city) {
    return city ? std::string{} : city.error().where + ": " + city.error().message;
}

inline bool noted(const City& city, const std::string& fragment) {
    for (const ImportNote& note : city.notes) {
        if ((note.object + ": " + note.reason).find(fragment) != std::string::npos) {
            return true;
        }
    }
    return false;
}

} // namespace cityloom::gis
