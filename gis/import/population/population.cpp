// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/population/population.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

#include "gis/city/districts.h"
#include "gis/city/inhabitants.h"
#include "gis/import/population/spread.h"

namespace cityloom::gis {

namespace {

constexpr double kMostPeople = 1e8; // no city has more

std::optional<double> as_number(const std::string& text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

tl::unexpected<Error> bad_number(const std::string& what, const std::string& text) {
    return fail(ErrorCode::Malformed,
                what + ": '" + text + "' is no number from 1 to 100,000,000. Give how many there are, as 160000.",
                text);
}

/// Shares a total among all buildings. \return false where they have not nearly the room: the map has hardly any.
bool spread_over_city(City& city, Counted what, double total) {
    constexpr double kMostCrowded = 5.0; // times as many as the floors hold at the usual area a head
    const Inhabitants inhabitants{city};
    double room = 0.0;
    for (const Building& building : city.buildings) {
        const Occupants most = inhabitants.by_floor(building);
        room += what == Counted::People ? most.people : most.jobs;
    }
    std::vector<std::uint32_t> buildings(city.buildings.size());
    std::iota(buildings.begin(), buildings.end(), 0U);
    return total <= kMostCrowded * room && spread(city, buildings, what, total);
}

/// People by the boundaries that name how many they have and lie wholly on the map.
void take_boundaries(City& city, const ReadContext& context) {
    const Districts districts{city};
    std::vector<std::vector<std::uint32_t>> within(city.districts.size());
    for (std::uint32_t b = 0; b < city.buildings.size(); ++b) {
        if (city.buildings[b].rings.count == 0) {
            continue;
        }
        const std::uint32_t d = districts.of(place_of(city, city.buildings[b]));
        if (d < within.size()) {
            within[d].push_back(b);
        }
    }
    double people = 0.0;
    for (std::size_t d = 0; d < city.districts.size(); ++d) {
        const District& district = city.districts[d];
        if (district.people <= 0.0) {
            continue;
        }
        const auto on_map = [&](Point2 p) {
            return p.x_m >= city.min_corner.x_m && p.x_m <= city.max_corner.x_m && p.y_m >= city.min_corner.y_m &&
                   p.y_m <= city.max_corner.y_m;
        };
        bool whole = true;
        for (std::uint32_t r = district.rings.begin; r < district.rings.end(); ++r) {
            const Range ring = city.rings[r].points;
            for (std::uint32_t p = ring.begin; p < ring.end(); ++p) {
                whole = whole && on_map(city.points[p]);
            }
        }
        if (!whole || !spread(city, within[d], Counted::People, district.people)) {
            context.notes.info(
                "", district.name,
                "the boundary's population is not used: it is not wholly on the map, or has no buildings",
                "Give the people on the map with --people");
            continue;
        }
        people += district.people;
    }
    if (people > 0.0) {
        city.census.source = "boundaries that name their population, for the parts of the map within them";
    }
}

} // namespace

Result<void> settle_population(City& city, const ReadContext& context) {
    const ImportOptions& options = context.options;
    if (options.people.empty()) {
        take_boundaries(city, context);
    } else if (const auto total = as_number(options.people)) {
        if (!(*total >= 1.0 && *total <= kMostPeople)) {
            return bad_number("--people", options.people);
        }
        city.census.people = *total;
        city.census.source = "a total given at the import";
        if (!spread_over_city(city, Counted::People, *total)) {
            context.notes.info(
                "", "people", "the buildings have not nearly room for so many: the people given live along the streets",
                "Add building footprints of the place");
        }
    } else {
        const std::filesystem::path file = options.people;
        std::error_code error;
        const auto status = std::filesystem::status(file, error);
        if (!std::filesystem::is_regular_file(status)) { // a pipe would hold us for ever
            return std::filesystem::exists(status) ? refuse(ErrorCode::Unsupported, file, {}, "this is not a file",
                                                            "Give a table or a raster of people, or their number")
                                                   : refuse(ErrorCode::NotFound, file, {}, "there is no such file",
                                                            "Check the name, or give the number of people");
        }
        const auto done =
            file.extension() == ".csv" ? spread_by_table(city, file, context) : spread_by_raster(city, file, context);
        if (!done) {
            return done;
        }
    }
    if (!options.jobs.empty()) {
        const auto total = as_number(options.jobs);
        if (!total || !(*total >= 1.0 && *total <= kMostPeople)) {
            return bad_number("--jobs", options.jobs);
        }
        city.census.jobs = *total;
        if (!spread_over_city(city, Counted::Jobs, *total)) {
            context.notes.info("", "jobs",
                               "the buildings have not nearly room for so many: the jobs given lie along the streets",
                               "Add building footprints of the place");
        }
    }
    return {};
}

} // namespace cityloom::gis
