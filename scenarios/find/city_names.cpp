// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/find/city_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "gis/city/districts.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/traffic/rows.h"

namespace cityloom::scenarios {

namespace {

using Type = NamedThing::Type;

engine::Words area_words(gis::AreaKind kind) {
    static constexpr std::array<engine::Words, 18> kWords{{{"Water", "水域"},
                                                           {"Park", "公园"},
                                                           {"Forest", "林地"},
                                                           {"Grass", "草地"},
                                                           {"Farmland", "农田"},
                                                           {"Residential area", "居住区"},
                                                           {"Commercial area", "商务区"},
                                                           {"Shopping area", "商业区"},
                                                           {"Industrial area", "工业区"},
                                                           {"Parking", "停车场"},
                                                           {"Cemetery", "墓地"},
                                                           {"School grounds", "校园"},
                                                           {"Hospital grounds", "医院用地"},
                                                           {"Sports ground", "运动场"},
                                                           {"Square", "广场"},
                                                           {"Railway land", "铁路用地"},
                                                           {"Sand", "沙地"},
                                                           {"Area", "地块"}}};
    return kWords.at(static_cast<std::size_t>(kind));
}

Point2 middle_of(const gis::City& city, Range rings) {
    Point2 sum;
    double n = 0.0;
    const Range ring = rings.count > 0 ? city.rings[rings.begin].points : Range{};
    for (std::uint32_t p = ring.begin; p < ring.end(); ++p) {
        sum = sum + city.points[p];
        n += 1.0;
    }
    return n > 0.0 ? (1.0 / n) * sum : 0.5 * (city.min_corner + city.max_corner);
}

class Collector {
public:
    explicit Collector(CityNames& out)
        : out_{out}, city_{*out.city->city}, networks_{out.city->networks}, districts_{city_} {}

    void collect() {
        districts();
        assets();
        buildings();
        streets();
        places();
        tell_apart();
        for (const NamedThing& thing : out_.things) {
            out_.index.add({thing.name, thing.key}, {thing.noun.english, thing.noun.chinese, thing.district});
        }
    }

private:
    [[nodiscard]] std::string district_of(Point2 at) const {
        const std::uint32_t district = districts_.of(at);
        return district < districts_.names().size() ? districts_.names()[district] : std::string{};
    }

    void districts() {
        for (const gis::District& district : city_.districts) {
            if (!district.name.empty()) {
                out_.things.push_back({.type = Type::District,
                                       .name = district.name,
                                       .noun = {"District", "片区"},
                                       .at = middle_of(city_, district.rings)});
            }
        }
    }

    void assets() {
        for (const engine::Kind* kind : engine::kinds()) {
            for (std::size_t i = 0; kind->view != nullptr && i < kind->count(networks_); ++i) {
                engine::AssetView view = kind->view(networks_, i);
                if (view.major) {
                    const bool named = !view.name.empty();
                    out_.things.push_back({.name = named ? std::move(view.name) : view.key,
                                           .key = named ? std::move(view.key) : std::string{},
                                           .noun = view.noun,
                                           .district = district_of(view.at),
                                           .asset = {kind, i},
                                           .at = view.at});
                }
            }
        }
    }

    void buildings() {
        const auto& known = networks_.dependencies.buildings;
        for (std::uint32_t i = 0; i < city_.buildings.size(); ++i) {
            const gis::Building& b = city_.buildings[i];
            if (!b.name.empty()) {
                const Point2 at = middle_of(city_, b.rings);
                const std::string district =
                    i < known.size() && known[i].district < networks_.dependencies.district_names.size()
                        ? networks_.dependencies.district_names[known[i].district]
                        : district_of(at);
                out_.things.push_back(
                    {Type::Building, b.name, {}, {"Building", "建筑"}, district, {&lifeline::kBuilding, i}, at});
            }
        }
    }

