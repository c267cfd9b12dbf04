// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
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

/// Draws pictures of one scene in one size, one after another, without a display: what does not change is made once. On
/// one thread; nothing else shows the scene meanwhile.
class PictureSeries {
public:
    /// LimitExceeded where the size cannot be, Unsupported where EGL cannot draw.
    [[nodiscard]] static Result<PictureSeries> begin(CityScene& scene, const PictureRequest& request);
    ~PictureSeries();
    PictureSeries(PictureSeries&&) noexcept;
    PictureSeries& operator=(PictureSeries&&) noexcept;
    /// As the scene was last given by show(), at this time of day.
    [[nodiscard]] Picture draw(TimeUs time);

private:
    struct Impl;
    explicit PictureSeries(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Draws the scene without a display. The scene shows what it was last given by show(). Leaves the scene's layer and
/// time as asked. Fails where EGL cannot draw.
[[nodiscard]] Result<Picture> render_picture(CityScene& scene, const PictureRequest& request);
/// The same, into a PNG file.
[[nodiscard]] Result<void> write_picture(CityScene& scene, const PictureRequest& request,
                                         const std::filesystem::path& path);
/// The bytes of a PNG file. Io where OpenSceneGraph has no writer of them.
[[nodiscard]] Result<std::string> png_bytes(const Picture& picture);
[[nodiscard]] Result<void> write_png(const Picture& picture, const std::filesystem::path& path);
[[nodiscard]] Result<Picture> read_png(const std::filesystem::path& path);
/// Share of pixels whose channels all lie within `tolerance`; 0 when the sizes differ.
[[nodiscard]] double agreement(const Picture& a, const Picture& b, int tolerance = 8);

} // namespace cityloom::render
