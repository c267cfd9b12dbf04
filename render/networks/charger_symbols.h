// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "render/scene/scene_parts.h"
#include "sim/engine/frame.h"

namespace osg {
class Group;
}

namespace cityloom::render {

/// Where the symbol of a charging station floats (m above the ground).
inline constexpr double kChargerAboveM = 9.0;

/// The charging stations. They come from the frame, which knows those that a scenario adds; without one from the
/// networks. A white flash while a point is free, a dark one when all are taken; a cross without power.
class ChargerSymbols {
public:
    /// \param parts must outlive it.
    explicit ChargerSymbols(const SceneParts& parts);
    ~ChargerSymbols();
    ChargerSymbols(const ChargerSymbols&) = delete;
    ChargerSymbols& operator=(const ChargerSymbols&) = delete;
    [[nodiscard]] osg::Group* root() const;
    /// \param frame may be null.
    void show(const engine::Frame* frame);
    /// Of the symbols, by station: those at one place stand side by side.
    [[nodiscard]] const std::vector<Point2>& places() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::render
