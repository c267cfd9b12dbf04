// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one case of tests/data/outages on a city's networks.
#pragma once

#include <algorithm>
#include <cmath>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/lifeline/profiles.h"
#include "sim/power/rows.h"
#include "sim/water/rows.h"

namespace cityloom::tests {

using engine::AssetRef;
using engine::Networks;
using engine::World;

inline void run(World& world, TimeUs until) {
    Executor executor{1};
    while (world.time() < until) {
        world.step(executor);
    }
}

/// At every solve so far what sources gave was what was delivered, lost and stored.
inline bool in_balance(const World& world) {
    return world.figures().get(water::kUnbalanced) < 1e-9;
}

inline TimeUs clock_of(const QJsonValue& text) {
    const QStringList parts = text.toString().split(':');
    return parts[0].toInt() * kHourUs + parts[1].toInt() * kMinuteUs;
}

inline AssetRef asset_of(const Networks& city, const QJsonValue& key) {
    const auto found = engine::find_asset(city, key.toString().toStdString());
    return found ? *found : AssetRef{};
}

/// Customers at buses without a way to an infeed when these buses and branches are gone, ties open.
inline double customers_without(const Networks& city, const QJsonArray& gone) {
    const power::Network& net = city.power;
    std::vector<std::uint8_t> fed(net.buses.size(), 0);
    std::vector<std::uint8_t> out(net.buses.size(), 0);
    std::vector<std::uint8_t> cut(net.branches.size(), 0);
    for (const QJsonValue& key : gone) {
        const AssetRef asset = asset_of(city, key);
        (asset.is(power::kBus) ? out : cut)[asset.index] = 1;
    }
    for (std::size_t b = 0; b < fed.size(); ++b) {
        fed[b] = net.buses[b].kind == power::BusKind::Infeed && out[b] == 0 ? 1 : 0;
    }
    for (bool more = true; more;) {
        more = false;
        for (std::size_t k = 0; k < cut.size(); ++k) {
            const power::Branch& branch = net.branches[k];
            const bool open = branch.normally_open || cut[k] != 0 || out[branch.from] != 0 || out[branch.to] != 0;
            if (!open && fed[branch.from] != fed[branch.to]) {
                fed[branch.from] = fed[branch.to] = 1;
                more = true;
            }
        }
    }
    double customers = 0.0;
    for (std::size_t b = 0; b < fed.size(); ++b) {
        customers += fed[b] == 0 ? net.buses[b].customers : 0.0;
    }
    return customers;
}

inline double wanted_from(const Networks& city, TimeUs from, TimeUs to) {
    double mean_m3ps = 0.0;
    for (const water::Node& node : city.water.nodes) {
        mean_m3ps += node.demand_m3ps;
    }
    double volume_m3 = 0.0;
    for (TimeUs at = from; at < to; at += kMinuteUs) {
        const TimeUs step = std::min(kMinuteUs, to - at);
        volume_m3 += mean_m3ps * lifeline::at_time(lifeline::kWater, at) * to_seconds(step);
    }
    return volume_m3;
}

/// How a check is missed; empty: it is not.
inline QString miss(const Networks& city, const World& world, const QJsonObject& check) {
    double value = 0.0;
    QString what;
    if (check.contains("figure")) {
        what = check["figure"].toString();
        const engine::Figure* figure = engine::find_figure(what.toStdString());
        if (figure == nullptr) {
            return "no figure " + what;
        }
        value = world.figures().shown(*figure);
    } else {
        what = check["asset"].toString() + " " + check["column"].toString();
        engine::Frame frame;
        world.fill_frame(frame);
        const engine::Columns::Column* column = frame.columns.find(check["column"].toString().toStdString());
        const AssetRef asset = asset_of(city, check["asset"]);
        if (column == nullptr || !asset) {
            return "no " + what;
        }
        value = static_cast<double>(column->values[asset.index]);
    }
    const bool walked = check.contains("lost_without");
    const double expected =
        walked ? customers_without(city, check["lost_without"].toArray()) : check["value"].toDouble();
    const double tolerance = check["tolerance"].toDouble(1e-6) + check["tolerance_share"].toDouble() * expected;
    const bool equals = walked || check.contains("value");
    if ((equals && std::abs(value - expected) <= tolerance && !(walked && expected <= 0.0)) ||
        (!equals && value >= check["min"].toDouble(-1e300) && value <= check["max"].toDouble(1e300))) {
        return {};
    }
    return QString("at %1: %2 is %3, expected %4")
        .arg(check["at"].toString(), what)
        .arg(value, 0, 'g', 8)
        .arg(equals ? QString::number(expected, 'g', 8)
                    : QString::fromUtf8(QJsonDocument{check}.toJson(QJsonDocument::Compact)));
}

/// The folder's case on the city: what was worked out, and laws that hold in every outage.
inline void run_outage_case(const Networks& city, const QString& folder) {
    QFile file{folder + "/case.json"};
    QVERIFY2(file.open(QIODevice::ReadOnly), "no case.json");
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(!json.isEmpty());
    engine::WorldOptions options{.start = clock_of(json["start"])};
    for (const QJsonValue& value : json["events"].toArray()) {
        const QJsonObject event = value.toObject();
        const bool fails = event.contains("fail");
        const AssetRef asset = asset_of(city, event[fails ? "fail" : "repair"]);
        QVERIFY2(asset, qPrintable(event[fails ? "fail" : "repair"].toString())); // or the case asks nothing
        options.events.push_back({.at = clock_of(event["at"]),
                                  .verb = fails ? engine::Verb::Fail : engine::Verb::Repair,
                                  .asset = asset,
                                  .cause = event["cause"].toString().toStdString()});
    }
    World world{city, {}, std::move(options)};
    engine::Frame frame;
    for (const QJsonValue& value : json["checks"].toArray()) {
        const QJsonObject check = value.toObject();
        run(world, clock_of(check["at"]) + kSecondUs);
        QVERIFY(in_balance(world));
        const QString missed = miss(city, world, check);
        QVERIFY2(missed.isEmpty(), qPrintable(missed));
        world.fill_frame(frame);
        for (const float pressure : frame.columns[water::kPressure]) {
            QVERIFY(!(pressure < -1.0F));
        }
        QCOMPARE(world.fault(), std::string{});
    }
    world.finish();
    const auto end = [&](std::string_view id) { return world.figures().shown(*engine::find_figure(id)); };
    const double wanted_m3 = wanted_from(city, clock_of(json["start"]), world.time());
    QVERIFY(std::abs(end("water_delivered_m3") + end("water_not_served_m3") - wanted_m3) < 0.005 * wanted_m3);
}

} // namespace cityloom::tests
