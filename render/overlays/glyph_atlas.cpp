// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/glyph_atlas.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <osg/Image>
#include <osg/Texture2D>
#include <osgText/Font>
#include <osgText/Glyph>
#include <osgText/String>

#include "render/overlays/labels.h"

namespace cityloom::render {

namespace {
constexpr unsigned kEmPx = 26; ///< drawn at about half to full of this
constexpr int kHaloPx = 3;
constexpr int kMarginPx = kHaloPx + 2;
constexpr int kSide = 1024;

/// How much of the ink at a place the halo takes over.
struct Reach {
    int dx = 0;
    int dy = 0;
    float share = 0.0F;
};
const std::vector<Reach>& halo_reach() {
    static const std::vector<Reach> found = [] {
        std::vector<Reach> reach;
        for (int dy = -kHaloPx - 1; dy <= kHaloPx + 1; ++dy) {
            for (int dx = -kHaloPx - 1; dx <= kHaloPx + 1; ++dx) {
                const float share = std::clamp(static_cast<float>(kHaloPx) + 0.8F -
                                                   std::hypot(static_cast<float>(dx), static_cast<float>(dy)),
                                               0.0F, 1.0F);
                if (share > 0.0F) {
                    reach.push_back({dx, dy, share});
                }
            }
        }
        return reach;
    }();
    return found;
}

} // namespace

struct GlyphAtlas::Impl {
    osg::ref_ptr<osg::Image> image = new osg::Image;
    osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D;
    std::map<std::pair<unsigned, bool>, Letter> known;
    int x = 0;
    int y = 0;
    int row_height = 0;

    Letter draw(unsigned code, bool bold);
};

GlyphAtlas::GlyphAtlas() : impl_{std::make_unique<Impl>()} {
    impl_->image->allocateImage(kSide, kSide, 1, GL_LUMINANCE_ALPHA, GL_UNSIGNED_BYTE, 1);
    std::memset(impl_->image->data(), 0, impl_->image->getTotalSizeInBytes());
    impl_->texture->setImage(impl_->image);
    impl_->texture->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR_MIPMAP_LINEAR);
    impl_->texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    impl_->texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    impl_->texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
}

GlyphAtlas::~GlyphAtlas() = default;

osg::Texture2D* GlyphAtlas::texture() const {
    return impl_->texture.get();
}

GlyphAtlas::Letter GlyphAtlas::Impl::draw(unsigned code, bool bold) {
    Letter letter;
    osgText::Glyph* glyph = load_font(bold)->getGlyph(osgText::FontResolution(kEmPx, kEmPx), code);
    if (glyph == nullptr) {
        return letter;
    }
    letter.advance = glyph->getHorizontalAdvance();
    const int w = glyph->s();
    const int h = glyph->t();
    if (w <= 0 || h <= 0 || glyph->data() == nullptr || glyph->getWidth() <= 0.0F) {
        return letter; // a space
    }
    if (x + w + 2 * kMarginPx > kSide) {
        x = 0;
        y += row_height;
        row_height = 0;
    }
    if (y + h + 2 * kMarginPx > kSide) {
        return letter;
    }
    // The ink with its margin and what the halo looks at beyond it, so that no place needs a question.
    constexpr int kReachPx = kHaloPx + 1;
    constexpr int kRimPx = kMarginPx + kReachPx;
    const auto step = static_cast<std::size_t>(glyph->getPixelSizeInBits() / 8);
    const auto stride = static_cast<std::size_t>(w) + 2 * kRimPx;
    std::vector<unsigned char> ink(stride * (static_cast<std::size_t>(h) + 2 * kRimPx), 0);
    const auto ink_at = [&](int column, int row) -> unsigned char& {
        return ink[static_cast<std::size_t>(row + kRimPx) * stride + static_cast<std::size_t>(column + kRimPx)];
    };
    for (int row = 0; row < h; ++row) {
        const unsigned char* const line = glyph->data(0, static_cast<unsigned>(row));
        for (int column = 0; column < w; ++column) {
            ink_at(column, row) = line[(static_cast<std::size_t>(column) + 1) * step - 1];
        }
    }
    for (int row = -kMarginPx; row < h + kMarginPx; ++row) {
        unsigned char* to = image->data(static_cast<unsigned>(x), static_cast<unsigned>(y + kMarginPx + row));
        for (int column = -kMarginPx; column < w + kMarginPx; ++column, to += 2) {
            float halo = 0.0F;
            for (const auto& [dx, dy, share] : halo_reach()) {
                halo = std::max(halo, share * static_cast<float>(ink_at(column + dx, row + dy)));
            }
            to[0] = ink_at(column, row);
            to[1] = static_cast<unsigned char>(halo);
        }
    }
    const float px = glyph->getWidth() / static_cast<float>(w); // of a type of height 1
    const float py = glyph->getHeight() / static_cast<float>(h);
    const float left = glyph->getHorizontalBearing().x();
    const float low = glyph->getHorizontalBearing().y();
    letter.box = {left - kMarginPx * px, low - kMarginPx * py, left + glyph->getWidth() + kMarginPx * px,
                  low + glyph->getHeight() + kMarginPx * py};
    const auto at = [](int v) { return static_cast<float>(v) / static_cast<float>(kSide); };
    letter.uv = {at(x), at(y), at(x + w + 2 * kMarginPx), at(y + h + 2 * kMarginPx)};
    x += w + 2 * kMarginPx;
    row_height = std::max(row_height, h + 2 * kMarginPx);
    image->dirty();
    return letter;
}

std::vector<GlyphAtlas::Letter> GlyphAtlas::letters(const std::string& text, bool bold) {
    std::vector<Letter> out;
    const osgText::String codes(text, osgText::String::ENCODING_UTF8);
    for (const unsigned code : codes) {
        auto found = impl_->known.find({code, bold});
        if (found == impl_->known.end()) {
            found = impl_->known.emplace(std::pair{code, bold}, impl_->draw(code, bold)).first;
        }
        out.push_back(found->second);
    }
    return out;
}

} // namespace cityloom::render
