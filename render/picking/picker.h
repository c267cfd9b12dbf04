// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "render/agents/signal_mesh.h"
#include "render/scene/city_scene.h"
#include "render/streets/blocked_mesh.h"

namespace osg {
class Group;
}

namespace cityloom::render {

/// What can be met: networks only while they are shown.
struct PickScene {
    const SceneParts& parts;
    const engine::Frame* frame = nullptr;
    const std::vector<SignalPost>* posts = nullptr; ///< null while signals are hidden
    bool water = false;
    bool power = false;
    bool telecom = false;
    const std::vector<Point2>* chargers = nullptr;      ///< null while they are hidden
    const std::vector<BlockedPlace>* blocked = nullptr; ///< the same
};

/// The thing that a line of sight means: network symbols first (they lie on top), then vehicles, buildings, streets.
[[nodiscard]] ObjectRef pick_object(const PickScene& scene, osg::Group& buildings, const Ray& ray);

} // namespace cityloom::render
