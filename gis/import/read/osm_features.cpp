// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_features.h"

#include <array>
#include <limits>
#include <span>

namespace cityloom::gis {

namespace {

/// One tag and what it stands for. Tables are read top down: the first row that fits wins.
template <typename Kind> struct TagRow {
    std::string_view key;
    std::string_view value; ///< empty: any value but "no"
    Kind kind;
};

template <typename Kind, std::size_t N>
std::optional<Kind> first_match(const Tags& tags, const std::array<TagRow<Kind>, N>& table) {
    for (const auto& row : table) {
        if (row.value.empty() ? tags.yes(row.key) : tags[row.key] == row.value) {
            return row.kind;
        }
    }
    return std::nullopt;
}

using UseRow = TagRow<BuildingUse>;
constexpr std::array kUses{
    UseRow{"amenity", "hospital", BuildingUse::Hospital},
    UseRow{"amenity", "clinic", BuildingUse::Hospital},
    UseRow{"healthcare", "hospital", BuildingUse::Hospital},
    UseRow{"building", "hospital", BuildingUse::Hospital},
    UseRow{"amenity", "school", BuildingUse::School},
    UseRow{"amenity", "kindergarten", BuildingUse::School},
    UseRow{"amenity", "university", BuildingUse::School},
    UseRow{"amenity", "college", BuildingUse::School},
    UseRow{"building", "school", BuildingUse::School},
    UseRow{"building", "kindergarten", BuildingUse::School},
    UseRow{"building", "university", BuildingUse::School},
    UseRow{"building", "college", BuildingUse::School},
    UseRow{"amenity", "place_of_worship", BuildingUse::Religious},
    UseRow{"building", "church", BuildingUse::Religious},
    UseRow{"building", "chapel", BuildingUse::Religious},
    UseRow{"building", "cathedral", BuildingUse::Religious},
    UseRow{"building", "mosque", BuildingUse::Religious},
    UseRow{"building", "synagogue", BuildingUse::Religious},
    UseRow{"building", "temple", BuildingUse::Religious},
    UseRow{"building", "monastery", BuildingUse::Religious},
    UseRow{"tourism", "hotel", BuildingUse::Hotel},
    UseRow{"tourism", "hostel", BuildingUse::Hotel},
    UseRow{"building", "hotel", BuildingUse::Hotel},
    UseRow{"building", "garage", BuildingUse::Garage},
    UseRow{"building", "garages", BuildingUse::Garage},
    UseRow{"building", "carport", BuildingUse::Garage},
    UseRow{"building", "parking", BuildingUse::Garage},
    UseRow{"building", "shed", BuildingUse::Garage},
    UseRow{"building", "roof", BuildingUse::Garage},
    UseRow{"building", "hut", BuildingUse::Garage},
    UseRow{"building", "barn", BuildingUse::Garage}, // much floor, hardly anybody
    UseRow{"building", "farm_auxiliary", BuildingUse::Garage},
    UseRow{"building", "greenhouse", BuildingUse::Garage},
    UseRow{"amenity", "parking", BuildingUse::Garage},
    UseRow{"power", "", BuildingUse::Utility},
    UseRow{"building", "transformer_tower", BuildingUse::Utility},
    UseRow{"building", "service", BuildingUse::Utility},
    UseRow{"building", "data_center", BuildingUse::Utility},
    UseRow{"telecom", "", BuildingUse::Utility},
    UseRow{"building", "apartments", BuildingUse::Housing},
    UseRow{"building", "house", BuildingUse::Housing},
    UseRow{"building", "detached", BuildingUse::Housing},
    UseRow{"building", "semidetached_house", BuildingUse::Housing},
    UseRow{"building", "terrace", BuildingUse::Housing},
    UseRow{"building", "residential", BuildingUse::Housing},
    UseRow{"building", "dormitory", BuildingUse::Housing},
    UseRow{"building", "bungalow", BuildingUse::Housing},
    UseRow{"building", "farm", BuildingUse::Housing},
    UseRow{"building", "cabin", BuildingUse::Housing},
    UseRow{"building", "houseboat", BuildingUse::Housing},
    UseRow{"building", "office", BuildingUse::Office},
    UseRow{"building", "commercial", BuildingUse::Office},
    UseRow{"office", "", BuildingUse::Office},
    UseRow{"building", "retail", BuildingUse::Retail},
    UseRow{"building", "supermarket", BuildingUse::Retail},
    UseRow{"building", "kiosk", BuildingUse::Retail},
    UseRow{"shop", "", BuildingUse::Retail},
    UseRow{"building", "industrial", BuildingUse::Industry},
    UseRow{"building", "warehouse", BuildingUse::Industry},
    UseRow{"building", "manufacture", BuildingUse::Industry},
    UseRow{"building", "hangar", BuildingUse::Industry},
    UseRow{"craft", "", BuildingUse::Industry},
    UseRow{"building", "public", BuildingUse::Public},
    UseRow{"building", "civic", BuildingUse::Public},
    UseRow{"building", "government", BuildingUse::Public},
    UseRow{"building", "train_station", BuildingUse::Public},
    UseRow{"building", "sports_hall", BuildingUse::Public},
    UseRow{"building", "stadium", BuildingUse::Public},
    UseRow{"building", "fire_station", BuildingUse::Public},
    UseRow{"amenity", "restaurant", BuildingUse::Retail},
    UseRow{"amenity", "cafe", BuildingUse::Retail},
    UseRow{"amenity", "bank", BuildingUse::Office},
    UseRow{"amenity", "", BuildingUse::Public},
    UseRow{"leisure", "", BuildingUse::Public},
    UseRow{"tourism", "", BuildingUse::Public},
};

using AreaRow = TagRow<AreaKind>;
constexpr std::array kAreas{
    AreaRow{"natural", "water", AreaKind::Water},
    AreaRow{"waterway", "riverbank", AreaKind::Water},
    AreaRow{"waterway", "dock", AreaKind::Water},
    AreaRow{"landuse", "reservoir", AreaKind::Water},
    AreaRow{"landuse", "basin", AreaKind::Water},
    AreaRow{"leisure", "swimming_pool", AreaKind::Water},
    AreaRow{"leisure", "park", AreaKind::Park},
    AreaRow{"leisure", "garden", AreaKind::Park},
    AreaRow{"leisure", "nature_reserve", AreaKind::Forest},
    AreaRow{"leisure", "pitch", AreaKind::Pitch},
    AreaRow{"leisure", "playground", AreaKind::Park},
    AreaRow{"leisure", "track", AreaKind::Pitch},
    AreaRow{"leisure", "golf_course", AreaKind::Grass},
    AreaRow{"landuse", "forest", AreaKind::Forest},
    AreaRow{"natural", "wood", AreaKind::Forest},
    AreaRow{"natural", "scrub", AreaKind::Forest},
    AreaRow{"landuse", "grass", AreaKind::Grass},
    AreaRow{"landuse", "meadow", AreaKind::Grass},
    AreaRow{"landuse", "village_green", AreaKind::Grass},
    AreaRow{"landuse", "recreation_ground", AreaKind::Grass},
    AreaRow{"natural", "grassland", AreaKind::Grass},
    AreaRow{"natural", "heath", AreaKind::Grass},
    AreaRow{"landuse", "farmland", AreaKind::Farmland},
    AreaRow{"landuse", "farmyard", AreaKind::Farmland},
    AreaRow{"landuse", "orchard", AreaKind::Farmland},
    AreaRow{"landuse", "vineyard", AreaKind::Farmland},
    AreaRow{"landuse", "allotments", AreaKind::Farmland},
    AreaRow{"landuse", "residential", AreaKind::Residential},
    AreaRow{"landuse", "commercial", AreaKind::Commercial},
    AreaRow{"landuse", "retail", AreaKind::Retail},
    AreaRow{"landuse", "industrial", AreaKind::Industrial},
    AreaRow{"landuse", "construction", AreaKind::Other},
    AreaRow{"landuse", "brownfield", AreaKind::Other},
    AreaRow{"landuse", "railway", AreaKind::Railway},
    AreaRow{"landuse", "cemetery", AreaKind::Cemetery},
    AreaRow{"amenity", "grave_yard", AreaKind::Cemetery},
    AreaRow{"amenity", "parking", AreaKind::Parking},
    AreaRow{"amenity", "school", AreaKind::School},
    AreaRow{"amenity", "kindergarten", AreaKind::School},
    AreaRow{"amenity", "university", AreaKind::School},
    AreaRow{"amenity", "college", AreaKind::School},
    AreaRow{"amenity", "hospital", AreaKind::Hospital},
    AreaRow{"place", "square", AreaKind::Square},
    AreaRow{"natural", "sand", AreaKind::Sand},
    AreaRow{"natural", "beach", AreaKind::Sand},
};

using LineRow = TagRow<LineKind>;
constexpr std::array kLines{
    LineRow{"waterway", "river", LineKind::River},       LineRow{"waterway", "stream", LineKind::Stream},
    LineRow{"waterway", "ditch", LineKind::Stream},      LineRow{"waterway", "drain", LineKind::Stream},
    LineRow{"waterway", "canal", LineKind::Canal},       LineRow{"railway", "tram", LineKind::Tram},
    LineRow{"railway", "light_rail", LineKind::Tram},    LineRow{"railway", "rail", LineKind::Rail},
    LineRow{"railway", "subway", LineKind::Rail},        LineRow{"railway", "narrow_gauge", LineKind::Rail},
    LineRow{"railway", "funicular", LineKind::Rail},     LineRow{"power", "line", LineKind::PowerLine},
    LineRow{"power", "cable", LineKind::PowerLine},      LineRow{"power", "minor_line", LineKind::MinorPowerLine},
    LineRow{"man_made", "pipeline", LineKind::Pipeline}, LineRow{"barrier", "wall", LineKind::Barrier},
    LineRow{"barrier", "city_wall", LineKind::Barrier},  LineRow{"barrier", "retaining_wall", LineKind::Barrier},
};

using AssetRow = TagRow<AssetKind>;
constexpr std::array kAssets{
    AssetRow{"power", "substation", AssetKind::Substation},
    AssetRow{"power", "sub_station", AssetKind::Substation}, // the tag's older spellings
    AssetRow{"power", "station", AssetKind::Substation},
    AssetRow{"power", "plant", AssetKind::PowerPlant},
    AssetRow{"power", "generator", AssetKind::PowerPlant},
    AssetRow{"power", "transformer", AssetKind::Transformer},
    AssetRow{"building", "transformer_tower", AssetKind::Transformer},
    AssetRow{"power", "tower", AssetKind::PowerTower},
    AssetRow{"man_made", "water_tower", AssetKind::WaterTower},
    AssetRow{"building", "water_tower", AssetKind::WaterTower},
    AssetRow{"man_made", "water_works", AssetKind::WaterWorks},
    AssetRow{"man_made", "reservoir_covered", AssetKind::Reservoir},
    AssetRow{"man_made", "storage_tank", AssetKind::Reservoir}, // kept for water only, see asset_from_tags()
    AssetRow{"man_made", "pumping_station", AssetKind::PumpingStation},
    AssetRow{"man_made", "water_well", AssetKind::WaterWell},
    AssetRow{"man_made", "wastewater_plant", AssetKind::Sewage},
    AssetRow{"man_made", "communications_tower", AssetKind::CommunicationsMast},
    AssetRow{"tower:type", "communication", AssetKind::CommunicationsMast},
    AssetRow{"communication:mobile_phone", "", AssetKind::CommunicationsMast},
    AssetRow{"telecom", "data_center", AssetKind::DataCentre},
    AssetRow{"building", "data_center", AssetKind::DataCentre},
    AssetRow{"amenity", "hospital", AssetKind::Hospital},
    AssetRow{"amenity", "fire_station", AssetKind::FireStation},
    AssetRow{"amenity", "police", AssetKind::PoliceStation},
    AssetRow{"amenity", "school", AssetKind::School},
    AssetRow{"amenity", "fuel", AssetKind::FuelStation},
    AssetRow{"amenity", "charging_station", AssetKind::ChargingStation},
};

} // namespace

Building building_from_tags(const Tags& tags) {
    Building building;
    building.name = tags["name"];
    building.use = first_match(tags, kUses).value_or(BuildingUse::Unknown);
    building.use_source = building.use == BuildingUse::Unknown ? Provenance::Default : Provenance::Measured;
    building.height_m = std::numeric_limits<double>::quiet_NaN();
    for (const auto* key : {"height", "building:height", "est_height"}) {
        if (tags.has(key)) {
            building.height_m = parse_length_m(tags[key]).value_or(building.height_m);
            break;
        }
    }
    if (const auto storeys = leading_number(tags["building:levels"]); storeys && storeys->first > 0) {
        building.storeys = static_cast<float>(storeys->first);
    }
    building.min_height_m = parse_length_m(tags["min_height"]).value_or(0.0);
    if (const auto floor = leading_number(tags["building:min_level"]); floor && building.min_height_m <= 0.0) {
        building.min_height_m = floor->first * 3.2;
    }
    return building;
}

bool stands(const Tags& tags) {
    // Life cycle: https://wiki.openstreetmap.org/wiki/Lifecycle_prefix. What is being built, abandoned or in ruins is
    // there.
    constexpr std::array<std::string_view, 7> kGone{"proposed",  "planned",   "demolished", "razed",
                                                    "destroyed", "collapsed", "removed"};
    for (const std::string_view state : kGone) {
        if (tags["building"] == state || tags["building:part"] == state || tags[state] == "yes") {
            return false;
        }
    }
    const bool below = tags.is("location", {"underground", "subway"}) || tags["parking"] == "underground" ||
                       tags.yes("tunnel") || tags["building"] == "underground";
    const auto levels = leading_number(tags["building:levels"]);
    const auto height = parse_length_m(tags["height"]);
    const bool no_storey = levels && levels->first <= 0.0 && !(height && *height > 0.0);
    const bool flat = height && *height == 0.0;
    const auto layer = leading_number(tags["layer"]);
    // Below a bridge or a slope a building has a negative layer too: with a height or storeys it is seen.
    const bool buried = layer && layer->first < 0.0 && !(height && *height > 0.0) && !(levels && levels->first > 0.0);
    return !below && !no_storey && !flat && !buried;
}

double people_of(const Tags& tags) {
    const auto number = leading_number(tags["population"]);
    return number && number->first > 0.0 && number->first < 1e8 ? number->first : 0.0;
}

std::optional<AreaKind> area_from_tags(const Tags& tags) {
    if (tags.yes("building")) {
        return std::nullopt;
    }
    if (tags.has("highway")) {
        const bool walkable = tags.is("highway", {"pedestrian", "footway", "living_street"});
        return tags["area"] == "yes" && walkable ? std::optional{AreaKind::Square} : std::nullopt;
    }
    if (tags.is("location", {"underground"}) || tags.yes("tunnel")) {
        return std::nullopt;
    }
    return first_match(tags, kAreas);
}

std::optional<Line> line_from_tags(const Tags& tags) {
    const auto kind = first_match(tags, kLines);
    if (!kind) {
        return std::nullopt;
    }
    Line line{.kind = *kind, .name = std::string{tags["name"]}};
    const auto width = parse_length_m(tags["width"]);
    line.width_m = width && *width > 0.0 && *width < 2000.0 ? *width : 0.0;
    line.voltage_v = parse_voltage_v(tags["voltage"]);
    return line;
}

/// How much of its most a plant gives in the mean of a year (recalled: European fleets, run-of-river hydro).
double use_of_plant(std::string_view source) {
    struct Use {
        std::string_view source;
        double share;
    };
    for (const Use& use :
         {Use{"wind", 0.25}, Use{"solar", 0.12}, Use{"hydro", 0.45}, Use{"waste", 0.7}, Use{"nuclear", 0.8}}) {
        if (source == use.source) {
            return use.share;
        }
    }
    return 0.5;
}

void set_output(const Tags& tags, Asset& plant) {
    const std::string_view kind = tags["power"];
    const std::string prefix = kind == "generator" ? "generator:" : "plant:";
    const auto power_w = parse_power_w(tags[prefix + "output:electricity"]);
    if (power_w && plant.kind == AssetKind::PowerPlant) {
        plant.power_w = *power_w;
        plant.use = use_of_plant(tags[prefix + "source"]);
    }
}

std::optional<Asset> asset_from_tags(const Tags& tags) {
    const auto kind = first_match(tags, kAssets);
    if (!kind) {
        return std::nullopt;
    }
    if (tags["man_made"] == "storage_tank" && !tags.is("content", {"water", "drinking_water"})) {
        return std::nullopt;
    }
    if (*kind == AssetKind::PumpingStation && tags.is("substance", {"sewage", "wastewater"})) {
        return std::nullopt;
    }
    // A panel on a roof is a generator too, but feeds no district.
    if (tags["power"] == "generator" && tags.is("generator:source", {"solar"})) {
        return std::nullopt;
    }
    Asset asset{.kind = *kind, .name = std::string{tags["name"]}, .voltage_v = parse_voltage_v(tags["voltage"])};
    set_output(tags, asset);
    return asset;
}

BuildingUse use_from_area(AreaKind kind) noexcept {
    switch (kind) {
    case AreaKind::Residential:
        return BuildingUse::Housing;
    case AreaKind::Commercial:
        return BuildingUse::Office;
    case AreaKind::Retail:
        return BuildingUse::Retail;
    case AreaKind::Industrial:
        return BuildingUse::Industry;
    case AreaKind::School:
        return BuildingUse::School;
    case AreaKind::Hospital:
        return BuildingUse::Hospital;
    case AreaKind::Farmland:
        return BuildingUse::Garage; // barns
    default:
        return BuildingUse::Unknown;
    }
}

} // namespace cityloom::gis
