// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include "tests/gis/city_file_maker.h"

namespace cityloom::tests {

// Ways of the file.
inline constexpr std::uint64_t kWestWay = 10;
inline constexpr std::uint64_t kStraightWay = 20;
inline constexpr std::uint64_t kDetourWay = 21;
inline constexpr std::uint64_t kEastWay = 30;

/// A street from the west to the east with 400 m between two junctions, and a detour of 500 m between the same.
/// \param tags of the straight way between them, "key=value&key=value"
/// \param turn tags of a restriction from the west into it; empty: there is none
inline QByteArray street_by_hour(const QString& tags, const QString& turn = {}) {
    QString text;
    const auto node = [&text](int id, double east_m, double north_m) {
        text += QString("<node id=\"%1\" version=\"1\" lat=\"%2\" lon=\"%3\"/>")
                    .arg(id)
                    .arg(kLat + north_m * kNorth, 0, 'f', 9)
                    .arg(kLon + east_m * kEast, 0, 'f', 9);
    };
    const auto tag_list = [](const QString& list) {
        QString out;
        for (const QString& pair : list.split('&', Qt::SkipEmptyParts)) {
            const auto at = pair.indexOf('=');
            out += QString("<tag k=\"%1\" v=\"%2\"/>").arg(pair.left(at), pair.mid(at + 1).toHtmlEscaped());
        }
        return out;
    };
    const auto way = [&](std::uint64_t id, const QList<int>& nodes, const QString& own) {
        text += QString("<way id=\"%1\" version=\"1\">").arg(id);
        for (const int ref : nodes) {
            text += QString("<nd ref=\"%1\"/>").arg(ref);
        }
        const QString cls = own.contains("highway=") ? "" : "highway=tertiary&";
        text += tag_list(cls + "maxspeed=50&" + own) + "</way>";
    };
    node(1, 0, 0);
    node(2, 300, 0);
    node(3, 700, 0);
    node(4, 1000, 0);
    node(5, 500, 150);
    node(6, 300, -200);
    node(7, 700, -200);
    way(kWestWay, {1, 2}, {});
    way(kStraightWay, {2, 3}, tags);
    way(kDetourWay, {2, 5, 3}, {});
    way(kEastWay, {3, 4}, {});
    way(40, {2, 6}, {});
    way(41, {3, 7}, {});
    if (!turn.isEmpty()) {
        text +=
            QString("<relation id=\"900\" version=\"1\"><member type=\"way\" ref=\"%1\" role=\"from\"/><member "
                    "type=\"node\" ref=\"2\" role=\"via\"/><member type=\"way\" ref=\"%2\" role=\"to\"/>%3</relation>")
                .arg(kWestWay)
                .arg(kStraightWay)
                .arg(tag_list("type=restriction&" + turn));
    }
    return ("<?xml version=\"1.0\"?><osm version=\"0.6\">" + text + "</osm>").toUtf8();
}

} // namespace cityloom::tests
