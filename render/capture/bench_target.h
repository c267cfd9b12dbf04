// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "render/camera/turntable.h"
#include "render/scene/city_scene.h"
#include "sim/core/result.h"

namespace cityloom::render {

/// Draws frame after frame into one framebuffer without reading it back: for measuring what a window would cost.
class BenchTarget {
public:
    [[nodiscard]] static Result<BenchTarget> create(int width_px, int height_px);
    ~BenchTarget();
    BenchTarget(BenchTarget&&) noexcept;
    BenchTarget& operator=(BenchTarget&&) noexcept;
    /// Returns when the picture is finished.
    void draw(CityScene& scene, const CameraPose& pose);

private:
    struct Impl;
    explicit BenchTarget(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::render