    /// The longest piece of a street in each district stands for it there.
    void streets() {
        struct Piece {
            std::uint32_t street = 0;
            std::uint32_t nodes = 0;
        };
        std::map<std::pair<std::string, std::string>, Piece> longest;
        for (std::uint32_t i = 0; i < city_.streets.size(); ++i) {
            const gis::Street& s = city_.streets[i];
            if (!s.name.empty() && s.nodes.count > 0) {
                Piece& piece = longest[{s.name, district_of(place_of(s))}];
                if (s.nodes.count > piece.nodes) {
                    piece = {i, s.nodes.count};
                }
            }
        }
        for (const auto& [name, piece] : longest) {
            out_.things.push_back({Type::Street,
                                   name.first,
                                   {},
                                   {"Street", "道路"},
                                   name.second,
                                   {&traffic::kStreet, piece.street},
                                   place_of(city_.streets[piece.street])});
        }
    }

    [[nodiscard]] Point2 place_of(const gis::Street& s) const {
        return city_.street_nodes[city_.street_node_refs[s.nodes.begin + s.nodes.count / 2]].at;
    }

    /// What has a label on the map and is nobody's asset.
    void places() {
        for (const gis::Area& area : city_.areas) {
            if (!area.name.empty()) {
                const Point2 at = middle_of(city_, area.rings);
                out_.things.push_back({Type::Place, area.name, {}, area_words(area.kind), district_of(at), {}, at});
            }
        }
        std::map<std::string, const gis::Line*> waters; // a river of many pieces is found once
        for (const gis::Line& line : city_.lines) {
            const bool water = line.kind == gis::LineKind::River || line.kind == gis::LineKind::Stream ||
                               line.kind == gis::LineKind::Canal;
            if (water && !line.name.empty() && line.points.count > 0) {
                const gis::Line*& longest = waters[line.name];
                longest = longest == nullptr || line.points.count > longest->points.count ? &line : longest;
            }
        }
        for (const auto& [name, line] : waters) {
            const Point2 at = city_.points[line->points.begin + line->points.count / 2];
            out_.things.push_back({Type::Place, name, {}, {"River", "河流"}, {}, {}, at});
        }
    }

    /// A district says something only where another thing of the sort is called the same.
    void tell_apart() {
        const auto called = [](const NamedThing& thing) { return std::string{thing.noun.english} + '\n' + thing.name; };
        std::unordered_map<std::string, int> counts;
        for (const NamedThing& thing : out_.things) {
            ++counts[called(thing)];
        }
        for (NamedThing& thing : out_.things) {
            const bool lonely = thing.type == Type::Street && counts[called(thing)] == 1;
            thing.district = lonely ? std::string{} : std::move(thing.district);
        }
    }

    CityNames& out_;
    const gis::City& city_;
    const engine::Networks& networks_;
    gis::Districts districts_;
};

} // namespace

std::vector<FoundThing> CityNames::find(std::string_view typed, std::size_t most) const {
    std::vector<FoundThing> found;
    if (typed.find('/') != std::string_view::npos) {
        if (const auto asset = engine::find_asset(city->networks, typed);
            asset && asset->kind != nullptr && asset->kind->view != nullptr) {
            const engine::AssetView view = asset->kind->view(city->networks, asset->index);
            if (!view.major || asset->is(traffic::kStreet)) {
                engine::AssetRef by_index = *asset;
                if (asset->is(traffic::kStreet)) {
                    const auto& streets = city->city->streets;
                    by_index.index = static_cast<std::uint64_t>(
                        std::ranges::find(streets, asset->index, &gis::Street::id) - streets.begin());
                }
                found.push_back(
                    {{.name = view.key, .noun = view.noun, .asset = by_index, .at = view.at}, NameMatch::Exact, false});
            }
        }
    }
    for (const NameIndex::Hit& hit : index.find(typed, most)) {
        if (found.size() < most) {
            found.push_back({things[hit.entry], hit.match, hit.by_words});
        }
    }
    return found;
}

std::shared_ptr<const CityNames> city_names(std::shared_ptr<const AppliedCity> city) {
    auto out = std::make_shared<CityNames>();
    out->city = std::move(city);
    Collector{*out}.collect();
    return out;
}

} // namespace cityloom::scenarios
