// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a small file of city data from a case's description: squares of 20 m in a row, lines of 100 m end to end.
#pragma once

#include <algorithm>
#include <utility>

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

namespace cityloom::tests {

inline constexpr double kLon = 8.54;
inline constexpr double kLat = 47.37;
inline constexpr double kEast = 1.0 / 75'400.0; ///< degrees a metre there
inline constexpr double kNorth = 1.0 / 111'200.0;

inline QJsonArray place(double east_m, double north_m) {
    return {kLon + east_m * kEast, kLat + north_m * kNorth};
}

/// Corners of the i-th square, closed.
inline QJsonArray square(int i) {
    const double x = 40.0 * i;
    QJsonArray corners;
    for (const auto& [east_m, north_m] :
         {std::pair{x, 50.0}, {x + 20.0, 50.0}, {x + 20.0, 70.0}, {x, 70.0}, {x, 50.0}}) {
        corners.append(place(east_m, north_m));
    }
    return corners;
}

inline QJsonObject feature(const QJsonObject& properties, const QString& type, const QJsonArray& coordinates) {
    return {{"type", "Feature"},
            {"properties", properties},
            {"geometry", QJsonObject{{"type", type}, {"coordinates", coordinates}}}};
}

/// "polygons", "lines", "points": arrays of properties; "shift": metres that the first line begins east of the others'.
inline QByteArray geojson(const QJsonObject& made) {
    QJsonArray features;
    int i = 0;
    for (const QJsonValue& properties : made["polygons"].toArray()) {
        QJsonArray rings;
        rings.append(square(i++)); // in braces it would be copied, not nested
        features.append(feature(properties.toObject(), "Polygon", rings));
    }
    i = made["shift"].toInt();
    for (const QJsonValue& properties : made["lines"].toArray()) {
        QJsonArray ends;
        ends.append(place(100.0 * i, 0));
        ends.append(place(100.0 * (i + 1), 0));
        features.append(feature(properties.toObject(), "LineString", ends));
        ++i;
    }
    i = 0;
    for (const QJsonValue& properties : made["points"].toArray()) {
        features.append(feature(properties.toObject(), "Point", place(50.0 * i++, 100)));
    }
    QJsonObject collection{{"type", "FeatureCollection"}, {"features", features}};
    if (made.contains("name")) {
        collection["name"] = made["name"];
    }
    // A text of bytes that are no UTF-8: each character from U+0080 to U+00FF stands for its byte.
    const QByteArray text = QJsonDocument{collection}.toJson(QJsonDocument::Compact);
    return made["bytes"].toBool() ? QString::fromUtf8(text).toLatin1() : text;
}

/// "ring": corners in metres, as [x, y, x, y ...], and "hole" likewise, as a GeoJSON polygon.
inline QByteArray bounds(const QJsonObject& made) {
    QJsonArray rings;
    for (const char* key : {"ring", "hole"}) {
        const QJsonArray numbers = made[key].toArray();
        QJsonArray ring;
        for (int k = 0; k + 1 < numbers.size(); k += 2) {
            ring.append(place(numbers[k].toDouble(), numbers[k + 1].toDouble()));
        }
        if (!ring.isEmpty()) {
            ring.append(ring.first());
            rings.append(ring);
        }
    }
    return QJsonDocument{feature({}, "Polygon", rings)}.toJson(QJsonDocument::Compact);
}

inline QString tags_of(const QJsonObject& tags) {
    QString text;
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        text += QString("<tag k=\"%1\" v=\"%2\"/>").arg(tag.key(), tag.value().toString().toHtmlEscaped());
    }
    return text;
}

