// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/citygml_uses.h"

#include <charconv>

#include "gis/import/read/columns.h"
#include "gis/import/read/osm_features.h"

namespace cityloom::gis {

namespace {

/// Germany's ALKIS codes of a building's function, "31001_1010": the last four digits (AdV, GeoInfoDok, GFK).
BuildingUse by_alkis(int code) {
    if (code >= 1000 && code < 2000) {
        return BuildingUse::Housing;
    }
    if (code >= 2050 && code < 2070) {
        return BuildingUse::Retail;
    }
    if (code >= 2070 && code < 2090) {
        return BuildingUse::Hotel;
    }
    if (code == 2463 || code == 2465) {
        return BuildingUse::Garage;
    }
    if (code >= 2500 && code < 2700) {
        return BuildingUse::Utility;
    }
    if (code >= 2100 && code < 2500) {
        return BuildingUse::Industry;
    }
    if (code >= 2000 && code < 2100) {
        return BuildingUse::Office;
    }
    if (code >= 2700 && code < 2900) {
        return BuildingUse::Garage; // of farms
    }
    if (code >= 3020 && code < 3030) {
        return BuildingUse::School;
    }
    if (code >= 3040 && code < 3050) {
        return BuildingUse::Religious;
    }
    if (code >= 3050 && code < 3060) {
        return BuildingUse::Hospital;
    }
    return code >= 3000 && code < 4000 ? BuildingUse::Public : BuildingUse::Unknown;
}

} // namespace

BuildingUse use_of_citygml(const std::string& function, const std::string& usage, const std::string& cls) {
    for (const std::string& text : {function, usage, cls}) {
        if (text.empty()) {
            continue;
        }
        const auto underscore = text.rfind('_');
        const std::string digits = underscore == std::string::npos ? text : text.substr(underscore + 1);
        int code = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code);
        if (error == std::errc{} && end == digits.data() + digits.size()) {
            const bool alkis = underscore != std::string::npos && text.starts_with("31001");
            const BuildingUse use = alkis          ? by_alkis(code)
                                    : code == 1000 ? BuildingUse::Housing // CityGML's own list
                                                   : BuildingUse::Unknown;
            if (use != BuildingUse::Unknown) {
                return use;
            }
            continue;
        }
        const std::string word = use_in(text);
        Tags tags;
        tags.add("building", word);
        if (const BuildingUse use = building_from_tags(tags).use; use != BuildingUse::Unknown) {
            return use;
        }
    }
    return BuildingUse::Unknown;
}

} // namespace cityloom::gis
