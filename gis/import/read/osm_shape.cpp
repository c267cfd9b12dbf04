// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_shape.h"

#include <algorithm>
#include <array>
#include <optional>

#include "gis/import/heights.h"

namespace cityloom::gis {

namespace {

struct ShapeRow {
    std::string_view word;
    RoofShape shape;
};
/// https://wiki.openstreetmap.org/wiki/Key:roof:shape; where we have no form of its own the nearest is taken.
constexpr std::array kShapes{
    ShapeRow{"flat", RoofShape::Flat},          ShapeRow{"skillion", RoofShape::Skillion},
    ShapeRow{"lean_to", RoofShape::Skillion},   ShapeRow{"gabled", RoofShape::Gabled},
    ShapeRow{"pitched", RoofShape::Gabled},     ShapeRow{"saltbox", RoofShape::Gabled},
    ShapeRow{"gambrel", RoofShape::Gambrel},    ShapeRow{"round", RoofShape::Round},
    ShapeRow{"barrel", RoofShape::Round},       ShapeRow{"hipped", RoofShape::Hipped},
    ShapeRow{"half-hipped", RoofShape::Hipped}, ShapeRow{"side_hipped", RoofShape::Hipped},
    ShapeRow{"mansard", RoofShape::Mansard},    ShapeRow{"pyramidal", RoofShape::Pyramidal},
    ShapeRow{"cone", RoofShape::Pyramidal},     ShapeRow{"conical", RoofShape::Pyramidal},
    ShapeRow{"dome", RoofShape::Dome},          ShapeRow{"onion", RoofShape::Dome},
};

constexpr std::array<std::string_view, 16> kPoints{"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                                   "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};

double direction_of(std::string_view text) {
    const auto* const point = std::ranges::find(kPoints, text);
    if (point != kPoints.end()) {
        return 22.5 * static_cast<double>(point - kPoints.begin());
    }
    const auto number = leading_number(text);
    return number && number->first >= -360.0 && number->first <= 360.0 ? number->first : kNotGiven;
}

double within_or(std::optional<double> value, double low, double high, double otherwise) {
    return value && *value >= low && *value <= high ? *value : otherwise;
}

std::optional<double> number_of(const Tags& tags, std::string_view key) {
    const auto number = leading_number(tags[key]);
    return number ? std::optional{number->first} : std::nullopt;
}

RoofForm roof_from_tags(const Tags& tags, std::string_view& odd_roof) {
    RoofForm roof;
    const std::string_view word = tags.has("roof:shape") ? tags["roof:shape"] : tags["building:roof:shape"];
    const auto* const row = std::ranges::find(kShapes, word, &ShapeRow::word);
    if (row != kShapes.end()) {
        roof.shape = row->shape;
    } else if (!word.empty()) {
        odd_roof = word;
    }
    roof.height_m = within_or(parse_length_m(tags["roof:height"]), 0.0, 300.0, kNotGiven);
    roof.storeys = within_or(number_of(tags, "roof:levels"), 0.0, 50.0, kNotGiven);
    roof.angle_deg = within_or(number_of(tags, "roof:angle"), 1.0, 85.0, kNotGiven);
    roof.direction_deg = direction_of(tags["roof:direction"]);
    roof.across = tags["roof:orientation"] == "across";
    return roof;
}

/// \param odd_roof receives the roof:shape that is not known and taken as flat
BuildingShape shape_from_tags(const Tags& tags, std::string_view& odd_roof) {
    BuildingShape shape;
    for (const auto* key : {"height", "building:height", "est_height"}) {
        if (tags.has(key)) {
            shape.height_m = within_or(parse_length_m(tags[key]), 0.3, kMaxHeightM, kNotGiven);
            break;
        }
    }
    shape.storeys = within_or(number_of(tags, "building:levels"), 0.0, 300.0, 0.0);
    shape.min_storeys = within_or(number_of(tags, "building:min_level"), 0.0, 300.0, 0.0);
    shape.min_height_m = within_or(parse_length_m(tags["min_height"]), 0.0, kMaxHeightM, kStoreyM * shape.min_storeys);
    shape.roof = roof_from_tags(tags, odd_roof);
    return shape;
}

} // namespace

bool is_building_part(const Tags& tags) {
    return tags.yes("building:part");
}

bool keep_shape(const Tags& tags, const BuildingShape& of, std::vector<BuildingShape>& shapes) {
    std::string_view odd_roof;
    BuildingShape made = shape_from_tags(tags, odd_roof);
    if (of.part || made.roof.shape != RoofShape::Flat) {
        made.building = of.building;
        made.source = of.source;
        made.rings = of.rings;
        made.part = of.part;
        shapes.push_back(std::move(made));
    }
    return odd_roof.empty();
}

} // namespace cityloom::gis
