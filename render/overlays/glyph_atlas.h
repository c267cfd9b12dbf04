// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace osg {
class Texture2D;
}

namespace cityloom::render {

/// All letters of all labels in one texture, each with its halo: any number of labels is one draw call.
class GlyphAtlas {
public:
    /// A letter's box, relative to the pen on the base line, in heights of the type.
    struct Letter {
        std::array<float, 4> box{}; ///< left, bottom, right, top, halo included
        std::array<float, 4> uv{};  ///< the same corners in the texture
        float advance = 0.0F;
    };
    GlyphAtlas();
    ~GlyphAtlas();
    GlyphAtlas(const GlyphAtlas&) = delete;
    GlyphAtlas& operator=(const GlyphAtlas&) = delete;

    /// The letters of a text in UTF-8; those that were not known are drawn into the atlas. Letters that no longer fit
    /// are left out.
    [[nodiscard]] std::vector<Letter> letters(const std::string& text, bool bold);
    [[nodiscard]] osg::Texture2D* texture() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::render
