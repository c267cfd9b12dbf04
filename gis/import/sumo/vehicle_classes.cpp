// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/vehicle_classes.h"

#include <algorithm>
#include <array>
#include <bit>

#include "gis/import/sumo/xml.h"

namespace cityloom::gis::sumo {

namespace {

using traffic::LaneUse;
using traffic::VehicleClass;

/// One vClass: how it counts for us, and its defaults (m, m/s, m/s2).
struct Row {
    std::string_view name;
    unsigned use;       // of a lane that admits it; 0: no road vehicle
    unsigned drives_on; // LaneUse of a vehicle of the class
    VehicleClass cls;
    float length, gap, accel, decel, hardest, top, deviation, width;
};

constexpr unsigned kAll = traffic::kEveryone;
constexpr unsigned kCar = LaneUse::kCars;
constexpr unsigned kBus = LaneUse::kBuses;
constexpr unsigned kTruck = LaneUse::kTrucks;
constexpr unsigned kBike = LaneUse::kBicycles;
constexpr unsigned kBlue = LaneUse::kEmergency;
constexpr unsigned kTaxi = LaneUse::kTaxis;
constexpr unsigned kMoto = LaneUse::kMotorcycles;

constexpr std::array kRows{
    Row{"passenger", kCar, kCar, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.1F, 1.8F},
    Row{"private", kCar, kCar, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.1F, 1.8F},
    Row{"hov", kCar, kCar, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.1F, 1.8F},
    Row{"evehicle", kCar, kCar, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.1F, 1.8F},
    Row{"custom1", kCar, kCar, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.1F, 1.8F},
    Row{"custom2", kCar, kCar, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.1F, 1.8F},
    Row{"taxi", kTaxi, kTaxi, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.05F, 1.8F},
    Row{"emergency", kBlue, kBlue, VehicleClass::Emergency, 6.5F, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0, 2.16F},
    Row{"authority", kBlue, kBlue, VehicleClass::Emergency, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0, 1.8F},
    Row{"army", kBlue, kBlue, VehicleClass::Emergency, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0, 1.8F},
    Row{"vip", kBlue, kBlue, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.1F, 1.8F},
    Row{"bus", kBus, kBus, VehicleClass::Bus, 12, 2.5F, 1.2F, 4, 7, 27.78F, 0, 2.5F},
    Row{"coach", kBus, kBus, VehicleClass::Bus, 14, 2.5F, 2, 4, 7, 27.78F, 0.05F, 2.6F},
    Row{"delivery", kTruck, kTruck, VehicleClass::Truck, 6.5F, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0.05F, 2.16F},
    Row{"truck", kTruck, kTruck, VehicleClass::Truck, 7.1F, 2.5F, 1.3F, 4, 7, 36.11F, 0.05F, 2.4F},
    Row{"trailer", kTruck, kTruck, VehicleClass::Truck, 16.5F, 2.5F, 1.1F, 4, 7, 36.11F, 0.05F, 2.55F},
    Row{"motorcycle", kMoto, kMoto, VehicleClass::Motorcycle, 2.2F, 2.5F, 6, 10, 10, 55.56F, 0.1F, 0.9F},
    Row{"moped", kMoto, kMoto, VehicleClass::Motorcycle, 2.1F, 2.5F, 1.1F, 7, 10, 16.67F, 0.1F, 0.78F},
    Row{"bicycle", kBike, kBike, VehicleClass::Bicycle, 1.6F, 0.5F, 1.2F, 3, 7, 5.56F, 0.1F, 0.65F},
    Row{"scooter", kBike, kBike, VehicleClass::Bicycle, 1.2F, 0.5F, 1.2F, 3, 7, 5.56F, 0.1F, 0.5F},
    Row{"ignoring", 0, kAll, VehicleClass::Car, 5, 2.5F, 2.6F, 4.5F, 9, 55.56F, 0, 1.8F},
    Row{"pedestrian", 0, 0, VehicleClass::Car, 0.21F, 0.25F, 1.5F, 2, 5, 10.44F, 0.1F, 0.48F},
    Row{"wheelchair", 0, 0, VehicleClass::Car, 0.8F, 0.5F, 1.5F, 2, 5, 8.33F, 0.1F, 0.8F},
    Row{"tram", 0, 0, VehicleClass::Car, 22, 2.5F, 1, 3, 7, 22.22F, 0, 2.4F},
    Row{"rail_urban", 0, 0, VehicleClass::Car, 109.5F, 5, 1, 3, 7, 27.78F, 0, 3},
    Row{"subway", 0, 0, VehicleClass::Car, 109.5F, 5, 1, 3, 7, 27.78F, 0, 3},
    Row{"cable_car", 0, 0, VehicleClass::Car, 5, 2.5F, 1, 3, 7, 10, 0, 1.8F},
    Row{"rail", 0, 0, VehicleClass::Car, 135, 5, 0.25F, 1.3F, 5, 44.44F, 0, 2.84F},
    Row{"rail_electric", 0, 0, VehicleClass::Car, 200, 5, 0.5F, 1.3F, 5, 61.11F, 0, 2.95F},
    Row{"rail_fast", 0, 0, VehicleClass::Car, 200, 5, 0.5F, 1.3F, 5, 91.67F, 0, 2.95F},
    Row{"ship", 0, 0, VehicleClass::Car, 17, 2.5F, 0.1F, 0.15F, 1, 4.12F, 0.1F, 4},
    Row{"container", 0, 0, VehicleClass::Car, 6.1F, 2.5F, 1, 1, 1, 1, 0, 2.59F},
    Row{"aircraft", 0, 0, VehicleClass::Car, 72.7F, 2.5F, 1, 1, 1, 1, 0, 79.8F},
    Row{"drone", 0, 0, VehicleClass::Car, 0.5F, 2.5F, 1, 1, 1, 1, 0, 0.5F},
};
static_assert(kRows.size() <= 64);

ClassSet parse_classes(std::string_view text, std::uint32_t& unknown) {
    ClassSet classes = 0;
    for_each_word(
        text,
        [&](std::string_view word) {
            const ClassSet bit = word == "all" ? kAllClasses : class_bit(word);
            unknown += bit == 0 ? 1U : 0U;
            classes |= bit;
        },
        " |,;\t\r\n");
    return classes;
}

} // namespace

ClassSet class_bit(std::string_view name) {
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (kRows[i].name == name) {
            return ClassSet{1} << i;
        }
    }
    return 0;
}

