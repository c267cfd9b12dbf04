// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/cut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

#include <nlohmann/json.hpp>

#include "gis/import/part.h"

namespace cityloom::gis {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 7> kThemes{"buildings", "streets",   "areas",  "lines",
                                                  "assets",    "districts", "terrain"};
constexpr std::size_t kMostBytes = 64U << 20U; // of a file of bounds

bool is_theme(std::string_view word) {
    return std::ranges::find(kThemes, word) != kThemes.end();
}

bool named(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

tl::unexpected<Error> bad_bounds(const ImportCut& cut, const std::string& why) {
    return refuse(ErrorCode::Malformed, cut.within, "bounds", why,
                  "Give a GeoJSON with a Polygon or MultiPolygon in degrees, longitude first");
}

/// Adds a polygon's rings; false where it is none.
bool add_polygon(const json& rings, std::vector<Polygon>& out) {
    if (!rings.is_array()) {
        return false;
    }
    Polygon polygon;
    for (const json& ring : rings) {
        std::vector<Point2> points;
        if (!ring.is_array()) {
            return false;
        }
        for (const json& at : ring) {
            if (!at.is_array() || at.size() < 2 || !at[0].is_number() || !at[1].is_number()) {
                return false;
            }
            const Point2 p{at[0].get<double>(), at[1].get<double>()};
            if (!(std::abs(p.x_m) <= 180.0 && std::abs(p.y_m) <= 90.0)) {
                return false;
            }
            points.push_back(p);
        }
        if (points.size() > 1 && points.front() == points.back()) {
            points.pop_back();
        }
        if (points.size() < 3) {
            return false;
        }
        polygon.rings.push_back(std::move(points));
    }
    if (polygon.rings.empty()) {
        return false;
    }
    out.push_back(std::move(polygon));
    return true;
}

bool add_geometry(const json& geometry, std::vector<Polygon>& out) {
    if (!geometry.is_object() || !geometry.contains("type")) {
        return false;
    }
    const std::string type = geometry.value("type", "");
    if (type == "Feature") {
        return add_geometry(geometry.value("geometry", json{}), out);
    }
    if (type == "FeatureCollection") {
        const json all = geometry.value("features", json::array());
        return std::ranges::all_of(all, [&out](const json& one) { return add_geometry(one, out); });
    }
    const json coordinates = geometry.value("coordinates", json{});
    if (type == "Polygon") {
        return add_polygon(coordinates, out);
    }
    return type == "MultiPolygon" && coordinates.is_array() &&
           std::ranges::all_of(coordinates, [&out](const json& one) { return add_polygon(one, out); });
}

} // namespace

std::span<const std::string_view> import_themes() noexcept {
    return kThemes;
}

bool wants_theme(const ImportCut& cut, std::string_view theme) {
    // Where `only` names layers alone, every theme of those is wanted.
    const bool some = std::ranges::any_of(cut.only, [](const std::string& word) { return is_theme(word); });
    return (!some || named(cut.only, theme)) && !named(cut.skip, theme);
}

bool wants_layer(const ImportCut& cut, std::string_view layer, std::string_view file_stem) {
    const bool some = std::ranges::any_of(cut.only, [](const std::string& word) { return !is_theme(word); });
    return (!some || named(cut.only, layer) || named(cut.only, file_stem)) && !named(cut.skip, layer) &&
           !named(cut.skip, file_stem);
}

Result<void> check_cut(const ImportCut& cut, std::span<const std::string> layers) {
    for (const auto* words : {&cut.only, &cut.skip}) {
        for (const std::string& word : *words) {
            if (is_theme(word) || std::ranges::find(layers, word) != layers.end()) {
                continue;
            }
            std::string known;
            for (const std::string_view theme : kThemes) {
                known += (known.empty() ? "" : ", ") + std::string{theme};
            }
            for (const std::string& layer : layers) {
                known += ", " + layer.substr(0, 60);
            }
            return fail(ErrorCode::NotFound, std::string{words == &cut.only ? "--only " : "--skip "} + word +
                                                 ": there is neither such a theme nor a layer of that name. Give some "
                                                 "of: " +
                                                 known.substr(0, 600) + ".");
        }
    }
    const auto& box = cut.bbox_deg;
    const bool sound = box.empty() || (box.size() == 4 && box[0] < box[2] && box[1] < box[3] && box[0] >= -180.0 &&
                                       box[2] <= 180.0 && box[1] >= -90.0 && box[3] <= 90.0);
    return sound ? Result<void>{}
                 : fail(ErrorCode::Malformed, "--bbox: these are no bounds. Give west, south, east and north in "
                                              "degrees, as 6.12,46.19,6.16,46.22.");
}

Result<std::vector<Polygon>> bounds_of(const ImportCut& cut) {
    std::vector<Polygon> polygons;
    if (!cut.within.empty()) {
        std::ifstream in{cut.within, std::ios::binary};
        if (!in) {
            return refuse(ErrorCode::NotFound, cut.within, {}, "the file of the bounds cannot be read",
                          "Check its name");
        }
        std::string text(kMostBytes + 1, '\0');
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(in.gcount()));
        if (text.size() > kMostBytes) {
            return bad_bounds(cut, "it is larger than 64 MB");
        }
        const json document = json::parse(text, nullptr, false);
        if (document.is_discarded() || !add_geometry(document, polygons) || polygons.empty()) {
            return bad_bounds(cut, "it holds something else than polygons in degrees");
        }
    }
    if (cut.bbox_deg.size() == 4) {
        const auto& b = cut.bbox_deg;
        const Polygon box{.rings = {{{b[0], b[1]}, {b[2], b[1]}, {b[2], b[3]}, {b[0], b[3]}}}};
        if (polygons.empty()) {
            return std::vector{box};
        }
        std::vector<Polygon> both;
        for (const Polygon& polygon : polygons) {
            auto shared = overlap(scaled(polygon, 1e5), scaled(box, 1e5)); // slivers are told in square metres
            for (const Polygon& piece : shared) {
                both.push_back(scaled(piece, 1e-5));
            }
        }
        if (both.empty()) {
            return bad_bounds(cut, "its polygons lie outside of --bbox");
        }
        return both;
    }
    return polygons;
}

} // namespace cityloom::gis
