// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_hours.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "gis/import/read/opening_hours.h"
#include "gis/import/read/osm_street.h"

namespace cityloom::gis {

namespace {

using What = StreetHours::What;

constexpr double kFastestMps = 90.0;

/// Keeps the values of one tag that \p number understands. False where something of it is left out.
template <typename Number>
bool keep(std::string_view tag, What what, const Number& number, std::vector<StreetHours>& hours, bool& any) {
    const Conditional said = parse_conditional(tag);
    bool all = said.understood;
    for (const auto& [value, when] : said.values) {
        const std::optional<double> meant = number(value);
        all = all && meant.has_value();
        if (meant) {
            hours.push_back({what, *meant, when});
            any = true;
        }
    }
    return all;
}

std::optional<double> access_of(std::string_view value) {
    if (shuts_out_cars(value)) {
        return StreetHours::kNobody;
    }
    if (cars_with_business(value)) {
        return StreetHours::kDestination;
    }
    const bool open = value == "yes" || value == "designated" || value == "permissive" || value == "official";
    return open ? std::optional<double>{StreetHours::kEverybody} : std::nullopt;
}

std::optional<double> direction_of(std::string_view value) {
    if (value == "yes" || value == "true" || value == "1") {
        return 1.0;
    }
    if (value == "-1" || value == "reverse") {
        return -1.0;
    }
    return value == "no" || value == "false" || value == "0" ? std::optional{0.0} : std::nullopt;
}

std::optional<double> limit_of(std::string_view value) {
    const auto speed = parse_speed_mps(value);
    return speed && *speed <= kFastestMps ? speed : std::nullopt;
}

} // namespace

StreetConditions set_hours(const Tags& tags, Street& street) {
    StreetConditions found;
    const auto with = [&](ConditionalKind kind, std::string_view tag, What what, const auto& number) {
        const auto k = static_cast<std::size_t>(kind);
        if (!keep(tag, what, number, street.hours, found.by_hours.at(k))) {
            found.other.at(k) = true;
        }
    };
    // The most specific that speaks of cars counts: motorcar=yes holds whatever access:conditional says.
    std::string_view access;
    for (const std::string key : {"access", "vehicle", "motor_vehicle", "motorcar"}) {
        access = tags.has(key) ? std::string_view{} : access;
        access = tags.has(key + ":conditional") ? tags[key + ":conditional"] : access;
    }
    if (!access.empty()) {
        with(ConditionalKind::Access, access, What::Access, access_of);
    }
    if (tags.has("oneway:conditional")) {
        with(ConditionalKind::Oneway, tags["oneway:conditional"], What::Direction, direction_of);
    }
    for (const auto& [key, forward, backward] :
         {std::tuple{"maxspeed:conditional", true, true}, std::tuple{"maxspeed:forward:conditional", true, false},
          std::tuple{"maxspeed:backward:conditional", false, true}}) {
        if (tags.has(key) && forward) {
            with(ConditionalKind::Speed, tags[key], What::SpeedForward, limit_of);
        }
        if (tags.has(key) && backward) {
            with(ConditionalKind::Speed, tags[key], What::SpeedBackward, limit_of);
        }
    }
    const auto other = [&](ConditionalKind kind, std::initializer_list<const char*> keys) {
        const bool any = std::ranges::any_of(keys, [&tags](const char* key) { return tags.has(key); });
        found.other.at(static_cast<std::size_t>(kind)) |= any;
    };
    other(ConditionalKind::Access, {"hgv:conditional", "goods:conditional"});
    other(ConditionalKind::Lanes,
          {"lanes:conditional", "turn:lanes:conditional", "bus:lanes:conditional", "psv:lanes:conditional",
           "vehicle:lanes:conditional", "motor_vehicle:lanes:conditional", "access:lanes:conditional",
           "lanes:bus:conditional", "lanes:psv:conditional"});
    other(ConditionalKind::Speed, {"maxspeed:variable"});
    if (street.cls > StreetClass::LivingStreet && !street.hours.empty()) {
        street.hours.clear();
        found = {.outside = true};
    }
    return found;
}

} // namespace cityloom::gis
