// SPDX-License-Identifier: GPL-3.0-or-later
// Published optimiser instances: the best values that are known for them.
#include <QTest>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "scenarios/invest/choose/facilities.h"
#include "scenarios/invest/choose/schedule_resource.h"
#include "scenarios/invest/choose/selection.h"
#include "tests/reference_data.h"

using namespace cityloom::scenarios::invest;
using cityloom::tests::reference_data;

namespace {

/// Rows of a CSV file without its heading, the first cell to the others.
std::map<std::string, std::vector<std::string>> table(const std::filesystem::path& file) {
    std::map<std::string, std::vector<std::string>> rows;
    std::ifstream in{file};
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream cells{line};
        std::string key;
        std::getline(cells, key, ',');
        std::string cell;
        while (std::getline(cells, cell, ',')) {
            rows[key].push_back(cell);
        }
    }
    return rows;
}

/// Ways between all nodes; of parallel edges the last one counts, by which the published values hold.
std::vector<std::vector<double>> ways(const std::filesystem::path& file, std::size_t& open) {
    std::ifstream in{file};
    std::size_t nodes = 0;
    std::size_t edges = 0;
    in >> nodes >> edges >> open;
    std::vector<std::vector<double>> way(nodes, std::vector<double>(nodes, kNoLimit));
    for (std::size_t i = 0; i < nodes; ++i) {
        way[i][i] = 0.0;
    }
    for (std::size_t e = 0; e < edges; ++e) {
        std::size_t a = 0;
        std::size_t b = 0;
        double cost = 0.0;
        in >> a >> b >> cost;
        way[a - 1][b - 1] = cost;
        way[b - 1][a - 1] = cost;
    }
    for (std::size_t k = 0; k < nodes; ++k) {
        for (std::size_t i = 0; i < nodes; ++i) {
            for (std::size_t j = 0; j < nodes; ++j) {
                way[i][j] = std::min(way[i][j], way[i][k] + way[k][j]);
            }
        }
    }
    return way;
}

} // namespace

