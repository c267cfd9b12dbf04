// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <osg/Group>
#include <osg/Image>
#include <osg/LOD>
#include <osg/Texture2D>
#include <osg/Uniform>

#include "render/agents/signal_mesh.h"
#include "render/base/geometry.h"
#include "render/base/live_geometry.h"
#include "render/overlays/difference.h"
#include "render/overlays/marks.h"
#include "render/scene/city_scene.h"
#include "render/scene/power_grid.h"
#include "render/streets/blocked_marks.h"

namespace osgUtil {
class CullVisitor;
}

namespace cityloom::render {

/// What a CityScene holds: the nodes, and the values that they show. Built in scene_build.cpp, kept up to date in
/// scene_refresh.cpp.
struct CityScene::Impl {
    explicit Impl(std::shared_ptr<const SceneParts> p)
        : parts{std::move(p)},
          elements(picture_parts().size()),
          objects{parts->city.buildings.size() + 1},
          grid{parts->city} {
        for (const PicturePart& of : picture_parts()) {
            shown.push_back(of.shown ? 1 : 0);
        }
    }

    void build();
    void build_sky();
    /// Touches nothing of the scene: made beside other parts.
    [[nodiscard]] std::vector<osg::ref_ptr<osg::Node>> ground_tiles() const;
    void build_ground(const std::vector<osg::ref_ptr<osg::Node>>& tiles);
    void build_solids();
    void build_agents();
    /// What depends on the networks: streets, lines, symbols, signals, marks.
    void build_networks();
    void build_streets();
    void build_lines();
    [[nodiscard]] DataTexture* texture_of(const engine::Kind& kind);
    void refresh_layer();
    /// The upper end of the layer's ramp.
    [[nodiscard]] double high_now() const {
        static const engine::Frame kNothing;
        return std::max(layer_high(layer, frame != nullptr ? *frame : kNothing), least_high);
    }
    /// Whether the layer tells this run from another.
    [[nodiscard]] bool differs() const { return other_run.has_value() && layer != nullptr; }
    /// Compares the two runs, where both show one time.
    void compare();
    /// Draws what the other run's networks have and these have not.
    void build_there_alone();
    void refresh_light();
    void refresh_masks();
    void refresh_ranges();
    static constexpr float kFurther = 1.6F;
    /// Shows the node within a distance of its middle; standing still, `further` times as far.
    osg::ref_ptr<osg::Node> within(osg::Node* node, float range_m, float further = kFurther);
    osg::ref_ptr<osg::Node> painted(const Mesh& mesh, int bin, float range_m);
    /// Empty until it is so near, moving or standing still, that something of it is seen: then it is filled.
    /// \param ball that holds all that comes to be in it
    osg::ref_ptr<osg::Node> when_near(const osg::BoundingSphere& ball, float moving_m, float full_m,
                                      std::function<void(osg::Group&)> fill);
    osg::ref_ptr<osg::Node> street_tile(std::size_t tile);
    osg::ref_ptr<osg::Node> building_tile(const Mesh& mesh, float range_m);
    void before_draw(osgUtil::CullVisitor& cull);
    osg::Group* group(std::string_view part) { return elements[part_index(part)].get(); }
    [[nodiscard]] bool is_shown(std::string_view part) const { return shown[part_index(part)] != 0; }
    osg::Uniform* uniform(const char* name, float value) {
        osg::Uniform* u = root->getOrCreateStateSet()->getOrCreateUniform(name, osg::Uniform::FLOAT);
        u->set(value);
        return u;
    }

    std::shared_ptr<const SceneParts> parts;
    std::shared_ptr<const engine::Frame> frame;
    osg::ref_ptr<osg::Group> root = new osg::Group;
    std::vector<osg::ref_ptr<osg::Group>> elements; ///< by picture_parts()
    std::vector<std::uint8_t> shown;
    osg::ref_ptr<osg::Group> congestion = new osg::Group;
    osg::ref_ptr<osg::Group> discs = new osg::Group;
    osg::ref_ptr<osg::Texture2D> ramp = new osg::Texture2D;
    osg::ref_ptr<osg::Image> ramp_image = new osg::Image;
    DataTexture objects;
    /// Colour and state of every asset of a kind.
    struct KindTexture {
        const engine::Kind* kind = nullptr;
        std::unique_ptr<DataTexture> texture;
    };
    std::vector<KindTexture> textures;
    std::vector<SignalPost> posts;
    PowerGrid grid;
    std::unique_ptr<BlockedMarks> blocked;
    std::unique_ptr<Marks> marks;
    struct Ranged {
        osg::ref_ptr<osg::LOD> lod;
        std::array<float, 3> moving{}; ///< from, between (or far), far
        std::array<float, 3> full{};
    };
    void refresh_range(const Ranged& r) const;
    std::vector<Ranged> ranged;
    osg::ref_ptr<osg::StateSet> near_walls = new osg::StateSet;
    osg::ref_ptr<osg::StateSet> far_walls = new osg::StateSet;
    osg::ref_ptr<osg::StateSet> sky_state;
    Quality quality = Quality::Moving;
    LiveGeometry boxes{false};
    LiveGeometry points{true};
    LiveGeometry signals{false};
    LiveGeometry walkers{false};
    Mesh box_mesh;
    Mesh point_mesh;
    Mesh signal_mesh;
    Mesh walker_mesh;
    std::optional<PaintedBuildings> painted_now;
    std::optional<OtherRun> other_run;
    std::shared_ptr<const engine::Frame> other_frame;
    /// Of each kind the index in the other's networks, and what its assets differ by.
    struct Compared {
        const engine::Kind* kind = nullptr;
        std::vector<std::uint32_t> same;
        std::vector<std::uint8_t> missing; ///< of the other's assets: 1 where these networks have it not
        std::vector<float> differences;
    };
    std::vector<Compared> compared;
    std::vector<float> buildings_apart;
    DifferenceWords difference;
    osg::ref_ptr<osg::Group> there_alone = new osg::Group;
    DataTexture alone{1}; ///< one texel: how what the other has alone is drawn
    DataLayer layer = nullptr;
    double least_high = -1e300;
    std::vector<std::uint8_t> values;
    std::vector<std::uint8_t> tally_values; ///< of buildings
    std::vector<std::uint8_t> states;
    ObjectRef selected;
    ObjectRef hovered;
    TimeUs now = 12 * kHourUs;
    int day_of_year = 100;
    double utc_offset_h = 1e9;
    bool underground = false;
    bool night = false;
    osg::ref_ptr<osg::Uniform> viewport = new osg::Uniform("uViewport", osg::Vec2f(1280, 720));
};

} // namespace cityloom::render
