// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <vector>

#include <osg/BlendFunc>
#include <osg/Depth>
#include <osg/Geometry>
#include <osg/Group>
#include <osg/NodeCallback>
#include <osg/Texture2D>
#include <osgText/Font>
#include <osgUtil/CullVisitor>

#include "render/base/geometry.h"
#include "render/base/shaders.h"
#include "render/overlays/glyph_atlas.h"

namespace cityloom::render {

std::string find_font(bool bold) {
    namespace fs = std::filesystem;
    const std::array<const char*, 6> names =
        bold ? std::array<const char*, 6>{"opentype/noto/NotoSansCJK-Bold.ttc", "opentype/noto/NotoSansCJK-Medium.ttc",
                                          "truetype/noto/NotoSansCJK-Bold.ttc", "noto-cjk/NotoSansCJK-Bold.ttc",
                                          "truetype/noto/NotoSans-Bold.ttf",    "truetype/dejavu/DejaVuSans-Bold.ttf"}
             : std::array<const char*, 6>{
                   "opentype/noto/NotoSansCJK-Regular.ttc", "truetype/noto/NotoSansCJK-Regular.ttc",
                   "noto-cjk/NotoSansCJK-Regular.ttc",      "google-noto-cjk/NotoSansCJK-Regular.ttc",
                   "truetype/noto/NotoSans-Regular.ttf",    "truetype/dejavu/DejaVuSans.ttf"};
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

constexpr std::size_t kMostLabels = 200;
constexpr double kCellPx = 6.0; ///< of the grid that keeps labels apart, at 720 rows

struct Label {
    std::vector<GlyphAtlas::Letter> letters;
    float size_px = 11.0F;
    float tracking = 0.0F; ///< more room between letters, in heights of the type
    float width = 0.0F;    ///< in heights of the type
    osg::Vec4ub colour;
    osg::Vec3d at;
    std::vector<osg::Vec3d> line; ///< runs along this where there is one
    double importance = 0;
    double within_m = 1e9; ///< shown only so near
    double beyond_m = 0;
};

/// Which parts of the picture have a label already.
class Room {
public:
    Room(double width, double height, double scale)
        : cell_{kCellPx * scale},
          columns_{static_cast<int>(width / cell_) + 1},
          rows_{static_cast<int>(height / cell_) + 1} {
        taken_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0);
    }
    bool free(double x0, double y0, double x1, double y1) { return each(x0, y0, x1, y1, false); }
    void take(double x0, double y0, double x1, double y1) { each(x0, y0, x1, y1, true); }

private:
    bool each(double x0, double y0, double x1, double y1, bool take) {
        const int from_x = std::max(0, static_cast<int>(x0 / cell_));
        const int to_x = std::min(columns_ - 1, static_cast<int>(x1 / cell_));
        for (int y = std::max(0, static_cast<int>(y0 / cell_)); y <= std::min(rows_ - 1, static_cast<int>(y1 / cell_));
             ++y) {
            for (int x = from_x; x <= to_x; ++x) {
                auto& cell = taken_[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) +
                                    static_cast<std::size_t>(x)];
                if (take) {
                    cell = 1;
                } else if (cell != 0) {
                    return false;
                }
            }
        }
        return true;
    }
    double cell_;
    int columns_;
    int rows_;
    std::vector<std::uint8_t> taken_;
};

/// Chooses and places the labels as OSG culls, on the drawing thread, and writes them into one geometry in clip space.
class Layout : public osg::NodeCallback {
public:
    Layout(std::vector<Label> labels, osg::Geometry* geometry) : labels_{std::move(labels)}, geometry_{geometry} {
        geometry_->setVertexArray(positions_);
        geometry_->setTexCoordArray(0, uvs_);
        colours_->setNormalize(true);
        geometry_->setColorArray(colours_, osg::Array::BIND_PER_VERTEX);
        geometry_->addPrimitiveSet(quads_);
    }
    void operator()(osg::Node* node, osg::NodeVisitor* visitor) override {
        auto* cull = dynamic_cast<osgUtil::CullVisitor*>(visitor);
        if (const osg::Viewport* viewport = cull != nullptr ? cull->getViewport() : nullptr; viewport != nullptr) {
            const osg::Matrixd clip = *cull->getModelViewMatrix() * *cull->getProjectionMatrix();
            if (clip != last_clip_ || viewport->width() != width_ || viewport->height() != height_) {
                last_clip_ = clip;
                width_ = viewport->width();
                height_ = viewport->height();
                lay_out(clip, osg::Vec3d() * osg::Matrixd::inverse(*cull->getModelViewMatrix()));
            }
        }
        traverse(node, visitor);
    }

private:
    struct Placed {
        double x, y, cosine, sine; ///< of a letter's pen, pixels
    };

