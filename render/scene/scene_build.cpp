// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/scene_impl.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include <osg/BlendFunc>
#include <osg/CullFace>
#include <osg/Depth>
#include <osg/Geometry>
#include <osg/Point>
#include <osg/PointSprite>
#include <osgUtil/CullVisitor>

#include "render/base/shaders.h"
#include "render/overlays/labels.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"

namespace cityloom::render {

namespace {

class BeforeDraw : public osg::NodeCallback {
public:
    explicit BeforeDraw(std::function<void(osgUtil::CullVisitor&)> run) : run_{std::move(run)} {}
    void operator()(osg::Node* node, osg::NodeVisitor* visitor) override {
        if (auto* cull = dynamic_cast<osgUtil::CullVisitor*>(visitor); cull != nullptr) {
            run_(*cull);
        }
        traverse(node, visitor);
    }

private:
    std::function<void(osgUtil::CullVisitor&)> run_;
};

/// A group that says how far it reaches before it has anything.
class Ball : public osg::Node::ComputeBoundingSphereCallback {
public:
    explicit Ball(const osg::BoundingSphere& ball) : ball_{ball} {}
    osg::BoundingSphere computeBound(const osg::Node&) const override { return ball_; }

private:
    osg::BoundingSphere ball_;
};

constexpr float kPavementRangeM = 700.0F;
constexpr float kCarriagewayRangeM = 1000.0F;
constexpr float kEverywhereM = 1e9F;
constexpr float kSmallFurther = 3.0F; ///< buildings, of a picture that stands still

osg::BoundingSphere ball_of(const Mesh& mesh) {
    osg::BoundingBox box;
    for (const auto& p : mesh.position) {
        box.expandBy(p[0], p[1], p[2]);
    }
    return osg::BoundingSphere{box};
}

} // namespace

void CityScene::Impl::build() {
    for (auto& element : elements) {
        element = new osg::Group;
        root->addChild(element);
    }
    osg::StateSet* state = root->getOrCreateStateSet();
    state->setMode(GL_LIGHTING, osg::StateAttribute::OFF);
    state->setMode(GL_CULL_FACE, osg::StateAttribute::OFF);
    state->addUniform(viewport);
    ramp_image->allocateImage(256, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE);
    ramp->setImage(ramp_image);
    ramp->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR);
    ramp->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    ramp->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    ramp->setResizeNonPowerOfTwoHint(false);
    state->setTextureAttribute(2, ramp);
    state->addUniform(new osg::Uniform("uRamp", 2));
    state->addUniform(new osg::Uniform("uObjects", 1));
    state->addUniform(new osg::Uniform("uMap", 0));
    state->addUniform(new osg::Uniform("uPowerGrid", 3));
    state->setTextureAttribute(3, grid.texture());
    const auto area = grid.area();
    state->addUniform(new osg::Uniform("uPowerArea", osg::Vec4f(area[0], area[1], area[2], area[3])));
    for (const auto& [name, value] : {std::pair{"uSelected", -1.0F},
                                      {"uHovered", -1.0F},
                                      {"uLayer", 0.0F},
                                      {"uQuiet", 0.0F},
                                      {"uGround", 1.0F},
                                      {"uClock", 0.0F},
                                      {"uSolid", 0.0F},
                                      {"uPull", 0.6F},
                                      {"uWiden", 0.0F},
                                      {"uDiverge", 0.0F},
                                      {"uMinPx", 1.0F},
                                      {"uLift", 0.3F},
                                      {"uHatch", 0.0F}}) {
        uniform(name, value);
    }
    const Point2 size = parts->city.max_corner - parts->city.min_corner;
    uniform("uHazeM", static_cast<float>(std::clamp(1.5 * norm(size), 7'500.0, 60'000.0)));
    build_sky();
    {
        std::vector<osg::ref_ptr<osg::Node>> tiles;
        { // the two largest parts at once
            const std::jthread other{[&] { tiles = ground_tiles(); }};
            build_solids();
        }
        build_ground(tiles);
    }
    root->addChild(congestion);
    root->addChild(there_alone);
    root->addChild(discs);
    build_agents();
    group(part::kLabels)->addChild(make_labels(parts->city, parts->heights));
    build_networks();
    root->setCullCallback(new BeforeDraw{[this](osgUtil::CullVisitor& cull) { before_draw(cull); }});
    refresh_light();
    refresh_layer();
    refresh_masks();
    refresh_ranges();
}

