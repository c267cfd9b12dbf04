// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/object_facts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include <QCoreApplication>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/table_words.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/traffic/rows.h"

namespace cityloom::app {

namespace {

struct Facts {
    Q_DECLARE_TR_FUNCTIONS(Facts)

public:
    static QString withUnit(double value, int decimals, const QString& unit) {
        return QStringLiteral("%1 %2").arg(figure(value, decimals), unit);
    }
    static QString yesNo(bool yes) { return yes ? tr("yes") : tr("no"); }

    static QString useWord(gis::BuildingUse use) {
        static constexpr std::array<const char*, 12> kWords{
            QT_TR_NOOP("unknown use"), QT_TR_NOOP("housing"), QT_TR_NOOP("offices"), QT_TR_NOOP("shops"),
            QT_TR_NOOP("industry"),    QT_TR_NOOP("public"),  QT_TR_NOOP("school"),  QT_TR_NOOP("hospital"),
            QT_TR_NOOP("religious"),   QT_TR_NOOP("garage"),  QT_TR_NOOP("hotel"),   QT_TR_NOOP("utility")};
        return tr(kWords.at(static_cast<std::size_t>(use)));
    }

    static QString cycleWord(const gis::CycleSide& side) {
        static constexpr std::array<const char*, 6> kWords{QT_TR_NOOP("none"),
                                                           QT_TR_NOOP("bicycle lane"),
                                                           QT_TR_NOOP("bicycle track"),
                                                           QT_TR_NOOP("on the general lane"),
                                                           QT_TR_NOOP("on the bus lane"),
                                                           QT_TR_NOOP("a way of its own")};
        const QString word = tr(kWords.at(static_cast<std::size_t>(side.kind)));
        return side.width_m > 0.0 ? QStringLiteral("%1, %2").arg(word, withUnit(side.width_m, 1, tr("m"))) : word;
    }

    static QString classWord(gis::StreetClass cls) {
        static constexpr std::array<const char*, 18> kWords{QT_TR_NOOP("motorway"),
                                                            QT_TR_NOOP("trunk road"),
                                                            QT_TR_NOOP("primary street"),
                                                            QT_TR_NOOP("secondary street"),
                                                            QT_TR_NOOP("tertiary street"),
                                                            QT_TR_NOOP("minor street"),
                                                            QT_TR_NOOP("residential street"),
                                                            QT_TR_NOOP("living street"),
                                                            QT_TR_NOOP("service road"),
                                                            QT_TR_NOOP("track"),
                                                            QT_TR_NOOP("pedestrian street"),
                                                            QT_TR_NOOP("footway"),
                                                            QT_TR_NOOP("cycleway"),
                                                            QT_TR_NOOP("path"),
                                                            QT_TR_NOOP("steps"),
                                                            QT_TR_NOOP("busway"),
                                                            QT_TR_NOOP("under construction"),
                                                            QT_TR_NOOP("other street")};
        return tr(kWords.at(static_cast<std::size_t>(cls)));
    }

    static QString provider(const LoadedCity& c, engine::AssetRef asset) {
        return QString::fromStdString(engine::asset_key(*c.networks, asset));
    }

    /// What an asset is supplied with, and by whom.
    static void supplies(ObjectFacts& out, const LoadedCity& c, engine::AssetRef asset) {
        static constexpr std::array<engine::Words, engine::kServices> kFrom{{{"Electricity from", "供电来源"},
                                                                             {"Water from", "供水来源"},
                                                                             {"Heat from", "供热来源"},
                                                                             {"Gas from", "供气来源"},
                                                                             {"Signal from", "信号来源"},
                                                                             {"Data from", "数据来源"},
                                                                             {"Cooling from", "供冷来源"},
                                                                             {"Reached by", "道路来源"},
                                                                             {"Controlled by", "控制来源"}}};
        for (const engine::Supply& supply : c.networks->dependencies.supplies) {
            if (supply.consumer == asset && supply.provider.index != engine::kChosen) {
                out.facts.push_back({inLanguage(kFrom.at(static_cast<std::size_t>(supply.service))),
                                     provider(c, supply.provider), sourceWord(supply.source)});
            }
        }
    }

