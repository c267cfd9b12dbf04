// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_street.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "gis/import/read/country_speeds.h"
#include "gis/import/read/osm_cycleway.h"

namespace cityloom::gis {

namespace {

constexpr double kKmh = 1.0 / 3.6;
constexpr double kMph = 0.44704;
constexpr double kWalkMps = 7.0 * kKmh;
constexpr int kMaxLanes = 8;

struct ClassRow {
    std::string_view value;
    StreetClass cls;
};
constexpr std::array kClasses{
    ClassRow{"motorway", StreetClass::Motorway},
    ClassRow{"trunk", StreetClass::Trunk},
    ClassRow{"primary", StreetClass::Primary},
    ClassRow{"secondary", StreetClass::Secondary},
    ClassRow{"tertiary", StreetClass::Tertiary},
    ClassRow{"unclassified", StreetClass::Unclassified},
    ClassRow{"road", StreetClass::Unclassified},
    ClassRow{"residential", StreetClass::Residential},
    ClassRow{"living_street", StreetClass::LivingStreet},
    ClassRow{"service", StreetClass::Service},
    ClassRow{"track", StreetClass::Track},
    ClassRow{"pedestrian", StreetClass::Pedestrian},
    ClassRow{"footway", StreetClass::Footway},
    ClassRow{"corridor", StreetClass::Footway},
    ClassRow{"cycleway", StreetClass::Cycleway},
    ClassRow{"path", StreetClass::Path},
    ClassRow{"bridleway", StreetClass::Path},
    ClassRow{"steps", StreetClass::Steps},
    ClassRow{"busway", StreetClass::Busway},
    ClassRow{"bus_guideway", StreetClass::Busway},
    ClassRow{"construction", StreetClass::Construction},
    ClassRow{"proposed", StreetClass::Construction},
};

bool closed_by_class(StreetClass cls) {
    switch (cls) {
    case StreetClass::Pedestrian:
    case StreetClass::Footway:
    case StreetClass::Cycleway:
    case StreetClass::Path:
    case StreetClass::Steps:
    case StreetClass::Busway:
    case StreetClass::Construction:
    case StreetClass::Other:
        return true;
    default:
        return false;
    }
}

/// The most specific tag of one direction, as vehicle:backward=no.
std::string_view access_along(const Tags& tags, const std::string& direction) {
    std::string_view found;
    for (const auto* key : {"access:", "vehicle:", "motor_vehicle:", "motorcar:"}) {
        const std::string own = key + direction;
        found = tags.has(own) ? tags[own] : found;
    }
    return found;
}

/// A street that cars may use one way only, though its oneway does not say so.
void set_direction_by_access(const Tags& tags, Street& street) {
    const bool no_forward = shuts_out_cars(access_along(tags, "forward"));
    const bool no_backward = shuts_out_cars(access_along(tags, "backward"));
    const bool neither =
        (no_forward && no_backward) || (no_forward && street.oneway > 0) || (no_backward && street.oneway < 0);
    if (neither) {
        street.closed_to_cars = true;
    } else if (street.oneway == 0 && (no_forward || no_backward)) {
        street.oneway = no_backward ? 1 : -1;
        street.bicycles_both_ways = true; // it is the cars that are kept out
    }
}

/// The most specific tag wins: access < vehicle < motor_vehicle < motorcar, and likewise for buses.
void set_access(const Tags& tags, Street& street) {
    std::string_view general;
    for (const auto* key : {"access", "vehicle"}) {
        general = tags.has(key) ? tags[key] : general;
    }
    std::string_view motor;
    for (const auto* key : {"motor_vehicle", "motorcar"}) {
        motor = tags.has(key) ? tags[key] : motor;
    }
    const std::string_view car = motor.empty() ? general : motor;
    const bool by_class = closed_by_class(street.cls);
    // A footway open to "access=yes" is still no road: only a tag on motor vehicles opens it.
    street.closed_to_cars =
        by_class ? motor.empty() || shuts_out_cars(motor) || motor == "permissive" : shuts_out_cars(car);
    street.destination_only = !street.closed_to_cars && cars_with_business(car);
    std::string_view bus;
    for (const auto* key : {"psv", "bus"}) {
        bus = tags.has(key) ? tags[key] : bus;
    }
    const bool bus_allowed = bus.empty() ? street.cls == StreetClass::Busway || car == "psv" || car == "bus"
                                         : !shuts_out_cars(bus) || bus == "bus" || bus == "psv";
    street.bus_only = street.closed_to_cars && bus_allowed && street.cls != StreetClass::Construction;
}

std::optional<int> whole(std::string_view text) {
    const auto number = leading_number(text);
    if (!number || number->first < 1.0 || number->first > 20.0) {
        return std::nullopt;
    }
    return std::min(static_cast<int>(number->first), kMaxLanes);
}

std::optional<int> turn_lane_count(std::string_view turns) {
    if (turns.empty()) {
        return std::nullopt;
    }
    return std::min(static_cast<int>(std::ranges::count(turns, '|')) + 1, kMaxLanes);
}

/// Lanes of one direction ("", ":forward", ":backward") that cars may not use: those of buses and taxis, by
/// lanes:bus=1 or by bus:lanes=designated|yes|yes; and those that vehicle:lanes and its like close.
int lanes_without_cars(const Tags& tags, const std::string& direction) {
    int most = 0;
    for (const auto* key : {"lanes:bus", "lanes:psv", "lanes:taxi"}) {
        if (const auto number = leading_number(tags[key + direction]); number && number->first > 0.0) {
            most = std::max(most, static_cast<int>(std::min(number->first, static_cast<double>(kMaxLanes))));
        }
    }
    for (const auto& [key, closed] :
         {std::pair{"bus:lanes", "designated"}, std::pair{"psv:lanes", "designated"}, std::pair{"vehicle:lanes", "no"},
          std::pair{"motor_vehicle:lanes", "no"}, std::pair{"access:lanes", "no"}}) {
        int count = 0;
        std::string_view left = tags[key + direction];
        while (!left.empty()) {
            const auto bar = left.find('|');
            count += left.substr(0, bar) == closed ? 1 : 0;
            left = bar == std::string_view::npos ? std::string_view{} : left.substr(bar + 1);
        }
        most = std::max(most, count);
    }
    return most;
}

int default_lanes(const Street& street) {
    const bool wide = street.cls == StreetClass::Motorway || (street.cls == StreetClass::Trunk && street.oneway != 0);
    return wide && !street.link ? 2 : 1;
}

void set_lanes(const Tags& tags, Street& street) {
    auto total = whole(tags["lanes"]);
    // The lane in the middle that both directions turn left from carries nobody through.
    const auto centre = whole(tags["lanes:both_ways"]);
    if (total && centre && street.oneway == 0) {
        total = std::max(1, *total - *centre);
    }
    street.turn_lanes_forward = tags["turn:lanes:forward"];
    street.turn_lanes_backward = tags["turn:lanes:backward"];
    if (street.oneway > 0 && street.turn_lanes_forward.empty()) {
        street.turn_lanes_forward = tags["turn:lanes"];
    } else if (street.oneway < 0 && street.turn_lanes_backward.empty()) {
        street.turn_lanes_backward = tags["turn:lanes"];
    }
    auto forward = whole(tags["lanes:forward"]);
    auto backward = whole(tags["lanes:backward"]);
    const bool by_turns = !total && !forward && !backward;
    if (!forward && by_turns) {
        forward = turn_lane_count(street.turn_lanes_forward);
    }
    if (!backward && by_turns) {
        backward = turn_lane_count(street.turn_lanes_backward);
    }
    street.lanes_source = total || (forward && backward) ? Provenance::Measured
                          : forward || backward          ? Provenance::Derived
                                                         : Provenance::Default;
    int f = 0;
    int b = 0;
    if (street.oneway != 0) {
        const auto tagged = total ? total : street.oneway > 0 ? forward : backward;
        (street.oneway > 0 ? f : b) = tagged.value_or(default_lanes(street));
    } else if (total && !forward && !backward) {
        // An odd lane counts for both: one lane two ways is a narrow street that each direction may use.
        f = std::max(1, (*total + 1) / 2);
        b = std::max(1, *total / 2);
    } else {
        const int standard = default_lanes(street);
        f = forward.value_or(total && backward ? std::max(1, *total - *backward) : standard);
        b = backward.value_or(total && forward ? std::max(1, *total - *forward) : standard);
    }
    const int shared = street.oneway != 0 ? lanes_without_cars(tags, "") : 0;
    f = f > 0 ? std::max(1, f - std::max(street.oneway > 0 ? shared : 0, lanes_without_cars(tags, ":forward"))) : 0;
    b = b > 0 ? std::max(1, b - std::max(street.oneway < 0 ? shared : 0, lanes_without_cars(tags, ":backward"))) : 0;
    street.lanes_forward = static_cast<std::uint8_t>(f);
    street.lanes_backward = static_cast<std::uint8_t>(b);
}

std::int8_t oneway_from(const Tags& tags, const Street& street) {
    const std::string_view tagged = tags["oneway"];
    if (tagged == "yes" || tagged == "true" || tagged == "1" || tagged == "Yes" || tagged == "YES") {
        return 1;
    }
    if (tagged == "-1" || tagged == "reverse") {
        return -1;
    }
    if (tagged.empty()) {
        return street.roundabout || (street.cls == StreetClass::Motorway && !street.link) ? 1 : 0;
    }
    return 0;
}

} // namespace

bool shuts_out_cars(std::string_view value) {
    constexpr std::array kShut{"no",        "agricultural", "forestry",   "agricultural;forestry",
                               "emergency", "military",     "restricted", "use_sidepath",
                               "bus",       "psv",          "bicycle",    "dismount"};
    return std::ranges::find(kShut, value) != kShut.end();
}

bool cars_with_business(std::string_view value) {
    constexpr std::array kLocal{"private", "destination", "customers", "delivery", "permit", "residents", "employees"};
    return std::ranges::find(kLocal, value) != kLocal.end();
}

StreetClass street_class(std::string_view highway, bool& link) {
    constexpr std::string_view kLink = "_link";
    link = highway.ends_with(kLink);
    if (link) {
        highway.remove_suffix(kLink.size());
    }
    const auto* const row = std::ranges::find(kClasses, highway, &ClassRow::value);
    return row == kClasses.end() ? StreetClass::Other : row->cls;
}

double default_speed_mps(StreetClass cls, bool link) noexcept {
    switch (cls) {
    case StreetClass::Motorway:
        return (link ? 60.0 : 100.0) * kKmh;
    case StreetClass::Trunk:
        return (link ? 50.0 : 80.0) * kKmh;
    case StreetClass::Primary:
    case StreetClass::Secondary:
    case StreetClass::Tertiary:
    case StreetClass::Unclassified:
    case StreetClass::Busway:
        return 50.0 * kKmh;
    case StreetClass::Residential:
        return 40.0 * kKmh;
    case StreetClass::LivingStreet:
    case StreetClass::Service:
        return 20.0 * kKmh;
    case StreetClass::Track:
        return 15.0 * kKmh;
    default:
        return 5.0 * kKmh;
    }
}

std::optional<double> parse_speed_mps(std::string_view text) {
    if (const auto number = leading_number(text)) {
        const auto& [value, unit] = *number;
        const double mps = unit.starts_with("mph")     ? value * kMph
                           : unit.starts_with("knots") ? value * 0.514444
                                                       : value * kKmh;
        return mps >= 1.0 && mps <= 90.0 ? std::optional{mps} : std::nullopt;
    }
    if (text == "walk") {
        return kWalkMps;
    }
    if (text == "none") {
        return 130.0 * kKmh;
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view country = text.substr(0, colon);
    const std::string_view kind = text.substr(colon + 1);
    const CountrySpeed limits = country_speed(country.substr(0, 2)); // "BE-VLG" too
    if (kind == "urban" || kind == "nsl_restricted") {
        return limits.urban_kmh * kKmh;
    }
    if (kind == "rural" || kind == "nsl_single") {
        return limits.rural_kmh * kKmh;
    }
    if (kind == "motorway") {
        return limits.motorway_kmh * kKmh;
    }
    if (kind == "trunk" || kind == "nsl_dual") {
        return (country == "GB" ? limits.motorway_kmh : 100.0) * kKmh;
    }
    if (kind == "bicycle_road" || kind == "cyclestreet") {
        return 30.0 * kKmh;
    }
    if (kind == "pedestrian_zone") {
        return kWalkMps;
    }
    if (kind == "living_street") {
        return 20.0 * kKmh;
    }
    if (kind == "walk") {
        return kWalkMps;
    }
    // "DE:zone:30", "FR:zone30", "CH:20": the number is the limit.
    const auto digit = kind.find_first_of("0123456789");
    return digit == std::string_view::npos ? std::nullopt : parse_speed_mps(kind.substr(digit));
}

Street street_from_tags(const Tags& tags) {
    Street street;
    std::string highway{tags["highway"].substr(0, tags["highway"].find(';'))}; // the first of several
    std::ranges::transform(highway, highway.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    street.cls = street_class(highway, street.link);
    street.name = tags.has("name") ? tags["name"] : tags["ref"];
    street.roundabout = tags.is("junction", {"roundabout", "circular"});
    street.oneway = oneway_from(tags, street);
    set_access(tags, street);
    set_direction_by_access(tags, street);
    set_lanes(tags, street);
    auto speed = parse_speed_mps(tags["maxspeed"]);
    if (!speed) {
        speed = parse_speed_mps(tags["maxspeed:forward"]);
    }
    if (speed) {
        street.speed_source = Provenance::Measured;
    } else {
        for (const auto* key : {"maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic"}) {
            if (!speed && (speed = parse_speed_mps(tags[key]))) {
                street.speed_source = Provenance::Derived;
            }
        }
    }
    street.speed_mps = speed.value_or(default_speed_mps(street.cls, street.link));
    const auto width = parse_length_m(tags["width"]);
    street.width_m = width && *width > 0.5 && *width < 100.0 ? *width : 0.0;
    if (const auto layer = leading_number(tags["layer"])) {
        street.layer = static_cast<std::int8_t>(std::clamp(layer->first, -10.0, 10.0));
    }
    street.bridge = tags.yes("bridge");
    street.tunnel = tags.yes("tunnel");
    if (!tags.has("layer")) {
        street.layer = static_cast<std::int8_t>(street.bridge ? 1 : street.tunnel ? -1 : 0);
    }
    set_bicycles(tags, street);
    street.sidewalk = tags.is("sidewalk", {"both", "left", "right", "yes", "separate"}) || tags.yes("sidewalk:both");
    return street;
}

bool stops_cars(const Tags& tags) {
    const std::string_view barrier = tags["barrier"];
    if (barrier.empty() || barrier == "no") {
        return false;
    }
    std::string_view car;
    for (const auto* key : {"access", "vehicle", "motor_vehicle", "motorcar"}) {
        car = tags.has(key) ? tags[key] : car;
    }
    if (!car.empty()) {
        return shuts_out_cars(car) || car == "private";
    }
    // What stands there for good; a gate, a lift gate or a toll booth without a word on access opens.
    return tags.is("barrier", {"bollard", "block", "cycle_barrier", "motorcycle_barrier", "jersey_barrier", "log",
                               "stile", "turnstile", "full-height_turnstile", "kissing_gate", "debris", "planter",
                               "bus_trap", "sump_buster", "wedge", "concrete_block", "boulder"}) &&
           tags["bollard"] != "foldable" && tags["bollard"] != "rising";
}

bool lets_bicycles_pass(const Tags& tags) {
    if (tags.has("bicycle")) {
        return !shuts_out_cars(tags["bicycle"]) && tags["bicycle"] != "private";
    }
    for (const auto* key : {"vehicle", "access"}) { // of cars alone motor_vehicle would say it
        if (tags.has(key) && (shuts_out_cars(tags[key]) || tags[key] == "private")) {
            return false;
        }
    }
    if (tags.has("motor_vehicle") || tags.has("motorcar")) { // it is these that it shuts out
        return true;
    }
    return tags.is("barrier", {"bollard", "block", "cycle_barrier", "motorcycle_barrier", "bus_trap", "sump_buster",
                               "planter", "concrete_block", "boulder"});
}

NodeControl control_from_tags(const Tags& tags) {
    const std::string_view highway = tags["highway"];
    if (highway == "traffic_signals") {
        return NodeControl::Signal;
    }
    if (highway == "stop") {
        return NodeControl::Stop;
    }
    if (highway == "give_way") {
        return NodeControl::GiveWay;
    }
    if (highway == "mini_roundabout") {
        return NodeControl::MiniRoundabout;
    }
    if (highway == "crossing") {
        const bool signals = tags["crossing"] == "traffic_signals" || tags.yes("crossing:signals");
        return signals ? NodeControl::SignalCrossing : NodeControl::Crossing;
    }
    return NodeControl::None;
}

} // namespace cityloom::gis
