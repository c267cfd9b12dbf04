// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/city_scene.h"

#include <cmath>

#include "render/picking/picker.h"
#include "render/scene/scene_impl.h"
#include "sim/lifeline/rows.h"

namespace cityloom::render {

CityScene::CityScene(const gis::City& city, const gis::Networks& networks) : CityScene(build_scene(city, networks)) {}

CityScene::CityScene(std::shared_ptr<const SceneParts> parts) : impl_{std::make_unique<Impl>(std::move(parts))} {
    impl_->build();
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
    impl_->marks->follow(impl_->frame.get());
}

void CityScene::set_parts(std::shared_ptr<const SceneParts> parts) {
    Impl& s = *impl_;
    s.frame = nullptr;
    set_other({});
    s.parts = std::move(parts);
    s.build_networks();
    s.refresh_layer();
    s.refresh_masks();
    s.refresh_ranges();
    s.marks->set(Marks::Slot::Selected, s.selected, nullptr);
    s.marks->set(Marks::Slot::Hovered, s.hovered, nullptr);
}

void CityScene::set_viewport(int width_px, int height_px) {
    impl_->viewport->set(osg::Vec2f(static_cast<float>(width_px), static_cast<float>(height_px)));
}

double CityScene::ramp_high() const {
    return impl_->high_now();
}

void CityScene::set_least_ramp_high(double high) {
    if (high != impl_->least_high) {
        impl_->least_high = high;
        impl_->refresh_layer();
    }
}

void CityScene::set_layer(DataLayer layer) {
    if (layer != impl_->layer) {
        impl_->least_high = -1e300;
        impl_->difference.limit = 0.0;
        impl_->difference.time = -1;
    }
    impl_->layer = layer;
    impl_->build_there_alone();
    impl_->refresh_layer();
    impl_->refresh_masks();
    impl_->refresh_light();
}

DataLayer CityScene::layer() const {
    return impl_->layer;
}

LayerLegend CityScene::legend(Language language) const {
    if (impl_->painted_now) {
        return impl_->painted_now->legend;
    }
    if (impl_->differs()) {
        return difference_legend(impl_->layer, impl_->difference, language);
    }
    const double high = impl_->high_now();
    LayerLegend legend =
        layer_legend(impl_->layer, impl_->frame != nullptr ? impl_->frame->time : TimeUs{-1}, language, high);
    if (impl_->frame != nullptr) {
        legend.tally =
            tally_of(impl_->layer, impl_->parts->networks, *impl_->frame, impl_->tally_values, high, language);
    }
    return legend;
}

void CityScene::set_painted(std::optional<PaintedBuildings> painted) {
    if (!painted && !impl_->painted_now) {
        return;
    }
    impl_->painted_now = std::move(painted);
    impl_->refresh_layer();
    impl_->refresh_masks();
    impl_->refresh_light();
}

bool CityScene::is_painted() const {
    return impl_->painted_now.has_value();
}

void CityScene::set_visible(std::string_view part, bool visible) {
    if (const std::size_t i = part_index(part); i < impl_->shown.size()) {
        impl_->shown[i] = visible ? 1 : 0;
        impl_->refresh_masks();
    }
}

bool CityScene::visible(std::string_view part) const {
    return part_index(part) < impl_->shown.size() && impl_->is_shown(part);
}

void CityScene::set_underground(bool on) {
    impl_->underground = on;
    impl_->refresh_masks();
}

bool CityScene::underground() const {
    return impl_->underground;
}

void CityScene::set_time(TimeUs local, int day_of_year, double utc_offset_h) {
    impl_->now = local;
    impl_->day_of_year = day_of_year;
    impl_->utc_offset_h = utc_offset_h;
    impl_->refresh_light();
}

void CityScene::set_quality(Quality quality) {
    if (impl_->quality != quality) {
        impl_->quality = quality;
        impl_->refresh_ranges();
    }
}

Quality CityScene::quality() const {
    return impl_->quality;
}

void CityScene::set_guessed_heights_hatched(bool on) {
    impl_->uniform("uHatch", on ? 1.0F : 0.0F);
}

void CityScene::set_selected(const ObjectRef& object) {
    impl_->uniform("uSelected", object.is(lifeline::kBuilding) ? static_cast<float>(object.index) : -1.0F);
    impl_->selected = object;
    impl_->marks->set(Marks::Slot::Selected, object, impl_->frame.get());
}

void CityScene::set_also_selected(const std::vector<ObjectRef>& objects) {
    impl_->marks->set_also(objects);
}

void CityScene::set_highlight(const ObjectRef& object) {
    impl_->uniform("uHovered", object.is(lifeline::kBuilding) ? static_cast<float>(object.index) : -1.0F);
    impl_->hovered = object;
    impl_->marks->set(Marks::Slot::Hovered, object, impl_->frame.get());
}

void CityScene::set_route(const std::vector<RouteStretch>& route) {
    impl_->marks->set_route(route);
}

ObjectRef CityScene::pick(const Ray& ray) const {
    PickScene scene{.parts = *impl_->parts,
                    .frame = impl_->frame.get(),
                    .posts = impl_->is_shown(part::kSignals) ? &impl_->posts : nullptr,
                    .shown = {},
                    .blocked = impl_->is_shown(part::kClosures) ? &impl_->blocked->places() : nullptr};
    for (const engine::DomainRow* row : engine::domain_rows()) {
        if (row->drawn && impl_->group(row->id)->getNodeMask() != 0) {
            scene.shown.push_back(row);
        }
    }
    return pick_object(scene, *impl_->group(part::kBuildings), ray);
}

std::shared_ptr<const SceneParts> CityScene::parts() const {
    return impl_->parts;
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
