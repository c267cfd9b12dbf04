// SPDX-License-Identifier: GPL-3.0-or-later
#include "sumo_help.h"

#include <bit>

#include <QFile>
#include <QMap>
#include <QProcess>
#include <QStandardPaths>
#include <QXmlStreamReader>

#include "gis/export/sumo/net_writer.h"
#include "sim/core/polyline.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

Result<SumoScenario> read_city(const std::filesystem::path& config) {
    return read_sumo({.config = config});
}

/// What a network says, but for the order of its lines and the last decimals.
void same_network(const SumoScenario& a, const SumoScenario& b) {
    QCOMPARE(b.net.edges.size(), a.net.edges.size());
    QCOMPARE(b.net.lanes.size(), a.net.lanes.size());
    QCOMPARE(b.net.turns.size(), a.net.turns.size());
    QCOMPARE(b.net.junctions.size(), a.net.junctions.size());
    QCOMPARE(b.net.controllers.size(), a.net.controllers.size());
    QCOMPARE(b.names.edges, a.names.edges);
    QCOMPARE(b.names.tls.size(), a.names.tls.size());
    for (std::size_t e = 0; e < a.net.edges.size(); ++e) {
        QVERIFY(std::abs(a.net.edges[e].length_m - b.net.edges[e].length_m) < 0.011);
        QCOMPARE(b.net.edges[e].rank, a.net.edges[e].rank);
        QCOMPARE(b.net.edges[e].roundabout, a.net.edges[e].roundabout);
    }
    for (std::size_t l = 0; l < a.net.lanes.size(); ++l) {
        QCOMPARE(b.net.lanes[l].use, a.net.lanes[l].use);
        QVERIFY(std::abs(a.net.lanes[l].offset_m - b.net.lanes[l].offset_m) < 0.011);
    }
    for (std::size_t t = 0; t < a.net.turns.size(); ++t) {
        const traffic::Turn& x = a.net.turns[t];
        const traffic::Turn& y = b.net.turns[t];
        QVERIFY(x.from_lane == y.from_lane && x.to_lane == y.to_lane && x.kind == y.kind && x.use == y.use);
        QVERIFY(x.keep_clear == y.keep_clear && x.stops == y.stops);
        QCOMPARE(y.movement == kNone, x.movement == kNone);
        QVERIFY(std::abs(x.length_m - y.length_m) < 0.1);
        QVERIFY(std::abs(x.wait_m - y.wait_m) < 0.1);
        QCOMPARE(y.conflicts.count, x.conflicts.count);
        for (std::uint32_t c = 0; c < x.conflicts.count; ++c) {
            QCOMPARE(b.net.conflicts[y.conflicts.begin + c].other, a.net.conflicts[x.conflicts.begin + c].other);
            QCOMPARE(b.net.conflicts[y.conflicts.begin + c].yields, a.net.conflicts[x.conflicts.begin + c].yields);
        }
    }
    for (std::size_t c = 0; c < a.net.controllers.size(); ++c) {
        const traffic::Controller& x = a.net.controllers[c];
        const traffic::Controller& y = b.net.controllers[c];
        QCOMPARE(y.movements, x.movements);
        QCOMPARE(y.offset_s, x.offset_s);
        QCOMPARE(y.phases.size(), x.phases.size());
        for (std::size_t p = 0; p < x.phases.size(); ++p) {
            QCOMPARE(y.phases[p].green_s, x.phases[p].green_s);
            QCOMPARE(std::popcount(y.phases[p].green_movements), std::popcount(x.phases[p].green_movements));
            QCOMPARE(std::popcount(y.phases[p].permissive), std::popcount(x.phases[p].permissive));
            QCOMPARE(std::popcount(y.phases[p].yellow_movements), std::popcount(x.phases[p].yellow_movements));
        }
    }
}

/// How near two ways across a junction come.
double apart_m(const traffic::RoadNetwork& net, std::uint32_t a, std::uint32_t b) {
    const auto line = [&](std::uint32_t t) {
        return std::span<const Point2>{net.points.data() + net.turns[t].shape.begin, net.turns[t].shape.count};
    };
    double least = 1e9;
    const double length = polyline_length_m(line(a));
    for (double at = 0.0; at <= length; at += 0.25) {
        least = std::min(least, polyline_nearest(line(b), polyline_at(line(a), at).at).distance_m);
    }
    return least;
}

} // namespace

