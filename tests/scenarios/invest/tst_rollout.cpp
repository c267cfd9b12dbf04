// SPDX-License-Identifier: GPL-3.0-or-later
// Programmes of a few projects against trying every plan; what their books say; what is said where there is no plan.
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

#include "scenarios/invest/rollout/conflict.h"
#include "scenarios/invest/rollout/rollout.h"
#include "tests/scenarios/invest/examples_help.h"
#include "tests/scenarios/invest/made_programmes.h"
#include "tests/scenarios/invest/wrong_programmes.h"

using namespace cityloom;
using namespace cityloom::tests;
using namespace cityloom::scenarios::invest;

namespace {

Result<RolloutProblem> read_text(const std::string& text) {
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("programme.json").toStdString();
    std::ofstream{file} << text;
    return read_rollout(file);
}

/// Every plan: projects after one another, each never or in each year.
template <typename Take> void each_plan(const RolloutProblem& problem, Take take) {
    Starts starts(problem.projects.size(), kNever);
    while (true) {
        take(starts);
        std::size_t i = 0;
        while (i < starts.size() && ++starts[i] == problem.years) {
            starts[i++] = kNever;
        }
        if (i == starts.size()) {
            return;
        }
    }
}

bool can_begin(const RolloutProblem& problem, const Starts& starts) {
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (starts[i] != kNever && !problem.can_start(i, starts[i])) {
            return false;
        }
    }
    return true;
}

bool some_plan_keeps(const RolloutProblem& problem, const std::vector<Limit>& limits, const Kept& kept) {
    bool any = false;
    each_plan(problem, [&](const Starts& starts) {
        any = any || (can_begin(problem, starts) && keep_books(problem, limits, kept, starts).broken.empty());
    });
    return any;
}

void check_books(const RolloutProblem& problem, const Rollout& rollout) {
    Cents stock = problem.debt ? problem.debt->opening : 0;
    for (std::size_t t = 0; t < rollout.books.cash.size(); ++t) {
        const CashYear& cash = rollout.books.cash[t];
        if (cash.own < kNoCeiling) {
            QCOMPARE(cash.own + cash.carried_in + cash.drawn, cash.built + cash.service + cash.left);
        }
        if (problem.debt) {
            const DebtYear& debt = rollout.books.debt[t];
            QCOMPARE(debt.opening, stock);
            QCOMPARE(debt.opening + debt.drawn - debt.repaid, debt.stock);
            QCOMPARE(debt.drawn, cash.drawn);
            stock = debt.stock;
        }
    }
}

} // namespace

