// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "render/agents/signal_mesh.h"
#include "render/base/object_ref.h"
#include "render/overlays/route_stretch.h"
#include "render/scene/scene_parts.h"

namespace osg {
class Node;
}

namespace cityloom::render {

/// Shows what is selected and what the pointer is over, for all but buildings (those are tinted by their shader).
class Marks {
public:
    enum class Slot : std::uint8_t { Selected, Hovered };
    /// Both must outlive it.
    Marks(const SceneParts& parts, const std::vector<SignalPost>& posts);
    ~Marks();
    Marks(const Marks&) = delete;
    Marks& operator=(const Marks&) = delete;
    [[nodiscard]] osg::Node* root() const;
    void set(Slot slot, const ObjectRef& object, const engine::Frame* frame);
    /// What is selected besides: outlined in the same way, buildings along their walls.
    void set_also(const std::vector<ObjectRef>& objects);
    /// The way of whatever is followed; empty: none.
    void set_route(const std::vector<RouteStretch>& route);
    /// Vehicles have moved.
    void follow(const engine::Frame* frame);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::render
