// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/capture/furniture.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <osg/Camera>
#include <osg/Geometry>
#include <osgText/Text>

#include "render/base/geometry.h"
#include "render/overlays/labels.h"

namespace cityloom::render {

namespace {

osg::Vec4 colour_of(const Colour& c, float alpha = 1.0F) {
    return {static_cast<float>(c[0]) / 255.0F, static_cast<float>(c[1]) / 255.0F, static_cast<float>(c[2]) / 255.0F,
            alpha};
}

class Sheet {
public:
    Sheet(osg::Group* group, float scale, bool chinese_dark) : group_{group}, scale_{scale}, dark_{chinese_dark} {}

    float text(float x, float y, float size, const std::string& what, osgText::Text::AlignmentType align, bool bold,
               float alpha = 1.0F, int order = 3) {
        osg::ref_ptr<osgText::Text> t = new osgText::Text;
        t->setFont(load_font(bold));
        t->setFontResolution(static_cast<unsigned>(size * scale_ * 1.5F), static_cast<unsigned>(size * scale_ * 1.5F));
        t->setCharacterSize(size * scale_);
        t->setText(what, osgText::String::ENCODING_UTF8);
        t->setAlignment(align);
        t->setPosition(osg::Vec3(x * scale_, y * scale_, 0));
        t->setColor(osg::Vec4(0.16F, 0.17F, 0.18F, alpha));
        t->getOrCreateStateSet()->setRenderBinDetails(order, "RenderBin");
        const auto box = t->getBoundingBox();
        group_->addChild(t);
        return (box.xMax() - box.xMin()) / scale_;
    }

