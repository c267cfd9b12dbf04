// SPDX-License-Identifier: GPL-3.0-or-later
// Streets and buildings: what the city's own arrays say of them.
#include <algorithm>
#include <array>
#include <limits>

#include "scenarios/table/table_maker.h"
#include "sim/traffic/rows.h"

namespace cityloom::scenarios {

namespace {

using Type = TableColumn::Type;

engine::Words use_words(gis::BuildingUse use) {
    static constexpr std::array<engine::Words, 12> kWords{{{"unknown use", "用途不明"},
                                                           {"housing", "住宅"},
                                                           {"offices", "办公"},
                                                           {"shops", "商业"},
                                                           {"industry", "工业"},
                                                           {"public", "公共"},
                                                           {"school", "学校"},
                                                           {"hospital", "医院"},
                                                           {"religious", "宗教"},
                                                           {"garage", "车库"},
                                                           {"hotel", "酒店"},
                                                           {"utility", "市政设施"}}};
    return kWords.at(static_cast<std::size_t>(use));
}

engine::Words class_words(gis::StreetClass cls) {
    static constexpr std::array<engine::Words, 18> kWords{{{"motorway", "高速公路"},
                                                           {"trunk road", "快速路"},
                                                           {"primary street", "主干路"},
                                                           {"secondary street", "次干路"},
                                                           {"tertiary street", "支路"},
                                                           {"minor street", "一般道路"},
                                                           {"residential street", "居住区道路"},
                                                           {"living street", "生活街道"},
                                                           {"service road", "服务道路"},
                                                           {"track", "机耕路"},
                                                           {"pedestrian street", "步行街"},
                                                           {"footway", "人行道"},
                                                           {"cycleway", "自行车道"},
                                                           {"path", "小径"},
                                                           {"steps", "台阶"},
                                                           {"busway", "公交专用道"},
                                                           {"under construction", "在建"},
                                                           {"other street", "其他道路"}}};
    return kWords.at(static_cast<std::size_t>(cls));
}

engine::Words height_source_words(gis::HeightSource source) {
    return source_words(source == gis::HeightSource::Measured  ? Provenance::Measured
                        : source == gis::HeightSource::Storeys ? Provenance::Derived
                                                               : Provenance::Default);
}

engine::Words block_words(float value) {
    return value > 1.5F   ? engine::Words{"closed", "封闭"}
           : value > 0.5F ? engine::Words{"partly blocked", "部分受阻"}
                          : engine::Words{"open", "通行"};
}

double length_of(const gis::City& city, const gis::Street& street) {
    double length_m = 0.0;
    for (std::uint32_t k = street.nodes.begin; k + 1 < street.nodes.end(); ++k) {
        length_m += distance_m(city.street_nodes[city.street_node_refs[k]].at,
                               city.street_nodes[city.street_node_refs[k + 1]].at);
    }
    return length_m;
}

/// The edges of every street of the city.
struct StreetEdges {
    std::vector<std::vector<std::uint32_t>> of; ///< by row
    std::vector<double> speed_kmh;              ///< by edge: its limit

    explicit StreetEdges(const TableMaker& maker) : of(maker.rows()) {
        const traffic::RoadNetwork& roads = maker.networks().roads;
        std::unordered_map<std::uint64_t, std::uint32_t> rows;
        for (std::uint32_t row = 0; row < maker.rows(); ++row) {
            rows.emplace(maker.city().streets[row].id, row);
        }
        for (std::uint32_t edge = 0; edge < roads.edges.size(); ++edge) {
            speed_kmh.push_back(roads.edges[edge].speed_mps * 3.6);
            if (const auto row = rows.find(roads.edges[edge].street_id); row != rows.end()) {
                of[row->second].push_back(edge);
            }
        }
        for (const auto& [street, edge] : roads.joined) { // lies in an edge that bears another's id
            const auto row = rows.find(street);
            if (row != rows.end() && std::ranges::find(of[row->second], edge) == of[row->second].end()) {
                of[row->second].push_back(edge);
            }
        }
    }

