// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_cycleway.h"

#include <array>
#include <string>

namespace cityloom::gis {

namespace {

constexpr double kNarrowestM = 0.5;

struct Row {
    std::string_view value;
    CycleFacility kind;
    bool against = false;
};
constexpr std::array kFacilities{
    Row{"lane", CycleFacility::Lane},
    Row{"track", CycleFacility::Track},
    Row{"opposite_lane", CycleFacility::Lane, true},
    Row{"opposite_track", CycleFacility::Track, true},
    Row{"shared_lane", CycleFacility::Shared},
    Row{"share_busway", CycleFacility::Busway},
    Row{"opposite_share_busway", CycleFacility::Busway, true},
    Row{"separate", CycleFacility::Separate},
    Row{"sidepath", CycleFacility::Separate},
};

/// A key of one side, of both, of no side: the first that is tagged.
std::string_view of_side(const Tags& tags, const std::string& side, const std::string& detail) {
    for (const std::string_view where : {std::string_view{side}, std::string_view{"both"}, std::string_view{}}) {
        std::string key{"cycleway"};
        key.append(where.empty() ? "" : ":").append(where).append(detail);
        if (tags.has(key)) {
            return tags[key];
        }
    }
    return {};
}

CycleSide side_from(const Tags& tags, const std::string& name) {
    CycleSide side;
    const std::string_view value = of_side(tags, name, "");
    const auto* const row = std::ranges::find(kFacilities, value, &Row::value);
    if (row == kFacilities.end()) {
        return side;
    }
    side.kind = row->kind;
    side.against = row->against || of_side(tags, name, ":oneway") == "-1";
    const auto width = parse_length_m(of_side(tags, name, ":width"));
    side.width_m = width && *width >= kNarrowestM && *width <= kWidestCycleM ? *width : 0.0;
    return side;
}

} // namespace

void set_bicycles(const Tags& tags, Street& street) {
    street.cycle_left = side_from(tags, "left");
    street.cycle_right = side_from(tags, "right");
    if (street.oneway == 0) { // each side serves its own direction: none of them runs against it
        street.cycle_left.against = street.cycle_right.against = false;
    }
    const std::string_view bicycle = tags["bicycle"];
    const bool said = bicycle == "no" || bicycle == "dismount" || bicycle == "private";
    const bool beside = bicycle == "use_sidepath" || tags.yes("bicycle:use_sidepath");
    if (said || (!beside && bicycle.empty() && tags.is("vehicle", {"no"}))) {
        street.bicycles = BicycleAccess::Forbidden;
    } else if (beside) {
        street.bicycles = BicycleAccess::UseSidepath;
    }
    const bool opposite = tags["cycleway"].starts_with("opposite");
    street.bicycles_both_ways = street.oneway != 0 && (tags["oneway:bicycle"] == "no" || opposite ||
                                                       street.cycle_left.against || street.cycle_right.against);
}

} // namespace cityloom::gis