    void rectangle(float x, float y, float w, float h, const osg::Vec4& left, const osg::Vec4& right, int order = 2) {
        osg::ref_ptr<osg::Geometry> g = new osg::Geometry;
        auto* v = new osg::Vec3Array;
        for (const auto& [px, py] : {std::pair{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}) {
            v->push_back(osg::Vec3(px * scale_, py * scale_, 0));
        }
        auto* c = new osg::Vec4Array;
        c->push_back(left);
        c->push_back(right);
        c->push_back(right);
        c->push_back(left);
        g->setVertexArray(v);
        g->setColorArray(c, osg::Array::BIND_PER_VERTEX);
        g->addPrimitiveSet(new osg::DrawArrays(GL_TRIANGLE_FAN, 0, 4));
        g->setUseDisplayList(false);
        g->setUseVertexBufferObjects(true);
        g->getOrCreateStateSet()->setRenderBinDetails(order, "RenderBin");
        set_program(
            *g->getOrCreateStateSet(),
            "out vec4 vC; void main() { gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex; vC = gl_Color; }",
            "in vec4 vC; void main() { gl_FragColor = vC; }");
        group_->addChild(g);
    }
    void rectangle(float x, float y, float w, float h, const osg::Vec4& colour, int order = 2) {
        rectangle(x, y, w, h, colour, colour, order);
    }

private:
    osg::Group* group_;
    float scale_;
    bool dark_;
};

/// 1, 2 or 5 times a power of ten, at most this.
double round_length(double most) {
    const double power = std::pow(10.0, std::floor(std::log10(most)));
    for (const double k : {5.0, 2.0}) {
        if (k * power <= most) {
            return k * power;
        }
    }
    return power;
}

void draw_legend(Sheet& sheet, const LayerLegend& legend, float right, float top) {
    const osg::Vec4 paper{0.985F, 0.98F, 0.965F, 0.93F};
    constexpr float kW = 276;
    const bool hatch = !legend.no_data.empty();
    const float height = legend.classes ? 44.0F + 19.0F * static_cast<float>(legend.stops.size())
                                        : 80.0F + (hatch ? 24.0F : 0.0F) + (legend.tally.empty() ? 0.0F : 24.0F);
    const float x = right - kW;
    sheet.rectangle(x, top - height, kW, height, paper, 1);
    sheet.text(x + 14, top - 25, 14, legend.title, osgText::Text::LEFT_BASE_LINE, true);
    if (legend.classes) {
        float y = top - 50;
        for (const LegendStop& stop : legend.stops) {
            sheet.rectangle(x + 14, y - 2, 22, 13, {0.6F, 0.6F, 0.58F, 1}, 2);
            sheet.rectangle(x + 15, y - 1, 20, 11, colour_of(stop.colour), 2);
            sheet.text(x + 46, y, 12, stop.label, osgText::Text::LEFT_BASE_LINE, false);
            y -= 19;
        }
        return;
    }
    sheet.text(x + kW - 14, top - 25, 11.5F, legend.unit, osgText::Text::RIGHT_BASE_LINE, false);
    constexpr float kBar = kW - 40;
    const float piece = kBar / static_cast<float>(std::max<std::size_t>(1, legend.strip.size()));
    sheet.rectangle(x + 19, top - 49, kBar + 2, 15, {0.72F, 0.72F, 0.70F, 1}, 2);
    for (std::size_t i = 0; i < legend.strip.size(); ++i) {
        sheet.rectangle(x + 20 + piece * static_cast<float>(i), top - 48, piece + 0.3F, 13, colour_of(legend.strip[i]),
                        2);
    }
    for (const LegendStop& stop : legend.stops) {
        const float at = x + 20 + kBar * static_cast<float>((stop.value - legend.low) / (legend.high - legend.low));
        sheet.rectangle(at - 0.5F, top - 52, 1, 4, {0.35F, 0.35F, 0.35F, 1}, 2);
        sheet.text(at, top - 66, 11.5F, stop.label, osgText::Text::CENTER_BASE_LINE, false);
    }
    if (hatch) {
        sheet.rectangle(x + 20, top - 93, 25, 11, {0.24F, 0.14F, 0.30F, 1}, 2);
        for (int k = 0; k < 5; ++k) {
            sheet.rectangle(x + 20 + 5.0F * static_cast<float>(k), top - 93, 2.5F, 11, {0.72F, 0.72F, 0.70F, 1}, 2);
        }
        sheet.text(x + 54, top - 92, 11.5F, legend.no_data, osgText::Text::LEFT_BASE_LINE, false);
    }
    if (!legend.tally.empty()) {
        sheet.text(x + 20, top - (hatch ? 116.0F : 92.0F), 11.5F, legend.tally, osgText::Text::LEFT_BASE_LINE, false);
    }
}

} // namespace

osg::ref_ptr<osg::Node> make_furniture(const FurnitureText& text, int width_px, int height_px) {
    osg::ref_ptr<osg::Camera> camera = new osg::Camera;
    camera->setReferenceFrame(osg::Transform::ABSOLUTE_RF);
    camera->setRenderOrder(osg::Camera::NESTED_RENDER);
    camera->setClearMask(0);
    camera->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
    camera->setCullingMode(osg::CullSettings::NO_CULLING);
    camera->setProjectionMatrixAsOrtho2D(0, width_px, 0, height_px);
    camera->setViewMatrix(osg::Matrixd::identity());
    osg::StateSet* state = camera->getOrCreateStateSet();
    state->setMode(GL_DEPTH_TEST, osg::StateAttribute::OFF | osg::StateAttribute::OVERRIDE);
    state->setMode(GL_BLEND, osg::StateAttribute::ON);
    state->setMode(GL_LIGHTING, osg::StateAttribute::OFF);
    state->setRenderBinDetails(kHudBin, "RenderBin");
    const float scale = static_cast<float>(std::max(240, height_px)) / 720.0F;
    const float w = static_cast<float>(width_px) / scale;
    Sheet sheet{camera.get(), scale, text.night > 0.5};
    const osg::Vec4 paper{0.985F, 0.98F, 0.965F, 0.93F};
    constexpr float kBand = 34;
    sheet.rectangle(0, 0, w, kBand, paper, 1);
    const float title = sheet.text(16, 11, 16, text.title, osgText::Text::LEFT_BASE_LINE, true);
    sheet.text(30 + title, 11, 13, text.time, osgText::Text::LEFT_BASE_LINE, false, 0.8F);
    const float credit = sheet.text(w - 16, 11.5F, 11, text.attribution, osgText::Text::RIGHT_BASE_LINE, false, 0.75F);
    if (text.metres_per_pixel > 0) {
        const double length = round_length(130.0 * text.metres_per_pixel * static_cast<double>(scale));
        const float bar = static_cast<float>(length / (text.metres_per_pixel * static_cast<double>(scale)));
        const float x = w - credit - 50 - bar;
        sheet.rectangle(x, 9, bar, 2, {0.2F, 0.2F, 0.2F, 1}, 2);
        sheet.rectangle(x, 9, 1.5F, 7, {0.2F, 0.2F, 0.2F, 1}, 2);
        sheet.rectangle(x + bar - 1.5F, 9, 1.5F, 7, {0.2F, 0.2F, 0.2F, 1}, 2);
        char label[32];
        std::snprintf(label, sizeof label, length >= 1000 ? "%.0f km" : "%.0f m",
                      length >= 1000 ? length / 1000 : length);
        sheet.text(x + 0.5F * bar, 15, 11, label, osgText::Text::CENTER_BASE_LINE, false);
    }
    if (text.has_legend) {
        draw_legend(sheet, text.legend, w - 16, static_cast<float>(height_px) / scale - 16);
    }
    return camera;
}

} // namespace cityloom::render
