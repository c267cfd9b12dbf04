// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "render/scene/scene_parts.h"
#include "render/streets/blocked_mesh.h"

namespace osg {
class Group;
}

namespace cityloom::render {

/// Blocked lanes, work zones and closed streets in the picture: a hatched stretch, a striped barrier where it begins
/// (closed streets: at both ends), cones beside the lanes that are left, and a sign that is seen from afar: a triangle
/// for an incident, a diamond for works, a disc with a bar for a closed street.
class BlockedMarks {
public:
    explicit BlockedMarks(const SceneParts& parts);
    ~BlockedMarks();
    BlockedMarks(const BlockedMarks&) = delete;
    BlockedMarks& operator=(const BlockedMarks&) = delete;

    [[nodiscard]] osg::Group* root() const;
    /// Null shows nothing. Builds anew only when what is blocked has changed.
    void show(const engine::Frame* frame);
    [[nodiscard]] const std::vector<BlockedPlace>& places() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::render
