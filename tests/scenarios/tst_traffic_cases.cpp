// SPDX-License-Identifier: GPL-3.0-or-later
// Real networks with real signals and demand, against SUMO's own spread. The cases lie in tests/data/traffic.
#include <QTest>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "scenarios/traffic/traffic_run.h"
#include "tests/reference_data.h"

using namespace cityloom;

namespace {

std::filesystem::path source() {
    return std::filesystem::path{qEnvironmentVariable("CITYLOOM_SOURCE", ".").toStdString()};
}

bool within(double value, const nlohmann::json& range, double widen) {
    return value >= range.at(0).get<double>() * (1.0 - widen) && value <= range.at(1).get<double>() * (1.0 + widen);
}

} // namespace

class TrafficCasesTest : public QObject {
    Q_OBJECT

private slots:
    void againstSumo_data() {
        QTest::addColumn<QString>("folder");
        for (const auto& entry : std::filesystem::directory_iterator{source() / "tests/data/traffic"}) {
            if (std::filesystem::exists(entry.path() / "case.json")) {
                QTest::newRow(entry.path().filename().c_str()) << QString::fromStdString(entry.path().string());
            }
        }
    }
    void againstSumo() {
        QFETCH(QString, folder);
        const nlohmann::json expected =
            nlohmann::json::parse(std::ifstream{std::filesystem::path{folder.toStdString()} / "case.json"});
        const auto file = tests::reference_data(expected.at("config").get<std::string>());
        if (!file) {
            QSKIP("REFERENCE DATA ABSENT: the SUMO scenarios under CITYLOOM_DATA/traffic");
        }
        scenarios::TrafficRequest request{.files = {.config = *file}, .check_overlaps = true};
        request.end = from_seconds(expected.at("end_s").get<double>());
        std::uint64_t hash = 0;
        for (const unsigned threads : {1U, 2U, 3U, 4U, 8U, 16U}) {
            request.threads = threads;
            const auto report = scenarios::run_traffic(request, {}, {});
            QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
            const traffic::VehicleCounts& v = report->vehicles;
            QCOMPARE(v.scheduled, v.departed + v.waiting + v.unroutable);
            QCOMPARE(v.departed, v.arrived + v.running);
            QCOMPARE(v.teleported, std::uint64_t{0});
            QCOMPARE(report->overlaps, std::uint64_t{0});
            if (threads > 1) {
                QCOMPARE(report->state_hash, hash);
                continue;
            }
            request.check_overlaps = false;
            hash = report->state_hash;
            const nlohmann::json& widen = expected.at("widen");
            qInfo("%s: %.1f s, %.1f s standing, %.0f m, %llu departed", qPrintable(folder), report->mean.duration_s,
                  report->mean.waiting_s, report->mean.route_length_m, static_cast<unsigned long long>(v.departed));
            QVERIFY(within(report->mean.duration_s, expected.at("duration_s"), widen.at("duration")));
            QVERIFY(within(report->mean.waiting_s, expected.at("waiting_s"), widen.at("waiting")));
            QVERIFY(within(report->mean.route_length_m, expected.at("route_length_m"), widen.at("route_length")));
            QVERIFY(within(static_cast<double>(v.departed), expected.at("inserted"), widen.at("inserted")));
        }
    }
};

QTEST_APPLESS_MAIN(TrafficCasesTest)
#include "tst_traffic_cases.moc"
