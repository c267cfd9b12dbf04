// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QObject>

#include "app/desktop/models/object_facts.h"
#include "app/desktop/timeline/play_control.h"
#include "render/overlays/route_stretch.h"
#include "scenarios/run/vehicle_trip.h"

namespace cityloom::app {

/// Asks the engine about one vehicle's trip as the city is played; it waits for the engine in another thread.
class VehicleWatch : public QObject {
    Q_OBJECT

public:
    explicit VehicleWatch(PlayControl& play, QObject* parent = nullptr);
    /// Nothing: nobody is watched.
    void watch(std::optional<std::uint64_t> vehicle);
    [[nodiscard]] std::optional<std::uint64_t> watched() const { return vehicle_; }
    /// Of the present; nothing until it is known, and while the past is looked at, of which the engine keeps none.
    [[nodiscard]] const std::optional<scenarios::VehicleTrip>& trip() const { return trip_; }

Q_SIGNALS:
    void changed();

private:
    void ask();
    void take(std::uint64_t vehicle, std::optional<scenarios::VehicleTrip> trip);

    PlayControl& play_;
    std::optional<std::uint64_t> vehicle_;
    std::optional<scenarios::VehicleTrip> trip_;
    TimeUs asked_at_ = -1; ///< of the engine
    bool asking_ = false;
};

/// Adds what is known of its trip to the facts of a vehicle. \param lorry trips are drawn for people: no purpose is
/// told
void addTrip(ObjectFacts& facts, const scenarios::VehicleTrip& trip, bool lorry);
/// Its way over the ground: what lies behind it since it last chose, and what lies ahead.
[[nodiscard]] std::vector<render::RouteStretch> routeOf(const LoadedCity& city, const scenarios::VehicleTrip& trip);
/// "Car", "Emergency vehicle (ambulance, fire engine, police)".
[[nodiscard]] QString vehicleWord(engine::VehicleClass cls);

} // namespace cityloom::app
