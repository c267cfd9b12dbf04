// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "render/agents/signal_mesh.h"
#include "render/base/object_ref.h"
#include "render/scene/scene_parts.h"
#include "render/streets/blocked_mesh.h"

namespace osg {
class Group;
}

namespace cityloom::render {

/// What can be met: networks only while they are shown.
struct PickScene {
    const SceneParts& parts;
    const engine::Frame* frame = nullptr;
    const std::vector<SignalPost>* posts = nullptr;     ///< null while signals are hidden
    std::vector<const engine::DomainRow*> shown;        ///< domains whose assets are drawn now
    const std::vector<BlockedPlace>* blocked = nullptr; ///< null while they are hidden
};

/// The thing that a line of sight means: symbols first (they lie on top), then signals, vehicles, buildings, pipes and
/// cables that are shown, streets.
[[nodiscard]] ObjectRef pick_object(const PickScene& scene, osg::Group& buildings, const Ray& ray);

} // namespace cityloom::render
