// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <vector>

#include <osg/Camera>
#include <osg/Depth>
#include <osg/Geode>
#include <osg/Group>
#include <osg/MatrixTransform>
#include <osg/NodeCallback>
#include <osgDB/ReadFile>
#include <osgText/Font>
#include <osgText/Text>
#include <osgUtil/CullVisitor>

#include "render/scene/geometry.h"

namespace cityloom::render {

std::string find_font(bool bold) {
    namespace fs = std::filesystem;
    const std::array<const char*, 6> names = bold ? std::array<const char*, 6>{"opentype/noto/NotoSansCJK-Bold.ttc", "opentype/noto/NotoSansCJK-Medium.ttc", "truetype/noto/NotoSansCJK-Bold.ttc",
                                                                               "noto-cjk/NotoSansCJK-Bold.ttc", "truetype/noto/NotoSans-Bold.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf"}
                                                  : std::array<const char*, 6>{"opentype/noto/NotoSansCJK-Regular.ttc", "truetype/noto/NotoSansCJK-Regular.ttc", "noto-cjk/NotoSansCJK-Regular.ttc",
                                                                               "google-noto-cjk/NotoSansCJK-Regular.ttc", "truetype/noto/NotoSans-Regular.ttf", "truetype/dejavu/DejaVuSans.ttf"};
    for (const char* base : {"/usr/share/fonts", "/usr/local/share/fonts"}) {
        for (const char* name : names) {
            std::error_code none;
            if (const fs::path path = fs::path{base} / name; fs::exists(path, none)) {
                return path.string();
            }
        }
    }
    return {};
}

osgText::Font* load_font(bool bold) {
    static std::array<osg::ref_ptr<osgText::Font>, 2> fonts;
    auto& font = fonts[bold ? 1 : 0];
    if (!font) {
        if (const std::string path = find_font(bold); !path.empty()) {
            font = osgText::readRefFontFile(path);
        }
        if (!font) {
            font = osgText::Font::getDefaultFont();
        }
    }
    return font.get();
}

namespace {

struct Label {
    osg::ref_ptr<osg::MatrixTransform> node;
    osg::Vec3d at;
    double importance = 0;
    float half_w = 0;
    float half_h = 0;
    double within_m = 1e9; ///< shown only so near
    double beyond_m = 0;
};

/// Moves each label to its pixel and hides those that would collide. Runs while OSG culls, on the drawing thread.
class Layout : public osg::NodeCallback {
public:
    explicit Layout(std::vector<Label> labels) : labels_{std::move(labels)} {}
    void operator()(osg::Node* node, osg::NodeVisitor* visitor) override {
        auto* cull = dynamic_cast<osgUtil::CullVisitor*>(visitor);
        const osg::Viewport* viewport = cull != nullptr ? cull->getViewport() : nullptr;
        if (viewport != nullptr) {
            const osg::Matrixd clip = *cull->getModelViewMatrix() * *cull->getProjectionMatrix();
            const double scale = viewport->height() / 720.0;
            std::vector<std::array<double, 4>> taken;
            const osg::Vec3d eye = osg::Vec3d() * osg::Matrixd::inverse(*cull->getModelViewMatrix());
            for (Label& label : labels_) {
                const osg::Vec4d p = osg::Vec4d(label.at, 1.0) * clip;
                const double d = (label.at - eye).length();
                const bool low = eye.z() - label.at.z() < 40.0; // from the street only what is near
                bool show = p.w() > 1.0 && d < (low ? std::min(label.within_m, 320.0) : label.within_m) && d > label.beyond_m && taken.size() < 200;
                const double x = show ? (p.x() / p.w() * 0.5 + 0.5) * viewport->width() : 0;
                const double y = show ? (p.y() / p.w() * 0.5 + 0.5) * viewport->height() : 0;
                const double w = label.half_w * scale;
                const double h = label.half_h * scale;
                show = show && x > w && y > h && x < viewport->width() - w && y < viewport->height() - h && p.z() < p.w();
                const std::array<double, 4> box{x - w - 4 * scale, y - h - 2 * scale, x + w + 4 * scale, y + h + 2 * scale};
                show = show && std::none_of(taken.begin(), taken.end(), [&](const auto& o) { return box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]; });
                label.node->setNodeMask(show ? ~0U : 0U);
                if (show) {
                    taken.push_back(box);
                    // Placed in clip space by undoing the camera: then pixels are pixels.
                    label.node->setMatrix(osg::Matrixd::scale(2 * scale / viewport->width(), 2 * scale / viewport->height(), 1.0) *
                                          osg::Matrixd::translate(2 * std::round(x) / viewport->width() - 1.0, 2 * std::round(y) / viewport->height() - 1.0, -0.5));
                }
            }
        }
        traverse(node, visitor);
    }

private:
    std::vector<Label> labels_;
};

std::string spaced(const std::string& text) { // letter-spaced: Latin capitals with thin gaps, Chinese with wider ones
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        std::string letter = text.substr(i, n);
        if (n == 1 && c >= 'a' && c <= 'z') {
            letter[0] = static_cast<char>(c - 32);
        }
        out += letter;
        if (i + n < text.size()) {
            out += ' ';
        }
        i += n;
    }
    return out;
}

} // namespace

