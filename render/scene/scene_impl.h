// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include <osg/Group>
#include <osg/Image>
#include <osg/LOD>
#include <osg/Texture2D>
#include <osg/Uniform>

#include "render/agents/signal_mesh.h"
#include "render/networks/charger_symbols.h"
#include "render/overlays/marks.h"
#include "render/scene/city_scene.h"
#include "render/scene/geometry.h"
#include "render/scene/live_geometry.h"
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
          objects{parts->city.buildings.size() + 1},
          pipes{parts->networks.water.links.size() + 1},
          cables{parts->networks.power.branches.size() + 1},
          edges{parts->networks.roads.edges.size() + 1},
          water_nodes{parts->networks.water.nodes.size() + 1},
          buses{parts->networks.power.buses.size() + 1},
          sites{parts->networks.telecom.sites.size() + 1},
          posts{signal_posts(parts->networks.roads, parts->heights)},
          grid{parts->city},
          chargers{*parts},
          blocked{*parts},
          marks{*parts, posts} {}

    void build();
    void build_sky();
    void build_ground();
    void build_solids();
    void build_lines();
    void build_agents();
    void refresh_layer();
    void refresh_light();
    void refresh_masks();
    void refresh_ranges();
    /// Shows the node within a distance of its middle; standing still, `further` times as far.
    osg::ref_ptr<osg::Node> within(osg::Node* node, float range_m, float further = 1.6F);
    osg::ref_ptr<osg::Node> building_tile(const Mesh& mesh, float range_m);
    void before_draw(osgUtil::CullVisitor& cull);
    osg::Group* group(Element e) { return elements[static_cast<std::size_t>(e)].get(); }
    osg::Uniform* uniform(const char* name, float value) {
        osg::Uniform* u = root->getOrCreateStateSet()->getOrCreateUniform(name, osg::Uniform::FLOAT);
        u->set(value);
        return u;
    }

    std::shared_ptr<const SceneParts> parts;
    std::shared_ptr<const engine::Frame> frame;
    osg::ref_ptr<osg::Group> root = new osg::Group;
    std::array<osg::ref_ptr<osg::Group>, kElements> elements;
    std::array<bool, kElements> shown{true, true, true, true, true, true, false, false, false, true, true, true, true};
    osg::ref_ptr<osg::Group> congestion = new osg::Group;
    osg::ref_ptr<osg::Group> discs = new osg::Group;
    osg::ref_ptr<osg::Texture2D> ramp = new osg::Texture2D;
    osg::ref_ptr<osg::Image> ramp_image = new osg::Image;
    DataTexture objects;
    DataTexture pipes;
    DataTexture cables;
    DataTexture edges;
    DataTexture water_nodes;
    DataTexture buses;
    DataTexture sites;
    std::vector<SignalPost> posts;
    PowerGrid grid;
    ChargerSymbols chargers;
    BlockedMarks blocked;
    Marks marks;
    struct Ranged {
        osg::ref_ptr<osg::LOD> lod;
        std::array<float, 3> moving{}; ///< from, between (or far), far
        std::array<float, 3> full{};
    };
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
    DataLayer layer = DataLayer::None;
    LayerValues values;
    TimeUs now = 12 * kHourUs;
    int day_of_year = 100;
    double utc_offset_h = 1e9;
    bool underground = false;
    bool night = false;
    osg::ref_ptr<osg::Uniform> viewport = new osg::Uniform("uViewport", osg::Vec2f(1280, 720));
};

} // namespace cityloom::render