ClassSet permitted(std::string_view allow, std::string_view disallow, std::uint32_t& unknown) {
    if (!allow.empty()) {
        return parse_classes(allow, unknown);
    }
    return ~parse_classes(disallow, unknown);
}

std::uint8_t lane_use(ClassSet classes) {
    if (classes == kAllClasses) {
        return traffic::kEveryone;
    }
    unsigned use = 0;
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        use |= (classes >> i & 1U) != 0 ? kRows[i].use : 0U;
    }
    return static_cast<std::uint8_t>(use);
}

ClassUses::ClassUses(ClassSet driving, const std::vector<ClassSet>& permissions) {
    unsigned taken = kBike;
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        lane_[i] = vehicle_[i] = static_cast<std::uint8_t>(kRows[i].use);
        vehicle_[i] = static_cast<std::uint8_t>(kRows[i].drives_on);
        taken |= (driving >> i & 1U) != 0 ? kRows[i].use : 0U;
    }
    const auto told_apart = [&](std::size_t a, std::size_t b) {
        return std::ranges::any_of(permissions, [&](ClassSet set) { return (set >> a & 1U) != (set >> b & 1U); });
    };
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        const unsigned bit = kRows[i].use;
        if (bit == kBike) {
            continue; // what riders use has a meaning of its own
        }
        if (bit == 0 || (driving >> i & 1U) == 0) {
            // Where others of its kind drive, their lanes are not its own.
            lane_[i] = (taken & bit) != 0 ? std::uint8_t{0} : lane_[i];
            continue;
        }
        std::size_t like = i; // the first class of its kind before it that lanes treat alike
        bool alone = true;
        for (std::size_t k = 0; k < i && like == i; ++k) {
            const bool kin = kRows[k].use == bit && (driving >> k & 1U) != 0;
            alone = alone && !kin;
            like = kin && !told_apart(k, i) ? k : like;
        }
        if (like != i || alone) {
            lane_[i] = vehicle_[i] = like != i ? lane_[like] : static_cast<std::uint8_t>(bit);
            continue;
        }
        unsigned spare = 0;
        for (const unsigned candidate : {kMoto, kBlue, kTruck, kBus, kTaxi, unsigned{LaneUse::kOtherMotor}}) {
            spare = spare == 0 && (taken & candidate) == 0 ? candidate : spare;
        }
        taken |= spare;
        thrown_together_ += spare == 0 ? 1U : 0U;
        lane_[i] = vehicle_[i] = static_cast<std::uint8_t>(spare == 0 ? bit : spare);
    }
    for (std::size_t i = 0; i < kRows.size(); ++i) { // a bit that was given away is no longer its old class's
        const bool drives = (driving >> i & 1U) != 0;
        lane_[i] = !drives && (taken & lane_[i]) != 0 && lane_[i] != kBike ? std::uint8_t{0} : lane_[i];
    }
    others_ = (taken & LaneUse::kOtherMotor) == 0;
}

std::uint8_t ClassUses::of_lane(ClassSet classes) const {
    if (classes == kAllClasses) {
        return traffic::kEveryone;
    }
    unsigned use = 0;
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        use |= (classes >> i & 1U) != 0 ? lane_[i] : 0U;
    }
    return static_cast<std::uint8_t>(use == 0 && others_ && lane_use(classes) != 0 ? unsigned{LaneUse::kOtherMotor}
                                                                                   : use);
}

std::uint8_t ClassUses::of_vehicle(ClassSet cls) const {
    return vehicle_.at(static_cast<std::size_t>(std::countr_zero(cls)));
}

ClassDefaults class_defaults(std::string_view name) {
    const Row* row = &kRows[0];
    for (const Row& candidate : kRows) {
        row = candidate.name == name ? &candidate : row;
    }
    ClassDefaults defaults;
    traffic::VehicleType& type = defaults.type;
    type.length_m = row->length;
    type.min_gap_m = row->gap;
    type.accel_mps2 = row->accel;
    type.decel_mps2 = row->decel;
    type.hardest_mps2 = row->hardest;
    type.max_speed_mps = row->top;
    type.headway_s = 1.0F;
    type.speed_factor = 1.0F;
    type.speed_deviation = row->deviation;
    type.speed_lowest = 0.2F;
    type.speed_highest = 2.0F;
    type.width_m = row->width;
    type.use = static_cast<std::uint8_t>(row->drives_on);
    type.cls = row->cls;
    type.electric = row->name == "evehicle";
    defaults.road = row->drives_on != 0;
    return defaults;
}

} // namespace cityloom::gis::sumo