osg::ref_ptr<osg::Group> make_labels(const gis::City& city, const HeightField& heights) {
    osg::ref_ptr<osg::Group> group = new osg::Group;
    osg::ref_ptr<osg::Camera> flat = new osg::Camera; // its inside is clip space: labels are laid out in pixels
    flat->setReferenceFrame(osg::Transform::ABSOLUTE_RF);
    flat->setRenderOrder(osg::Camera::NESTED_RENDER);
    flat->setClearMask(0);
    flat->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
    flat->setCullingMode(osg::CullSettings::NO_CULLING);
    flat->setProjectionMatrix(osg::Matrixd::identity());
    flat->setViewMatrix(osg::Matrixd::identity());
    osg::StateSet* state = flat->getOrCreateStateSet();
    state->setMode(GL_DEPTH_TEST, osg::StateAttribute::OFF | osg::StateAttribute::OVERRIDE);
    state->setMode(GL_BLEND, osg::StateAttribute::ON);
    state->setRenderBinDetails(kLabelBin, "RenderBin");
    group->addChild(flat);
    std::vector<Label> labels;
    const auto add = [&](const std::string& name, Point2 at, double above, float size, osg::Vec4 colour, double importance, double within, double beyond, bool bold) {
        Label label;
        label.node = new osg::MatrixTransform;
        const float halo = 0.075F * size;
        osg::BoundingBox box;
        // The halo is the text itself, drawn twice around: osgText's own costs software GL a third of a frame.
        for (const osg::Vec3& by : {osg::Vec3{-halo, -halo, 0}, osg::Vec3{halo, halo, 0}, osg::Vec3{0, 0, 0}}) {
            osg::ref_ptr<osgText::Text> text = new osgText::Text;
            text->setShaderTechnique(osgText::NO_TEXT_SHADER);
            text->setFont(load_font(bold));
            text->setFontResolution(28, 28);
            text->setUseDisplayList(false);
            text->setUseVertexBufferObjects(true);
            text->setCullingActive(false);
            text->setCharacterSize(size);
            text->setText(name, osgText::String::ENCODING_UTF8);
            text->setAlignment(osgText::Text::CENTER_CENTER);
            text->setPosition(by);
            text->setColor(by.x() != 0.0F ? osg::Vec4{0.98F, 0.975F, 0.96F, 0.75F} : colour);
            if (by.x() == 0.0F) {
                text->getOrCreateStateSet()->setRenderBinDetails(1, "RenderBin"); // after every halo
            }
            box = text->getBoundingBox();
            label.node->addChild(text);
        }
        label.node->setCullingActive(false);
        label.at = {at.x_m, at.y_m, heights.ground_m(at) + above};
        label.importance = importance;
        label.half_w = 0.5F * (box.xMax() - box.xMin());
        label.half_h = 0.5F * (box.yMax() - box.yMin());
        label.within_m = within;
        label.beyond_m = beyond;
        flat->addChild(label.node);
        labels.push_back(label);
    };
    for (const gis::District& d : city.districts) {
        if (d.rings.count == 0 || d.name.empty()) {
            continue;
        }
        const Range ring = city.rings[d.rings.begin].points;
        Point2 at;
        double twice = 0;
        const Point2 first = city.points[ring.begin];
        for (std::uint32_t i = 0; i < ring.count; ++i) {
            const Point2 a = city.points[ring.begin + i] - first;
            const Point2 b = city.points[ring.begin + (i + 1) % ring.count] - first;
            at = at + (cross(a, b) / 3.0) * (a + b);
            twice += cross(a, b);
        }
        if (std::abs(twice) > 1.0) {
            add(spaced(d.name), first + (1.0 / twice) * at, 60, 15, {0.33F, 0.31F, 0.28F, 1}, 1e9 + std::abs(twice), 1e9, 700, true);
        }
    }
    std::map<std::string, std::pair<double, std::pair<Point2, int>>> streets; // longest piece of each name carries it
    for (const gis::Street& s : city.streets) {
        if (s.name.empty() || s.cls > gis::StreetClass::Tertiary || s.nodes.count < 2) {
            continue;
        }
        double length = 0;
        for (std::uint32_t k = s.nodes.begin; k + 1 < s.nodes.end(); ++k) {
            length += distance_m(city.street_nodes[city.street_node_refs[k]].at, city.street_nodes[city.street_node_refs[k + 1]].at);
        }
        auto& best = streets[s.name];
        if (length > best.first) {
            best = {length, {city.street_nodes[city.street_node_refs[s.nodes.begin + s.nodes.count / 2]].at, static_cast<int>(s.cls)}};
        }
    }
    int count = 0;
    for (const auto& [name, best] : streets) {
        if (++count > 400) {
            break;
        }
        const int cls = best.second.second;
        add(name, best.second.first, 8, cls <= 2 ? 11.5F : 10.5F, {0.38F, 0.36F, 0.33F, 1}, 1e6 / (1.0 + cls) + best.first, cls <= 2 ? 4200 : cls == 3 ? 2200 : 900, 60, false);
    }
    for (const gis::Area& area : city.areas) {
        if (!area.name.empty() && area.rings.count > 0 && (area.kind == gis::AreaKind::Water || area.kind == gis::AreaKind::Park || area.kind == gis::AreaKind::Forest)) {
            const Range ring = city.rings[area.rings.begin].points;
            Point2 at;
            for (std::uint32_t i = ring.begin; i < ring.end(); ++i) {
                at = at + (1.0 / ring.count) * city.points[i];
            }
            const bool wet = area.kind == gis::AreaKind::Water;
            add(area.name, at, 12, 11.5F, wet ? osg::Vec4{0.23F, 0.38F, 0.46F, 1} : osg::Vec4{0.32F, 0.40F, 0.25F, 1}, 1e5, 3800, 120, false);
        }
        if (labels.size() > 700) {
            break;
        }
    }
    for (const gis::Asset& asset : city.assets) {
        if (!asset.name.empty() && (asset.kind == gis::AssetKind::Hospital || asset.kind == gis::AssetKind::DataCentre)) {
            add(asset.name, asset.at, 45, 11, {0.45F, 0.25F, 0.22F, 1}, 2e5, 2200, 60, false);
        }
    }
    std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.importance > b.importance; });
    group->setCullCallback(new Layout{std::move(labels)});
    group->setCullingActive(false);
    return group;
}

} // namespace cityloom::render
