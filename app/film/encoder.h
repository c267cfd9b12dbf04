// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "sim/core/result.h"

namespace cityloom::app {

/// ffmpeg, which makes a film of pictures that it is handed one after another. The film appears under its name only
/// when it is whole; an encoder that goes before end() leaves nothing behind. One thread.
class Encoder {
public:
    /// Unsupported, with the remedy, where there is no ffmpeg on the PATH; Io where nothing may be written there.
    /// \param width_px, height_px even
    [[nodiscard]] static Result<Encoder> begin(const std::filesystem::path& file, int width_px, int height_px, int fps);
    ~Encoder(); ///< stops ffmpeg
    Encoder(Encoder&&) noexcept;
    Encoder& operator=(Encoder&&) noexcept;

    /// \param rgba top row first
    [[nodiscard]] Result<void> add(std::span<const std::uint8_t> rgba);
    /// Waits for ffmpeg, and gives the film its name.
    [[nodiscard]] Result<void> end();

private:
    struct Impl;
    explicit Encoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Where a program lies on the PATH; empty: nowhere.
[[nodiscard]] std::filesystem::path program_on_path(const char* name);

} // namespace cityloom::app
