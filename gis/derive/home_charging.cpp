// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/home_charging.h"

#include "gis/city/mobility.h"

namespace cityloom::gis {

namespace {
constexpr double kWhPerHour = 1'000.0 / 24.0; // a kWh a day, in W
} // namespace

double electric_driving_w(const City& city) {
    return mobility(city, "cars_a_person") * mobility(city, "car_km_a_day") * mobility(city, "electric_use") *
           kWhPerHour;
}

double home_charging_w(const City& city) {
    return 0.01 * mobility(city, "home_charging") * electric_driving_w(city) / kIntoBattery;
}

} // namespace cityloom::gis