class TestPublishedInstances : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        const auto found = reference_data("invest/instances");
        if (!found) {
            QSKIP("REFERENCE DATA ABSENT: invest/instances; no published instance was solved");
        }
        folder_ = *found;
    }

    void knapsacks() {
        const std::map<std::string, double> petersen{{"1", 3800},  {"2", 8706.1}, {"3", 4015}, {"4", 6120},
                                                     {"5", 12400}, {"6", 10618},  {"7", 16537}};
        for (const auto& [problem, best] : petersen) {
            check(folder_ / "mkp/mknap1.txt", problem, best);
        }
        // The best value is the last number of a block.
        std::ifstream in{folder_ / "mkp/mknap2_subset.txt"};
        std::map<std::string, double> last;
        std::string word;
        std::string name;
        while (in >> word) {
            if (word == "problem") {
                in >> name;
            } else {
                last[name] = std::stod(word);
            }
        }
        QCOMPARE(last.size(), std::size_t{18});
        for (const auto& [problem, best] : last) {
            check(folder_ / "mkp/mknap2_subset.txt", problem, best);
        }
    }

    /// Thirty larger ones, to half a per cent of the best that is known.
    void largerKnapsacks() {
        const auto best = table(folder_ / "mkp/mknapcb1_best.csv");
        QCOMPARE(best.size(), std::size_t{30});
        int number = 0;
        for (const auto& [name, row] : best) { // 5.100-00 to 5.100-29
            const auto problem = read_mknap(folder_ / "mkp/mknapcb1.txt", std::to_string(++number));
            QVERIFY(problem.has_value());
            const Selection found = select_whole(*problem, {.gap = 0.005});
            const double known = std::stod(row[2]);
            QVERIFY2(found.status == SolveStatus::Optimal && found.npv >= 0.995 * known && found.npv <= known + 1e-6,
                     (name + ": " + std::to_string(found.npv)).c_str());
            QVERIFY(found.bound >= known - 1e-6);
        }
    }

    void schedules_data() {
        QTest::addColumn<QString>("file");
        for (const auto& [name, row] : table(folder_ / "rcpsp/j30_optimum.csv")) {
            if (std::filesystem::exists(folder_ / "rcpsp" / name)) {
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
            }
        }
    }

    void schedules() {
        QFETCH(QString, file);
        const auto project = read_psplib(folder_ / "rcpsp" / file.toStdString());
        QVERIFY(project.has_value());
        const auto best = schedule_resources(*project, 200000);
        QVERIFY(best.has_value());
        const int optimum = std::stoi(table(folder_ / "rcpsp/j30_optimum.csv")[file.toStdString()][0]);
        // Cells 9, 13, 25 and 29, where everything competes for everything, are not all proven in a second.
        const bool hard = file.startsWith("j309_") || file.startsWith("j3013_") || file.startsWith("j3025_") ||
                          file.startsWith("j3029_");
        QVERIFY2(best->proven || hard, qPrintable(QString::number(best->nodes)));
        QVERIFY2(best->makespan >= optimum && best->makespan <= (best->proven ? optimum : optimum * 106 / 100),
                 qPrintable(QString::number(best->makespan)));
        for (int t = 0; t < best->makespan; ++t) {
            for (std::size_t r = 0; r < project->available.size(); ++r) {
                int used = 0;
                for (std::size_t i = 0; i < project->duration.size(); ++i) {
                    used += best->start[i] <= t && t < best->start[i] + project->duration[i] ? project->use[i][r] : 0;
                }
                QVERIFY(used <= project->available[r]);
            }
        }
        for (std::size_t i = 0; i < project->duration.size(); ++i) {
            for (const std::size_t next : project->after[i]) {
                QVERIFY(best->start[next] >= best->start[i] + project->duration[i]);
            }
        }
    }

    void medians_data() {
        QTest::addColumn<QString>("name");
        for (int i = 1; i <= 10; ++i) {
            QTest::addRow("pmed%d", i) << QString{"pmed%1"}.arg(i);
        }
    }

    void medians() {
        QFETCH(QString, name);
        std::size_t open = 0;
        const auto cost = ways(folder_ / "pmed" / (name.toStdString() + ".txt"), open);
        const OpenSites best = nearest_sites(cost, open);
        QVERIFY(best.status == SolveStatus::Optimal);
        QCOMPARE(best.value, std::stod(table(folder_ / "pmed/optimum.csv")[name.toStdString()][2]));
        QCOMPARE(best.sites.size(), open);
    }

    void coverings() {
        std::ifstream in{folder_ / "mclp/SJC324.txt"};
        std::size_t nodes = 0;
        std::string word;
        in >> nodes >> word >> word >> word;
        std::vector<double> x(nodes), y(nodes), demand(nodes);
        for (std::size_t i = 0; i < nodes; ++i) {
            in >> x[i] >> y[i] >> demand[i];
        }
        std::vector<std::vector<std::size_t>> reached(nodes);
        for (std::size_t i = 0; i < nodes; ++i) {
            for (std::size_t j = 0; j < nodes; ++j) {
                if (std::hypot(x[i] - x[j], y[i] - y[j]) <= 800.0) {
                    reached[i].push_back(j);
                }
            }
        }
        const std::vector<double> best{5461, 8790, 11604, 12106, 12152};
        for (std::size_t open = 1; open <= best.size(); ++open) {
            QCOMPARE(covering_sites(reached, demand, nodes, open).value, best[open - 1]);
        }
    }

private:
    static void check(const std::filesystem::path& file, const std::string& name, double best) {
        const auto problem = read_mknap(file, name);
        QVERIFY2(problem.has_value(), problem ? "" : problem.error().message.c_str());
        const Selection found = select_whole(*problem);
        QVERIFY2(found.status == SolveStatus::Optimal && std::abs(found.npv - best) < 1e-6,
                 (name + ": " + std::to_string(found.npv) + ", best " + std::to_string(best)).c_str());
    }

    std::filesystem::path folder_;
};

QTEST_GUILESS_MAIN(TestPublishedInstances)
#include "tst_published_instances.moc"
