// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/table/table_maker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "gis/city/districts.h"
#include "scenarios/find/folded.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/traffic/rows.h"

namespace cityloom::scenarios {

namespace {

using engine::Kind;
using Type = TableColumn::Type;

constexpr engine::Words kNoUnit{};

/// Key, name and class of every asset, and what its own row says of it that no run changes.
void add_views(TableMaker& maker) {
    const Kind& kind = maker.kind();
    const engine::Networks& networks = maker.networks();
    const std::size_t key = maker.add({"key", {"Key", "编号"}});
    const std::size_t name = maker.add({"name", {"Name", "名称"}});
    const std::size_t noun = maker.add({"kind", {"Kind", "类别"}});
    for (std::uint32_t row = 0; row < maker.rows(); ++row) {
        const engine::AssetView view = kind.view(networks, row);
        maker.set(key, row, view.key);
        if (!view.name.empty()) {
            maker.set(name, row, view.name);
        }
        maker.set(noun, row, view.noun);
    }
}

void add_districts(TableMaker& maker) {
    const std::size_t column = maker.add({"district", {"District", "片区"}});
    const lifeline::Dependencies& d = maker.networks().dependencies;
    if (&maker.kind() == &lifeline::kBuilding) { // known already
        for (std::uint32_t row = 0; row < maker.rows(); ++row) {
            if (d.buildings[row].district < d.district_names.size()) {
                maker.set(column, row, d.district_names[d.buildings[row].district]);
            }
        }
        return;
    }
    const gis::Districts districts{maker.city()};
    for (std::uint32_t row = 0; row < maker.rows(); ++row) {
        const std::uint32_t district = districts.of(maker.place(row));
        if (district < districts.names().size()) {
            maker.set(column, row, districts.names()[district]);
        }
    }
}

void add_facts(TableMaker& maker) {
    const Kind& kind = maker.kind();
    std::vector<engine::AssetFact> facts;
    std::vector<std::pair<std::string_view, std::size_t>> columns;
    for (std::uint32_t row = 0; kind.facts != nullptr && row < maker.rows(); ++row) {
        facts.clear();
        kind.facts(maker.networks(), row, facts);
        for (const engine::AssetFact& fact : facts) {
            auto found = std::ranges::find(columns, fact.id, &std::pair<std::string_view, std::size_t>::first);
            if (found == columns.end()) {
                const bool text = !fact.text.empty();
                columns.emplace_back(fact.id, maker.add({std::string{fact.id}, fact.label, text ? kNoUnit : fact.unit,
                                                         text ? Type::Text : Type::Number, fact.decimals}));
                found = columns.end() - 1;
            }
            if (fact.text.empty()) {
                maker.set(found->second, row, fact.value);
            } else if (!fact.said.english.empty()) {
                maker.set(found->second, row, fact.said);
            } else {
                maker.set(found->second, row, fact.text);
            }
        }
    }
}

/// By whom an asset is supplied, where that is not chosen while the city runs.
void add_supplies(TableMaker& maker) {
    static constexpr std::array<std::pair<std::string_view, engine::Words>, engine::kServices> kFrom{
        {{"power_from", {"Electricity from", "供电来源"}},
         {"water_from", {"Water from", "供水来源"}},
         {"heat_from", {"Heat from", "供热来源"}},
         {"gas_from", {"Gas from", "供气来源"}},
         {"signal_from", {"Signal from", "信号来源"}},
         {"data_from", {"Data from", "数据来源"}},
         {"cooling_from", {"Cooling from", "供冷来源"}},
         {"road_from", {"Reached by", "道路来源"}},
         {"control_from", {"Controlled by", "控制来源"}}}};
    std::array<std::size_t, engine::kServices> columns{};
    columns.fill(kNone);
    for (const engine::Supply& supply : maker.networks().dependencies.supplies) {
        if (supply.consumer.kind != &maker.kind() || supply.provider.index == engine::kChosen ||
            supply.consumer.index >= maker.rows()) {
            continue;
        }
        const auto service = static_cast<std::size_t>(supply.service);
        if (columns.at(service) == kNone) {
            columns.at(service) = maker.add({std::string{kFrom.at(service).first}, kFrom.at(service).second});
        }
        maker.set(columns.at(service), supply.consumer.i(), engine::asset_key(maker.networks(), supply.provider));
    }
}

engine::Words state_words(float value) {
    return value > 0.75F   ? engine::Words{"in service", "运行中"}
           : value > 0.25F ? engine::Words{"on its reserve", "靠备用运行"}
                           : engine::Words{"out of service", "停运"};
}

std::string plain_id(std::string_view id) {
    return std::string{id.substr(id.find('.') + 1)};
}

/// A column of the run, of the assets themselves or, of lines, of the end whose colour they take.
void add_column(TableMaker& maker, const engine::ColumnInfo& info, bool of_end, bool as_state = false) {
    TableColumn head{.id = as_state ? "state" : plain_id(info.id),
                     .words = as_state ? engine::Words{"State", "状态"} : info.words,
                     .unit = info.word != nullptr || as_state ? kNoUnit : info.unit,
                     .type = info.word != nullptr || as_state ? Type::Word : Type::Number,
                     .decimals = info.decimals};
    const engine::Networks* networks = &maker.networks();
    const Kind* kind = &maker.kind();
    const auto live = [&info, networks, kind, of_end](const engine::Frame& frame, std::uint32_t row) {
        const std::uint64_t index = of_end ? kind->ends(*networks, row)[0] : row;
        return info.applies != nullptr && !info.applies(*networks, index) ? std::numeric_limits<double>::quiet_NaN()
                                                                          : info.factor * frame.columns.at(info, index);
    };
    maker.add_live(std::move(head), live, as_state ? state_words : info.word);
}

void add_run(TableMaker& maker) {
    const Kind& kind = maker.kind();
    const bool ends = kind.ends != nullptr && kind.node != nullptr;
    const engine::ColumnInfo* state = kind.state != nullptr ? kind.state : ends ? kind.node->state : nullptr;
    if (state != nullptr && !state->shown) {
        add_column(maker, *state, state->of != &kind, true);
    }
    for (const engine::ColumnInfo* info : engine::column_infos()) {
        if (info->of == &kind && info->shown) {
            add_column(maker, *info, false);
        }
    }
    for (const engine::LayerInfo* layer : engine::layers()) { // as the picture colours it
        if (ends && layer->column != nullptr && layer->column->of == kind.node && layer->column->shown) {
            add_column(maker, *layer->column, true);
        }
    }
}

void add_sources_and_places(TableMaker& maker) {
    const bool street = &maker.kind() == &traffic::kStreet;
    const std::size_t source = street ? kNone : maker.add({"source", {"Known from", "资料来源"}});
    const std::size_t x = maker.add({"x", {"East", "东坐标"}, {"m", "米"}, Type::Number, 1, false, false});
    const std::size_t y = maker.add({"y", {"North", "北坐标"}, {"m", "米"}, Type::Number, 1, false, false});
    const gis::GeoReference& place = maker.city().place;
    for (std::uint32_t row = 0; row < maker.rows(); ++row) {
        if (!street) {
            maker.set(source, row, source_words(maker.kind().view(maker.networks(), row).source));
        }
        const Point2 at = maker.place(row);
        maker.set(x, row, at.x_m + static_cast<double>(place.origin_x_m));
        maker.set(y, row, at.y_m + static_cast<double>(place.origin_y_m));
    }
}

} // namespace

engine::Words yes_or_no(float value) {
    return value > 0.5F ? engine::Words{"yes", "是"} : engine::Words{"no", "否"};
}

engine::Words source_words(Provenance source) {
    static constexpr std::array<engine::Words, 3> kWords{
        {{"measured", "实测"}, {"derived", "推算"}, {"default", "默认"}}};
    return kWords.at(static_cast<std::size_t>(source));
}

TableMaker::TableMaker(std::shared_ptr<const AppliedCity> city, const Kind& kind)
    : table_{std::make_shared<AssetTable>()} {
    table_->rows_ = static_cast<std::uint32_t>(AssetTable::count(*city, kind));
    table_->city_ = std::move(city);
    table_->kind_ = &kind;
    if (&kind == &traffic::kStreet) {
        for (std::uint32_t row = 0; row < table_->rows_; ++row) {
            table_->row_of_street_.emplace(table_->city_->city->streets[row].id, row);
        }
    }
}

std::size_t TableMaker::add(TableColumn head, Word word) {
    AssetTable::Column column{.head = std::move(head), .word = word};
    if (column.head.type == Type::Text) {
        column.text_of.assign(rows(), kNone);
    } else {
        column.numbers.assign(rows(), std::numeric_limits<double>::quiet_NaN());
    }
    table_->columns_.push_back(std::move(column));
    known_.emplace_back();
    return table_->columns_.size() - 1;
}

void TableMaker::set(std::size_t column, std::uint32_t row, double value) {
    table_->columns_[column].numbers[row] = value;
}

void TableMaker::set(std::size_t column, std::uint32_t row, const std::string& english, std::string_view chinese) {
    AssetTable::Column& c = table_->columns_[column];
    const auto [found, fresh] = known_[column].try_emplace(english, static_cast<std::uint32_t>(c.texts.size()));
    if (fresh) {
        c.texts.push_back({english, std::string{chinese}});
    }
    c.text_of[row] = found->second;
}

void TableMaker::add_live(TableColumn head, Live live, Word word) {
    head.live = true;
    table_->columns_.push_back({.head = std::move(head), .live = std::move(live), .word = word});
    known_.emplace_back();
}

std::shared_ptr<const AssetTable> TableMaker::done() {
    std::erase_if(table_->columns_, [](const AssetTable::Column& c) {
        return !c.live && (c.head.type == Type::Text ? c.texts.empty() : std::ranges::none_of(c.numbers, [](double v) {
            return std::isfinite(v);
        }));
    });
    for (AssetTable::Column& c : table_->columns_) {
        c.head.opening = c.head.opening && (c.head.id != "kind" || c.texts.size() > 1); // the table's own title says it
        std::vector<std::string> plain;
        for (const TableText& text : c.texts) {
            plain.push_back(folded(text.english));
        }
        std::vector<std::uint32_t> order(plain.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(
            order, [&](std::uint32_t a, std::uint32_t b) { return natural_order(plain[a], plain[b]) < 0; });
        c.ranks.resize(order.size());
        for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
            c.ranks[order[rank]] = rank;
        }
    }
    known_.clear();
    return std::move(table_);
}

std::shared_ptr<const AssetTable> AssetTable::make(std::shared_ptr<const AppliedCity> city, const Kind& kind) {
    TableMaker maker{std::move(city), kind};
    if (&kind == &traffic::kStreet) {
        add_street_columns(maker);
        add_districts(maker);
        add_street_run(maker);
    } else {
        add_views(maker);
        if (&kind == &lifeline::kBuilding) {
            add_building_columns(maker);
        }
        add_districts(maker);
        add_run(maker); // what one looks for most often stands before what never changes
        add_facts(maker);
        add_supplies(maker);
    }
    add_sources_and_places(maker);
    return maker.done();
}

} // namespace cityloom::scenarios
