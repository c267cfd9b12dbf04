// SPDX-License-Identifier: GPL-3.0-or-later
// Small streets under growing demand: how many get through, and how long it takes them. Against both of SUMO's models;
// see tests/data/traffic_laws.
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <map>
#include <sstream>

#include <nlohmann/json.hpp>

#include "scenarios/traffic/traffic_run.h"

using namespace cityloom;

namespace {

constexpr double kThroughWidens = 0.1;
constexpr double kTimeWidens = 0.05;
constexpr double kTimeS = 2.0; // and as much, where all drive freely
constexpr double kStandsWidens = 0.1;
constexpr double kStandsS = 2.0;

std::filesystem::path folder() {
    return std::filesystem::path{qEnvironmentVariable("CITYLOOM_SOURCE", ".").toStdString()} /
           "tests/data/traffic_laws";
}

const nlohmann::json& cases() {
    static const nlohmann::json all = nlohmann::json::parse(std::ifstream{folder() / "case.json"});
    return all;
}

std::string demand(const nlohmann::json& flows, double end_s) {
    std::ostringstream out;
    out << R"(<routes><vType id="car"/>)" << std::fixed << std::setprecision(6);
    for (const nlohmann::json& flow : flows) {
        out << R"(<flow id=")" << flow.at("id").get<std::string>() << R"(" type="car" begin="0" end=")" << end_s
            << R"(" period="exp()" << flow.at("veh_h").get<double>() / 3600.0
            << R"x()" departSpeed="max" departLane=")x" << flow.at("lane").get<std::string>() << R"("><route edges=")"
            << flow.at("edges").get<std::string>() << R"("/></flow>)";
    }
    out << "</routes>";
    return out.str();
}

struct Stream {
    double count = 0.0;
    double time_s = 0.0; ///< with the wait before departure
    double stands_s = 0.0;
};

/// What arrived in a span of time, by the first letter of its name, from trip infos as CSV.
void add(const std::filesystem::path& csv, double from_s, double to_s, std::map<char, Stream>& streams) {
    std::ifstream in{csv};
    std::string line;
    std::getline(in, line);
    std::vector<std::string> names;
    for (std::istringstream cells{line}; std::getline(cells, line, ',');) {
        names.push_back(line);
    }
    const auto column = [&](const char* name) {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    while (std::getline(in, line)) {
        std::vector<std::string> cells;
        std::istringstream row{line};
        for (std::string cell; std::getline(row, cell, ',');) {
            cells.push_back(cell);
        }
        const double at_s = std::stod(cells.at(column("arrival")));
        if (at_s >= from_s && at_s < to_s) {
            Stream& stream = streams[cells.at(column("id")).at(0)];
            stream.count += 1.0;
            stream.time_s += std::stod(cells.at(column("duration"))) + std::stod(cells.at(column("departDelay")));
            stream.stands_s += std::stod(cells.at(column("waitingTime")));
        }
    }
}

/// Of one figure of a stream, over both models and all seeds.
std::pair<double, double> spread(const nlohmann::json& stream, std::size_t figure) {
    std::pair<double, double> range{1e9, 0.0};
    for (const char* model : {"krauss", "idm"}) {
        for (const nlohmann::json& run : stream.at(model)) {
            range.first = std::min(range.first, run.at(figure).get<double>());
            range.second = std::max(range.second, run.at(figure).get<double>());
        }
    }
    return range;
}

} // namespace

class TrafficLawsTest : public QObject {
    Q_OBJECT

    QTemporaryDir work_;
    std::ofstream table_;

private slots:
    void initTestCase() {
        const QString pictures = qEnvironmentVariable("CITYLOOM_PICTURES");
        if (!pictures.isEmpty()) {
            QVERIFY(QDir{pictures + "/traffic_models"}.mkpath("."));
            table_.open((pictures + "/traffic_models/traffic-laws.csv").toStdString());
            table_ << "curve,stream,at_veh_h,through_veh_h,time_s,stands_s\n";
        }
    }

    void asInSumo_data() {
        QTest::addColumn<int>("index");
        const nlohmann::json& points = cases().at("points");
        for (std::size_t p = 0; p < points.size(); ++p) {
            const std::string name =
                points[p].at("curve").get<std::string>() + " " + std::to_string(points[p].at("at_veh_h").get<int>());
            QTest::newRow(name.c_str()) << static_cast<int>(p);
        }
    }
    void asInSumo() {
        QFETCH(const int, index);
        const nlohmann::json& point = cases().at("points").at(static_cast<std::size_t>(index));
        const double settle = cases().at("settle_s");
        const double end = cases().at("end_s");
        const auto seeds = cases().at("seeds").get<std::vector<std::uint64_t>>();
        const std::filesystem::path work{work_.path().toStdString()};
        std::ofstream{work / "demand.rou.xml"} << demand(point.at("flows"), end);
        std::map<char, Stream> streams;
        for (const std::uint64_t seed : seeds) {
            scenarios::TrafficRequest request{
                .files = {.net = folder() / "nets" / (point.at("net").get<std::string>() + ".net.xml"),
                          .routes = {work / "demand.rou.xml"}},
                .end = from_seconds(end),
                .threads = 1,
                .seed = seed,
                .tripinfo = work / "trips.csv",
                .check_overlaps = seed == seeds.front()};
            const auto report = scenarios::run_traffic(request, {}, {});
            QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
            QCOMPARE(report->overlaps, std::uint64_t{0});
            QCOMPARE(report->hard_brakings, std::uint64_t{0});
            add(work / "trips.csv", settle, end, streams);
        }
        for (const nlohmann::json& stream : point.at("streams")) {
            const Stream& ours = streams[stream.at("id").get<std::string>().at(0)];
            const double runs = static_cast<double>(seeds.size());
            const double through = ours.count / runs * 3600.0 / (end - settle);
            const double time = ours.time_s / std::max(1.0, ours.count);
            const double stands = ours.stands_s / std::max(1.0, ours.count);
            if (table_.is_open()) {
                table_ << point.at("curve").get<std::string>() << ',' << stream.at("id").get<std::string>() << ','
                       << point.at("at_veh_h") << ',' << through << ',' << time << ',' << stands << '\n';
            }
            judge(stream, 0, "veh/h through", through, kThroughWidens, 0.0, true);
            judge(stream, 1, "s to pass", time, kTimeWidens, kTimeS, true);
            judge(stream, 2, "s standing", stands, kStandsWidens, kStandsS, false); // who rolls does not stand
        }
    }

private:
    /// Inside SUMO's spread, widened. What is known to lie outside says by how much (known), and must not get worse.
    static void judge(const nlohmann::json& stream, std::size_t figure, const char* what, double value, double widen,
                      double slack, bool both) {
        const auto [least, most] = spread(stream, figure);
        const double low = both ? least * (1.0 - widen) - slack : 0.0;
        const double high = most * (1.0 + widen) + slack;
        if (value >= low && value <= high) {
            return;
        }
        const QString text = QStringLiteral("%1 %2; SUMO %3 to %4").arg(value).arg(what).arg(least).arg(most);
        const auto known = stream.value("known", std::vector<double>{0.0, 0.0, 0.0});
        const double outside = value < low ? low - value : value - high;
        QVERIFY2(outside <= known.at(figure), qPrintable(text));
        qWarning("known to lie outside: %s", qPrintable(text));
    }
};

QTEST_APPLESS_MAIN(TrafficLawsTest)
#include "tst_traffic_laws.moc"
