// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace cityloom::tests {

/// A town of so many blocks each way, with four houses a block: enough work to be stopped in.
inline QByteArray grid_town(int blocks) {
    constexpr double kLat = 1.0 / 111'200.0;
    constexpr double kLon = 1.0 / 75'400.0;
    const auto node = [](int id, double east_m, double north_m) {
        return QString("<node id=\"%1\" version=\"1\" lat=\"%2\" lon=\"%3\"/>\n")
            .arg(id)
            .arg(47.37 + north_m * kLat, 0, 'f', 7)
            .arg(8.54 + east_m * kLon, 0, 'f', 7);
    };
    QString nodes;
    QString ways;
    const int side = blocks + 1;
    for (int i = 0; i < side * side; ++i) {
        nodes += node(1 + i, 100.0 * (i % side), 100.0 * (i / side));
    }
    int next = 1 + side * side;
    int way = 1;
    for (int block = 0; block < blocks * blocks; ++block) {
        for (int house = 0; house < 4; ++house) {
            const double x = 100.0 * (block % blocks) + 20.0 + 30.0 * (house % 2);
            const double y = 100.0 * (block / blocks) + 20.0 + 30.0 * (house / 2);
            ways += QString("<way id=\"%1\" version=\"1\">").arg(way++);
            for (int k = 0; k < 4; ++k) {
                nodes += node(next + k, x + (k == 1 || k == 2 ? 15.0 : 0.0), y + (k >= 2 ? 15.0 : 0.0));
                ways += QString("<nd ref=\"%1\"/>").arg(next + k);
            }
            ways += QString("<nd ref=\"%1\"/><tag k=\"building\" v=\"yes\"/></way>\n").arg(next);
            next += 4;
        }
    }
    for (int line = 0; line < 2 * side; ++line) {
        ways += QString("<way id=\"%1\" version=\"1\">").arg(way++);
        for (int k = 0; k < side; ++k) {
            ways += QString("<nd ref=\"%1\"/>").arg(line < side ? 1 + line * side + k : 1 + k * side + line - side);
        }
        ways += QString("<tag k=\"highway\" v=\"%1\"/></way>\n").arg(line % 5 == 0 ? "secondary" : "residential");
    }
    return ("<?xml version='1.0'?>\n<osm version=\"0.6\">\n" + nodes + ways + "</osm>\n").toUtf8();
}

} // namespace cityloom::tests
