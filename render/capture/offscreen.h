// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/core/result.h"

namespace osg {
class Node;
class Matrixd;
} // namespace osg

namespace cityloom::render {

/// A picture as it leaves the renderer: RGBA, 8 bits, top row first.
struct Picture {
    int width_px = 0;
    int height_px = 0;
    std::vector<std::uint8_t> rgba;
};

/// Draws without any display: an EGL context with no surface, drawing into a framebuffer object. Works where neither X
/// nor Wayland runs, on Mesa's software GL too. One object per thread; the context is current on the thread that made
/// it.
class Offscreen {
public:
    /// \param read_back false where only the time of drawing matters.
    /// Fails with ErrorCode::Unsupported when the machine's EGL has no surfaceless platform.
    [[nodiscard]] static Result<Offscreen> create(int width_px, int height_px, bool read_back = true);
    ~Offscreen();
    Offscreen(Offscreen&&) noexcept;
    Offscreen& operator=(Offscreen&&) noexcept;

    /// \param view world to eye; \param projection eye to clip. Near and far are the caller's: nothing is computed
    /// here.
    [[nodiscard]] Picture draw(osg::Node& scene, const osg::Matrixd& view, const osg::Matrixd& projection);

    /// Draws and waits for the end, without reading the picture back.
    void draw_only(osg::Node& scene, const osg::Matrixd& view, const osg::Matrixd& projection);
    /// Frees what the scene holds in this context; call it before the object goes when the scene lives on.
    void release(osg::Node& scene);

private:
    struct Impl;
    explicit Offscreen(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::render