class TestRollout : public QObject {
    Q_OBJECT
private slots:
    void knownCases_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"two-budgets", "precedence", "level-loans", "straight-loans", "crews-and-service", "debt-trap"}) {
            QTest::newRow(name) << QString{name};
        }
    }

    /// Solved by another program that tries every plan (tests/data/invest/enumerate.py).
    void knownCases() {
        QFETCH(QString, name);
        const std::string folder =
            qEnvironmentVariable("CITYLOOM_SOURCE").toStdString() + "/tests/data/invest/" + name.toStdString();
        const auto problem = read_rollout(folder + "/problem.json");
        QVERIFY2(problem.has_value(), problem ? "" : problem.error().message.c_str());
        const Json expected = read_file(folder + "/expected.json");
        const auto rollout = plan_rollout(*problem);
        QVERIFY2(rollout.has_value(), rollout ? "" : rollout.error().message.c_str());
        const Json given = Json::parse(to_json(*problem, *rollout));
        QCOMPARE(given["status"].get<std::string>(), expected["status"].get<std::string>());
        if (expected.contains("objective")) {
            QVERIFY(std::abs(given["objective"].get<double>() - expected["objective"].get<double>()) < 1e-9);
            QVERIFY(std::abs(given["bound"].get<double>() - expected["objective"].get<double>()) < 1e-6);
        }
        if (expected.contains("start")) {
            QCOMPARE(given["start"].dump(), expected["start"].dump());
        }
        check_books(*problem, *rollout);
    }

    /// Two hundred made-up programmes, with all kinds of limits: the best plan, or that there is none and why.
    void smallProgrammes() {
        int without = 0;
        int with_debt = 0;
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            const RolloutProblem problem = small_programme(seed);
            const std::vector<Limit> limits = limits_of(problem);
            const Kept all(limits.size(), true);
            double best = -1.0;
            bool any = false;
            each_plan(problem, [&](const Starts& starts) {
                if (!can_begin(problem, starts)) {
                    return;
                }
                const double worth = aim_of(problem, starts);
                if ((!any || worth > best) && keep_books(problem, limits, all, starts).broken.empty()) {
                    best = worth;
                    any = true;
                }
            });
            const auto rollout = plan_rollout(problem, {.gap = 0.0});
            const std::string which = "seed " + std::to_string(seed);
            QVERIFY2(rollout.has_value(), which.c_str());
            with_debt += problem.debt ? 1 : 0;
            if (any) {
                QVERIFY2(rollout->status == RolloutStatus::Optimal, which.c_str());
                QVERIFY2(std::abs(*rollout->objective - best) < 1e-6 * std::max(1.0, std::abs(best)),
                         (which + ": " + std::to_string(*rollout->objective) + " found, " + std::to_string(best) +
                          " is best")
                             .c_str());
                QVERIFY2(keep_books(problem, limits, all, rollout->start).broken.empty(), which.c_str());
                check_books(problem, *rollout);
                continue;
            }
            ++without;
            QVERIFY2(rollout->status == RolloutStatus::Infeasible && rollout->start.empty(), which.c_str());
            const auto conflict = find_conflict(problem, limits, {});
            QVERIFY2(conflict && !conflict->empty() && conflict->size() == rollout->conflict.size(), which.c_str());
            Kept kept(limits.size(), false);
            for (const std::size_t k : *conflict) {
                kept[k] = true;
            }
            QVERIFY2(!some_plan_keeps(problem, limits, kept), which.c_str());
            for (const std::size_t k : *conflict) {
                kept[k] = false;
                QVERIFY2(some_plan_keeps(problem, limits, kept), (which + " without " + limits[k].words).c_str());
                kept[k] = true;
            }
        }
        QVERIFY2(without >= 10 && without <= 100, qPrintable(QString::number(without)));
        QVERIFY(with_debt >= 60);
    }

    void sameAgain() {
        const RolloutProblem problem = large_programme(7, 40, 8);
        const auto one = plan_rollout(problem);
        const auto other = plan_rollout(problem);
        QVERIFY(one && other);
        QCOMPARE(to_json(problem, *one), to_json(problem, *other));
        QVERIFY(one->status == RolloutStatus::Optimal && *one->objective >= *one->bound * 0.99 - 1e-9);
    }

    void aims() {
        const std::string projects = R"("projects":[
            {"id":"a","cost":[10],"benefits":[0,22],"district":"north","outage_avoided":5},
            {"id":"b","cost":[10],"benefits":[0,20],"district":"south","outage_avoided":9},
            {"id":"c","cost":[4],"benefits":[0,9],"district":"north"}])";
        const auto plan = [&](const std::string& aim) {
            const auto problem = read_text(
                std::string{
                    R"({"years":[2026,2027,2028],"budget":[10,0,0],"rate":0,"district_weights":{"south":2},"objective":)"} +
                "\"" + aim + "\"," + projects + "}");
            const auto rollout = problem ? plan_rollout(*problem) : Result<Rollout>{};
            return rollout && problem ? Json::parse(to_json(*problem, *rollout)) : Json(nullptr);
        };
        QCOMPARE(plan("npv")["start"].dump(), std::string{R"({"a":2026,"b":null,"c":null})"});
        QCOMPARE(plan("bcr")["start"].dump(), std::string{R"({"a":null,"b":null,"c":2026})"});
        QCOMPARE(plan("bcr")["objective"].get<double>(), 2.25);
        QCOMPARE(plan("resilience")["start"].dump(), std::string{R"({"a":null,"b":2026,"c":null})"});
        QCOMPARE(plan("resilience")["objective"].get<double>(), 18.0);
        QCOMPARE(plan("equity")["start"].dump(), std::string{R"({"a":null,"b":2026,"c":null})"});
    }

    /// What stands in the way is named, and taking it away helps.
    void binding() {
        const auto problem = read_text(R"({"years":[2026,2027],"budget":[10,10],"crews":[9,1],"projects":[
            {"id":"a","cost":[10],"npv_by_start":[9,8],"crews":1},{"id":"b","cost":[10],"npv_by_start":[8,7],"crews":1},
            {"id":"c","cost":[0],"npv_by_start":[null,3],"crews":1}]})");
        QVERIFY2(problem.has_value(), problem ? "" : problem.error().message.c_str());
        const auto rollout = plan_rollout(*problem);
        QVERIFY(rollout && *rollout->objective == 16.0);
        QCOMPARE(rollout->binding,
                 (std::vector<std::string>{"the budget of 2026", "the budget of 2027", "the crews of 2027"}));
    }

    void stops() {
        std::stop_source stop;
        stop.request_stop();
        const auto rollout = plan_rollout(large_programme(3, 60, 10), {.gap = 0.0, .stop = stop.get_token()});
        QVERIFY(rollout && rollout->status == RolloutStatus::Cancelled);
    }

    void wrong_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        each_wrong_programme([](const char* name, const QByteArray& text, const char* place) {
            QTest::newRow(name) << text << QByteArray{place};
        });
    }

    void wrong() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);
        const auto problem = read_text(text.toStdString());
        QVERIFY(!problem);
        const std::string& message = problem.error().message;
        QVERIFY2(message.find("programme.json: ") == 0 && message.find(place.toStdString()) != std::string::npos,
                 message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestRollout)
#include "tst_rollout.moc"
