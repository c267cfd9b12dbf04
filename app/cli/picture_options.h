// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "render/capture/picture.h"

namespace CLI {
class App;
}

namespace cityloom::cli {

/// The options that say how a picture looks, shared by render and video.
struct PictureOptions {
    std::string layer = "none";
    std::string view = "overview";
    std::string size = "1280x720";
    std::string language = "en";
    std::string title;
    bool bare = false;
    bool underground = false;

    void add_to(CLI::App& command);
    /// Malformed where the size is none. \param scenario beside the city's name in the title, where none was given
    [[nodiscard]] Result<render::PictureRequest> request(const std::string& city, const std::string& scenario) const;
};

/// The city's name, or the project file's where it has none.
[[nodiscard]] std::string name_of(const gis::City& city, const std::string& project);

/// What --help says of views and layers.
[[nodiscard]] std::string picture_help();

} // namespace cityloom::cli
