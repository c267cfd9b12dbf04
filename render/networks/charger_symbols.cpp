// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/networks/charger_symbols.h"

#include <algorithm>

#include <osg/Geometry>
#include <osg/Group>
#include <osg/PointSprite>
#include <osg/Texture2D>

#include "render/scene/geometry.h"
#include "render/scene/shaders.h"

namespace cityloom::render {

namespace {

constexpr Colour kCharger = rgb(0xB8741A); // electricity, a shade darker: it hangs on the grid and is none of it
constexpr float kKind = 6.0F;              // of the symbol shader's shapes
constexpr float kSizePx = 17.0F;
constexpr float kFarShare = 0.35F; // below 0.4: small, and not drawn from afar

constexpr double kApartM = 6.0;

/// Stations at one place stand side by side, so that each shows its state and can be picked.
std::vector<Point2> spread(std::vector<Point2> places) {
    const std::vector<Point2> given = places;
    for (std::size_t i = 1; i < given.size(); ++i) {
        const auto before = std::count_if(given.begin(), given.begin() + static_cast<std::ptrdiff_t>(i),
                                          [&](Point2 p) { return distance_m(p, given[i]) < 0.5 * kApartM; });
        places[i].x_m += static_cast<double>(before) * kApartM;
    }
    return places;
}

std::vector<Point2> places_of(const traffic::RoadNetwork& roads, const engine::Frame* frame) {
    std::vector<Point2> places;
    if (frame != nullptr && !frame->chargers.empty()) {
        for (const engine::ChargerView& station : frame->chargers) {
            places.push_back({static_cast<double>(station.x_m), static_cast<double>(station.y_m)});
        }
        return places;
    }
    for (const traffic::ChargingStation& station : roads.chargers) {
        // As a frame has them, so that nothing is built anew when the first one comes.
        places.push_back({static_cast<double>(static_cast<float>(station.at.x_m)),
                          static_cast<double>(static_cast<float>(station.at.y_m))});
    }
    return places;
}

} // namespace

struct ChargerSymbols::Impl {
    explicit Impl(const SceneParts& p) : parts{p} {}

    void build();

    const SceneParts& parts;
    osg::ref_ptr<osg::Group> root = new osg::Group;
    std::vector<Point2> given;
    std::vector<Point2> places; ///< where the symbols are
    std::unique_ptr<DataTexture> states;
};

void ChargerSymbols::Impl::build() {
    root->removeChildren(0, root->getNumChildren());
    states = std::make_unique<DataTexture>(places.size() + 1);
    if (places.empty()) {
        return;
    }
    Mesh mesh;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Point2 at = places[i];
        mesh.add(vertex(at.x_m, at.y_m, parts.heights.ground_m(at) + kChargerAboveM), kCharger,
                 {kKind, static_cast<float>(i), kSizePx, kFarShare});
    }
    const auto geometry = to_geometry(mesh);
    osg::StateSet* state = geometry->getOrCreateStateSet();
    set_program(*state, shaders::kSymbolVertex, shaders::kSymbolFragment);
    set_bin(*state, kSymbolBin, false, true);
    state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
    state->setTextureAttributeAndModes(0, new osg::PointSprite);
    state->setTextureAttribute(1, states->texture());
    root->addChild(geometry);
}

ChargerSymbols::ChargerSymbols(const SceneParts& parts) : impl_{std::make_unique<Impl>(parts)} {
    show(nullptr);
}

ChargerSymbols::~ChargerSymbols() = default;

osg::Group* ChargerSymbols::root() const {
    return impl_->root.get();
}

void ChargerSymbols::show(const engine::Frame* frame) {
    std::vector<Point2> places = places_of(impl_->parts.networks.roads, frame);
    if (impl_->states == nullptr || places != impl_->given) {
        impl_->places = spread(places);
        impl_->given = std::move(places);
        impl_->build();
    }
    for (std::size_t i = 0; i < impl_->places.size(); ++i) {
        const engine::ChargerView there =
            frame != nullptr && i < frame->chargers.size() ? frame->chargers[i] : engine::ChargerView{.points = 1};
        std::uint8_t* texel = impl_->states->texel(i);
        texel[0] = kNoData;
        texel[1] = there.working == 0 ? 0 : there.busy >= there.points ? 128 : 255;
        texel[2] = 128;
    }
    impl_->states->changed();
}

const std::vector<Point2>& ChargerSymbols::places() const {
    return impl_->places;
}

} // namespace cityloom::render