    /// All that a kind's rows say: facts, then what is simulated now, and its series.
    static void rows(ObjectFacts& out, const LoadedCity& c, engine::AssetRef asset, const engine::Frame* frame) {
        const engine::Kind& kind = *asset.kind;
        if (kind.count(*c.networks) <= asset.index) {
            return;
        }
        std::vector<engine::AssetFact> facts;
        if (kind.facts != nullptr) {
            kind.facts(*c.networks, asset.index, facts);
        }
        for (const engine::AssetFact& fact : facts) {
            const QString unit = inLanguage(fact.unit);
            const QString value = !fact.said.english.empty() ? inLanguage(fact.said)
                                  : !fact.text.empty()       ? QString::fromStdString(fact.text)
                                  : unit.isEmpty()           ? figure(fact.value, fact.decimals)
                                                             : withUnit(fact.value, fact.decimals, unit);
            out.facts.push_back({inLanguage(fact.label), value, sourceWord(fact.source)});
        }
        supplies(out, c, asset);
        for (const engine::ColumnInfo* column : engine::column_infos()) {
            if (column->of != &kind || !column->shown ||
                (column->applies != nullptr && !column->applies(*c.networks, asset.index))) {
                continue;
            }
            const auto value = [column, i = asset.index](const engine::Frame& f) {
                return f.columns.at(*column, i) * column->factor;
            };
            if (frame != nullptr) {
                const double now = value(*frame);
                const QString said = column->word != nullptr
                                         ? inLanguage(column->word(static_cast<float>(now / column->factor)))
                                         : withUnit(now, column->decimals, inLanguage(column->unit));
                const QString what = inLanguage(column->words);
                out.facts.push_back(
                    {column->so_far ? what : tr("%1 now").arg(what), std::isfinite(now) ? said : tr("none"), {}});
            }
            out.series.push_back({inLanguage(column->words), inLanguage(column->unit), column->decimals, value});
        }
    }

    /// Any asset whose row says all there is.
    static void asset(ObjectFacts& out, const LoadedCity& c, engine::AssetRef asset, const engine::Frame* frame) {
        const engine::Kind& kind = *asset.kind;
        out.icon = QString::fromUtf8(kind.icon.data(), static_cast<qsizetype>(kind.icon.size()));
        if (kind.count(*c.networks) <= asset.index) {
            out.kind = inLanguage(kind.words);
            return;
        }
        out.kind = inLanguage(kind.view(*c.networks, asset.index).noun);
        if (kind.acts != 0) {
            out.asset = asset;
        }
        rows(out, c, asset, frame);
        out.note = dependents(c, asset);
    }

    static void building(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        const gis::Building& b = c.city->buildings[i];
        out.kind = tr("Building, %1").arg(useWord(b.use));
        out.icon = QStringLiteral("building");
        const QString height_source = b.height_source == gis::HeightSource::Measured  ? tr("measured")
                                      : b.height_source == gis::HeightSource::Storeys ? tr("derived")
                                                                                      : tr("default");
        out.facts.push_back({tr("Height"), withUnit(b.height_m, 1, tr("m")), height_source});
        if (b.storeys > 0.0F) {
            out.facts.push_back({tr("Storeys"), figure(static_cast<double>(b.storeys), 0), tr("measured")});
        }
        out.facts.push_back({tr("Use"), useWord(b.use), sourceWord(b.use_source)});
        out.facts.push_back({tr("Footprint"), withUnit(b.footprint_m2, 0, tr("m²")), tr("derived")});
        out.asset = engine::AssetRef{&lifeline::kBuilding, i};
        rows(out, c, *out.asset, frame);
    }

    /// What of a street's edges nobody may use, and why; empty while there is nothing.
    static QString blockedWords(const engine::Frame& frame, const std::vector<std::uint32_t>& edges) {
        std::size_t closed = 0;
        QStringList words;
        for (const engine::BlockedView& b : frame.blocked) {
            if (std::find(edges.begin(), edges.end(), b.edge) == edges.end()) {
                continue;
            }
            if (b.kind == engine::Blockage::Closed) {
                ++closed;
                continue;
            }
            const bool works = b.kind == engine::Blockage::Works;
            const int lanes = works ? static_cast<int>(b.lanes) : std::popcount(b.lanes);
            const QString said = works
                                     ? tr("Work zone: it takes %n lane(s) beside the kerb.", nullptr, lanes)
                                     : tr("Incident: %n lane(s) beside the kerb are blocked over %1 m.", nullptr, lanes)
                                           .arg(figure(static_cast<double>(b.to_m - b.from_m), 0));
            if (!words.contains(said)) {
                words.push_back(said);
            }
        }
        if (closed > 0) {
            words.push_front(closed == edges.size()
                                 ? tr("Closed now.")
                                 : tr("Closed now on %1 of its %2 pieces.").arg(closed).arg(edges.size()));
        }
        return words.join(QLatin1Char{' '});
    }

