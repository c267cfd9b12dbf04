// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "render/camera/turntable.h"
#include "render/capture/offscreen.h"
#include "render/scene/city_scene.h"

namespace cityloom::render {

/// A still picture: what to look at and what to write on it.
struct PictureRequest {
    NamedView view = NamedView::Oblique;
    bool use_pose = false; ///< look from `pose` instead of the named view
    CameraPose pose;
    int width_px = 1280;
    int height_px = 720;
    DataLayer layer = nullptr;
    TimeUs time = 12 * kHourUs; ///< local time, for the sun
    int day_of_year = 100;
    Language language = Language::English;
    std::string title;     ///< empty: the city's name
    bool furniture = true; ///< title, legend, scale bar, attribution
    bool fine = true;      ///< drawn at twice the size and averaged: smooth edges
};

/// Draws the scene without a display. The scene shows what it was last given by show(). Leaves the scene's layer and
/// time as asked. Fails where EGL cannot draw.
[[nodiscard]] Result<Picture> render_picture(CityScene& scene, const PictureRequest& request);
/// The same, into a PNG file.
[[nodiscard]] Result<void> write_picture(CityScene& scene, const PictureRequest& request,
                                         const std::filesystem::path& path);
[[nodiscard]] Result<void> write_png(const Picture& picture, const std::filesystem::path& path);
[[nodiscard]] Result<Picture> read_png(const std::filesystem::path& path);
/// Share of pixels whose channels all lie within `tolerance`; 0 when the sizes differ.
[[nodiscard]] double agreement(const Picture& a, const Picture& b, int tolerance = 8);

} // namespace cityloom::render
