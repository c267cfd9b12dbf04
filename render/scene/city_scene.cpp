// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/city_scene.h"

#include <algorithm>
#include <cmath>

#include <osg/BlendFunc>
#include <osg/CullFace>
#include <osg/Depth>
#include <osg/Geometry>
#include <osg/Group>
#include <osg/LOD>
#include <osg/Point>
#include <osg/PointSprite>
#include <osg/Texture2D>
#include <osgUtil/CullVisitor>
#include <osgUtil/LineSegmentIntersector>

#include "render/agents/signal_mesh.h"
#include "render/agents/vehicle_mesh.h"
#include "render/buildings/lit_windows.h"
#include "render/overlays/labels.h"
#include "render/picking/picker.h"
#include "render/scene/geometry.h"
#include "render/scene/live_geometry.h"
#include "render/scene/power_grid.h"
#include "render/scene/shaders.h"
#include "render/scene/sun.h"

namespace cityloom::render {

namespace {

osg::Vec3f vec(const std::array<float, 3>& v) {
    return {v[0], v[1], v[2]};
}

osg::ref_ptr<osg::Node> within(osg::Node* node, float range_m) {
    osg::ref_ptr<osg::LOD> lod = new osg::LOD;
    lod->addChild(node, 0.0F, range_m);
    return lod;
}

} // namespace

struct CityScene::Impl {
    explicit Impl(std::shared_ptr<const SceneParts> p)
        : parts{std::move(p)}, objects{parts->city.buildings.size() + 1}, pipes{parts->networks.water.links.size() + 1},
          cables{parts->networks.power.branches.size() + 1}, edges{parts->networks.roads.edges.size() + 1},
          water_nodes{parts->networks.water.nodes.size() + 1}, buses{parts->networks.power.buses.size() + 1},
          sites{parts->networks.telecom.sites.size() + 1}, grid{parts->city} {}

    void build();
    void build_sky();
    void build_ground();
    void build_solids();
    void build_lines();
    void build_agents();
    void refresh_layer();
    void refresh_light();
    void refresh_masks();
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
    std::array<osg::ref_ptr<osg::Group>, 10> elements;
    std::array<bool, 10> shown{true, true, true, true, true, true, false, false, false, true};
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
    PowerGrid grid;
    LiveGeometry boxes{false};
    LiveGeometry points{true};
    LiveGeometry signals{false};
    Mesh box_mesh;
    Mesh point_mesh;
    Mesh signal_mesh;
    DataLayer layer = DataLayer::None;
    LayerValues values;
    TimeUs now = 12 * kHourUs;
    bool underground = false;
    bool night = false;
    osg::ref_ptr<osg::Uniform> viewport = new osg::Uniform("uViewport", osg::Vec2f(1280, 720));
};

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
    for (const auto& [name, value] : {std::pair{"uSelected", -1.0F}, {"uHovered", -1.0F}, {"uLayer", 0.0F}, {"uQuiet", 0.0F}, {"uGround", 1.0F},
                                      {"uClock", 0.0F}, {"uSolid", 0.0F}, {"uPull", 0.6F}, {"uMapped", 1.0F}, {"uWiden", 0.0F}, {"uMinPx", 0.8F}, {"uLift", 0.3F}}) {
        uniform(name, value);
    }
    const Point2 size = parts->city.max_corner - parts->city.min_corner;
    uniform("uHazeM", static_cast<float>(std::clamp(1.5 * norm(size), 7'500.0, 60'000.0)));
    build_sky();
    build_ground();
    build_solids();
    build_lines();
    build_agents();
    group(Element::Labels)->addChild(make_labels(parts->city, parts->heights));
    root->setCullCallback(new BeforeDraw{[this](osgUtil::CullVisitor& cull) { before_draw(cull); }});
    refresh_light();
    refresh_layer();
    refresh_masks();
}

void CityScene::Impl::build_sky() {
    Mesh quad;
    quad.position = {{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}};
    quad.quad(0, 1, 2, 3);
    const auto sky = to_geometry(quad);
    sky->setCullingActive(false);
    osg::StateSet* state = sky->getOrCreateStateSet();
    set_program(*state, shaders::kSkyVertex, shaders::kSkyFragment);
    state->setRenderBinDetails(kSkyBin, "RenderBin");
    state->setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
    root->addChild(sky);
}

