// SPDX-License-Identifier: GPL-3.0-or-later
// A vehicle is found, followed by the camera, and its way is drawn.
#include <algorithm>
#include <array>

#include "app/desktop/docks/inspector_panel.h"
#include "app/desktop/tasks/task_bar.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/view/view_overlays.h"
#include "app/desktop/window/command_search.h"
#include "app/desktop/window/main_window.h"
#include "sim/traffic/rows.h"

namespace cityloom::app {

namespace {

constexpr std::array<engine::VehicleClass, 5> kClasses{engine::VehicleClass::Emergency, engine::VehicleClass::Bus,
                                                       engine::VehicleClass::Truck, engine::VehicleClass::Car,
                                                       engine::VehicleClass::Bicycle};

render::ObjectRef objectOf(const engine::Frame& frame, const engine::VehicleView& vehicle, const gis::City& city) {
    const Point2 at{static_cast<double>(vehicle.x_m), static_cast<double>(vehicle.y_m)};
    return {&traffic::kVehicle,
            static_cast<std::uint32_t>(&vehicle - frame.vehicles.data()),
            vehicle.id,
            {at.x_m, at.y_m, city.terrain.ground_m(at)}};
}

} // namespace

void MainWindow::connectFollowing() {
    connect(inspector_, &InspectorPanel::followRequested, this, &MainWindow::followSelected);
    connect(inspector_, &InspectorPanel::tripChanged, this, &MainWindow::showRoute);
    connect(view_, &CityView::followingChanged, this, [this](bool on, bool gone) {
        inspector_->showFollowing(on);
        overlays_->showFollowing(on ? inspector_->title() : QString{});
        if (gone) {
            banner_->tell(tr("Following has ended"), tr("%1 is no longer on the streets.").arg(inspector_->title()),
                          {});
        }
    });
    connect(overlays_, &ViewOverlays::followingEndAsked, this, [this] { view_->followVehicle({}); });
    connect(this, &MainWindow::selectionChanged, this, [this](const render::ObjectRef& object) {
        if (view_->followed() && (!object.is(traffic::kVehicle) || object.id != *view_->followed())) {
            view_->followVehicle({});
        }
    });
}

void MainWindow::followSelected(bool on) {
    if (!on) {
        view_->followVehicle({});
    } else if (selected_.is(traffic::kVehicle)) {
        view_->followVehicle(selected_.id);
        view_->setFocus(); // so that Esc ends it
    } else {
        banner_->tell(tr("Follow a vehicle"),
                      tr("Click a vehicle in the picture first, or search for one by its kind: car, bus, lorry, "
                         "bicycle, ambulance."),
                      {});
    }
    inspector_->showFollowing(view_->followed().has_value());
}

void MainWindow::followNearest(engine::VehicleClass cls) {
    const auto city = desk_.workspace().city();
    const auto& frame = desk_.play().frame();
    const engine::VehicleView* nearest = nullptr;
    double least = 0.0;
    const render::CameraPose pose = view_->pose();
    for (std::size_t k = 0; frame != nullptr && k < frame->vehicles.size(); ++k) {
        const engine::VehicleView& vehicle = frame->vehicles[k];
        const double away = distance_m({static_cast<double>(vehicle.x_m), static_cast<double>(vehicle.y_m)},
                                       {pose.target[0], pose.target[1]});
        if (vehicle.cls == cls && (nearest == nullptr || away < least)) {
            nearest = &vehicle;
            least = away;
        }
    }
    if (nearest == nullptr || city == nullptr) {
        banner_->tell(vehicleWord(cls),
                      tr("None is under way at this time: the trips of this run have none now, or play the city until "
                         "some set out."),
                      {});
        return;
    }
    select(objectOf(*frame, *nearest, *city->city));
    followSelected(true);
}

void MainWindow::showRoute() {
    const auto city = desk_.workspace().city();
    const auto& trip = inspector_->watch().trip();
    if (view_->scene() != nullptr && city != nullptr) {
        view_->scene()->set_route(trip ? routeOf(*city, *trip) : std::vector<render::RouteStretch>{});
        view_->update();
    }
}

void MainWindow::addVehicleEntries(std::vector<SearchEntry>& entries) {
    const auto& frame = desk_.play().frame();
    if (desk_.workspace().city() == nullptr || frame == nullptr) {
        return;
    }
    for (const engine::VehicleClass cls : kClasses) {
        const auto count = std::ranges::count(frame->vehicles, cls, &engine::VehicleView::cls);
        entries.push_back(
            {.group = tr("Vehicles"),
             .text = vehicleWord(cls),
             .detail = count > 0 ? tr("%1 under way: follow the nearest").arg(count) : tr("none is under way"),
             .icon = QStringLiteral("car"),
             .go = [this, cls] { followNearest(cls); }});
    }
}

} // namespace cityloom::app
