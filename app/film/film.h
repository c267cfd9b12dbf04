// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "render/capture/picture.h"
#include "scenarios/project/project_store.h"
#include "scenarios/run/project_run.h"

namespace cityloom::app {

/// A film of a recorded run.
struct FilmRequest {
    std::string scenario = "base";
    TimeUs from = 0;
    TimeUs to = 0;               ///< after from
    int fps = 25;                ///< pictures a second of the film
    double speed = 60.0;         ///< seconds of the city a second of the film
    render::PictureRequest look; ///< size, view, layer, language, title; its time is the film's
    bool underground = false;
};

/// How many pictures it has.
[[nodiscard]] std::size_t pictures_of(const FilmRequest& request);

/// Draws what was recorded, picture by picture, and has ffmpeg make a film of it. Fails where nothing is recorded at
/// those times (and says what to run), where ffmpeg is missing, with Cancelled; then nothing is left behind.
[[nodiscard]] Result<void> write_film(const scenarios::ProjectStore& store, const scenarios::LoadedProject& project,
                                      const FilmRequest& request, const std::filesystem::path& file,
                                      const std::function<void(double fraction, TimeUs at)>& progress,
                                      const std::stop_token& stop);

} // namespace cityloom::app
