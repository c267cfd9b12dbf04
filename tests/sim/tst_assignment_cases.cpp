// SPDX-License-Identifier: GPL-3.0-or-later
// Runs every case of tests/data/assignment; see the README there.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <fstream>
#include <map>

#include "gis/import/read/tntp_import.h"
#include "sim/traffic/assignment/assignment.h"
#include "tests/reference_data.h"

using namespace cityloom;
using namespace cityloom::traffic::assignment;

namespace {

QDir cases() {
    return QDir{qEnvironmentVariable("CITYLOOM_SOURCE") + "/tests/data/assignment"};
}

struct Case {
    QJsonObject json;
    Network network;
    UserClass users;
    Options options;

    [[nodiscard]] double expected(const char* what) const { return json["expected"][what].toDouble(); }
    [[nodiscard]] double tolerance(const char* what) const { return json["tolerances"][what].toDouble(); }
};

Result<Case> read_case(const QString& name) {
    QFile file{cases().filePath(name + "/case.json")};
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::NotFound, "no case.json");
    }
    Case c{.json = QJsonDocument::fromJson(file.readAll()).object()};
    const auto path = [&](const char* key) { return *tests::reference_data(c.json[key].toString().toStdString()); };
    auto network = gis::read_tntp_network(path("network"));
    if (!network) {
        return tl::make_unexpected(network.error());
    }
    c.network = std::move(*network);
    for (const QJsonValue closed : c.json["closed_links"].toArray()) {
        std::erase_if(c.network.links, [&](const Link& link) {
            return link.from + 1 == std::uint32_t(closed[0].toInt()) && link.to + 1 == std::uint32_t(closed[1].toInt());
        });
    }
    auto trips = gis::read_tntp_trips(path("trips"), c.network);
    if (!trips) {
        return tl::make_unexpected(trips.error());
    }
    c.users = {.name = "all",
               .toll_weight = c.json["toll_weight"].toDouble(),
               .distance_weight = c.json["distance_weight"].toDouble(),
               .trips = std::move(*trips)};
    c.options.relative_gap = c.json["relative_gap"].toDouble();
    return c;
}

/// The flows of a *_flow.tntp file, by link.
std::map<std::pair<unsigned, unsigned>, double> read_flows(const std::filesystem::path& file) {
    std::map<std::pair<unsigned, unsigned>, double> flows;
    std::ifstream in{file};
    std::string heading;
    std::getline(in, heading);
    unsigned from = 0;
    unsigned to = 0;
    double volume = 0.0;
    double cost = 0.0;
    while (in >> from >> to >> volume >> cost) {
        flows[{from - 1, to - 1}] = volume;
    }
    return flows;
}

double apart(double value, double expected) {
    return std::abs(value / expected - 1.0);
}

} // namespace

class TestAssignmentCases : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        if (!tests::reference_data("traffic/tntp")) {
            QSKIP("reference data absent: traffic/tntp (set CITYLOOM_DATA)");
        }
    }

    void meetsTheReference_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : cases().entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    void meetsTheReference() {
        QFETCH(QString, name);
        const auto c = read_case(name);
        QVERIFY2(c, c ? "" : c.error().message.c_str());
        const auto result = assign(c->network, {&c->users, 1}, c->options);
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        QVERIFY(result->converged);
        QVERIFY(result->relative_gap <= c->options.relative_gap);
        QVERIFY(apart(result->objective, c->expected("objective")) <= c->tolerance("objective_relative"));
        QVERIFY(apart(result->total_travel_cost, c->expected("total_travel_cost")) <=
                c->tolerance("total_travel_cost_relative"));
        if (!c->json.contains("flows")) {
            return;
        }
        const auto flows = read_flows(*tests::reference_data(c->json["flows"].toString().toStdString()));
        QCOMPARE(flows.size(), c->network.links.size());
        for (std::size_t i = 0; i < flows.size(); ++i) {
            const Link& link = c->network.links[i];
            if (link.b * link.power * link.free_flow_time == 0.0) {
                continue;
            }
            const double expected = flows.at({link.from, link.to});
            const double allowed = std::max(c->tolerance("flow_absolute"), c->tolerance("flow_relative") * expected);
            QVERIFY2(std::abs(result->flow[i] - expected) <= allowed, qPrintable(QString{"link %1-%2: %3, expected %4"}
                                                                                     .arg(link.from + 1)
                                                                                     .arg(link.to + 1)
                                                                                     .arg(result->flow[i])
                                                                                     .arg(expected)));
        }
    }

    void sameBitsForAnyNumberOfThreads() {
        for (const char* name : {"barcelona", "chicago-sketch"}) {
            auto c = read_case(name);
            QVERIFY(c);
            c->options.relative_gap = 1e-6;
            const auto one = assign(c->network, {&c->users, 1}, c->options);
            for (const unsigned threads : {2U, 3U}) {
                c->options.threads = threads;
                const auto other = assign(c->network, {&c->users, 1}, c->options);
                QVERIFY(other->flow == one->flow);
                QCOMPARE(other->relative_gap, one->relative_gap);
                QCOMPARE(other->iterations, one->iterations);
            }
        }
    }

    /// Braess (1968): closing the bridge helps everyone.
    void closingTheBridgeLowersTheTotalCost() {
        const auto open = read_case("braess");
        const auto closed = read_case("braess-without-bridge");
        QVERIFY(open && closed);
        const auto with = assign(open->network, {&open->users, 1}, open->options);
        const auto without = assign(closed->network, {&closed->users, 1}, closed->options);
        QVERIFY(without->total_travel_cost < 0.91 * with->total_travel_cost);
    }
};

QTEST_GUILESS_MAIN(TestAssignmentCases)
#include "tst_assignment_cases.moc"
