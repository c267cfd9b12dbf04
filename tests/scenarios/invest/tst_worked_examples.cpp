// SPDX-License-Identifier: GPL-3.0-or-later
// Published examples of investment arithmetic, each to its own tolerance; and what is wrong with wrong ones.
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <map>
#include <memory>

#include "scenarios/invest/cashflow/cashflow.h"
#include "tests/reference_data.h"
#include "tests/scenarios/invest/examples_help.h"

using namespace cityloom;
using namespace cityloom::tests;
using scenarios::invest::CashflowReport;

class TestWorkedExamples : public QObject {
    Q_OBJECT
private slots:
    void published_data() {
        QTest::addColumn<QString>("id");
        const auto file = reference_data("invest/worked_examples.json");
        if (!file) {
            QTest::newRow("absent") << QString{};
            return;
        }
        document_ = read_file(file->string());
        add_missing_base(document_);
        folder_ = std::make_unique<QTemporaryDir>();
        const std::filesystem::path here = folder_->path().toStdString();
        std::filesystem::create_directory_symlink(std::filesystem::absolute(file->parent_path() / "instances"),
                                                  here / "instances");
        std::ofstream{here / "all.json"} << document_.dump();
        const auto report = scenarios::invest::work_cashflow(here / "all.json");
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        for (const auto& each : report->examples) {
            answers_[each.id] = each.error ? Json(each.error->message) : each.outputs;
        }
        for (const Json& each : document_["examples"]) {
            if (each.contains("expected")) {
                const auto id = each["id"].get<std::string>();
                QTest::newRow(id.c_str()) << QString::fromStdString(id);
            }
        }
    }

    void published() {
        QFETCH(QString, id);
        if (id.isEmpty()) {
            QSKIP("REFERENCE DATA ABSENT: invest/worked_examples.json; no published example was worked out");
        }
        for (const Json& each : document_["examples"]) {
            if (each["id"] == id.toStdString()) {
                const Differences found{each["expected"], answers_[id.toStdString()], each["tolerance"]};
                QVERIFY2(found.text().empty(), found.text().c_str());
            }
        }
    }

