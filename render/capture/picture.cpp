// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/capture/picture.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <sstream>

#include <osg/Group>
#include <osg/Image>
#include <osg/Matrixd>
#include <osgDB/ReadFile>
#include <osgDB/Registry>

#include "gis/export/out_file.h"
#include "render/capture/furniture.h"

namespace cityloom::render {

namespace {

Picture halved(const Picture& big) {
    Picture out{big.width_px / 2, big.height_px / 2, {}};
    out.rgba.resize(static_cast<std::size_t>(out.width_px) * static_cast<std::size_t>(out.height_px) * 4);
    const auto stride = static_cast<std::size_t>(big.width_px) * 4;
    for (std::size_t y = 0; y < static_cast<std::size_t>(out.height_px); ++y) {
        for (std::size_t x = 0; x < static_cast<std::size_t>(out.width_px); ++x) {
            for (std::size_t c = 0; c < 4; ++c) {
                const std::size_t at = 2 * y * stride + 2 * x * 4 + c;
                const int sum = big.rgba[at] + big.rgba[at + 4] + big.rgba[at + stride] + big.rgba[at + stride + 4];
                out.rgba[(y * static_cast<std::size_t>(out.width_px) + x) * 4 + c] =
                    static_cast<std::uint8_t>((sum + 2) / 4);
            }
        }
    }
    return out;
}

std::string clock_text(TimeUs time) {
    const auto minutes = static_cast<int>(time / kMinuteUs);
    char text[40];
    if (minutes >= 24 * 60) {
        std::snprintf(text, sizeof text, "%02d:%02d +%d d", minutes / 60 % 24, minutes % 60, minutes / (24 * 60));
    } else {
        std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60, minutes % 60);
    }
    return text;
}

} // namespace

struct PictureSeries::Impl {
    Impl(CityScene& s, const PictureRequest& r, Offscreen o) : scene{s}, request{r}, offscreen{std::move(o)} {}
    ~Impl() {
        offscreen.release(*all);
        all->removeChildren(0, all->getNumChildren());
        scene.set_quality(before);
    }
    [[nodiscard]] osg::ref_ptr<osg::Node> furniture(TimeUs time) const;

    CityScene& scene;
    PictureRequest request;
    Offscreen offscreen;
    int factor = 1;
    CameraPose pose;
    Quality before = Quality::Full;
    osg::ref_ptr<osg::Group> all = new osg::Group;
};

osg::ref_ptr<osg::Node> PictureSeries::Impl::furniture(TimeUs time) const {
    const int width = request.width_px * factor;
    const int height = request.height_px * factor;
    const gis::City& city = scene.city();
    FurnitureText text;
    text.title = request.title.empty() ? city.name : request.title;
    text.time = clock_text(time);
    if (request.layer != nullptr && scene.frame() == nullptr) {
        text.time += request.language == Language::Chinese ? "  (无结果)" : "  (no result at this time)";
    }
    for (const std::string& credit : city.attributions) {
        text.attribution += (text.attribution.empty() ? "" : "  ·  ") + credit;
    }
    text.legend = scene.legend(request.language);
    text.has_legend = request.layer != nullptr;
    if (request.view != NamedView::Street) {
        const double d =
            std::hypot(pose.eye[0] - pose.target[0], pose.eye[1] - pose.target[1], pose.eye[2] - pose.target[2]);
        text.metres_per_pixel = 2.0 * d * std::tan(pose.fov_deg * 3.14159265358979 / 360.0) / height;
    }
    return make_furniture(text, width, height);
}

