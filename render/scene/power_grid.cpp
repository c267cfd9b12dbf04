// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/power_grid.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <osg/Image>
#include <osg/Texture2D>

namespace cityloom::render {

namespace {
constexpr double kCellM = 60.0;
constexpr int kReach = 3; ///< cells around a building whose lamps hang on its feeder
} // namespace

struct PowerGrid::Impl {
    Point2 origin;
    int columns = 1;
    int rows = 1;
    osg::ref_ptr<osg::Image> image = new osg::Image;
    osg::ref_ptr<osg::Texture2D> texture;
    std::vector<float> last;
};

PowerGrid::PowerGrid(const gis::City& city) : impl_{new Impl} {
    impl_->origin = city.min_corner;
    const Point2 size = city.max_corner - city.min_corner;
    impl_->columns = std::clamp(static_cast<int>(size.x_m / kCellM) + 1, 1, 1024);
    impl_->rows = std::clamp(static_cast<int>(size.y_m / kCellM) + 1, 1, 1024);
    impl_->image->allocateImage(impl_->columns, impl_->rows, 1, GL_LUMINANCE, GL_UNSIGNED_BYTE, 1);
    std::memset(impl_->image->data(), 255, impl_->image->getTotalSizeInBytes());
    impl_->texture = new osg::Texture2D(impl_->image);
    impl_->texture->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR);
    impl_->texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    impl_->texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    impl_->texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
    impl_->texture->setResizeNonPowerOfTwoHint(false);
}

PowerGrid::~PowerGrid() {
    delete impl_;
}

void PowerGrid::update(const gis::City& city, std::span<const float> power) {
    if (std::ranges::equal(power, impl_->last)) {
        return;
    }
    impl_->last.assign(power.begin(), power.end());
    const auto cells = static_cast<std::size_t>(impl_->columns) * static_cast<std::size_t>(impl_->rows);
    std::vector<float> on(cells, 0.0F);
    std::vector<float> all(cells, 0.0F);
    for (std::size_t b = 0; b < city.buildings.size() && b < power.size(); ++b) {
        if (city.buildings[b].rings.count == 0) {
            continue;
        }
        const Point2 p = city.points[city.rings[city.buildings[b].rings.begin].points.begin] - impl_->origin;
        const int x = static_cast<int>(p.x_m / kCellM);
        const int y = static_cast<int>(p.y_m / kCellM);
        for (int dy = -kReach; dy <= kReach; ++dy) {
            for (int dx = -kReach; dx <= kReach; ++dx) {
                if (x + dx >= 0 && y + dy >= 0 && x + dx < impl_->columns && y + dy < impl_->rows) {
                    const float weight = 1.0F / static_cast<float>((1 + dx * dx + dy * dy) * (1 + dx * dx + dy * dy));
                    const auto at = static_cast<std::size_t>(y + dy) * static_cast<std::size_t>(impl_->columns) +
                                    static_cast<std::size_t>(x + dx);
                    all[at] += weight;
                    on[at] += power[b] > 0.5F ? weight : 0.0F;
                }
            }
        }
    }
    for (std::size_t i = 0; i < cells; ++i) {
        impl_->image->data()[i] =
            all[i] > 0.0F ? static_cast<std::uint8_t>(std::lround(255.0F * on[i] / all[i])) : std::uint8_t{255};
    }
    impl_->image->dirty();
}

osg::Texture2D* PowerGrid::texture() const {
    return impl_->texture.get();
}

std::array<float, 4> PowerGrid::area() const {
    return {static_cast<float>(impl_->origin.x_m), static_cast<float>(impl_->origin.y_m),
            static_cast<float>(1.0 / (impl_->columns * kCellM)), static_cast<float>(1.0 / (impl_->rows * kCellM))};
}

} // namespace cityloom::render