    void wrong_data() {
        QTest::addColumn<QByteArray>("inputs");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char* name, const char* kind_and_inputs, const char* place) {
            QTest::newRow(name) << QByteArray{kind_and_inputs} << QByteArray{place};
        };
        row("no flows", R"("kind":"npv","inputs":{"rate":0.1})", "examples[0].inputs.flows");
        row("no rate", R"("kind":"npv","inputs":{"flows":[1]})", "examples[0].inputs.rate");
        row("text for a number", R"("kind":"npv","inputs":{"rate":0.1,"flows":[1,"2"]})",
            "examples[0].inputs.flows[1]");
        row("rate of -1", R"("kind":"npv","inputs":{"rate":-1,"flows":[1]})", "examples[0].inputs.rate");
        row("divided by nought", R"("kind":"npv","inputs":{"rate":"0.1/0","flows":[1]})", "examples[0].inputs.rate");
        row("NaN as text", R"("kind":"npv","inputs":{"rate":"nan","flows":[1]})", "examples[0].inputs.rate");
        row("an unknown kind", R"("kind":"magic","inputs":{})", "examples[0].kind");
        row("no such day", R"("kind":"irr_dated","inputs":{"flows":[-1,2],"dates":["2026-02-30","2027-01-01"]})",
            "examples[0].inputs.dates[0]");
        row("too few dates", R"("kind":"irr_dated","inputs":{"flows":[-1,2],"dates":["2026-02-03"]})",
            "examples[0].inputs.dates");
        row("an unknown base", R"("kind":"npv","inputs":{"base":"gone"})", "examples[0].inputs.base");
        row("its own base", R"("kind":"npv","inputs":{"base":"a"})", "examples[0].inputs.base");
        row("probabilities of 0.9", R"("kind":"expected_shortfall","inputs":{"probability":[0.5,0.4],"profit":[1,2]})",
            "examples[0].inputs.probability");
        row("a ragged table", R"("kind":"minimax_regret","inputs":{"payoff":{"A":[1,2],"B":[1]}})",
            "examples[0].inputs.payoff.B");
        row("outlays too short", R"("kind":"selection","inputs":{"npv":[1,2],"outlay":[[1]],"budget":[1]})",
            "examples[0].inputs.outlay[0]");
        row("a file that is not there", R"("kind":"selection","inputs":{"file":"gone.txt","problem":1})",
            "examples[0].inputs.file");
        row("a gap in a schedule", R"("kind":"discount_schedule","inputs":{"schedule":[[1,5,0.03],[7,9,0.02]]})",
            "examples[0].inputs.schedule[1][0]");
        row("period after the last",
            R"("kind":"loan_level","inputs":{"rate":0.1,"periods":3,"principal":10,"period":4})",
            "examples[0].inputs.period");
        row("beyond a double", R"("kind":"npv","inputs":{"rate":-0.999,"flows":[1e15],"first_flow_year":1000})",
            "examples[0].inputs");
    }

    /// The wrong example is named with its field; the one beside it is answered all the same.
    void wrong() {
        QFETCH(QByteArray, inputs);
        QFETCH(QByteArray, place);
        const auto report = work(R"({"examples":[{"id":"a",)" + inputs.toStdString() +
                                 R"(},{"id":"b","kind":"straight_line","inputs":{"cost":10,"life":5}}]})");
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QVERIFY(report->wrong() == &report->examples[0]);
        const std::string& message = report->wrong()->error->message;
        QVERIFY2(message.find("some.json") != std::string::npos && message.find("example a: ") != std::string::npos &&
                     message.find(place.toStdString() + " ") != std::string::npos,
                 message.c_str());
        QCOMPARE(report->examples[1].outputs["per_year"].get<double>(), 2.0);
    }

    void wrongFiles() {
        for (const char* text :
             {"", "[", "{}", R"({"examples":{}})", R"({"examples":[{"kind":"npv","inputs":{}}]})",
              R"({"examples":[{"id":"a"},{"id":"a"}]})", R"({"examples":[NaN]})", R"({"examples":[1e999]})"}) {
            const auto report = work(text);
            QVERIFY2(!report, text);
            QVERIFY2(report.error().message.find("some.json") != std::string::npos, report.error().message.c_str());
        }
        QVERIFY(!work(std::string(100'000, '[')));
    }

    /// Rates as quotients, factors as printed, bases of bases.
    void inputsOfAllKinds() {
        const auto report = work(R"({"examples":[
            {"id":"a","kind":"npv","inputs":{"rate":"0.24/2","flows":[-100,112],"factor_decimals":1}},
            {"id":"b","kind":"npv","inputs":{"base":"a","flows":[-100,224]}},
            {"id":"c","kind":"npv","inputs":{"base":"b","rate":0,"unit":"million"}},
            {"id":"d","kind":"rule_of_half","inputs":{"existing":2,"new":4,"unit_saving":3}},
            {"id":"e","kind":"life_cycle_cost","inputs":{"rate":0,"years":2,"capital":[5,6],"upkeep":[[1,2],1]}},
            {"id":"f","kind":"selection","inputs":{"names":["x","y","z"],"npv":[5,4,4],"outlay":[[1,1,1]],"budget":[2],
             "exclusive":[["x","y"]],"requires":[["z","y"]]}}]})");
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QVERIFY2(report->wrong() == nullptr, report->wrong() ? report->wrong()->error->message.c_str() : "");
        const auto out = [&](std::size_t i, const char* key) { return report->examples[i].outputs[key]; };
        QVERIFY(std::abs(out(0, "npv").get<double>() - (-100 + 112 * 0.9)) < 1e-9); // 1/1.12 = 0.893 as 0.9
        QVERIFY(std::abs(out(0, "npv_unrounded").get<double>()) < 1e-9);
        QVERIFY(std::abs(out(1, "npv_unrounded").get<double>() - 100.0) < 1e-9);
        QCOMPARE(out(2, "npv").get<double>(), 124.0);
        QCOMPARE(out(3, "total").get<double>(), 12.0);
        QCOMPARE(out(4, "pv").dump(), std::string{"[8.0,8.0]"});
        QCOMPARE(out(5, "npv").get<double>(), 8.0); // y and z
        QCOMPARE(out(5, "chosen").dump(), std::string{R"(["y","z"])"});
    }

private:
    static Result<CashflowReport> work(const std::string& text) {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("some.json").toStdString();
        std::ofstream{file} << text;
        return scenarios::invest::work_cashflow(file);
    }

    Json document_;
    std::map<std::string, Json> answers_;
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TestWorkedExamples)
#include "tst_worked_examples.moc"
