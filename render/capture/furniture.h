// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "render/scene/city_scene.h"

namespace osg {
class Node;
template <class T> class ref_ptr;
} // namespace osg

namespace cityloom::render {

/// What is written over a still picture.
struct FurnitureText {
    std::string title;
    std::string time;
    std::string attribution;
    LayerLegend legend;
    bool has_legend = false;
    double metres_per_pixel = 0.0; ///< at the picture's middle, for the scale bar; 0: none
    double night = 0.0;
};

/// Title, legend, scale bar and attribution for a picture of this size; pixels are scaled so that text keeps its size
/// at 720 rows.
[[nodiscard]] osg::ref_ptr<osg::Node> make_furniture(const FurnitureText& text, int width_px, int height_px);

} // namespace cityloom::render
