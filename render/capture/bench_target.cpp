// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/capture/bench_target.h"

#include <utility>

#include <osg/Matrixd>
#include <osg/Node>

#include "render/capture/offscreen.h"

namespace cityloom::render {

struct BenchTarget::Impl {
    Offscreen offscreen;
    double aspect = 1.0;
};

BenchTarget::BenchTarget(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
BenchTarget::~BenchTarget() = default;
BenchTarget::BenchTarget(BenchTarget&&) noexcept = default;
BenchTarget& BenchTarget::operator=(BenchTarget&&) noexcept = default;

Result<BenchTarget> BenchTarget::create(int width_px, int height_px) {
    auto offscreen = Offscreen::create(width_px, height_px, false);
    if (!offscreen) {
        return tl::make_unexpected(offscreen.error());
    }
    return BenchTarget{std::make_unique<Impl>(Impl{std::move(*offscreen), static_cast<double>(width_px) / height_px})};
}

void BenchTarget::draw(CityScene& scene, const CameraPose& pose) {
    const auto view = view_matrix(pose);
    const auto projection = projection_matrix(pose, impl_->aspect, depth_range(pose, scene.city()));
    impl_->offscreen.draw_only(*scene.root(), osg::Matrixd(view.data()), osg::Matrixd(projection.data()));
}

} // namespace cityloom::render
