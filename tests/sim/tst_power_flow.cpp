// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "sim/power/newton.h"
#include "sim/power/power_flow.h"
#include "tests/reference_data.h"

using namespace cityloom;
using namespace cityloom::power;

namespace {

Network two_buses(double r_ohm, double x_ohm, double load_w) {
    Network net;
    net.buses.push_back({.kind = BusKind::Infeed, .nominal_v = 10'000});
    net.buses.push_back({.nominal_v = 10'000, .peak_load_w = load_w, .power_factor = 1.0, .customers = 5});
    net.branches.push_back({.from = 0, .to = 1, .r_ohm = r_ohm, .x_ohm = x_ohm, .rating_a = 300});
    return net;
}

/// Rows of a MATPOWER matrix, "mpc.bus = [ ... ];".
std::vector<std::vector<double>> matrix(const std::string& text, const std::string& name) {
    std::vector<std::vector<double>> rows;
    std::size_t at = text.find("mpc." + name + " = [");
    if (at == std::string::npos) {
        return rows;
    }
    std::istringstream lines{text.substr(at, text.find("];", at) - at)};
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream fields{line.substr(0, line.find(';'))};
        std::vector<double> row;
        for (double v = 0; fields >> v;) {
            row.push_back(v);
        }
        if (!row.empty()) {
            rows.push_back(row);
        }
    }
    return rows;
}

} // namespace

class PowerFlowTest : public QObject {
    Q_OBJECT

private slots:
    /// One line with a resistive load has a closed solution: V = (1 + sqrt(1 - 4 r p)) / 2 for x = 0.
    void oneLineAgainstTheFormula_data() {
        QTest::addColumn<double>("loadMw");
        for (const double mw : {0.1, 1.0, 3.0, 5.0}) {
            QTest::addRow("%.1f MW", mw) << mw;
        }
    }
    void oneLineAgainstTheFormula() {
        QFETCH(double, loadMw);
        PowerFlow flow{two_buses(1.0, 1e-9, loadMw * 1e6)};
        const std::vector<double> load{0.0, loadMw * 1e6};
        QVERIFY(flow.solve(load));
        const double rp = 1.0 / 100.0 * loadMw; // per unit on 1 MVA and 100 ohm
        QVERIFY(std::abs(flow.voltage_pu()[1] - 0.5 * (1.0 + std::sqrt(1.0 - 4.0 * rp))) < 1e-8);
        QVERIFY(std::abs(flow.infeed_w() - load[1] - flow.losses_w()) < 1.0);
    }

    void overloadIsReportedNotHidden() {
        PowerFlow flow{two_buses(1.0, 1.0, 90e6)};
        QVERIFY(!flow.solve(std::vector<double>{0.0, 90e6}));
        QCOMPARE(flow.overloaded().size(), std::size_t{2});
    }

    /// Beyond the nose of p = v (1 - v) / r there is no voltage: the island is dark, another one carries on.
    void anIslandWithoutSolutionIsDark_data() {
        QTest::addColumn<bool>("meshed");
        QTest::newRow("radial") << false;
        QTest::newRow("meshed") << true;
    }
    void anIslandWithoutSolutionIsDark() {
        QFETCH(bool, meshed);
        Network net = two_buses(1.0, 1e-9, 0.0);
        if (meshed) { // two of double the resistance side by side
            net.branches[0].r_ohm = 2.0;
            net.branches.push_back(net.branches[0]);
        }
        net.buses.push_back({.kind = BusKind::Infeed, .nominal_v = 10'000});
        net.buses.push_back({.nominal_v = 10'000});
        net.branches.push_back({.from = 2, .to = 3, .r_ohm = 1.0, .x_ohm = 0.1});
        PowerFlow flow{net};
        const double nose_w = 0.25 * 100e6; // r = 1 / 100 per unit on 1 MVA
        QVERIFY(flow.solve(std::vector<double>{0.0, 0.99 * nose_w, 0.0, 1e6}));
        QVERIFY(std::abs(flow.voltage_pu()[1] - 0.55) < 1e-6); // (1 + sqrt(1 - 0.99)) / 2
        QVERIFY(std::abs(flow.infeed_w() - flow.losses_w() - 0.99 * nose_w - 1e6) < 1e-9 * nose_w);
        QVERIFY(!flow.solve(std::vector<double>{0.0, 1.01 * nose_w, 0.0, 1e6}));
        QCOMPARE(flow.overloaded().size(), std::size_t{2});
        for (const std::size_t b : {std::size_t{0}, std::size_t{1}}) {
            QCOMPARE(int(flow.energised()[b]), 0);
            QCOMPARE(flow.voltage_pu()[b], 0.0);
        }
        QCOMPARE(flow.branch_current_a()[0], 0.0);
        QCOMPARE(int(flow.energised()[3]), 1);
        QVERIFY(std::abs(flow.infeed_w() - flow.losses_w() - 1e6) < 1e-3);
        QVERIFY(flow.estimate_pu()[1] < 0.85); // and that says where
        QVERIFY(flow.solve(std::vector<double>{0.0, 0.5 * nose_w, 0.0, 1e6}));
        QCOMPARE(int(flow.energised()[1]), 1);
    }

    void failureDarkensWhatHangsOnIt() {
        Network net = two_buses(0.1, 0.1, 1e6);
        net.buses.push_back({.nominal_v = 10'000, .peak_load_w = 1e6});
        net.branches.push_back({.from = 1, .to = 2, .r_ohm = 0.1, .x_ohm = 0.1});
        PowerFlow flow{net};
        const std::vector<double> load{0, 1e6, 1e6};
        QVERIFY(flow.solve(load));
        QCOMPARE(int(flow.energised()[2]), 1);
        flow.set_bus_failed(1, true);
        QVERIFY(flow.solve(load));
        QCOMPARE(int(flow.energised()[1]), 0);
        QCOMPARE(int(flow.energised()[2]), 0);
        QCOMPARE(flow.voltage_pu()[2], 0.0);
        flow.set_bus_failed(1, false);
        QVERIFY(flow.solve(load));
        QCOMPARE(int(flow.energised()[2]), 1);
    }

    /// The same grid once radial (sweep) and once with its loop closed over a line that carries nothing: both solvers
    /// agree.
    void newtonAgreesWithTheSweep() {
        Network net;
        net.buses.push_back({.kind = BusKind::Infeed, .nominal_v = 10'000});
        for (int k = 1; k <= 6; ++k) {
            net.buses.push_back({.nominal_v = 10'000, .power_factor = 0.95});
            net.branches.push_back({.from = std::uint32_t(k <= 3   ? k - 1
                                                          : k == 4 ? 0
                                                                   : k - 1),
                                    .to = std::uint32_t(k),
                                    .r_ohm = 0.3,
                                    .x_ohm = 0.2});
        }
        net.branches.push_back(
            {.from = 3, .to = 6, .r_ohm = 1e-3, .x_ohm = 1e-3}); // equal voltages at both ends by symmetry
        const std::vector<double> load{0, 4e5, 3e5, 5e5, 4e5, 3e5, 5e5};
        PowerFlow meshed{net};
        QVERIFY(meshed.solve(load));
        net.branches.back().normally_open = true;
        PowerFlow radial{net};
        QVERIFY(radial.solve(load));
        for (std::size_t b = 0; b < load.size(); ++b) {
            QVERIFY2(std::abs(meshed.voltage_pu()[b] - radial.voltage_pu()[b]) < 1e-7, qPrintable(QString::number(b)));
        }
    }

    void matpowerFeeders_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("case33bw") << "case33bw";
        QTest::newRow("case69") << "case69";
    }
    /// Against MATPOWER's radial feeders: |dV| <= 1e-7 pu.
    void matpowerFeeders() {
        QFETCH(QString, name);
        const auto folder = tests::reference_data("lifeline/power");
        if (!folder) {
            QSKIP("reference data absent: lifeline/power (set CITYLOOM_DATA)");
        }
        std::ifstream in{*folder / (name.toStdString() + ".m")};
        const std::string text{std::istreambuf_iterator<char>{in}, {}};
        const auto buses = matrix(text, "bus");
        const auto branches = matrix(text, "branch");
        QVERIFY(buses.size() > 30);
        Network net;
        std::map<int, std::uint32_t> index;
        std::vector<double> load;
        const double kv = buses[0][9];
        for (const auto& row : buses) {
            index[int(row[0])] = std::uint32_t(net.buses.size());
            const double p = row[2] * 1e3; // these files hold kW and kvar
            const double q = row[3] * 1e3;
            Bus bus{.kind = row[1] == 3 ? BusKind::Infeed : BusKind::Feeder, .nominal_v = kv * 1e3};
            bus.power_factor = p > 0 ? p / std::hypot(p, q) : 1.0;
            net.buses.push_back(bus);
            load.push_back(p);
        }
        for (const auto& row : branches) {
            if (row[10] > 0) {
                net.branches.push_back(
                    {.from = index[int(row[0])], .to = index[int(row[1])], .r_ohm = row[2], .x_ohm = row[3]});
            }
        }
        PowerFlow flow{net};
        QVERIFY(flow.solve(load));
        std::ifstream reference{*folder / ("ref_" + name.toStdString() + "_bus.csv")};
        std::string line;
        std::getline(reference, line);
        int compared = 0;
        while (std::getline(reference, line)) {
            int bus = 0;
            double vm = 0;
            QCOMPARE(std::sscanf(line.c_str(), "%d,%lf", &bus, &vm), 2);
            QVERIFY2(std::abs(flow.voltage_pu()[index[bus]] - vm) <= 1e-7,
                     qPrintable(QString("bus %1: %2 against %3")
                                    .arg(bus)
                                    .arg(flow.voltage_pu()[index[bus]], 0, 'f', 9)
                                    .arg(vm, 0, 'f', 9)));
            ++compared;
        }
        QCOMPARE(compared, int(buses.size()));
    }
};

QTEST_APPLESS_MAIN(PowerFlowTest)
#include "tst_power_flow.moc"
