// SPDX-License-Identifier: GPL-3.0-or-later
// cashflow and rollout as typed: answers, exit codes, and what a signal does.
#include "command_line.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <memory>

#include "tests/reference_data.h"
#include "tests/scenarios/invest/examples_help.h"

using namespace cityloom::tests;

class TestInvestCommands : public QObject {
    Q_OBJECT
private slots:
    void init() { line_ = std::make_unique<CommandLine>(); }

    void publishedExamples() {
        const auto file = reference_data("invest/worked_examples.json");
        if (!file) {
            QSKIP("REFERENCE DATA ABSENT: invest/worked_examples.json; no published example was worked out");
        }
        Json document = read_file(file->string());
        add_missing_base(document);
        std::filesystem::create_directory_symlink(std::filesystem::absolute(file->parent_path() / "instances"),
                                                  line_->path("instances").toStdString());
        line_->write("all.json", QByteArray::fromStdString(document.dump()));
        const Outcome done = line_->run({"cashflow", "all.json", "--json"}, 280000);
        QVERIFY2(done.code == 0, qPrintable(done.err));
        const Json answers = Json::parse(done.out.toStdString())["examples"];
        for (std::size_t i = 0; i < document["examples"].size(); ++i) {
            const Json& each = document["examples"][i];
            QCOMPARE(answers[i]["id"].dump(), each["id"].dump());
            if (each.contains("expected")) {
                const Differences found{each["expected"], answers[i]["outputs"], each["tolerance"]};
                QVERIFY2(found.text().empty(), (each["id"].dump() + found.text()).c_str());
            }
        }
    }

    /// One wrong example is named; the other one is answered.
    void cashflowTellsWhatIsWrong() {
        line_->write("two.json", R"({"examples":[{"id":"x","kind":"npv","inputs":{"rate":"much","flows":[1]}},
                                     {"id":"y","kind":"npv","inputs":{"rate":0.1,"flows":[-100,121]}}]})");
        const Outcome done = line_->run({"cashflow", "two.json", "--json"});
        QCOMPARE(done.code, 1);
        QVERIFY2(done.err.contains("two.json") && done.err.contains("example x") &&
                     done.err.contains("examples[0].inputs.rate"),
                 qPrintable(done.err));
        const QJsonArray examples = done.json()["examples"].toArray();
        QVERIFY(examples[0].toObject()["error"].isString());
        QVERIFY(std::abs(examples[1].toObject()["outputs"].toObject()["npv"].toDouble() - 10.0) < 1e-9);
        const Outcome table = line_->run({"cashflow", "two.json"});
        QVERIFY(table.out.contains("y  npv") && table.out.contains("npv_unrounded"));
        QCOMPARE(line_->run({"cashflow", "nowhere.json"}).code, 1);
        QCOMPARE(line_->run({"cashflow"}).code, 2);
    }

    void rolloutPlans() {
        line_->write("p.json", R"({"years":[2026,2027],"budget":[10,10],"projects":[
            {"id":"a","cost":[10],"npv_by_start":[5,4]},{"id":"b","cost":[10],"npv_by_start":[9,8]},
            {"id":"c","cost":[11],"npv_by_start":[50,50]}]})");
        const Outcome done = line_->run({"rollout", "p.json", "--json"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        const QJsonObject json = done.json();
        QCOMPARE(json["status"].toString(), QString{"optimal"});
        QCOMPARE(json["objective"].toDouble(), 13.0);
        QCOMPARE(json["start"].toObject()["a"].toInt(), 2027);
        QCOMPARE(json["start"].toObject()["b"].toInt(), 2026);
        QVERIFY(json["start"].toObject()["c"].isNull());
        QCOMPARE(json["cash"].toArray().size(), 2);
        QCOMPARE(json["conflict"].toArray().size(), 0);
        QCOMPARE(line_->run({"rollout", "p.json", "--json"}).out, done.out);
        const Outcome table = line_->run({"rollout", "p.json", "--gap", "0"});
        QVERIFY2(table.out.contains("2026  b") && table.out.contains("1 of 3 projects"), qPrintable(table.out));
    }

    void rolloutNamesTheConflict() {
        line_->write("p.json", R"({"years":[2026,2027],"budget":[10,3],"projects":[
            {"id":"a","cost":[8],"npv_by_start":[5,4],"mandatory":true},
            {"id":"b","cost":[6],"npv_by_start":[9,8],"mandatory":true},
            {"id":"c","cost":[1],"npv_by_start":[1,1],"mandatory":true}]})");
        const Outcome done = line_->run({"rollout", "p.json", "--json"});
        QCOMPARE(done.code, 0);
        QCOMPARE(done.json()["status"].toString(), QString{"infeasible"});
        QStringList conflict;
        for (const auto& each : done.json()["conflict"].toArray()) {
            conflict.append(each.toString());
        }
        conflict.sort();
        QCOMPARE(conflict,
                 (QStringList{"a must be built", "b must be built", "the budget of 2026", "the budget of 2027"}));
        QVERIFY(done.json()["objective"].isNull());
    }

    void rolloutExitCodes() {
        QCOMPARE(line_->run({"rollout"}).code, 2);
        QCOMPARE(line_->run({"rollout", "nowhere.json"}).code, 1);
        line_->write("p.json",
                     R"({"years":[2026],"budget":[1],"projects":[{"id":"a","cost":["2"],"npv_by_start":[1]}]})");
        QCOMPARE(line_->run({"rollout", "p.json", "--gap", "-1"}).code, 2);
        const Outcome wrong = line_->run({"rollout", "p.json", "--json"});
        QCOMPARE(wrong.code, 1);
        QVERIFY2(wrong.err.contains("p.json") && wrong.err.contains("projects[0].cost[0]"), qPrintable(wrong.err));
    }

    void signalCancels() {
        QByteArray projects;
        for (int i = 0; i < 300; ++i) {
            const QByteArray npv = QByteArray::number(100 + (i * 37) % 91);
            projects += QByteArray{i == 0 ? "" : ","} + "{\"id\":\"p" + QByteArray::number(i) + "\",\"cost\":[" +
                        QByteArray::number(50 + (i * 53) % 61) + "," + QByteArray::number(10 + (i * 29) % 41) +
                        "],\"npv_by_start\":[" + (npv + ",").repeated(11) + npv + "]}";
        }
        line_->write(
            "large.json",
            R"({"years":[2026,2027,2028,2029,2030,2031,2032,2033,2034,2035,2036,2037],"budget":1000,"projects":[)" +
                projects + "]}");
        QProcess process;
        line_->start(process, {"rollout", "large.json", "--gap", "0", "--json"});
        QVERIFY(process.waitForStarted());
        QTest::qWait(1500);
        QVERIFY(process.state() == QProcess::Running);
        QElapsedTimer timer;
        timer.start();
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(5000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 3);
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed()))); // 200 ms on a quiet machine
    }

private:
    std::unique_ptr<CommandLine> line_;
};

QTEST_GUILESS_MAIN(TestInvestCommands)
#include "tst_invest_commands.moc"
