// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/invest/index/city_index.h"
#include "tests/reference_data.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

constexpr double kUnsaid = std::numeric_limits<double>::quiet_NaN();

LoadedProject bay() {
    LoadedProject project;
    project.city = gis::generate_loom_bay(1);
    project.networks = gis::derive_networks(project.city);
    const traffic::Controller& signal = project.networks.roads.controllers.front();
    const auto at = [&](double value, std::int64_t origin) {
        return std::to_string(value + static_cast<double>(origin));
    };
    project.scenarios.push_back({.name = "connected",
                                 .measures = {{.kind = "rsu",
                                               .args = {{"x", at(signal.at.x_m, project.city.place.origin_x_m)},
                                                        {"y", at(signal.at.y_m, project.city.place.origin_y_m)}}},
                                              {.kind = "electric", .args = {{"share", "0.5"}}},
                                              {.kind = "leakage", .args = {{"share", "0.05"}}}}});
    return project;
}

Result<CityIndex> indexed(const LoadedProject& project, IndexRequest request, std::stop_token stop = {}) {
    request.trips = 300;
    request.failures = 3;
    return city_index(
        "bay", project, request, [](double, const std::string&) {}, stop);
}

double value(const IndexColumn& column, const std::string& id) {
    const auto found = std::ranges::find(indicators(), id, &Indicator::id);
    return column.values[static_cast<std::size_t>(found - indicators().begin())];
}

} // namespace

class TestIndex : public QObject {
    Q_OBJECT
private slots:
    void scoresLieBetweenTheirBounds_data() {
        QTest::addColumn<double>("given");
        QTest::addColumn<double>("score");
        QTest::newRow("poor") << 40.0 << 0.0;
        QTest::newRow("good") << 5.0 << 100.0;
        QTest::newRow("between") << 22.5 << 50.0;
        QTest::newRow("worse than poor") << 90.0 << 0.0;
        QTest::newRow("better than good") << 0.0 << 100.0;
        QTest::newRow("unknown") << kUnsaid << kUnsaid;
    }
    void scoresLieBetweenTheirBounds() {
        QFETCH(double, given);
        QFETCH(double, score);
        const Indicator loss{.id = "loss", .better = -1, .poor = 40.0, .good = 5.0};
        const double found = score_of(loss, given);
        QVERIFY(std::isnan(score) ? std::isnan(found) : std::abs(found - score) < 1e-12);
    }

    /// Shares 1/4 and 3/4: entropy 0.8112781 of a bit; alike: 1; all of it in one: 0.
    void weightsFollowEntropy() {
        const auto weights = entropy_weights({{25.0, 50.0, 0.0, kUnsaid}, {75.0, 50.0, 80.0, 10.0}});
        const double sum = (1.0 - 0.8112781244591328) + 0.0 + 1.0;
        QVERIFY(std::abs(weights[0] - (1.0 - 0.8112781244591328) / sum) < 1e-12);
        QCOMPARE(weights[1], 0.0);
        QVERIFY(std::abs(weights[2] - 1.0 / sum) < 1e-12);
        QCOMPARE(weights[3], 0.0);
    }
    void whereNothingTellsThemApartEachWeighsAlike() {
        const auto weights = entropy_weights({{50.0, 20.0, kUnsaid}, {50.0, 20.0, 5.0}});
        QCOMPARE(weights[0], 0.5);
        QCOMPARE(weights[1], 0.5);
        QCOMPARE(weights[2], 0.0);
    }

    void everyIndicatorOfTheListHasItsRow() {
        const auto list = tests::reference_data("connected/city_indicators.csv");
        if (!list) {
            QSKIP("REFERENCE DATA ABSENT: connected/city_indicators.csv");
        }
        std::ifstream in{*list};
        std::set<std::string> asked;
        for (std::string line; std::getline(in, line);) {
            asked.insert(line.substr(0, line.find(',')));
        }
        asked.erase("id");
        for (const Indicator& row : indicators()) {
            QVERIFY2(asked.erase(row.id) == 1, row.id.c_str());
            QVERIFY2(!row.words.chinese.empty() && !row.unit.chinese.empty(), row.id.c_str());
            QVERIFY2(row.formula.empty() != row.without.empty(), row.id.c_str());
        }
        QVERIFY(asked.empty());
    }

    void measuresMoveWhatTheyShouldAndNothingElse() {
        const LoadedProject project = bay();
        const auto index = indexed(project, {.scenario = "base", .against = "connected"});
        QVERIFY2(index.has_value(), index ? "" : index.error().message.c_str());
        const IndexColumn& before = index->columns[0];
        const IndexColumn& after = index->columns[1];
        const auto signals_ = static_cast<double>(project.networks.roads.controllers.size());
        QCOMPARE(value(before, "ISO37122-19b"), 0.0);
        QVERIFY(value(after, "ISO37122-19b") >= 100.0 / signals_ - 1e-9);
        QVERIFY(std::abs(value(after, "EC:I:T:8C") - 50.0) < 1e-9);
        QVERIFY(std::abs(value(after, "EC:I:WS:3C") - 5.0) < 1.0);
        QVERIFY(value(before, "EC:I:WS:3C") > 10.0);
        QVERIFY(value(after, "ISO37122-7a") < value(before, "ISO37122-7a")); // more cars share the same points
        QCOMPARE(value(after, "NI-3"), value(before, "NI-3"));               // a unit is no base station
        QCOMPARE(value(after, "SC:SH:SA:5C"), value(before, "SC:SH:SA:5C"));
        QVERIFY(std::isnan(value(after, "EC:ICT:ES:1C")));
        QVERIFY(after.entropy.has_value() && index->entropy_weights.size() == indicators().size());
    }

    void printedNumbersAreNumbers() {
        const auto index = indexed(bay(), {.threads = 1});
        const auto again = indexed(bay(), {.threads = 2});
        QVERIFY(index.has_value() && again.has_value());
        QCOMPARE(to_json(*index), to_json(*again)); // for any number of threads
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(to_json(*index))).object();
        const QJsonObject sums = json["scenarios"][0]["index"].toObject();
        QVERIFY(sums["equal"].isDouble() && sums["given"].isDouble() && sums["entropy"].isNull());
        for (const QJsonValue row : json["indicators"].toArray()) {
            const QJsonValue shown = row["values"][0]["value"];
            QVERIFY(row["not_computed"].isObject() ? shown.isNull() : shown.isDouble() || shown.isNull());
        }
    }

    void whatIsNotThereIsNamed() {
        const auto index = indexed(bay(), {.scenario = "tomorrow"});
        QVERIFY(!index.has_value());
        QVERIFY(index.error().message.find("tomorrow") != std::string::npos);
    }

    void aStopEndsIt() {
        std::stop_source source;
        source.request_stop();
        const auto index = indexed(bay(), {}, source.get_token());
        QVERIFY(!index.has_value());
        QCOMPARE(index.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestIndex)
#include "tst_index.moc"
