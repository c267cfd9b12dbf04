// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices on a real network with real signals: Bologna Acosta, its vehicles' first and last edges as zones.
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <map>

#include "scenarios/traffic/calibrate_run.h"
#include "scenarios/traffic/traffic_run.h"
#include "sim/core/rng.h"
#include "tests/reference_data.h"

using namespace cityloom;

class OdCasesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const auto data = tests::reference_data("traffic/sumo-bologna-acosta");
        if (!data) {
            QSKIP("REFERENCE DATA ABSENT: CITYLOOM_DATA/traffic/sumo-bologna-acosta");
        }
        files_ = {.net = *data / "acosta_buslanes.net.xml",
                  .routes = {},
                  .additional = {*data / "acosta_tls.add.xml", *data / "acosta_vtypes.add.xml"}};
        gis::SumoRequest real = files_;
        real.routes = {*data / "acosta.rou.xml"};
        const auto scenario = gis::read_sumo(real);
        QVERIFY2(scenario.has_value(), scenario ? "" : scenario.error().message.c_str());
        std::map<std::string, std::pair<bool, bool>> zones;
        std::map<std::pair<std::string, std::string>, double> trips;
        for (const traffic::Trip& trip : scenario->work.trips) {
            const std::string& from = scenario->names.edges[trip.from_edge];
            const std::string& to = scenario->names.edges[trip.to_edge];
            zones[from].first = zones[to].second = true;
            trips[{from, to}] += 0.637;
        }
        std::string text = "<additional>\n";
        for (const auto& [edge, kind] : zones) {
            text += "<taz id=\"" + edge + "\">" + (kind.first ? "<tazSource id=\"" + edge + "\" weight=\"1\"/>" : "") +
                    (kind.second ? "<tazSink id=\"" + edge + "\" weight=\"1\"/>" : "") + "</taz>\n";
        }
        write("zones.xml", text + "</additional>\n");
        const CounterRng rng{3};
        std::string truth = "$OR;D2\n0.00 1.00\n1.00\n";
        std::string prior = "origin,destination,trips,begin,end\n";
        std::uint64_t k = 0;
        for (const auto& [pair, number] : trips) {
            const double off = 0.4 + 1.3 * rng.uniform(RandomStream::CityForm, k++, 0);
            truth += pair.first + " " + pair.second + " " + std::to_string(number) + "\n";
            prior += pair.first + "," + pair.second + "," + std::to_string(number * off) + ",0,3600\n";
        }
        write("truth.od", truth);
        write("prior.csv", prior);
    }

    /// SUMO's od2trips 1.15 makes 5,489, 5,493 and 5,494 trips of these files with the seeds 1, 2 and 3; this engine
    /// drives them (departLane="best") in 205.1, 203.5 and 202.1 s over 1,609 or 1,610 m (SUMO in 227.8, 231.8, 225.4
    /// s).
    void trafficIsThatOfOd2trips() {
        scenarios::TrafficRequest request;
        request.files = files_;
        request.od = {.zones = path("zones.xml"), .matrices = {path("truth.od")}};
        request.check_overlaps = true;
        const auto report = scenarios::run_traffic(request, {}, {});
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        qInfo("%llu trips, %.1f s, %.0f m", static_cast<unsigned long long>(report->vehicles.arrived),
              report->mean.duration_s, report->mean.route_length_m);
        QCOMPARE(report->vehicles.arrived, std::uint64_t{5492});
        QCOMPARE(report->vehicles.unroutable, std::uint64_t{0});
        QCOMPARE(report->overlaps, std::uint64_t{0});
        QVERIFY(report->mean.duration_s > 0.96 * 202.1 && report->mean.duration_s < 1.04 * 205.1);
        QVERIFY(std::abs(report->mean.route_length_m - 1609.7) < 0.005 * 1609.7);
    }

    void flowsAreRestored() {
        scenarios::CalibrateRequest request;
        request.files = files_;
        request.od = {.zones = path("zones.xml"), .matrices = {path("truth.od")}};
        request.counts = path("sites.csv");
        request.options.iterations = 0;
        // Counts of the true matrix at every fifth edge.
        const auto net = gis::read_sumo(files_);
        std::string sites = "edge,begin,end,count\n";
        for (std::size_t e = 0; e < net->names.edges.size(); e += 5) {
            sites += net->names.edges[e] + ",0,1800,0\n" + net->names.edges[e] + ",1800,3600,0\n";
        }
        write("sites.csv", sites);
        const auto truth = scenarios::calibrate_files(request, {}, {});
        QVERIFY2(truth.has_value(), truth ? "" : truth.error().message.c_str());
        std::string counts = "edge,begin,end,count\n";
        for (const scenarios::CalibratedSite& site : truth->sites) {
            counts += site.edge + "," + std::to_string(site.begin_s) + "," + std::to_string(site.end_s) + "," +
                      std::to_string(site.before) + "\n";
        }
        write("counts.csv", counts);

        request.counts = path("counts.csv");
        request.od.matrices = {path("prior.csv")};
        request.out = path("adjusted.csv");
        request.options.iterations = 10;
        const auto report = scenarios::calibrate_files(request, {}, {});
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        const auto& before = report->rounds.front().fit;
        const auto& after = report->rounds[report->best].fit;
        qInfo("GEH %.2f at most %.2f before, %.3f at most %.3f after %zu rounds", before.mean_geh, before.largest_geh,
              after.mean_geh, after.largest_geh, report->rounds.size());
        QVERIFY(before.largest_geh > 5.0);
        QVERIFY(after.largest_geh < 1.0);
        QVERIFY(std::filesystem::exists(path("adjusted.csv")));
    }

private:
    [[nodiscard]] std::filesystem::path path(const char* name) const { return folder_.filePath(name).toStdString(); }
    void write(const char* name, const std::string& text) const { std::ofstream{path(name), std::ios::binary} << text; }

    QTemporaryDir folder_;
    gis::SumoRequest files_;
};

QTEST_APPLESS_MAIN(OdCasesTest)
#include "tst_od_cases.moc"