    void lay_out(const osg::Matrixd& clip, const osg::Vec3d& eye) {
        const double scale = height_ / 720.0;
        Room room{width_, height_, scale};
        positions_->clear();
        uvs_->clear();
        colours_->clear();
        std::size_t count = 0;
        for (const Label& label : labels_) {
            const double d = (label.at - eye).length();
            const bool low = eye.z() - label.at.z() < 40.0; // from the street only what is near
            const osg::Vec4d p = osg::Vec4d(label.at, 1.0) * clip;
            if (count >= kMostLabels || d > (low ? std::min(label.within_m, 240.0) : label.within_m) ||
                d < label.beyond_m || p.w() <= 1.0 || p.z() >= p.w()) {
                continue;
            }
            const double size = static_cast<double>(label.size_px) * scale;
            // From the street a name stands behind the house that hides it.
            const double depth = low ? p.z() / p.w() : -0.9;
            if (label.line.empty() || low ? !straight(label, p, size) : !along(label, clip, size)) {
                continue;
            }
            const double half = 0.62 * size;
            const auto box = [&](const Placed& at, auto&& use) {
                return use(at.x - half, at.y - half, at.x + half, at.y + half);
            };
            if (std::all_of(placed_.begin(), placed_.end(), [&](const Placed& at) {
                    return box(at, [&](double a, double b, double c, double e) {
                        return a > 2 && b > 2 && c < width_ - 2 && e < height_ - 2 && room.free(a, b, c, e);
                    });
                })) {
                for (const Placed& at : placed_) {
                    box(at, [&](double a, double b, double c, double e) {
                        room.take(a - 4 * scale, b - 2 * scale, c + 4 * scale, e + 2 * scale);
                        return true;
                    });
                }
                write(label, size, depth);
                ++count;
            }
        }
        positions_->dirty();
        uvs_->dirty();
        colours_->dirty();
        quads_->setCount(static_cast<int>(positions_->size()));
    }

    double advance(const Label& label, std::size_t i) const {
        return static_cast<double>(label.letters[i].advance + label.tracking);
    }

    bool straight(const Label& label, const osg::Vec4d& p, double size) {
        double x = std::round((p.x() / p.w() * 0.5 + 0.5) * width_ - 0.5 * size * static_cast<double>(label.width));
        const double y = std::round((p.y() / p.w() * 0.5 + 0.5) * height_);
        placed_.clear();
        for (std::size_t i = 0; i < label.letters.size(); ++i) {
            const double step = size * advance(label, i);
            placed_.push_back({x + 0.5 * step, y, 1.0, 0.0});
            x += step;
        }
        return true;
    }

    /// Letters follow the street as it lies in the picture; false where it is too short or too crooked for the name.
    bool along(const Label& label, const osg::Matrixd& clip, double size) {
        screen_.clear();
        for (const osg::Vec3d& v : label.line) {
            const osg::Vec4d p = osg::Vec4d(v, 1.0) * clip;
            if (p.w() <= 1.0) {
                return false;
            }
            screen_.push_back({(p.x() / p.w() * 0.5 + 0.5) * width_, (p.y() / p.w() * 0.5 + 0.5) * height_});
        }
        if (screen_.front().x_m > screen_.back().x_m) {
            std::reverse(screen_.begin(), screen_.end());
        }
        double total = 0;
        for (std::size_t i = 0; i + 1 < screen_.size(); ++i) {
            total += distance_m(screen_[i], screen_[i + 1]);
        }
        const double need = size * static_cast<double>(label.width);
        if (total < need * 1.15) {
            return false;
        }
        placed_.clear();
        double s = 0.5 * (total - need);
        std::size_t piece = 0;
        double before = 0;
        double turn = 0;
        for (std::size_t i = 0; i < label.letters.size(); ++i) {
            const double step = size * advance(label, i);
            const double want = s + 0.5 * step;
            double length = distance_m(screen_[piece], screen_[piece + 1]);
            while (before + length < want && piece + 2 < screen_.size()) {
                before += length;
                ++piece;
                length = distance_m(screen_[piece], screen_[piece + 1]);
            }
            const Point2 u = (1.0 / std::max(1e-6, length)) * (screen_[piece + 1] - screen_[piece]);
            const Point2 at = screen_[piece] + (want - before) * u;
            if (!placed_.empty()) {
                const double bend =
                    std::acos(std::clamp(u.x_m * placed_.back().cosine + u.y_m * placed_.back().sine, -1.0, 1.0));
                turn += bend;
                if (bend > 0.4 || turn > 1.3) {
                    return false;
                }
            }
            placed_.push_back({at.x_m, at.y_m, u.x_m, u.y_m});
            s += step;
        }
        return placed_.empty() || (placed_.front().cosine > -0.05 && placed_.back().cosine > -0.05);
    }