    static void street(ObjectFacts& out, const LoadedCity& c, std::uint32_t i, const engine::Frame* frame) {
        const gis::Street& s = c.city->streets[i];
        out.kind = tr("Street, %1").arg(classWord(s.cls));
        out.icon = QStringLiteral("street");
        out.facts.push_back({tr("Lanes"),
                             QStringLiteral("%1 + %2").arg(s.lanes_forward).arg(s.oneway != 0 ? 0 : s.lanes_backward),
                             sourceWord(s.lanes_source)});
        for (const auto& [side, word] : {std::pair{&s.cycle_left, tr("For bicycles, left")},
                                         std::pair{&s.cycle_right, tr("For bicycles, right")}}) {
            if (side->kind != gis::CycleFacility::None) {
                out.facts.push_back({word, cycleWord(*side), sourceWord(Provenance::Measured)});
            }
        }
        out.facts.push_back(
            {tr("Speed limit"), withUnit(s.speed_mps * 3.6, 0, tr("km/h")), sourceWord(s.speed_source)});
        const auto found = c.edges_by_street.find(s.id);
        if (found == c.edges_by_street.end()) {
            out.note = tr("Cars do not drive here.");
            return;
        }
        out.asset = engine::AssetRef{&traffic::kStreet, s.id};
        const std::vector<std::uint32_t> edges = found->second;
        std::vector<double> limits;
        double length = 0.0;
        for (const std::uint32_t e : edges) {
            limits.push_back(c.networks->roads.edges[e].speed_mps);
            length += c.networks->roads.edges[e].length_m;
        }
        out.facts.push_back({tr("Length, all directions"), withUnit(length, 0, tr("m")), tr("derived")});
        const auto speed = [edges, limits](const engine::Frame& f) {
            double sum = 0.0;
            for (std::size_t k = 0; k < edges.size(); ++k) {
                sum += f.columns.at(traffic::kSpeedShare, edges[k]) * limits[k] * 3.6;
            }
            return sum / static_cast<double>(edges.size());
        };
        const auto density = [edges](const engine::Frame& f) {
            double sum = 0.0;
            for (const std::uint32_t e : edges) {
                sum += f.columns.at(traffic::kDensity, e);
            }
            return sum / static_cast<double>(edges.size());
        };
        if (frame != nullptr) {
            out.facts.push_back({tr("Mean speed now"), withUnit(speed(*frame), 1, tr("km/h")), {}});
            out.facts.push_back({tr("Density now"), withUnit(density(*frame), 1, tr("veh/km and lane")), {}});
            out.note = blockedWords(*frame, edges);
        }
        out.series.push_back({tr("Mean speed"), tr("km/h"), 1, speed});
        out.series.push_back({tr("Density"), tr("veh/km and lane"), 1, density});
    }

    /// What goes out with an asset that others depend on; empty where nobody does.
    static QString dependents(const LoadedCity& c, engine::AssetRef asset) {
        std::vector<std::uint32_t> lost{asset.i()};
        if (asset.kind->lost_without != nullptr) {
            lost = asset.kind->lost_without(*c.networks, asset.index);
        }
        std::vector<std::pair<const engine::Kind*, int>> counts;
        for (const engine::Supply& supply : c.networks->dependencies.supplies) {
            if (supply.provider.kind != asset.kind ||
                !std::binary_search(lost.begin(), lost.end(), static_cast<std::uint32_t>(supply.provider.index))) {
                continue;
            }
            auto found = std::ranges::find(counts, supply.consumer.kind, &std::pair<const engine::Kind*, int>::first);
            if (found == counts.end()) {
                counts.emplace_back(supply.consumer.kind, 0);
                found = counts.end() - 1;
            }
            ++found->second;
        }
        QStringList words;
        for (const auto& [kind, count] : counts) {
            words << tr("%1 × %2").arg(count).arg(inLanguage(kind->words));
        }
        return words.isEmpty() ? QString{} : tr("Depend on it: %1.").arg(words.join(tr(", ")));
    }

