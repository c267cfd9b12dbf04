// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "gis/city/city.h"
#include "render/terrain/height_field.h"

namespace osg {
class Group;
template <class T> class ref_ptr;
} // namespace osg
namespace osgText {
class Font;
}

namespace cityloom::render {

/// A font with Latin and Chinese letters, looked for where Debian and its like keep them; empty when there is none.
[[nodiscard]] std::string find_font(bool bold = false);
[[nodiscard]] osgText::Font* load_font(bool bold = false);

/// Names of districts, main streets and places, laid out anew each frame: most important first, none over another, at
/// most 200.
[[nodiscard]] osg::ref_ptr<osg::Group> make_labels(const gis::City& city, const HeightField& heights);

} // namespace cityloom::render