void CityScene::Impl::build_ground() {
    osg::StateSet* state = group(Element::Terrain)->getOrCreateStateSet();
    set_program(*state, shaders::kTerrainVertex, shaders::kTerrainFragment);
    set_bin(*state, kTerrainBin, true, false);
    const GroundMap& map = parts->ground;
    for (const TerrainTile& tile : parts->terrain) {
        const auto geometry = to_geometry(tile.mesh);
        osg::ref_ptr<osg::Image> image = new osg::Image;
        image->allocateImage(tile.size, tile.size, 1, GL_RGBA, GL_UNSIGNED_BYTE);
        for (int row = 0; row < tile.size; ++row) {
            const int from_row = std::min(tile.row + row, map.height - 1);
            for (int column = 0; column < tile.size; ++column) {
                const int from_column = std::min(tile.column + column, map.width - 1);
                const Colour& c = map.pixels[static_cast<std::size_t>(from_row) * static_cast<std::size_t>(map.width) + static_cast<std::size_t>(from_column)];
                std::copy(c.begin(), c.end(), image->data(static_cast<unsigned>(column), static_cast<unsigned>(row)));
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
        group(Element::Terrain)->addChild(lod);
    }
    const auto apron = to_geometry(parts->apron);
    apron->setCullingActive(false);
    apron->getOrCreateStateSet()->addUniform(new osg::Uniform("uMapped", 0.0F));
    group(Element::Terrain)->addChild(apron);

    const auto painted = [&](const Mesh& mesh, int bin, float range) {
        if (mesh.empty()) {
            return;
        }
        const auto geometry = to_geometry(mesh);
        set_bin(*geometry->getOrCreateStateSet(), bin, false, false);
        group(Element::Streets)->addChild(within(geometry, range));
    };
    osg::StateSet* streets = group(Element::Streets)->getOrCreateStateSet();
    set_program(*streets, shaders::kStreetVertex, shaders::kStreetFragment);
    for (const StreetTile& tile : parts->streets) {
        painted(tile.pavements, kPavementBin, 700.0F);
        painted(tile.carriageways, kCarriagewayBin, 1000.0F);
        if (!tile.decks.empty()) {
            const auto decks = to_geometry(tile.decks);
            osg::StateSet* deck_state = decks->getOrCreateStateSet();
            set_program(*deck_state, shaders::kSolidVertex, shaders::kSolidFragment);
            set_bin(*deck_state, kDeckBin, true, false);
            group(Element::Streets)->addChild(within(decks, 6000.0F));
        }
    }
}

void CityScene::Impl::build_solids() {
    osg::StateSet* state = group(Element::Buildings)->getOrCreateStateSet();
    set_program(*state, shaders::kBuildingVertex, shaders::kBuildingFragment);
    set_bin(*state, kBuildingBin, true, false);
    state->setTextureAttribute(1, objects.texture());
    state->addUniform(new osg::Uniform(osg::Uniform::FLOAT, "uLitShare", 12));
    state->setAttributeAndModes(new osg::CullFace(osg::CullFace::BACK));
    constexpr std::array<float, 3> kRange{3200.0F, 8000.0F, 1e9F};
    for (const BuildingTile& tile : parts->buildings) {
        for (std::size_t k = 0; k < tile.parts.size(); ++k) {
            if (!tile.parts[k].empty()) {
                group(Element::Buildings)->addChild(within(to_geometry(tile.parts[k]), kRange[k]));
            }
        }
    }
    osg::StateSet* trees = group(Element::Trees)->getOrCreateStateSet();
    set_program(*trees, shaders::kSolidVertex, shaders::kSolidFragment);
    set_bin(*trees, kSolidBin, true, false);
    for (const Mesh& mesh : parts->trees) {
        group(Element::Trees)->addChild(within(to_geometry(mesh), 1700.0F));
    }
}

void CityScene::Impl::build_lines() {
    const auto lines = [](osg::Group* group, const Mesh& mesh, const DataTexture& data) {
        if (mesh.empty()) {
            return;
        }
        const auto geometry = to_geometry(mesh);
        osg::StateSet* state = geometry->getOrCreateStateSet();
        set_program(*state, shaders::kLineVertex, shaders::kLineFragment);
        set_bin(*state, kLineBin, false, true);
        state->setTextureAttribute(1, data.texture());
        group->addChild(geometry);
    };
    const auto symbols = [](osg::Group* group, const Mesh& mesh, const DataTexture& data) {
        if (mesh.empty()) {
            return;
        }
        const auto geometry = to_geometry(mesh);
        osg::StateSet* state = geometry->getOrCreateStateSet();
        set_program(*state, shaders::kSymbolVertex, shaders::kSymbolFragment);
        set_bin(*state, kSymbolBin, false, true);
        state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
        state->setTextureAttributeAndModes(0, new osg::PointSprite);
        state->setTextureAttribute(1, data.texture());
        group->addChild(geometry);
    };
    lines(group(Element::Water), parts->pipes, pipes);
    lines(group(Element::Power), parts->cables, cables);
    symbols(group(Element::Water), parts->water_symbols, water_nodes);
    symbols(group(Element::Power), parts->power_symbols, buses);
    symbols(group(Element::Telecom), parts->telecom_symbols, sites);
    lines(congestion, parts->traffic, edges);
    lines(discs, parts->discs, sites);
    osg::StateSet* state = congestion->getOrCreateStateSet();
    state->setRenderBinDetails(kGroundLayerBin, "RenderBin", osg::StateSet::OVERRIDE_RENDERBIN_DETAILS);
    state->addUniform(new osg::Uniform("uWiden", 0.9F));
    state->addUniform(new osg::Uniform("uMinPx", 0.9F));
    discs->getOrCreateStateSet()->setRenderBinDetails(kGroundLayerBin, "RenderBin", osg::StateSet::OVERRIDE_RENDERBIN_DETAILS);
    root->addChild(congestion);
    root->addChild(discs);
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
    group(Element::Vehicles)->addChild(boxes.geometry);
    group(Element::Vehicles)->addChild(points.geometry);
    group(Element::Signals)->addChild(signals.geometry);
}

void CityScene::Impl::before_draw(osgUtil::CullVisitor& cull) {
    ViewVolume view;
    const osg::Matrixd clip = *cull.getModelViewMatrix() * *cull.getProjectionMatrix();
    const osg::Vec3d eye = osg::Vec3d() * osg::Matrixd::inverse(*cull.getModelViewMatrix());
    view.eye = {eye.x(), eye.y(), eye.z()};
    for (int k = 0; k < 6; ++k) { // rows of the clip matrix give the planes (Gribb and Hartmann, 2001)
        const int axis = k / 2;
        const double sign = k % 2 == 0 ? 1.0 : -1.0;
        std::array<double, 4> plane{};
        for (int i = 0; i < 4; ++i) {
            plane[static_cast<std::size_t>(i)] = clip(i, 3) + sign * clip(i, axis);
        }
        const double n = std::sqrt(plane[0] * plane[0] + plane[1] * plane[1] + plane[2] * plane[2]);
        for (double& v : plane) {
            v /= std::max(1e-12, n);
        }
        view.planes[static_cast<std::size_t>(k)] = plane;
    }
    if (frame != nullptr && shown[static_cast<std::size_t>(Element::Vehicles)]) {
        mesh_vehicles(*frame, parts->heights, view, night, box_mesh, point_mesh);
        boxes.set(box_mesh);
        points.set(point_mesh);
    }
    if (shown[static_cast<std::size_t>(Element::Signals)]) {
        mesh_signals(parts->networks.roads, frame.get(), parts->heights, view, signal_mesh);
        signals.set(signal_mesh);
    }
}

void CityScene::Impl::refresh_light() {
    osg::StateSet* state = root->getOrCreateStateSet();
    float share = 0.0F;
    state->getUniform("uNight")->get(share);
    night = share > 0.4F;
    const double hour = std::fmod(to_seconds(now) / 3600.0, 24.0);
    osg::Uniform* lit = group(Element::Buildings)->getOrCreateStateSet()->getUniform("uLitShare");
    const auto shares = lit_shares(hour);
    for (unsigned use = 0; use < shares.size(); ++use) {
        lit->setElement(use, shares[use]);
    }
}

void CityScene::Impl::refresh_layer() {
    const Ramp kind = layer_ramp(layer);
    for (unsigned i = 0; i < 256; ++i) {
        const Colour c = ramp_colour(kind, i / 255.0);
        std::copy(c.begin(), c.end(), ramp_image->data(i));
    }
    ramp_image->dirty();
    static const engine::Frame kNothing;
    const engine::Frame& now_shown = frame != nullptr ? *frame : kNothing;
    if (layer != DataLayer::None) {
        layer_values(layer, parts->city, parts->networks, parts->served, now_shown, values);
    }
    const auto live = [](const std::vector<std::uint8_t>& v, std::size_t i) { return i >= v.size() || v[i] != 0; };
    const bool speaks = layer != DataLayer::None && layer != DataLayer::Congestion;
    for (std::size_t i = 0; i < parts->city.buildings.size(); ++i) {
        std::uint8_t* t = objects.texel(i);
        t[0] = speaks ? values.buildings[i] : kNoData;
        t[1] = live(now_shown.building_power, i) ? 255 : 0;
    }
    objects.changed();
    const auto fill = [&](DataTexture& texture, const std::vector<std::uint8_t>& from, std::size_t count, auto state) {
        for (std::size_t i = 0; i < count; ++i) {
            std::uint8_t* t = texture.texel(i);
            t[0] = layer != DataLayer::None && i < from.size() ? from[i] : kNoData;
            const auto [ok, flow] = state(i);
            t[1] = ok;
            t[2] = flow;
        }
        texture.changed();
    };
    const auto flow_of = [](double v, double small) { return static_cast<std::uint8_t>(v > small ? 255 : v < -small ? 0 : 128); };
    const gis::Networks& n = parts->networks;
    using State = std::pair<std::uint8_t, std::uint8_t>;
    const auto wet = [&](std::uint32_t node) { return node >= now_shown.water_pressure_m.size() || std::isfinite(now_shown.water_pressure_m[node]); };
    const auto hot = [&](std::uint32_t bus) { return bus >= now_shown.bus_voltage_pu.size() || now_shown.bus_voltage_pu[bus] > 0.01F; };
    fill(pipes, values.pipes, n.water.links.size(), [&](std::size_t i) {
        const bool ok = wet(n.water.links[i].from) && wet(n.water.links[i].to);
        const double q = i < now_shown.water_flow_m3ps.size() ? static_cast<double>(now_shown.water_flow_m3ps[i]) : 0.0;
        return State{ok ? 255 : 0, ok ? flow_of(q, 1e-4) : 128};
    });
    fill(cables, values.branches, n.power.branches.size(), [&](std::size_t i) { return State{hot(n.power.branches[i].to) && hot(n.power.branches[i].from) ? 255 : 0, 128}; });
    fill(edges, values.edges, n.roads.edges.size(), [](std::size_t) { return State{255, 128}; });
    fill(water_nodes, {}, n.water.nodes.size(), [&](std::size_t i) { return State{wet(static_cast<std::uint32_t>(i)) ? 255 : 0, 128}; });
    fill(buses, {}, n.power.buses.size(), [&](std::size_t i) { return State{hot(static_cast<std::uint32_t>(i)) ? 255 : 0, 128}; });
    fill(sites, values.sites, n.telecom.sites.size(), [&](std::size_t i) {
        const std::uint8_t s = i < now_shown.site_state.size() ? now_shown.site_state[i] : std::uint8_t{2};
        return State{s == 0 ? 0 : s == 1 ? 128 : 255, 128};
    });
    grid.update(parts->city, now_shown.building_power);
    uniform("uLayer", layer != DataLayer::None ? 1.0F : 0.0F);
    uniform("uQuiet", layer != DataLayer::None ? 1.0F : 0.0F);
}

void CityScene::Impl::refresh_masks() {
    for (std::size_t i = 0; i < elements.size(); ++i) {
        elements[i]->setNodeMask(shown[i] ? ~0U : 0U);
    }
    const auto force = [&](Element e) { group(e)->setNodeMask(~0U); };
    if (layer == DataLayer::Pressure || underground) {
        force(Element::Water);
    }
    if (layer == DataLayer::Voltage || underground) {
        force(Element::Power);
    }
    if (layer == DataLayer::Coverage || underground) {
        force(Element::Telecom);
    }
    congestion->setNodeMask(layer == DataLayer::Congestion ? ~0U : 0U);
    discs->setNodeMask(layer == DataLayer::Coverage ? ~0U : 0U);
    uniform("uGround", underground ? 0.15F : 1.0F);
    group(Element::Buildings)->getOrCreateStateSet()->setRenderBinDetails(underground ? kSolidBin : kBuildingBin, "RenderBin");
    // Blending costs software GL a lot: only where something is to be seen through.
    root->getOrCreateStateSet()->setAttribute(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    root->getOrCreateStateSet()->setMode(GL_BLEND, underground ? osg::StateAttribute::ON : osg::StateAttribute::OFF);
}

CityScene::CityScene(const gis::City& city, const gis::Networks& networks) : CityScene(build_scene(city, networks)) {}

CityScene::CityScene(std::shared_ptr<const SceneParts> parts) : impl_{std::make_unique<Impl>(std::move(parts))} {
    impl_->root->getOrCreateStateSet()->addUniform(new osg::Uniform("uNight", 0.0F));
    impl_->build();
    set_time(impl_->now);
}

CityScene::~CityScene() {
    impl_->root->setCullCallback(nullptr); // the viewer may hold the root a little longer than we live
}

osg::Node* CityScene::root() {
    return impl_->root.get();
}

void CityScene::show(std::shared_ptr<const engine::Frame> frame) {
    impl_->frame = std::move(frame);
    if (impl_->frame != nullptr) {
        impl_->uniform("uClock", static_cast<float>(std::fmod(to_seconds(impl_->frame->time), 3600.0)));
    }
    impl_->refresh_layer();
}

void CityScene::set_viewport(int width_px, int height_px) {
    impl_->viewport->set(osg::Vec2f(static_cast<float>(width_px), static_cast<float>(height_px)));
}

void CityScene::set_layer(DataLayer layer) {
    impl_->layer = layer;
    impl_->refresh_layer();
    impl_->refresh_masks();
}

DataLayer CityScene::layer() const {
    return impl_->layer;
}

LayerLegend CityScene::legend(Language language) const {
    return layer_legend(impl_->layer, impl_->frame != nullptr ? impl_->frame->time : TimeUs{-1}, language);
}

void CityScene::set_visible(Element element, bool visible) {
    impl_->shown[static_cast<std::size_t>(element)] = visible;
    impl_->refresh_masks();
}

bool CityScene::visible(Element element) const {
    return impl_->shown[static_cast<std::size_t>(element)];
}

void CityScene::set_underground(bool on) {
    impl_->underground = on;
    impl_->refresh_masks();
}

void CityScene::set_time(TimeUs local, int day_of_year, double utc_offset_h) {
    impl_->now = local;
    const auto& place = impl_->parts->city.place;
    const double offset = utc_offset_h < 100.0 ? utc_offset_h : std::round(place.longitude_deg / 15.0);
    const Daylight light = daylight(sun_position(place.latitude_deg, place.longitude_deg, day_of_year, to_seconds(local) / 3600.0 - offset));
    osg::StateSet* state = impl_->root->getOrCreateStateSet();
    const auto set = [&](const char* name, const std::array<float, 3>& v) { state->getOrCreateUniform(name, osg::Uniform::FLOAT_VEC3)->set(vec(v)); };
    set("uSunDir", light.towards_sun);
    set("uSunLight", light.sun);
    set("uSkyLight", light.sky);
    set("uHaze", light.haze);
    set("uZenith", light.zenith);
    impl_->uniform("uNight", light.night);
    impl_->refresh_light();
}

void CityScene::set_selected(const ObjectRef& object) {
    impl_->uniform("uSelected", object.kind == ObjectKind::Building ? static_cast<float>(object.index) : -1.0F);
}

void CityScene::set_highlight(const ObjectRef& object) {
    impl_->uniform("uHovered", object.kind == ObjectKind::Building ? static_cast<float>(object.index) : -1.0F);
}

ObjectRef CityScene::pick(const Ray& ray) const {
    const PickScene scene{*impl_->parts, impl_->frame.get(),
                          (impl_->elements[static_cast<std::size_t>(Element::Water)]->getNodeMask() != 0),
                          (impl_->elements[static_cast<std::size_t>(Element::Power)]->getNodeMask() != 0),
                          (impl_->elements[static_cast<std::size_t>(Element::Telecom)]->getNodeMask() != 0)};
    return pick_object(scene, *impl_->elements[static_cast<std::size_t>(Element::Buildings)], ray);
}

const gis::City& CityScene::city() const {
    return impl_->parts->city;
}

const engine::Frame* CityScene::frame() const {
    return impl_->frame.get();
}

TimeUs CityScene::time() const {
    return impl_->now;
}

} // namespace cityloom::render
