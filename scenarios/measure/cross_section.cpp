// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/cross_section.h"

#include <algorithm>

#include "scenarios/measure/given.h"
#include "scenarios/measure/streets.h"

namespace cityloom::scenarios {

namespace {

bool are_right(const Measure& measure, const MeasureKind& kind) {
    return std::ranges::all_of(measure.args, [&kind](const auto& arg) {
        const Argument* argument = kind.form.find(arg.first);
        return argument != nullptr && !check_value(*argument, arg.second);
    });
}

/// One street by itself, which measures are carried out on, and the directions that they shut.
struct Strip {
    gis::City city;
    bool shut_forward = false;
    bool shut_backward = false;

    [[nodiscard]] gis::Street& street() { return city.streets.front(); }

    void take(const Measure& measure) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        if (kind == nullptr || kind->form.find("street") == nullptr || !are_right(measure, *kind)) {
            return;
        }
        const Given given{measure.args, kind->form.arguments};
        if (given.street() != street().id) {
            return;
        }
        const gis::Street had = street();
        if (kind->change_city != nullptr && !kind->change_city(given, city)) {
            street() = had;
            return;
        }
        // What takes as many lanes as there are, or names none, shuts the direction.
        const bool shuts = kind->form.id == "close" || kind->form.id == "workzone";
        const unsigned taken = kind->form.find("lanes") != nullptr ? given.whole("lanes") : 255U;
        const Directions ways = shuts ? directions(given) : Directions{false, false};
        shut_forward = shut_forward || (ways.forward && had.lanes_forward <= taken);
        shut_backward = shut_backward || (ways.backward && had.lanes_backward <= taken);
    }

    [[nodiscard]] CrossSection cut() {
        const gis::Street& s = street();
        CrossSection section{.bus_only = s.bus_only,
                             .cycle_left = s.cycle_left.kind,
                             .cycle_right = s.cycle_right.kind,
                             .sidewalk = s.sidewalk};
        const unsigned forward = s.oneway < 0 ? 0U : s.lanes_forward;
        const unsigned backward = s.oneway > 0 ? 0U : s.lanes_backward;
        const CrossSection::Lane along{.backward = false, .open = !shut_forward && !s.closed_to_cars};
        const CrossSection::Lane against{.backward = true, .open = !shut_backward && !s.closed_to_cars};
        const bool left = city.place.left_hand_traffic;
        section.lanes.insert(section.lanes.end(), left ? forward : backward, left ? along : against);
        section.lanes.insert(section.lanes.end(), left ? backward : forward, left ? against : along);
        return section;
    }
};

} // namespace

unsigned CrossSection::count(bool backward) const {
    return static_cast<unsigned>(std::ranges::count(lanes, backward, &Lane::backward));
}

std::optional<CrossSections> cross_sections(const Measure& measure, const CityView& view,
                                            std::span<const Measure> before) {
    const MeasureKind* kind = find_measure_kind(measure.kind);
    const auto named = measure.args.find("street");
    if (kind == nullptr || named == measure.args.end() || !are_right(measure, *kind)) {
        return std::nullopt;
    }
    const auto id = read_id(named->second);
    const auto street =
        std::ranges::find_if(view.city.streets, [&id](const gis::Street& s) { return id && s.id == *id; });
    if (street == view.city.streets.end()) {
        return std::nullopt;
    }
    Strip strip;
    strip.city.place.left_hand_traffic = view.city.place.left_hand_traffic;
    strip.city.streets.push_back(*street);
    for (const Measure& earlier : before) {
        strip.take(earlier);
    }
    CrossSections both{.name = street->name, .now = strip.cut(), .then = {}};
    strip.take(measure);
    both.then = strip.cut();
    return both;
}

} // namespace cityloom::scenarios