    void write(const Label& label, double size, double depth) {
        for (std::size_t i = 0; i < label.letters.size(); ++i) {
            const GlyphAtlas::Letter& letter = label.letters[i];
            if (letter.uv[2] <= letter.uv[0]) {
                continue;
            }
            const Placed& at = placed_[i];
            const double pen = -0.5 * static_cast<double>(letter.advance);
            constexpr double kBase = -0.34; // the middle of small letters sits on the line
            for (const auto& [cx, cy] : {std::pair{0, 1}, {2, 1}, {2, 3}, {0, 3}}) {
                const double lx = size * (pen + static_cast<double>(letter.box[static_cast<std::size_t>(cx)]));
                const double ly = size * (kBase + static_cast<double>(letter.box[static_cast<std::size_t>(cy)]));
                const double x = at.x + lx * at.cosine - ly * at.sine;
                const double y = at.y + lx * at.sine + ly * at.cosine;
                positions_->push_back(osg::Vec3(static_cast<float>(2 * x / width_ - 1),
                                                static_cast<float>(2 * y / height_ - 1), static_cast<float>(depth)));
                uvs_->push_back(
                    osg::Vec2(letter.uv[static_cast<std::size_t>(cx)], letter.uv[static_cast<std::size_t>(cy)]));
                colours_->push_back(label.colour);
            }
        }
    }

    std::vector<Label> labels_;
    osg::ref_ptr<osg::Geometry> geometry_;
    osg::ref_ptr<osg::Vec3Array> positions_ = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec2Array> uvs_ = new osg::Vec2Array;
    osg::ref_ptr<osg::Vec4ubArray> colours_ = new osg::Vec4ubArray;
    osg::ref_ptr<osg::DrawArrays> quads_ = new osg::DrawArrays(GL_QUADS, 0, 0);
    osg::Matrixd last_clip_;
    double width_ = 0;
    double height_ = 0;
    std::vector<Placed> placed_;
    std::vector<Point2> screen_;
};

std::string capitals(std::string text) { // ASCII, and the accented letters of Western Europe
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const auto before = i > 0 ? static_cast<unsigned char>(text[i - 1]) : static_cast<unsigned char>(0);
        const bool accented = before == 0xC3 && c >= 0xA0 && c <= 0xBE && c != 0xB7;
        if ((c >= 'a' && c <= 'z') || accented) {
            text[i] = static_cast<char>(c - 32);
        }
    }
    return text;
}

/// The middle of a ring by area; false for one without any.
bool ring_middle(const gis::City& city, Range ring, Point2& middle, double& area2) {
    Point2 at;
    area2 = 0;
    if (ring.count < 3) {
        return false;
    }
    const Point2 first = city.points[ring.begin];
    for (std::uint32_t i = 0; i < ring.count; ++i) {
        const Point2 a = city.points[ring.begin + i] - first;
        const Point2 b = city.points[ring.begin + (i + 1) % ring.count] - first;
        at = at + (cross(a, b) / 3.0) * (a + b);
        area2 += cross(a, b);
    }
    if (std::abs(area2) < 1.0) {
        return false;
    }
    middle = first + (1.0 / area2) * at;
    area2 = std::abs(area2);
    return true;
}

struct NamedStreet {
    double length = 0;
    std::uint32_t street = kNone;
};

} // namespace

