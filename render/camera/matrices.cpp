// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <osg/Matrixd>
#include <osg/Vec3d>

#include "render/scene/city_scene.h"

namespace cityloom::render {

std::array<double, 16> view_matrix(const CameraPose& pose) {
    const osg::Matrixd m = osg::Matrixd::lookAt(osg::Vec3d{pose.eye[0], pose.eye[1], pose.eye[2]},
                                                osg::Vec3d{pose.target[0], pose.target[1], pose.target[2]},
                                                osg::Vec3d{pose.up[0], pose.up[1], pose.up[2]});
    std::array<double, 16> out{};
    std::copy(m.ptr(), m.ptr() + 16, out.begin());
    return out;
}

std::array<double, 16> projection_matrix(const CameraPose& pose, double aspect, DepthRange depth) {
    const osg::Matrixd m = osg::Matrixd::perspective(pose.fov_deg, aspect, depth.near_m, depth.far_m);
    std::array<double, 16> out{};
    std::copy(m.ptr(), m.ptr() + 16, out.begin());
    return out;
}

Ray pixel_ray(const CameraPose& pose, double x, double y, int width_px, int height_px) {
    const osg::Matrixd view = osg::Matrixd::lookAt(osg::Vec3d{pose.eye[0], pose.eye[1], pose.eye[2]},
                                                   osg::Vec3d{pose.target[0], pose.target[1], pose.target[2]},
                                                   osg::Vec3d{pose.up[0], pose.up[1], pose.up[2]});
    const double t = std::tan(pose.fov_deg * 3.14159265358979 / 360.0);
    const double aspect = static_cast<double>(width_px) / std::max(1, height_px);
    const osg::Vec3d d = osg::Matrixd::transform3x3(
        view, // by the transpose: from eye to world
        osg::Vec3d((2.0 * x / width_px - 1.0) * t * aspect, (1.0 - 2.0 * y / height_px) * t, -1.0));
    return {pose.eye, {d.x(), d.y(), d.z()}};
}

} // namespace cityloom::render
