// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/heights.h"

#include <array>
#include <cmath>

namespace cityloom::gis {

namespace {

/// Heights in metres by footprint: below `small_m2`, up to `large_m2`, and above. European towns' usual storeys times
/// 3.2 m (detached houses two, blocks of flats five); halls count by their clear height.
struct GuessRow {
    BuildingUse use;
    double small_m2;
    double large_m2;
    double small_m;
    double middle_m;
    double large_m;
};
constexpr std::array kGuesses{
    GuessRow{BuildingUse::Housing, 180.0, 400.0, 7.0, 12.0, 15.0},
    GuessRow{BuildingUse::Office, 200.0, 1000.0, 10.0, 16.0, 22.0},
    GuessRow{BuildingUse::Retail, 200.0, 1500.0, 5.0, 8.0, 10.0},
    GuessRow{BuildingUse::Industry, 200.0, 2000.0, 5.0, 8.0, 11.0},
    GuessRow{BuildingUse::Public, 200.0, 1000.0, 7.0, 10.0, 13.0},
    GuessRow{BuildingUse::School, 200.0, 1000.0, 6.0, 9.0, 12.0},
    GuessRow{BuildingUse::Hospital, 300.0, 1500.0, 9.0, 15.0, 20.0},
    GuessRow{BuildingUse::Religious, 150.0, 500.0, 8.0, 14.0, 20.0},
    GuessRow{BuildingUse::Garage, 100.0, 1000.0, 2.8, 4.0, 9.0},
    GuessRow{BuildingUse::Hotel, 200.0, 800.0, 9.0, 16.0, 22.0},
    GuessRow{BuildingUse::Utility, 50.0, 500.0, 3.0, 5.0, 8.0},
    GuessRow{BuildingUse::Unknown, 40.0, 400.0, 3.5, 8.0, 12.0},
};

} // namespace

double guessed_height_m(BuildingUse use, double footprint_m2) noexcept {
    for (const GuessRow& row : kGuesses) {
        if (row.use == use) {
            return footprint_m2 < row.small_m2    ? row.small_m
                   : footprint_m2 <= row.large_m2 ? row.middle_m
                                                  : row.large_m;
        }
    }
    return 8.0;
}

bool settle_height(Building& building) noexcept {
    const bool given = !std::isnan(building.height_m);
    const bool fits = given && building.height_m > 0.3 && building.height_m <= kMaxHeightM;
    if (!(building.storeys >= 0.0F && building.storeys <= 300.0F)) {
        building.storeys = 0.0F;
    }
    if (fits) {
        building.height_source = HeightSource::Measured;
    } else if (building.storeys > 0.0F) {
        building.height_m = kStoreyM * static_cast<double>(building.storeys);
        building.height_source = HeightSource::Storeys;
    } else {
        building.height_m = guessed_height_m(building.use, building.footprint_m2);
        building.height_source = HeightSource::Guessed;
    }
    if (!(building.min_height_m > 0.0 && building.min_height_m < building.height_m)) {
        building.min_height_m = 0.0;
    }
    return fits || !given;
}

} // namespace cityloom::gis