/// Scenarios of DLR-TS/sumo-scenarios. Counts were taken from the files with other tools.
class TestSumoCities : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    static void rows() {
        QTest::addColumn<QString>("config");
        QTest::addColumn<QList<int>>("counts"); // edges, lanes, turns, lights, vehicles, with a route, stops, detectors
        QTest::newRow("Acosta") << "sumo-bologna-acosta/run.sumocfg"
                                << QList<int>{178, 266, 351, 7, 8779, 8779, 542, 58};
        QTest::newRow("Pasubio") << "sumo-bologna-pasubio/run.sumocfg"
                                 << QList<int>{111, 186, 265, 8, 8776, 8776, 499, 64};
        QTest::newRow("Hamburg") << "sumo-hamburg-tavf/run_simulation.sumocfg"
                                 << QList<int>{617, 1315, 1503, 43, 21265, 189, 344, 0};
    }

private slots:
    void citiesAreReadWhole_data() { rows(); }
    void citiesAreReadWhole() {
        QFETCH(const QString, config);
        QFETCH(const QList<int>, counts);
        const auto file = tests::reference_data("traffic/" + config.toStdString());
        if (!file) {
            QSKIP(qPrintable("Reference data missing: traffic/" + config + ". Set CITYLOOM_DATA."));
        }
        const auto read = read_city(*file);
        QVERIFY2(read.has_value(), message_of(read).c_str());
        int routed = 0;
        for (const traffic::Trip& trip : read->work.trips) {
            routed += trip.route != kNone ? 1 : 0;
        }
        const QList<int> have{static_cast<int>(read->net.edges.size()),  static_cast<int>(read->net.lanes.size()),
                              static_cast<int>(read->net.turns.size()),  static_cast<int>(read->net.controllers.size()),
                              static_cast<int>(read->work.trips.size()), routed,
                              static_cast<int>(read->work.stops.size()), static_cast<int>(read->detectors.size())};
        QCOMPARE(have, counts);
        const traffic::RoadNetwork& net = read->net;
        for (const traffic::Turn& turn : net.turns) {
            const traffic::Junction& junction = net.junctions[turn.junction];
            if (turn.movement != kNone) {
                QVERIFY(junction.controller != kNone);
                QVERIFY(turn.movement < net.controllers[junction.controller].movements);
            }
            QVERIFY(turn.length_m > 0.0 && turn.wait_m < turn.length_m);
        }
        for (std::size_t c = 0; c < net.controllers.size(); ++c) {
            QVERIFY(net.controllers[c].movements > 0 && net.controllers[c].movements <= 64);
            std::uint64_t ever = 0;
            for (const traffic::SignalPhase& phase : net.controllers[c].phases) {
                QVERIFY((phase.permissive & ~phase.green_movements) == 0);
                QVERIFY((phase.yellow_movements & phase.green_movements) == 0);
                ever |= phase.green_movements;
            }
            QCOMPARE(std::popcount(ever), static_cast<int>(net.controllers[c].movements));
        }
    }

    void oneOfEveryPairYields_data() { rows(); }
    void oneOfEveryPairYields() {
        QFETCH(const QString, config);
        const auto file = tests::reference_data("traffic/" + config.toStdString());
        if (!file) {
            QSKIP(qPrintable("Reference data missing: traffic/" + config + ". Set CITYLOOM_DATA."));
        }
        const auto read = read_city(*file);
        QVERIFY2(read.has_value(), message_of(read).c_str());
        const traffic::RoadNetwork& net = read->net;
        for (std::uint32_t t = 0; t < net.turns.size(); ++t) {
            for (std::uint32_t c = net.turns[t].conflicts.begin; c < net.turns[t].conflicts.end(); ++c) {
                const traffic::Conflict& row = net.conflicts[c];
                const Range back = net.turns[row.other].conflicts;
                int found = 0;
                for (std::uint32_t d = back.begin; d < back.end(); ++d) {
                    const traffic::Conflict& other = net.conflicts[d];
                    if (other.other == t) {
                        ++found;
                        QVERIFY(other.yields != row.yields);
                        QCOMPARE(other.enter_m, row.other_enter_m);
                        QCOMPARE(other.leave_m, row.other_leave_m);
                    }
                }
                QCOMPARE(found, 1);
                QVERIFY(row.enter_m <= row.leave_m && row.enter_m >= 0.0F);
                QVERIFY(static_cast<double>(row.leave_m) <= net.turns[t].length_m + 0.01);
            }
        }
    }

    /// The matrices read once more by other means: who has the other's bit in its response gives way to it.
    void yieldsAgreeWithTheMatrices_data() {
        QTest::addColumn<QString>("net");
        QTest::newRow("Acosta") << "sumo-bologna-acosta/acosta_buslanes.net.xml";
        QTest::newRow("Pasubio") << "sumo-bologna-pasubio/pasubio_buslanes.net.xml";
    }
    void yieldsAgreeWithTheMatrices() {
        QFETCH(const QString, net);
        const auto file = tests::reference_data("traffic/" + net.toStdString());
        if (!file) {
            QSKIP(qPrintable("Reference data missing: traffic/" + net + ". Set CITYLOOM_DATA."));
        }
        struct Matrix {
            QStringList lanes, response, foes;
        };
        QMap<QString, Matrix> matrices;
        QMap<QString, QStringList> links; // of a lane: where each leads
        QFile in{QString::fromStdString(file->string())};
        QVERIFY(in.open(QIODevice::ReadOnly));
        QString junction;
        for (QXmlStreamReader xml{&in}; !xml.atEnd();) {
            if (xml.readNext() != QXmlStreamReader::StartElement) {
                continue;
            }
            const auto a = xml.attributes();
            const auto value = [&](const char* key) { return a.value(key).toString(); };
            if (xml.name() == u"junction") {
                junction = value("id");
                matrices[junction].lanes = value("incLanes").split(' ', Qt::SkipEmptyParts);
            } else if (xml.name() == u"request") {
                matrices[junction].response += value("response");
                matrices[junction].foes += value("foes");
            } else if (xml.name() == u"connection") {
                links[value("from") + "_" + value("fromLane")] += value("to") + "_" + value("toLane");
            }
        }
        const auto read = read_sumo({.net = *file});
        QVERIFY2(read.has_value(), message_of(read).c_str());
        int foes = 0;
        for (std::size_t j = 0; j < read->net.junctions.size(); ++j) {
            const Matrix& matrix = matrices[QString::fromStdString(read->names.junctions[j])];
            QMap<QString, qsizetype> row; // "from to" -> its place
            for (const QString& lane : matrix.lanes) {
                for (const QString& to : links[lane]) {
                    row.insert(lane + " " + to, row.size());
                }
            }
            QCOMPARE(row.size(), matrix.response.size());
            const auto place = [&](std::uint32_t t) {
                const traffic::Turn& turn = read->net.turns[t];
                return row.value(
                    QString::fromStdString(read->names.lanes[turn.from_lane] + " " + read->names.lanes[turn.to_lane]),
                    -1);
            };
            const auto set = [](const QString& bits, qsizetype at) { return bits[bits.size() - 1 - at] == '1'; };
            const Range turns = read->net.junctions[j].turns;
            for (std::uint32_t t = turns.begin; t < turns.end(); ++t) {
                for (std::uint32_t o = turns.begin; o < turns.end(); ++o) {
                    const qsizetype mine = place(t);
                    const qsizetype other = place(o);
                    QVERIFY(mine >= 0 && other >= 0);
                    const traffic::Conflict* found = nullptr;
                    const Range own = read->net.turns[t].conflicts;
                    for (std::uint32_t c = own.begin; c < own.end(); ++c) {
                        found = read->net.conflicts[c].other == o ? &read->net.conflicts[c] : found;
                    }
                    if (t == o || read->net.turns[t].from_lane == read->net.turns[o].from_lane) {
                        QVERIFY(found == nullptr);
                    } else if (set(matrix.foes[mine], other)) {
                        // Foes whose ways are drawn apart do not meet: a right turn beside those who go straight on.
                        QVERIFY(found != nullptr || apart_m(read->net, t, o) >= 2.0);
                        foes += found != nullptr ? 1 : 0;
                    } else {
                        QVERIFY(found == nullptr || found->merge || set(matrix.foes[other], mine));
                    }
                    if (found != nullptr && set(matrix.response[mine], other) != set(matrix.response[other], mine)) {
                        QCOMPARE(found->yields, set(matrix.response[mine], other));
                    }
                }
            }
        }
        QVERIFY(foes > 100);
    }

    void writtenNetworksReadTheSame_data() { rows(); }
    void writtenNetworksReadTheSame() {
        QFETCH(const QString, config);
        const auto file = tests::reference_data("traffic/" + config.toStdString());
        if (!file) {
            QSKIP(qPrintable("Reference data missing: traffic/" + config + ". Set CITYLOOM_DATA."));
        }
        const auto read = read_city(*file);
        QVERIFY2(read.has_value(), message_of(read).c_str());
        const std::filesystem::path out = folder_.filePath("written.net.xml").toStdString();
        const auto written = write_sumo_net(read->net, read->names, read->location, out);
        QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
        const auto again = read_sumo({.net = out});
        QVERIFY2(again.has_value(), message_of(again).c_str());
        same_network(*read, *again);
        const QString sumo = QStandardPaths::findExecutable("sumo");
        if (sumo.isEmpty()) {
            QSKIP("SUMO is not installed (package sumo): the written network was not loaded by it.");
        }
        QProcess process;
        process.start(sumo, {"-n", QString::fromStdString(out.string()), "--end", "5", "--no-step-log",
                             "--xml-validation", "never"});
        QVERIFY(process.waitForFinished(60'000));
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0 && !said.contains("Error"), said.constData());
    }
};

QTEST_GUILESS_MAIN(TestSumoCities)
#include "tst_sumo_cities.moc"
