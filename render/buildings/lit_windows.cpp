// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/buildings/lit_windows.h"

#include <algorithm>

#include "gis/city/city.h"

namespace cityloom::render {

std::array<float, 12> lit_shares(double hour) {
    const auto bump = [&](double from, double to, double soft) { // share by hour, over midnight too
        double h = hour;
        if (h < from - soft) {
            h += 24.0;
        }
        return std::clamp((h - from) / soft + 0.5, 0.0, 1.0) * std::clamp((to - h) / soft + 0.5, 0.0, 1.0);
    };
    std::array<float, 12> shares{};
    for (std::size_t use = 0; use < shares.size(); ++use) {
        double s = 0.3;
        switch (static_cast<gis::BuildingUse>(use)) {
        case gis::BuildingUse::Housing:
        case gis::BuildingUse::Unknown:
            s = 0.07 + 0.50 * bump(17.5, 23.2, 1.6) + 0.3 * bump(5.8, 8.2, 1.0);
            break;
        case gis::BuildingUse::Office:
            s = 0.10 + 0.55 * bump(7.0, 19.3, 1.8);
            break;
        case gis::BuildingUse::Retail:
            s = 0.12 + 0.65 * bump(8.5, 21.5, 1.0);
            break;
        case gis::BuildingUse::Hotel:
            s = 0.22 + 0.35 * bump(17.5, 23.8, 1.5);
            break;
        case gis::BuildingUse::Hospital:
            s = 0.62;
            break;
        case gis::BuildingUse::Industry:
        case gis::BuildingUse::Utility:
            s = 0.22;
            break;
        default:
            s = 0.08 + 0.4 * bump(7.0, 18.5, 1.0);
            break;
        }
        shares[use] = static_cast<float>(s);
    }
    return shares;
}

} // namespace cityloom::render