void CityScene::Impl::build_sky() {
    Mesh quad;
    quad.position = {{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}};
    quad.quad(0, 1, 2, 3);
    const auto sky = to_geometry(quad);
    sky->setCullingActive(false);
    osg::StateSet* state = sky->getOrCreateStateSet();
    set_program(*state, shaders::kSkyVertex, shaders::kSkyFragment);
    // After the ground: most of it is hidden and need not be drawn. refresh_masks() puts it first where the ground is
    // to be seen through.
    state->setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0, 1, false));
    sky_state = state;
    root->addChild(sky);
}

std::vector<osg::ref_ptr<osg::Node>> CityScene::Impl::ground_tiles() const {
    std::vector<osg::ref_ptr<osg::Node>> tiles;
    const GroundMap& map = parts->base->ground;
    for (const TerrainTile& tile : parts->base->terrain) {
        const auto geometry = to_geometry(tile.mesh);
        osg::ref_ptr<osg::Image> image = new osg::Image;
        image->allocateImage(tile.size, tile.size, 1, GL_RGBA, GL_UNSIGNED_BYTE);
        for (int row = 0; row < tile.size; ++row) {
            const int from_row = std::min(tile.row + row, map.height - 1);
            const Colour* const line =
                map.pixels.data() + static_cast<std::size_t>(from_row) * static_cast<std::size_t>(map.width);
            unsigned char* to = image->data(0, static_cast<unsigned>(row));
            for (int column = 0; column < tile.size; ++column) {
                const Colour& c = line[std::min(tile.column + column, map.width - 1)];
                to = std::copy(c.begin(), c.end(), to);
            }
        }
        osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D(image);
        texture->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR_MIPMAP_NEAREST);
        texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
        texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
        texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
        osg::ref_ptr<osg::LOD> lod = new osg::LOD;
        lod->addChild(geometry, 0.0F, 1400.0F);
        lod->addChild(to_geometry(tile.far_mesh), 1400.0F, 1e9F);
        lod->getOrCreateStateSet()->setTextureAttribute(0, texture);
        tiles.emplace_back(lod);
    }
    return tiles;
}

void CityScene::Impl::build_ground(const std::vector<osg::ref_ptr<osg::Node>>& tiles) {
    osg::StateSet* state = group(part::kTerrain)->getOrCreateStateSet();
    set_program(*state, shaders::kTerrainVertex, shaders::kTerrainFragment);
    set_bin(*state, kTerrainBin, true, false);
    for (const auto& tile : tiles) {
        group(part::kTerrain)->addChild(tile);
    }
    const auto apron = to_geometry(parts->base->apron);
    apron->setCullingActive(false);
    set_program(*apron->getOrCreateStateSet(), shaders::kApronVertex, shaders::kApronFragment);
    group(part::kTerrain)->addChild(apron);
}

void CityScene::Impl::build_streets() {
    osg::StateSet* streets = group(part::kStreets)->getOrCreateStateSet();
    set_program(*streets, shaders::kStreetVertex, shaders::kStreetFragment);
    const StreetTiles& tiles = *parts->streets;
    for (std::size_t t = 0; t < tiles.size(); ++t) {
        group(part::kStreets)->addChild(street_tile(t));
        if (!tiles.decks(t).empty()) {
            const auto decks = to_geometry(tiles.decks(t));
            osg::StateSet* deck_state = decks->getOrCreateStateSet();
            set_program(*deck_state, shaders::kSolidVertex, shaders::kSolidFragment);
            set_bin(*deck_state, kDeckBin, true, false);
            group(part::kStreets)->addChild(within(decks, 6000.0F));
        }
    }
    for (const Mesh& zebras : mesh_zebras(parts->walk, parts->networks.roads, parts->heights, 256.0)) {
        if (!zebras.empty()) {
            group(part::kStreets)->addChild(painted(zebras, kMarkingBin, 600.0F));
        }
    }
}

osg::ref_ptr<osg::Node> CityScene::Impl::painted(const Mesh& mesh, int bin, float range_m) {
    const auto geometry = to_geometry(mesh);
    set_bin(*geometry->getOrCreateStateSet(), bin, false, false);
    return within(geometry, range_m);
}

osg::ref_ptr<osg::Node> CityScene::Impl::when_near(const osg::BoundingSphere& ball, float moving_m, float full_m,
                                                   std::function<void(osg::Group&)> fill) {
    osg::ref_ptr<osg::Group> node = new osg::Group;
    node->setComputeBoundingSphereCallback(new Ball{ball});
    node->setCullCallback(new BeforeDraw{
        [this, ball, moving_m, full_m, fill = std::move(fill), group = node.get()](osgUtil::CullVisitor& cull) {
            const float reach = (quality == Quality::Full ? full_m : moving_m) + ball.radius();
            if (group->getNumChildren() > 0 || cull.getDistanceToViewPoint(ball.center(), true) > reach) {
                return;
            }
            const std::size_t before = ranged.size();
            fill(*group);
            for (std::size_t r = before; r < ranged.size(); ++r) {
                refresh_range(ranged[r]);
            }
        }});
    return node;
}