PictureSeries::PictureSeries(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
PictureSeries::~PictureSeries() = default;
PictureSeries::PictureSeries(PictureSeries&&) noexcept = default;
PictureSeries& PictureSeries::operator=(PictureSeries&&) noexcept = default;

Result<PictureSeries> PictureSeries::begin(CityScene& scene, const PictureRequest& request) {
    if (request.width_px < 16 || request.height_px < 16 || request.width_px > 8192 || request.height_px > 8192) {
        return fail(ErrorCode::LimitExceeded, "A picture is 16 to 8192 pixels wide and high; ask for another size.");
    }
    const int factor = request.fine && request.width_px <= 4096 && request.height_px <= 4096 ? 2 : 1;
    const int width = request.width_px * factor;
    const int height = request.height_px * factor;
    auto offscreen = Offscreen::create(width, height);
    if (!offscreen) {
        return tl::make_unexpected(offscreen.error());
    }
    auto impl = std::make_unique<Impl>(scene, request, std::move(*offscreen));
    impl->factor = factor;
    impl->before = scene.quality();
    scene.set_quality(Quality::Full);
    scene.set_layer(request.layer);
    scene.set_viewport(width, height);
    impl->pose =
        request.use_pose ? request.pose : named_view(scene.city(), request.view, static_cast<double>(width) / height);
    impl->all->addChild(scene.root());
    return PictureSeries{std::move(impl)};
}

Picture PictureSeries::draw(TimeUs time) {
    Impl& s = *impl_;
    const double aspect = static_cast<double>(s.request.width_px) / s.request.height_px;
    s.scene.set_time(time, s.request.day_of_year);
    osg::ref_ptr<osg::Node> furniture;
    if (s.request.furniture) {
        furniture = s.furniture(time);
        s.all->addChild(furniture);
    }
    const auto view = view_matrix(s.pose);
    const auto projection = projection_matrix(s.pose, aspect, depth_range(s.pose, s.scene.city()));
    Picture picture = s.offscreen.draw(*s.all, osg::Matrixd(view.data()), osg::Matrixd(projection.data()));
    if (furniture) {
        s.all->removeChild(furniture);
    }
    for (std::size_t i = 3; i < picture.rgba.size(); i += 4) {
        picture.rgba[i] = 255;
    }
    return s.factor == 2 ? halved(picture) : picture;
}

Result<Picture> render_picture(CityScene& scene, const PictureRequest& request) {
    auto series = PictureSeries::begin(scene, request);
    if (!series) {
        return tl::make_unexpected(series.error());
    }
    return series->draw(request.time);
}

Result<std::string> png_bytes(const Picture& picture) {
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(picture.width_px, picture.height_px, 1, GL_RGB, GL_UNSIGNED_BYTE, 1);
    for (int y = 0; y < picture.height_px; ++y) {
        const auto* from =
            picture.rgba.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width_px) * 4;
        unsigned char* to = image->data(0, static_cast<unsigned>(picture.height_px - 1 - y));
        for (int x = 0; x < picture.width_px; ++x) {
            std::memcpy(to + 3 * x, from + 4 * x, 3);
        }
    }
    auto* writer = osgDB::Registry::instance()->getReaderWriterForExtension("png");
    std::ostringstream bytes;
    if (writer == nullptr || !writer->writeImage(*image, bytes).success()) {
        return fail(ErrorCode::Io, "The picture could not be made: OpenSceneGraph has no writer of PNG; install its "
                                   "plugins.");
    }
    return bytes.str();
}

Result<void> write_png(const Picture& picture, const std::filesystem::path& path) {
    const auto bytes = png_bytes(picture);
    return bytes ? gis::write_out(path, *bytes) : tl::make_unexpected(bytes.error());
}

Result<Picture> read_png(const std::filesystem::path& path) {
    const osg::ref_ptr<osg::Image> image = osgDB::readRefImageFile(path.string());
    if (!image || image->getDataType() != GL_UNSIGNED_BYTE) {
        return fail(ErrorCode::NotFound, "No 8-bit PNG picture can be read there.", path.string());
    }
    Picture picture{image->s(), image->t(), {}};
    picture.rgba.resize(static_cast<std::size_t>(image->s()) * static_cast<std::size_t>(image->t()) * 4, 255);
    const auto channels = static_cast<std::size_t>(image->getPixelSizeInBits() / 8);
    for (std::size_t y = 0; y < static_cast<std::size_t>(image->t()); ++y) {
        for (std::size_t x = 0; x < static_cast<std::size_t>(image->s()); ++x) {
            const unsigned char* from = image->data(
                static_cast<unsigned>(x), static_cast<unsigned>(static_cast<std::size_t>(image->t()) - 1 - y));
            std::uint8_t* to = picture.rgba.data() + (y * static_cast<std::size_t>(image->s()) + x) * 4;
            for (std::size_t c = 0; c < 3; ++c) {
                to[c] = from[channels >= 3 ? c : 0];
            }
        }
    }
    return picture;
}

Result<void> write_picture(CityScene& scene, const PictureRequest& request, const std::filesystem::path& path) {
    auto picture = render_picture(scene, request);
    if (!picture) {
        return tl::make_unexpected(picture.error());
    }
    return write_png(*picture, path);
}

double agreement(const Picture& a, const Picture& b, int tolerance) {
    if (a.width_px != b.width_px || a.height_px != b.height_px || a.rgba.empty()) {
        return 0.0;
    }
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.rgba.size(); i += 4) {
        bool close = true;
        for (std::size_t c = 0; c < 3; ++c) {
            close = close && std::abs(a.rgba[i + c] - b.rgba[i + c]) <= tolerance;
        }
        same += close ? 1 : 0;
    }
    return 4.0 * static_cast<double>(same) / static_cast<double>(a.rgba.size());
}

} // namespace cityloom::render
