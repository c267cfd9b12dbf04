// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/kind_layers.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "scenarios/project/geopackage.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

using engine::AssetFact;
using engine::AssetView;
using engine::Kind;

/// A fact as a column.
struct FactColumn {
    std::string_view fact;
    std::string_view type; ///< INTEGER, REAL, TEXT
};

std::string_view type_of(const AssetFact& fact) {
    return !fact.text.empty() ? "TEXT" : fact.unit.english.empty() && fact.decimals == 0 ? "INTEGER" : "REAL";
}

void facts_of(const Kind& kind, const engine::Networks& networks, std::uint64_t index, std::vector<AssetFact>& facts) {
    facts.clear();
    if (kind.facts != nullptr) {
        kind.facts(networks, index, facts);
    }
}

/// Those that its row promises, then those that its assets have.
std::vector<FactColumn> columns_of(const Kind& kind, const engine::Networks& networks) {
    std::vector<FactColumn> columns;
    for (const engine::LayerColumn& column : kind.layer_columns) {
        columns.push_back({column.fact, column.whole ? "INTEGER" : "REAL"});
    }
    std::vector<AssetFact> facts;
    for (std::size_t i = 0; i < kind.count(networks); ++i) {
        facts_of(kind, networks, i, facts);
        for (const AssetFact& fact : facts) {
            if (std::ranges::find(columns, fact.id, &FactColumn::fact) == columns.end()) {
                columns.push_back({fact.id, type_of(fact)});
            }
        }
    }
    return columns;
}

void bind_fact(Statement& statement, const FactColumn& column, const std::vector<AssetFact>& facts) {
    const auto fact = std::ranges::find(facts, column.fact, &AssetFact::id);
    if (fact == facts.end() || (fact->text.empty() && !std::isfinite(fact->value))) {
        statement.bind_null();
    } else if (column.type == "TEXT") {
        statement.bind(std::string_view{fact->text});
    } else if (column.type == "INTEGER") {
        statement.bind(static_cast<std::int64_t>(std::llround(fact->value * fact->layer_factor)));
    } else {
        statement.bind(fact->value * fact->layer_factor);
    }
}

void shape(GeometryBlob& blob, const Kind& kind, const AssetView& view) {
    if (kind.shape != engine::Shape::Line) {
        blob.point(view.at);
    } else if (view.path.size() >= 2) {
        blob.line(view.path);
    } else {
        blob.line(std::array{view.from, view.to});
    }
}

Result<void> write_layer(const Database& db, const gis::GeoReference& place, const engine::Networks& networks,
                         const Kind& kind) {
    const std::string table{kind.layer};
    if (auto dropped = drop_layer(db, table); !dropped) {
        return dropped;
    }
    const std::vector<FactColumn> of_facts = columns_of(kind, networks);
    std::vector<Column> columns{{"id", "INTEGER"}, {"key", "TEXT"}, {"kind", "TEXT"}};
    for (const FactColumn& column : of_facts) {
        columns.push_back({std::string{column.fact}, std::string{column.type}});
    }
    columns.push_back({"source", "TEXT"});
    auto layer =
        LayerWriter::create(db, table, kind.shape == engine::Shape::Line ? "LINESTRING" : "POINT", columns, place);
    if (!layer) {
        return tl::make_unexpected(layer.error());
    }
    GeometryBlob blob{srs_id_of(place), {static_cast<double>(place.origin_x_m), static_cast<double>(place.origin_y_m)}};
    std::vector<AssetFact> facts;
    for (std::size_t i = 0; i < kind.count(networks); ++i) {
        const AssetView view = kind.view(networks, i);
        facts_of(kind, networks, i, facts);
        shape(blob, kind, view);
        Statement& statement = layer->feature(blob);
        statement.bind(static_cast<std::int64_t>(view.id)).bind(std::string_view{view.key}).bind(view.cls);
        for (const FactColumn& column : of_facts) {
            bind_fact(statement, column, facts);
        }
        statement.bind(kSource.at(static_cast<std::size_t>(view.source)));
        if (auto done = layer->run(); !done) {
            return done;
        }
    }
    return layer->finish();
}

} // namespace

Result<void> write_kind_layers(const Database& db, const gis::GeoReference& place, const engine::Networks& networks) {
    for (const Kind* kind : engine::kinds()) {
        if (kind->layer.empty()) {
            continue;
        }
        if (auto done = write_layer(db, place, networks, *kind); !done) {
            return done;
        }
    }
    return {};
}

} // namespace cityloom::scenarios
