// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/argument.h"
#include "scenarios/measure/given.h"
#include "scenarios/measure/refusal.h"
#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/engine/world.h"

namespace cityloom::scenarios {

struct AppliedCity;

/// What a person fills in: the same for measures and for events.
struct ChangeForm {
    std::string_view id;
    Words words; ///< "Close a street"
    Words help;  ///< one sentence more
    std::vector<Argument> arguments;
    std::vector<std::string_view> one_of; ///< arguments of which one at least is given; empty: none need be
    /// What the arguments must be together, or with the city; after each has passed its own check. May be null.
    Check (*check)(const Given& given, const CityView& view) = nullptr;

    [[nodiscard]] const Argument* find(std::string_view argument) const;
};

/// What of a city a measure changes, as bits: only that need be derived, prepared or drawn anew.
enum Touches : std::uint8_t {
    kTouchesStreets = 1U, ///< lanes, directions, speeds, closures
    kTouchesSignals = 2U,
    kTouchesDemand = 4U, ///< who drives what where
    kTouchesPower = 8U,
    kTouchesWater = 16U,
    kTouchesTelecom = 32U,
    kTouchesChargers = 64U,
};
/// What moves on streets: masts and roadside units speak to vehicles.
inline constexpr unsigned kTouchesTraffic =
    kTouchesStreets | kTouchesSignals | kTouchesDemand | kTouchesChargers | kTouchesTelecom;
/// What lifelines deliver.
inline constexpr unsigned kTouchesLifelines = kTouchesPower | kTouchesWater | kTouchesTelecom;

/// A street as it stands.
struct StreetExtent {
    std::uint64_t id = 0;
    double km = 0.0;
    double lanes_forward = 0.0; ///< for motor vehicles, where it has most
    double lanes_backward = 0.0;
};

/// What a quantity of cost rows may depend on, beside the measure itself.
struct CostContext {
    double people = 0.0;
    double base_v2x_share = 0.0;
    double vehicles_per_person = 0.0;
    std::span<const StreetExtent> streets;      ///< by id
    const engine::Networks* networks = nullptr; ///< as they stand: lengths and loads of their assets
};

/// A row of assets/unit_costs.csv that a measure costs, and how many of its units.
struct CostRow {
    std::string_view unit_cost;
    double (*quantity)(const Given& given, const CostContext& context);
};
/// One unit, whatever the arguments.
[[nodiscard]] double one_unit(const Given& given, const CostContext& context);

/// A kind of measure: all that the program knows about it. One file each in kinds/, joined by kinds/list.inc.
struct MeasureKind {
    ChangeForm form;
    unsigned touches = 0; ///< of Touches
    /// Changes the city before its networks are derived; null: it needs no derivation.
    Result<void> (*change_city)(const Given& given, gis::City& city) = nullptr;
    /// Changes the networks and what goes with them. \param city as it was before any measure. May be null.
    Result<void> (*apply)(const Given& given, const gis::City& city, AppliedCity& applied) = nullptr;
    std::vector<CostRow> costs;
    /// What it would stand on, join and reach (preview.h); null: nothing is told beforehand.
    std::vector<Text> (*preview)(const Given& given, const CityView& view) = nullptr;
};

/// All kinds, in the order that people see.
[[nodiscard]] const std::vector<MeasureKind>& measure_kinds();
[[nodiscard]] const MeasureKind* find_measure_kind(std::string_view id);

/// A verb of timed events: what can happen to the city while it runs. One function each in verbs/.
struct EventVerb {
    ChangeForm form;
    /// What the engine is told, and when.
    Result<std::vector<engine::Command>> (*events)(TimeUs at, const Given& given,
                                                   const engine::Networks& networks) = nullptr;
};

[[nodiscard]] const std::vector<EventVerb>& event_verbs();
[[nodiscard]] const EventVerb* find_event_verb(std::string_view id);

/// The time of an event, as a row like those of its arguments.
[[nodiscard]] const Argument& event_time();

/// "close,street=ID[,direction=both|forward|backward]".
[[nodiscard]] std::string usage(const ChangeForm& form);

} // namespace cityloom::scenarios