    static void vehicle(ObjectFacts& out, const render::ObjectRef& object, const engine::Frame* frame) {
        out.icon = QStringLiteral("car");
        out.kind = tr("Vehicle");
        if (frame == nullptr) {
            return;
        }
        static constexpr std::array<const char*, 5> kKinds{QT_TR_NOOP("Car"), QT_TR_NOOP("Lorry"), QT_TR_NOOP("Bus"),
                                                           QT_TR_NOOP("Emergency vehicle"), QT_TR_NOOP("Bicycle")};
        for (const engine::VehicleView& v : frame->vehicles) {
            if (v.id == object.id) {
                out.kind = tr(kKinds.at(static_cast<std::size_t>(v.cls)));
                out.facts.push_back(
                    {tr("Speed now"), withUnit(static_cast<double>(v.speed_mps) * 3.6, 0, tr("km/h")), {}});
                out.facts.push_back(
                    {tr("Length"), withUnit(static_cast<double>(v.length_m), 1, tr("m")), tr("default")});
                return;
            }
        }
        out.note = tr("It has arrived or is not under way at this time.");
    }

    static QString title(const LoadedCity& c, const render::ObjectRef& o) {
        const auto text = [](const std::string& s) { return QString::fromStdString(s); };
        if (o.is(lifeline::kBuilding)) {
            const gis::Building& b = c.city->buildings[o.index];
            return !b.name.empty() ? text(b.name) : b.source.empty() ? tr("Building %1").arg(b.id) : text(b.source);
        }
        if (o.is(traffic::kStreet)) {
            const gis::Street& s = c.city->streets[o.index];
            return s.name.empty() ? tr("Street %1").arg(s.id) : text(s.name);
        }
        if (o.is(traffic::kVehicle)) {
            return tr("Vehicle %1").arg(o.id % 1'000'000);
        }
        if (o.kind == nullptr || o.kind->view == nullptr || o.index >= o.kind->count(*c.networks)) {
            return o.kind != nullptr ? inLanguage(o.kind->words) : QString{};
        }
        const engine::AssetView view = o.kind->view(*c.networks, o.index);
        return text(view.name.empty() ? view.key : view.name);
    }
};

} // namespace

QString sourceWord(Provenance source) {
    switch (source) {
    case Provenance::Measured:
        return Facts::tr("measured");
    case Provenance::Derived:
        return Facts::tr("derived");
    case Provenance::Default:
        return Facts::tr("default");
    }
    return {};
}

QString objectTitle(const LoadedCity& city, const render::ObjectRef& object) {
    return Facts::title(city, object);
}

ObjectFacts objectFacts(const LoadedCity& city, const render::ObjectRef& object, const engine::Frame* frame) {
    ObjectFacts out;
    out.title = objectTitle(city, object);
    if (object.is(lifeline::kBuilding)) {
        Facts::building(out, city, object.index, frame);
    } else if (object.is(traffic::kStreet)) {
        Facts::street(out, city, object.index, frame);
    } else if (object.is(traffic::kVehicle)) {
        Facts::vehicle(out, object, frame);
    } else if (object.kind != nullptr && object.kind->view != nullptr) {
        Facts::asset(out, city, {object.kind, object.index}, frame);
    }
    return out;
}

render::ObjectRef objectOf(const LoadedCity& city, engine::AssetRef asset) {
    render::ObjectRef object{.kind = asset.kind, .index = asset.i()};
    if (asset.is(traffic::kStreet)) {
        const auto found = city.street_by_id.find(asset.index);
        object = found == city.street_by_id.end() ? render::ObjectRef{}
                                                  : render::ObjectRef{asset.kind, found->second, asset.index, {}};
    }
    const Point2 at =
        asset.is(traffic::kStreet) && object.kind != nullptr && !engine::asset_exists(*city.networks, asset)
            ? streetPlace(*city.city, object.index) // nobody drives there
            : engine::asset_place(*city.networks, asset);
    object.at = {at.x_m, at.y_m, city.city->terrain.ground_m(at)};
    return object;
}

} // namespace cityloom::app