osg::ref_ptr<osg::Group> make_labels(const gis::City& city, const HeightField& heights) {
    auto atlas = std::make_shared<GlyphAtlas>();
    std::vector<Label> labels;
    const auto add = [&](const std::string& name, Point2 at, double above, float size, osg::Vec4ub colour,
                         double importance, double within, double beyond, bool bold) -> Label& {
        Label& label = labels.emplace_back();
        label.letters = atlas->letters(name, bold);
        label.tracking = bold ? 0.24F : 0.01F;
        label.size_px = size;
        for (const auto& letter : label.letters) {
            label.width += letter.advance + label.tracking;
        }
        label.colour = colour;
        label.at = {at.x_m, at.y_m, heights.ground_m(at) + above};
        label.importance = importance;
        label.within_m = within;
        label.beyond_m = beyond;
        return label;
    };
    for (const gis::District& d : city.districts) {
        Point2 at;
        double area2 = 0;
        if (d.rings.count > 0 && !d.name.empty() && ring_middle(city, city.rings[d.rings.begin].points, at, area2)) {
            add(capitals(d.name), at, 60, 15, {78, 74, 68, 255}, 1e9 + area2, 1e9, 700, true);
        }
    }
    std::map<std::string, NamedStreet> streets; // the longest piece of each name carries it
    for (std::uint32_t i = 0; i < city.streets.size(); ++i) {
        const gis::Street& s = city.streets[i];
        if (s.name.empty() || s.cls > gis::StreetClass::LivingStreet || s.nodes.count < 2 || s.tunnel) {
            continue;
        }
        double length = 0;
        for (std::uint32_t k = s.nodes.begin; k + 1 < s.nodes.end(); ++k) {
            length += distance_m(city.street_nodes[city.street_node_refs[k]].at,
                                 city.street_nodes[city.street_node_refs[k + 1]].at);
        }
        if (length > streets[s.name].length) {
            streets[s.name] = {length, i};
        }
    }
    std::vector<std::pair<std::string, NamedStreet>> ranked(streets.begin(), streets.end());
    std::stable_sort(ranked.begin(), ranked.end(), [&](const auto& a, const auto& b) {
        const auto ca = city.streets[a.second.street].cls;
        const auto cb = city.streets[b.second.street].cls;
        return ca != cb ? ca < cb : a.second.length > b.second.length;
    });
    ranked.resize(std::min<std::size_t>(ranked.size(), 900));
    for (const auto& [name, best] : ranked) {
        const gis::Street& s = city.streets[best.street];
        const int cls = static_cast<int>(s.cls);
        const auto node = [&](std::uint32_t k) { return city.street_nodes[city.street_node_refs[k]].at; };
        Label& label = add(name, node(s.nodes.begin + s.nodes.count / 2), 7,
                           cls <= 2   ? 11.5F
                           : cls <= 4 ? 10.5F
                                      : 9.5F,
                           {92, 88, 80, 255}, 1e6 / (1.0 + cls) + best.length,
                           cls <= 2   ? 5200
                           : cls == 3 ? 2600
                           : cls == 4 ? 1300
                                      : 650,
                           30, false);
        for (std::uint32_t k = s.nodes.begin; k < s.nodes.end(); ++k) {
            const Point2 p = node(k);
            label.line.push_back(
                {p.x_m, p.y_m, heights.road_m(p, s.bridge ? std::max<int>(1, s.layer) : s.layer) + 1.0});
        }
    }
    std::size_t places = 0;
    for (const gis::Area& area : city.areas) {
        const bool wet = area.kind == gis::AreaKind::Water;
        Point2 at;
        double area2 = 0;
        if (area.name.empty() || area.rings.count == 0 || places > 400 ||
            (!wet && area.kind != gis::AreaKind::Park && area.kind != gis::AreaKind::Forest) ||
            !ring_middle(city, city.rings[area.rings.begin].points, at, area2) || area2 < 800.0) {
            continue;
        }
        // A fountain is named near by, a lake from afar.
        const double within = std::clamp(9.0 * std::sqrt(area2), 250.0, 9000.0);
        add(area.name, at, 9, 11.0F, wet ? osg::Vec4ub{59, 97, 117, 255} : osg::Vec4ub{82, 102, 64, 255},
            1e4 + 0.05 * area2, within, 100, false);
        ++places;
    }
    for (const gis::Asset& asset : city.assets) {
        if (!asset.name.empty() &&
            (asset.kind == gis::AssetKind::Hospital || asset.kind == gis::AssetKind::DataCentre)) {
            add(asset.name, asset.at, 45, 11, {115, 64, 56, 255}, 2e5, 2200, 60, false);
        }
    }
    std::stable_sort(labels.begin(), labels.end(),
                     [](const Label& a, const Label& b) { return a.importance > b.importance; });
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    geometry->setDataVariance(osg::Object::DYNAMIC);
    geometry->setCullingActive(false);
    osg::StateSet* state = geometry->getOrCreateStateSet();
    set_program(*state, shaders::kLabelVertex, shaders::kLabelFragment);
    set_bin(*state, kLabelBin, false, true);
    state->setTextureAttribute(0, atlas->texture());
    osg::ref_ptr<osg::Group> group = new osg::Group;
    group->addChild(geometry);
    group->setCullCallback(new Layout{std::move(labels), geometry});
    group->setCullingActive(false);
    return group;
}

} // namespace cityloom::render