/// "buildings", "streets": arrays of tags. "sign": of all ids. "order": "nodes first", "ways first", "backwards".
/// "boxes": {"box": [west, south, east, north] in metres, tag: value ...}, or "ring": [x, y, x, y ...].
/// "deleted": how many of the buildings an editor has deleted. "first": of the ids of ways and nodes.
inline QByteArray osm(const QJsonObject& made) {
    const int sign = made["sign"].toInt(1);
    int next = made["first"].toInt(1);
    QStringList nodes;
    QStringList ways;
    const auto node = [&](double east_m, double north_m) {
        nodes << QString("<node id=\"%1\" version=\"1\" lat=\"%2\" lon=\"%3\"/>")
                     .arg(sign * next)
                     .arg(kLat + north_m * kNorth, 0, 'f', 9)
                     .arg(kLon + east_m * kEast, 0, 'f', 9);
        return sign * next++;
    };
    const auto way = [&](const QList<int>& refs, const QJsonObject& tags, const QString& action) {
        QString text = QString("<way id=\"%1\" version=\"1\"%2>").arg(sign * next++).arg(action);
        for (const int ref : refs) {
            text += QString("<nd ref=\"%1\"/>").arg(ref);
        }
        ways << text + tags_of(tags) + "</way>";
    };
    int i = 0;
    for (const QJsonValue& tags : made["buildings"].toArray()) {
        const double x = 40.0 * i;
        const bool open = tags.toObject().contains("open");
        const bool bow_tie = tags.toObject().contains("bow_tie");
        QList<int> refs{node(x, 50), node(x + 20, 50), node(x + 20, 70), node(x, 70)};
        if (bow_tie) {
            refs.swapItemsAt(2, 3);
        }
        if (!open) {
            refs << refs.front();
        }
        if (tags.toObject().contains("lost")) {
            refs[2] = 99'999'999;
        }
        way(refs, tags.toObject(), i < made["deleted"].toInt() ? " action='delete'" : "");
        ++i;
    }
    for (const QJsonValue& one : made["boxes"].toArray()) {
        QJsonObject tags = one.toObject();
        const QJsonArray box = tags.take("box").toArray();
        const QJsonArray ring = tags.take("ring").toArray();
        QList<int> refs;
        for (const int k : {0, 2, 4, 6}) {
            if (!box.isEmpty()) {
                refs << node(box[k == 2 || k == 4 ? 2 : 0].toDouble(), box[k >= 4 ? 3 : 1].toDouble());
            }
        }
        for (int k = 0; k + 1 < ring.size(); k += 2) {
            refs << node(ring[k].toDouble(), ring[k + 1].toDouble());
        }
        refs << refs.front();
        way(refs, tags, "");
    }
    i = made["shift"].toInt();
    int last = 0;
    for (const QJsonValue& tags : made["streets"].toArray()) {
        const int from = last != 0 ? last : node(100.0 * i, 0);
        last = node(100.0 * (i + 1), 0);
        way({from, last}, tags.toObject(), "");
        ++i;
    }
    if (made["order"] == "backwards") {
        std::reverse(nodes.begin(), nodes.end());
        std::reverse(ways.begin(), ways.end());
    }
    const QStringList all = made["order"] == "ways first" ? ways + nodes : nodes + ways;
    return ("<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\" generator=\"JOSM\">\n" + all.join('\n') +
            "\n</osm>\n")
        .toUtf8();
}

/// A box of 20 m by `depth_m` as polygons of GML with their kinds, in ETRS89 / UTM 32N.
inline QStringList box(double east_m, double low_m, double high_m, double depth_m) {
    const double x = 465'270.0 + east_m;
    const double y = 5'246'400.0;
    const auto corner = [&](int k, double z) {
        return QString("%1 %2 %3")
            .arg(x + (k == 1 || k == 2 ? 20.0 : 0.0), 0, 'f', 3)
            .arg(y + (k >= 2 ? depth_m : 0.0), 0, 'f', 3)
            .arg(z, 0, 'f', 3);
    };
    const auto polygon = [](const QStringList& corners) {
        return QString("<gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>%1 %2</gml:posList></gml:LinearRing>"
                       "</gml:exterior></gml:Polygon>")
            .arg(corners.join(' '), corners.front());
    };
    QStringList faces{polygon({corner(0, low_m), corner(3, low_m), corner(2, low_m), corner(1, low_m)}),
                      polygon({corner(0, high_m), corner(1, high_m), corner(2, high_m), corner(3, high_m)})};
    for (int k = 0; k < 4; ++k) {
        const int n = (k + 1) % 4;
        faces << polygon({corner(k, low_m), corner(n, low_m), corner(n, high_m), corner(k, high_m)});
    }
    return faces;
}