osg::ref_ptr<osg::Node> CityScene::Impl::street_tile(std::size_t tile) {
    const StreetTiles::Ball ball = parts->streets->ball(tile);
    const osg::BoundingSphere reach{{ball.centre[0], ball.centre[1], ball.centre[2]}, ball.radius_m};
    return when_near(reach, kCarriagewayRangeM, kCarriagewayRangeM * kFurther, [this, tile](osg::Group& group) {
        const StreetTile made = parts->streets->mesh(tile);
        if (!made.pavements.empty()) {
            group.addChild(painted(made.pavements, kPavementBin, kPavementRangeM));
        }
        if (!made.carriageways.empty()) {
            group.addChild(painted(made.carriageways, kCarriagewayBin, kCarriagewayRangeM));
        }
    });
}

osg::ref_ptr<osg::Node> CityScene::Impl::within(osg::Node* node, float range_m, float further) {
    osg::ref_ptr<osg::LOD> lod = new osg::LOD;
    lod->addChild(node, 0.0F, range_m);
    ranged.push_back({lod, {0.0F, range_m, range_m}, {0.0F, range_m * further, range_m * further}});
    return lod;
}

osg::ref_ptr<osg::Node> CityScene::Impl::building_tile(const Mesh& mesh, float range_m) {
    // One set of buffers, two ways to colour them: with windows and storeys near by, plain beyond.
    constexpr float kNearM = 620.0F;
    const auto geometry = to_geometry(mesh);
    osg::ref_ptr<osg::LOD> lod = new osg::LOD;
    for (const auto& walls : {near_walls, far_walls}) {
        osg::ref_ptr<osg::Group> painted = new osg::Group;
        painted->setStateSet(walls);
        painted->addChild(geometry);
        lod->addChild(painted, 0.0F, range_m);
    }
    ranged.push_back({lod, {0.0F, std::min(kNearM, range_m), range_m}, {0.0F, 2600.0F, range_m * kSmallFurther}});
    return lod;
}

void CityScene::Impl::build_solids() {
    osg::StateSet* state = group(part::kBuildings)->getOrCreateStateSet();
    set_bin(*state, kBuildingBin, true, false);
    state->setTextureAttribute(1, objects.texture());
    state->addUniform(new osg::Uniform(osg::Uniform::FLOAT, "uLitShare", 12));
    state->setAttributeAndModes(new osg::CullFace(osg::CullFace::BACK));
    set_program(*near_walls, shaders::kBuildingVertex, shaders::kBuildingFragment);
    set_program(*far_walls, shaders::kFarBuildingVertex, shaders::kFarBuildingFragment);
    constexpr std::array<float, 3> kRange{2600.0F, 6500.0F, kEverywhereM};
    for (const BuildingTile& tile : parts->base->buildings) {
        for (std::size_t k = 0; k < tile.parts.size(); ++k) {
            if (!tile.parts[k].empty()) {
                const Mesh& mesh = tile.parts[k];
                const float range = kRange[k];
                group(part::kBuildings)
                    ->addChild(range < kEverywhereM ? when_near(ball_of(mesh), range, range * kSmallFurther,
                                                                [this, &mesh, range](osg::Group& group) {
                                                                    group.addChild(building_tile(mesh, range));
                                                                })
                                                    : building_tile(mesh, range));
            }
        }
    }
    osg::StateSet* trees = group(part::kTrees)->getOrCreateStateSet();
    set_program(*trees, shaders::kSolidVertex, shaders::kSolidFragment);
    set_bin(*trees, kSolidBin, true, false);
    for (const Mesh& mesh : parts->base->trees) {
        group(part::kTrees)->addChild(within(to_geometry(mesh), 1700.0F));
    }
}

void CityScene::Impl::build_networks() {
    const auto clear = [](osg::Group* group) { group->removeChildren(0, group->getNumChildren()); };
    clear(group(part::kStreets));
    clear(group(part::kClosures));
    clear(congestion);
    clear(discs);
    for (const engine::DomainRow* row : engine::domain_rows()) {
        if (row->drawn) {
            clear(group(row->id));
        }
    }
    std::erase_if(ranged, [](const Ranged& r) { return r.lod->getNumParents() == 0; });
    if (marks != nullptr) {
        root->removeChild(marks->root());
    }
    posts = signal_posts(parts->networks.roads, parts->heights);
    blocked = std::make_unique<BlockedMarks>(*parts);
    marks = std::make_unique<Marks>(*parts, posts);
    textures.clear();
    for (const engine::Kind* kind : engine::kinds()) {
        const std::size_t count = kind != &lifeline::kBuilding ? kind->count(parts->networks) : 0;
        if (count > 0) {
            textures.push_back({kind, std::make_unique<DataTexture>(count + 1)});
        }
    }
    build_streets();
    build_lines();
    group(part::kClosures)->addChild(blocked->root());
    root->addChild(marks->root());
}