    /// The mean over a street's edges; not a number where nobody drives, or nothing is known.
    template <typename Value> [[nodiscard]] double mean(std::uint32_t row, const Value& value) const {
        double sum = 0.0;
        for (const std::uint32_t edge : of[row]) {
            sum += value(edge);
        }
        return of[row].empty() ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(of[row].size());
    }
};

/// 0 open, 1 some lanes or stretches of it are blocked, 2 nobody gets through on any piece of it.
double blocked_now(const std::vector<std::uint32_t>& edges, const engine::Frame& frame) {
    if (edges.empty()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    std::size_t closed = 0;
    bool any = false;
    for (const engine::BlockedView& blocked : frame.blocked) {
        if (std::ranges::find(edges, blocked.edge) != edges.end()) {
            any = true;
            closed += blocked.kind == engine::Blockage::Closed ? 1 : 0;
        }
    }
    return closed == edges.size() ? 2.0 : any ? 1.0 : 0.0;
}

} // namespace

void add_building_columns(TableMaker& maker) {
    const std::size_t name = maker.add({"name", {"Name", "名称"}});
    const std::size_t use = maker.add({"use", {"Use", "用途"}});
    const std::size_t height = maker.add({"height_m", {"Height", "高度"}, {"m", "米"}, Type::Number, 1});
    const std::size_t storeys = maker.add({"storeys", {"Storeys", "层数"}, {}, Type::Number, 0});
    const std::size_t area = maker.add({"footprint_m2", {"Footprint", "占地面积"}, {"m²", "平方米"}, Type::Number, 0});
    const std::size_t from =
        maker.add({"height_source", {"Height known from", "高度来源"}, {}, Type::Text, 0, false, false});
    for (std::uint32_t row = 0; row < maker.rows(); ++row) {
        const gis::Building& b = maker.city().buildings[row];
        if (!b.name.empty()) {
            maker.set(name, row, b.name);
        }
        maker.set(use, row, use_words(b.use));
        maker.set(height, row, b.height_m);
        if (b.storeys > 0.0F) {
            maker.set(storeys, row, static_cast<double>(b.storeys));
        }
        if (b.footprint_m2 > 0.0) {
            maker.set(area, row, b.footprint_m2);
        }
        maker.set(from, row, height_source_words(b.height_source));
    }
}

void add_street_columns(TableMaker& maker) {
    const std::size_t key = maker.add({"key", {"Key", "编号"}});
    const std::size_t name = maker.add({"name", {"Name", "名称"}});
    const std::size_t cls = maker.add({"class", {"Class", "等级"}});
    const std::size_t length = maker.add({"length_m", {"Length", "长度"}, {"m", "米"}, Type::Number, 0});
    const std::size_t lanes = maker.add({"lanes", {"Lanes", "车道数"}, {}, Type::Number, 0});
    const std::size_t lanes_from =
        maker.add({"lanes_source", {"Lanes known from", "车道数来源"}, {}, Type::Text, 0, false, false});
    const std::size_t speed = maker.add({"speed_kmh", {"Speed limit", "限速"}, {"km/h", "公里/时"}, Type::Number, 0});
    const std::size_t speed_from =
        maker.add({"speed_source", {"Speed limit known from", "限速来源"}, {}, Type::Text, 0, false, false});
    const std::size_t oneway = maker.add({"oneway", {"One-way", "单行"}, {}, Type::Word}, yes_or_no);
    const std::size_t bridge = maker.add({"bridge", {"Bridge", "桥梁"}, {}, Type::Word, 0, false, false}, yes_or_no);
    const std::size_t tunnel = maker.add({"tunnel", {"Tunnel", "隧道"}, {}, Type::Word, 0, false, false}, yes_or_no);
    for (std::uint32_t row = 0; row < maker.rows(); ++row) {
        const gis::Street& s = maker.city().streets[row];
        maker.set(key, row, "street/" + std::to_string(s.id));
        if (!s.name.empty()) {
            maker.set(name, row, s.name);
        }
        maker.set(cls, row, class_words(s.cls));
        maker.set(length, row, length_of(maker.city(), s));
        maker.set(lanes, row, static_cast<double>(s.lanes_forward + (s.oneway != 0 ? 0 : s.lanes_backward)));
        maker.set(lanes_from, row, source_words(s.lanes_source));
        maker.set(speed, row, s.speed_mps * 3.6);
        maker.set(speed_from, row, source_words(s.speed_source));
        maker.set(oneway, row, s.oneway != 0 ? 1.0 : 0.0);
        maker.set(bridge, row, s.bridge ? 1.0 : 0.0);
        maker.set(tunnel, row, s.tunnel ? 1.0 : 0.0);
    }
}

void add_street_run(TableMaker& maker) {
    const auto edges = std::make_shared<const StreetEdges>(maker);
    maker.add_live(
        {"state", {"State", "状态"}, {}, Type::Word},
        [edges](const engine::Frame& frame, std::uint32_t row) { return blocked_now(edges->of[row], frame); },
        block_words);
    maker.add_live({"speed", {"Mean speed", "平均车速"}, {"km/h", "公里/时"}, Type::Number, 1},
                   [edges](const engine::Frame& frame, std::uint32_t row) {
                       const auto shares = frame.columns[traffic::kSpeedShare];
                       return edges->mean(row, [&](std::uint32_t edge) {
                           return edge < shares.size() ? static_cast<double>(shares[edge]) * edges->speed_kmh[edge]
                                                       : std::numeric_limits<double>::quiet_NaN();
                       });
                   });
    maker.add_live({"density", {"Density", "密度"}, {"veh/km and lane", "辆/公里·车道"}, Type::Number, 1},
                   [edges](const engine::Frame& frame, std::uint32_t row) {
                       const auto values = frame.columns[traffic::kDensity];
                       return edges->mean(row, [&](std::uint32_t edge) {
                           return edge < values.size() ? static_cast<double>(values[edge])
                                                       : std::numeric_limits<double>::quiet_NaN();
                       });
                   });
}

} // namespace cityloom::scenarios