/// "model": "solid", "multi-surface", "bounded", "footprint"; "level"; "parts": boxes of a building; "count" buildings;
/// "srs"; "version" of CityGML.
inline QByteArray citygml(const QJsonObject& made) {
    const QString model = made["model"].toString("solid");
    const int level = made["level"].toInt(1);
    const int parts = made["parts"].toInt(0);
    const bool third = made["version"].toString() == "3";
    const auto members = [](const QStringList& faces) {
        QString text;
        for (const QString& face : faces) {
            text += "<gml:surfaceMember>" + face + "</gml:surfaceMember>";
        }
        return text;
    };
    const auto geometry = [&](double east_m, double depth_m) {
        const QStringList faces = box(east_m, 400.0, 412.0, depth_m);
        if (model == "solid") {
            return QString("<bldg:lod%1Solid><gml:Solid><gml:exterior><gml:CompositeSurface>%2</gml:CompositeSurface>"
                           "</gml:exterior></gml:Solid></bldg:lod%1Solid>")
                .arg(level)
                .arg(members(faces));
        }
        if (model == "multi-surface") {
            return QString("<bldg:lod%1MultiSurface><gml:MultiSurface>%2</gml:MultiSurface></bldg:lod%1MultiSurface>")
                .arg(level)
                .arg(members(faces));
        }
        if (model == "footprint") {
            return QString("<bldg:lod0FootPrint><gml:MultiSurface>%1</gml:MultiSurface></bldg:lod0FootPrint>")
                .arg(members({faces[0]}));
        }
        QString text;
        for (int k = 0; k < faces.size(); ++k) {
            const QString kind = k == 0 ? "GroundSurface" : k == 1 ? "RoofSurface" : "WallSurface";
            text += QString("<bldg:%1><bldg:%2><bldg:lod%3MultiSurface><gml:MultiSurface>%4</gml:MultiSurface>"
                            "</bldg:lod%3MultiSurface></bldg:%2></bldg:%1>")
                        .arg(third ? "boundary" : "boundedBy", kind)
                        .arg(level)
                        .arg(members({faces[k]}));
        }
        return text;
    };
    QString body;
    for (int b = 0; b < made["count"].toInt(2); ++b) {
        QString inner = parts == 0 ? geometry(60.0 * b, 15.0) : QString{};
        for (int p = 0; p < parts; ++p) {
            inner += QString("<bldg:%1><bldg:BuildingPart gml:id=\"P%2_%3\">%4</bldg:BuildingPart></bldg:%1>")
                         .arg(third ? "buildingPart" : "consistsOfBuildingPart")
                         .arg(b)
                         .arg(p)
                         .arg(geometry(60.0 * b + 20.0 * p, 15.0));
        }
        body += QString("<core:cityObjectMember><bldg:Building gml:id=\"B%1\">%2%3</bldg:Building>"
                        "</core:cityObjectMember>\n")
                    .arg(b)
                    .arg(made.contains("attributes") ? made["attributes"].toString() : QString{}, inner);
    }
    return QString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<core:CityModel xmlns:core=\"c\" xmlns:bldg=\"b\" "
                   "xmlns:gml=\"g\" xmlns:xlink=\"x\">\n<gml:boundedBy><gml:Envelope srsName=\"%1\" "
                   "srsDimension=\"3\"/></gml:boundedBy>\n%2</core:CityModel>\n")
        .arg(made["srs"].toString("EPSG:25832"), body)
        .toUtf8();
}

} // namespace cityloom::tests