DataTexture* CityScene::Impl::texture_of(const engine::Kind& kind) {
    const auto found = std::ranges::find(textures, &kind, &KindTexture::kind);
    return found == textures.end() ? nullptr : found->texture.get();
}

void CityScene::Impl::build_lines() {
    const auto lines = [](osg::Group* group, const Mesh& mesh, const DataTexture* data) {
        if (mesh.empty() || data == nullptr) {
            return;
        }
        const auto geometry = to_geometry(mesh);
        osg::StateSet* state = geometry->getOrCreateStateSet();
        set_program(*state, shaders::kLineVertex, shaders::kLineFragment);
        set_bin(*state, kLineBin, false, true);
        state->setTextureAttribute(1, data->texture());
        group->addChild(geometry);
    };
    const auto symbols = [](osg::Group* group, const Mesh& mesh, const DataTexture* data) {
        if (mesh.empty() || data == nullptr) {
            return;
        }
        const auto geometry = to_geometry(mesh);
        osg::StateSet* state = geometry->getOrCreateStateSet();
        set_program(*state, shaders::kSymbolVertex, shaders::kSymbolFragment);
        set_bin(*state, kSymbolBin, false, true);
        state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
        state->setTextureAttributeAndModes(0, new osg::PointSprite);
        state->setTextureAttribute(1, data->texture());
        group->addChild(geometry);
    };
    for (const KindMeshes& kind : parts->kinds) {
        lines(group(kind.row->id), kind.lines, texture_of(*kind.kind));
        symbols(group(kind.row->id), kind.symbols, texture_of(*kind.kind));
    }
    lines(congestion, parts->traffic, texture_of(traffic::kEdge));
    lines(discs, parts->discs, texture_of(telecom::kSite));
    osg::StateSet* state = congestion->getOrCreateStateSet();
    // What is slow is wider and lies on top of what flows.
    state->setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0.0, 1.0, true),
                                osg::StateAttribute::ON | osg::StateAttribute::OVERRIDE);
    state->setRenderBinDetails(kGroundLayerBin, "RenderBin", osg::StateSet::OVERRIDE_RENDERBIN_DETAILS);
    state->getOrCreateUniform("uWiden", osg::Uniform::FLOAT)->set(2.2F);
    state->getOrCreateUniform("uMinPx", osg::Uniform::FLOAT)->set(0.9F);
    discs->getOrCreateStateSet()->setRenderBinDetails(kGroundLayerBin, "RenderBin",
                                                      osg::StateSet::OVERRIDE_RENDERBIN_DETAILS);
}

void CityScene::Impl::build_agents() {
    osg::StateSet* solid = boxes.geometry->getOrCreateStateSet();
    set_program(*solid, shaders::kSolidVertex, shaders::kSolidFragment);
    set_bin(*solid, kSolidBin, true, false);
    solid->addUniform(new osg::Uniform("uSolid", 1.0F));
    osg::StateSet* sprite = points.geometry->getOrCreateStateSet();
    set_program(*sprite, shaders::kPointVertex, shaders::kPointFragment);
    set_bin(*sprite, kSolidBin + 1, true, true);
    sprite->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
    sprite->setTextureAttributeAndModes(0, new osg::PointSprite);
    osg::StateSet* heads = signals.geometry->getOrCreateStateSet();
    set_program(*heads, shaders::kSolidVertex, shaders::kSolidFragment);
    set_bin(*heads, kSolidBin, true, false);
    heads->addUniform(new osg::Uniform("uSolid", 1.0F));
    group(part::kVehicles)->addChild(boxes.geometry);
    group(part::kVehicles)->addChild(points.geometry);
    group(part::kSignals)->addChild(signals.geometry);
    osg::StateSet* people = walkers.geometry->getOrCreateStateSet();
    set_program(*people, shaders::kSolidVertex, shaders::kSolidFragment);
    set_bin(*people, kSolidBin, true, false);
    people->addUniform(new osg::Uniform("uSolid", 1.0F));
    group(part::kPeople)->addChild(walkers.geometry);
}

} // namespace cityloom::render
