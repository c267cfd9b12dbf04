// SPDX-License-Identifier: GPL-3.0-or-later
// appraise and plan as typed, on a small town: what adds up, what is kept, and what is refused.
#include "command_line.h"
#include "grid_town.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <csignal>
#include <memory>

using namespace cityloom::tests;

class TestPlanCommands : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        line_ = std::make_unique<CommandLine>();
        line_->write("town.osm", grid_town(6));
        const Outcome made = line_->run({"import", "town.gpkg", "town.osm"});
        QVERIFY2(made.code == 0, qPrintable(made.err));
        QVERIFY(add("more", {"2026:close,street=" + street(3), "2028:close,street=" + street(9)}));
        QVERIFY(add("ideas", {"off:close,street=" + street(3), "off:close,street=" + street(9)}));
        QVERIFY(add("closed", {"close,street=" + street(9)}));
    }

    void everyTableAddsUp() {
        const Outcome done = appraise("more", {"--samples", "50", "--csv", "tables", "--html", "report.html"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        const QJsonObject json = done.json();
        QCOMPARE(json["tables"].toArray().size(), 3);
        for (const QJsonValue& value : json["tables"].toArray()) {
            const QJsonArray net = value["net"]["by_year"].toArray();
            for (int t = 0; t < net.size(); ++t) {
                double sum = 0.0;
                for (const QJsonValue& row : value["rows"].toArray()) {
                    sum += row["by_year"].toArray()[t].toDouble();
                }
                QVERIFY(std::abs(sum - net[t].toDouble()) < 0.001);
            }
        }
        double districts = json["of_no_district"].toDouble();
        for (const QJsonValue& district : json["districts"].toArray()) {
            districts += district["present"].toDouble();
        }
        QVERIFY(std::abs(districts - json["indicators"]["present_benefit"].toDouble()) < 0.01);
        QCOMPARE(json["stages"].toArray().size(), 2);
        QVERIFY(json["indicators"]["present_cost"].toDouble() > 0.0);
        QVERIFY(line_->read("tables/cash_flows.csv").startsWith("table,row,words,year,eur\n"));
        QCOMPARE(line_->read("tables/samples.csv").count('\n'), 51);
        QVERIFY(line_->read("report.html").contains("Money by year"));
        first_ = done.out;
    }

    void askedAgainItIsTheSameAndQuick() {
        const Outcome again = appraise("more", {"--samples", "50", "--threads", "1", "--resume"});
        QCOMPARE(again.out, first_);
    }

    void closingAStreetIsNoGain() {
        const QJsonObject json = appraise("closed", {"--no-demand"}).json();
        QVERIFY(json["indicators"]["npv"].toDouble() < 0.0);
    }

    void aPlanIsMadeWithinItsBudget() {
        line_->write("budget.json", R"({"budget": [1000, 1000]})");
        const Outcome none = line_->run({"plan", "town.gpkg", "--candidates", "ideas", "--years", "2026:2027",
                                         "--budget", "budget.json", "--periods", "peak", "--failures", "0", "--json"},
                                        280'000);
        QVERIFY2(none.code == 0, qPrintable(none.err));
        QVERIFY(none.json()["scenario"].isNull()); // barriers cost more
        QCOMPARE(none.json()["packages"].toArray().size(), 2);
        for (const QJsonValue& round : none.json()["rounds"].toArray()) {
            QCOMPARE(round["start"].toObject().size(), 0);
        }
    }

    void plansStandSideBySide() {
        const Outcome done = plans({"more,closed", "--futures", "40", "--html", "beside.html"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        const QJsonObject json = done.json();
        const QJsonArray all = json["plans"].toArray();
        QCOMPARE(all.size(), 3);
        QVERIFY(all[2]["plan"].isNull()); // building nothing
        QCOMPARE(all[2]["npv"].toDouble(), 0.0);
        double most = 0.0;
        for (int p = 0; p < 2; ++p) {
            QCOMPARE(all[p]["futures"].toArray().size(), 40);
            QVERIFY(!all[p]["explained"]["zh"].toString().isEmpty());
            // The regret that is told is what the futures say.
            double regret = 0.0;
            for (int f = 0; f < 40; ++f) {
                const double best = std::max({0.0, all[0]["futures"][f].toDouble(), all[1]["futures"][f].toDouble()});
                regret = std::max(regret, best - all[p]["futures"][f].toDouble());
            }
            QVERIFY(std::abs(regret - all[p]["regret_most"].toDouble()) < 1e-6 * std::max(1.0, regret));
            most = std::max(most, regret);
        }
        QVERIFY(most > 0.0); // closing streets is no gain
        QVERIFY(json["robust"]["plan"].isNull());
        QVERIFY(line_->read("beside.html").contains("Plans side by side"));
        QCOMPARE(plans({"more,closed", "--futures", "40", "--threads", "1"}).out, done.out);
        QCOMPARE(plans({"more"}).code, 1);
        QCOMPARE(plans({"more,nobody"}).code, 1);
        QVERIFY(plans({"more,more"}).err.contains("twice"));
    }

    void whatIsWrongIsNamed() {
        QCOMPARE(line_->run({"plan", "town.gpkg", "--candidates", "ideas", "--years", "2030:2026"}).code, 2);
        QCOMPARE(line_->run({"plan", "town.gpkg", "--candidates", "nobody"}).code, 1);
        QCOMPARE(line_->run({"appraise", "town.gpkg", "--plan", "nobody"}).code, 1);
        QCOMPARE(line_->run({"appraise", "town.gpkg"}).code, 2);
        line_->write("wrong.json", R"({"budget": [1]})");
        const Outcome wrong = line_->run({"plan", "town.gpkg", "--candidates", "ideas", "--years", "2026:2027",
                                          "--budget", "wrong.json", "--periods", "peak", "--failures", "0"},
                                         280'000);
        QCOMPARE(wrong.code, 1);
        QVERIFY2(wrong.err.contains("wrong.json: budget"), qPrintable(wrong.err));
        QVERIFY(add("free", {"2026:demand,factor=1.1"}));
        const Outcome free = appraise("free", {});
        QCOMPARE(free.code, 1);
        QVERIFY2(free.err.contains("not known"), qPrintable(free.err));
    }

private:
    /// Ids of streets are those of their ways: houses come first in a town of six blocks.
    static QString street(int line) { return QString::number(6 * 6 * 4 + 1 + line); }
    bool add(const QString& name, const QStringList& measures) {
        QStringList arguments{"scenario", "town.gpkg", "add", name};
        for (const QString& measure : measures) {
            arguments << "--measure" << measure;
        }
        const Outcome done = line_->run(arguments);
        if (done.code != 0) {
            qWarning("%s", qPrintable(done.err));
        }
        return done.code == 0;
    }
    Outcome appraise(const QString& plan, const QStringList& more) {
        return line_->run(QStringList{"appraise", "town.gpkg", "--plan", plan, "--failures", "0", "--json"} + more,
                          280'000);
    }

    Outcome plans(const QStringList& more) {
        return line_->run(QStringList{"plans", "town.gpkg", "--failures", "0", "--json", "--plans"} + more, 280'000);
    }

    std::unique_ptr<CommandLine> line_;
    QString first_;
};

QTEST_GUILESS_MAIN(TestPlanCommands)
#include "tst_plan_commands.moc"
