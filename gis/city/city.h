// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/city/mobility.h"
#include "gis/city/terrain.h"
#include "sim/core/geometry.h"
#include "sim/core/weekly_hours.h"

namespace cityloom::gis {

/// How a building's height came to be known.
enum class HeightSource : std::uint8_t { Measured, Storeys, Guessed };

enum class BuildingUse : std::uint8_t {
    Unknown,
    Housing,
    Office,
    Retail,
    Industry,
    Public,
    School,
    Hospital,
    Religious,
    Garage,
    Hotel,
    Utility,
};

/// A closed ring in City::points (first point not repeated), outer ones counter-clockwise where a building's. A polygon
/// is an outer ring followed by its holes; a Range of rings may hold several polygons one after another.
struct Ring {
    Range points;
    bool hole = false;
};

enum class SurfaceKind : std::uint8_t { Wall, Roof, Ground, Other };

/// One planar polygon of a building's LoD2 model: rings in City::rings3, the first the outer one.
struct Surface {
    Range rings3;
    SurfaceKind kind = SurfaceKind::Other;
};

struct Building {
    std::uint64_t id = 0; ///< stable: from the source where it has one
    std::string source;   ///< the source's own name of it, as "way/123" or a CityJSON object id
    std::string name;
    Range rings;               ///< footprint in City::rings; may be empty where only surfaces are given
    Range surfaces;            ///< LoD2 surfaces in City::surfaces; empty: extrude the footprint
    double base_m = 0.0;       ///< lowest terrain under the footprint
    double height_m = 0.0;     ///< of the eaves (flat roof) above base_m
    double min_height_m = 0.0; ///< floating parts start here, above base_m
    float storeys = 0.0F;      ///< 0 when unknown
    HeightSource height_source = HeightSource::Guessed;
    BuildingUse use = BuildingUse::Unknown;
    Provenance use_source = Provenance::Default;
    double footprint_m2 = 0.0;
    float people = -1.0F; ///< who live in it, from a census; below 0: from its floor area (see inhabitants.h)
    float jobs = -1.0F;   ///< who work in it, likewise
};

/// OSM's highway=* classes, from the widest down. Motorway ... LivingStreet with their links carry cars by default.
enum class StreetClass : std::uint8_t {
    Motorway,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
    Track,
    Pedestrian,
    Footway,
    Cycleway,
    Path,
    Steps,
    Busway,
    Construction,
    Other,
};

/// What is laid out for bicycles on one side of a street (OSM's cycleway=*).
enum class CycleFacility : std::uint8_t {
    None,
    Lane,     ///< on the carriageway
    Track,    ///< beside it, behind a kerb
    Shared,   ///< marked on the general lane
    Busway,   ///< on the bus lane
    Separate, ///< a way of its own in the source
};
struct CycleSide {
    CycleFacility kind = CycleFacility::None;
    bool against = false; ///< used against the street's one-way (opposite_lane, opposite_track)
    double width_m = 0.0; ///< 0: not mapped
};

inline constexpr double kWidestCycleM = 6.0; ///< wider than this is no width of one direction

enum class BicycleAccess : std::uint8_t { Allowed, Forbidden, UseSidepath };

/// What holds on a street at some hours of the week (OSM's *:conditional): of several of one kind the last that holds
/// counts; at all other hours the street's own fields do.
struct StreetHours {
    enum class What : std::uint8_t { Access, Direction, SpeedForward, SpeedBackward };
    enum Access : std::uint8_t { kNobody, kDestination, kEverybody };
    What what = What::Access;
    double value = 0.0; ///< an Access, of cars; a direction, as Street::oneway; metres per second
    WeeklyHours when;
    friend bool operator==(const StreetHours&, const StreetHours&) = default;
};

/// One source way with highway=*. Its nodes are shared with other streets by index: that is the topology.
struct Street {
    std::uint64_t id = 0; ///< OSM way id, or a hash of the source's own
    std::string name;
    Range nodes; ///< in City::street_node_refs
    StreetClass cls = StreetClass::Other;
    bool link = false; ///< motorway_link and the like
    bool roundabout = false;
    bool closed_to_cars = false;   ///< access/motor_vehicle/vehicle say so
    bool bus_only = false;         ///< psv or bus allowed, cars not
    bool destination_only = false; ///< private, destination, customers: reachable, no through traffic
    std::int8_t oneway = 0;        ///< 1 along the nodes, -1 against, 0 both
    std::uint8_t lanes_forward = 1;
    std::uint8_t lanes_backward = 1;
    Provenance lanes_source = Provenance::Default;
    double speed_mps = 50.0 / 3.6;
    Provenance speed_source = Provenance::Default;
    double width_m = 0.0; ///< of the carriageway, 0 when only known from lanes
    std::int8_t layer = 0;
    bool bridge = false;
    bool tunnel = false;
    bool sidewalk = false;
    std::string turn_lanes_forward; ///< OSM turn:lanes, left to right in driving direction
    std::string turn_lanes_backward;
    CycleSide cycle_left; ///< of the nodes' direction
    CycleSide cycle_right;
    BicycleAccess bicycles = BicycleAccess::Allowed;
    bool bicycles_both_ways = false; ///< on a one-way street (oneway:bicycle=no, cycleway=opposite*)
    std::vector<StreetHours> hours;  ///< what changes by the hour
};

enum class NodeControl : std::uint8_t { None, Signal, Stop, GiveWay, Crossing, SignalCrossing, MiniRoundabout };

struct StreetNode {
    std::uint64_t id = 0;
    Point2 at;
    NodeControl control = NodeControl::None;
};

/// An OSM turn restriction whose via is a node (way-vias are resolved to their first node and noted).
struct TurnRestriction {
    std::uint32_t from_street = kNone;
    std::uint32_t via_node = kNone;
    std::uint32_t to_street = kNone;
    bool only = false;          ///< only_* rather than no_*
    bool bicycles_pass = false; ///< it is for cars alone: a bollard
    WeeklyHours when;           ///< it holds then; never: at all hours
};

enum class AreaKind : std::uint8_t {
    Water,
    Park,
    Forest,
    Grass,
    Farmland,
    Residential,
    Commercial,
    Retail,
    Industrial,
    Parking,
    Cemetery,
    School,
    Hospital,
    Pitch,
    Square,
    Railway,
    Sand,
    Other,
};
struct Area {
    std::uint64_t id = 0;
    AreaKind kind = AreaKind::Other;
    std::string name;
    Range rings; ///< in City::rings
};

enum class LineKind : std::uint8_t { River, Stream, Canal, Rail, Tram, PowerLine, MinorPowerLine, Barrier, Pipeline };
struct Line {
    std::uint64_t id = 0;
    LineKind kind = LineKind::Stream;
    std::string name;
    Range points; ///< in City::points
    double width_m = 0.0;
    double voltage_v = 0.0;
};

/// A mapped thing that a network can use before anything is synthesised.
enum class AssetKind : std::uint8_t {
    Substation,
    Transformer,
    PowerPlant,
    PowerTower,
    WaterWorks,
    WaterTower,
    Reservoir,
    WaterWell,
    PumpingStation,
    CommunicationsMast,
    Hospital,
    FireStation,
    PoliceStation,
    School,
    DataCentre,
    FuelStation,
    ChargingStation,
    Sewage,
};
struct Asset {
    std::uint64_t id = 0;
    AssetKind kind = AssetKind::Substation;
    std::string name;
    Point2 at;
    double voltage_v = 0.0;
    Provenance source = Provenance::Measured;
    double power_w = 0.0; ///< electricity that a power plant gives at its most; 0: not known
    double use = 0.0;     ///< of that, in the mean of a year, by what it runs on
};

struct District {
    std::uint64_t id = 0;
    std::string name;
    Range rings;
    Provenance source = Provenance::Derived;
    double people = 0.0; ///< as its boundary says; 0: it does not
};

/// How many people live and work in the city, where that was given; else floor areas or streets must tell.
struct Census {
    double people = 0.0; ///< 0: not given
    double jobs = 0.0;   ///< 0: not given
    std::string source;  ///< in a few words, for reports
};

/// Which CRS the metres are in, and what was subtracted from them.
struct GeoReference {
    int epsg = 0;    ///< 0: a local engineering system (the demo city)
    std::string wkt; ///< of the projected CRS
    std::int64_t origin_x_m = 0;
    std::int64_t origin_y_m = 0;
    double latitude_deg = 0.0; ///< of the city's centre, for sun and time
    double longitude_deg = 0.0;
    std::string vertical; ///< vertical datum, in words
    bool left_hand_traffic = false;
    std::string country; ///< ISO 3166-1 alpha-2 where known, else empty
};

/// Something about the input that a person should know; one row of the validation report.
struct ImportNote {
    enum class Level : std::uint8_t { Info, Warning, Error } level = Level::Info;
    std::string file;
    std::string object; ///< layer and object id, or line
    std::string reason;
    std::string remedy;
};

/// A city as it stands: plain arrays, metres from GeoReference's origin. Knows nothing of networks or pictures.
struct City {
    std::string name;
    GeoReference place;
    Terrain terrain;
    std::vector<Point2> points;
    std::vector<Ring> rings;
    std::vector<Point3> points3;
    std::vector<Range> rings3; ///< into points3
    std::vector<Surface> surfaces;
    std::vector<Building> buildings;
    std::vector<StreetNode> street_nodes;
    std::vector<std::uint32_t> street_node_refs;
    std::vector<Street> streets;
    std::vector<TurnRestriction> restrictions;
    std::vector<Area> areas;
    std::vector<Line> lines;
    std::vector<Asset> assets;
    std::vector<District> districts; ///< finer ones first; see districts.h
    Census census;
    std::vector<MobilityValue> mobility;   ///< where the city differs from assets/mobility.csv
    std::vector<std::string> attributions; ///< "© OpenStreetMap contributors": on every picture and report
    std::vector<ImportNote> notes;
    Point2
        min_corner; ///< extent of buildings and streets (areas may reach beyond); of the land where there are neither
    Point2 max_corner;
    std::uint32_t signal_nodes = 0; ///< source nodes tagged highway=traffic_signals
    std::uint32_t street_ways = 0;  ///< source ways tagged highway=*: `streets`, and those without two known nodes
    bool synthetic = false;         ///< made by a recipe, not measured
};

} // namespace cityloom::gis
