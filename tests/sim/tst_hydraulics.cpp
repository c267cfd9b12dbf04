// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "sim/water/hydraulics.h"
#include "tests/reference_data.h"

using namespace cityloom;
using namespace cityloom::water;

namespace {

double hazen_williams_m(double length, double diameter, double c, double q) {
    return 10.667 * std::pow(c, -1.852) * std::pow(diameter, -4.871) * length * std::pow(q, 1.852);
}

Network one_pipe() {
    Network net;
    net.nodes.push_back({.kind = NodeKind::Reservoir, .elevation_m = 50});
    net.nodes.push_back({.elevation_m = 10, .demand_m3ps = 0.02, .customers = 100});
    net.links.push_back({.from = 0, .to = 1, .length_m = 1000, .diameter_m = 0.2, .roughness_c = 130});
    return net;
}

/// What an EPANET file says of one moment, enough for its first step: SI inside.
struct InpCase {
    Network net;
    std::map<std::string, std::uint32_t> node;
    std::map<std::string, std::uint32_t> link;
    std::vector<double> demand;
};

constexpr double kFoot = 0.3048;
constexpr double kInch = 0.0254;
constexpr double kGpm = 3.785411784e-3 / 60.0;

InpCase read_inp(const std::filesystem::path& file) {
    InpCase c;
    std::ifstream in{file};
    std::string section;
    std::map<std::string, std::vector<std::pair<double, double>>> curves;
    std::map<std::string, double> first_factor;
    std::string default_pattern = "1";
    std::vector<std::pair<std::uint32_t, std::string>> patterns;
    std::vector<std::pair<std::uint32_t, std::string>> pump_curves;
    for (std::string line; std::getline(in, line);) {
        line = line.substr(0, line.find(';'));
        std::istringstream fields{line};
        std::vector<std::string> f;
        for (std::string word; fields >> word;) {
            f.push_back(word);
        }
        if (f.empty()) {
            continue;
        }
        if (f[0][0] == '[') {
            section = f[0];
        } else if (section == "[JUNCTIONS]") {
            c.node[f[0]] = std::uint32_t(c.net.nodes.size());
            c.net.nodes.push_back(
                {.elevation_m = std::stod(f[1]) * kFoot, .demand_m3ps = f.size() > 2 ? std::stod(f[2]) * kGpm : 0.0});
            patterns.emplace_back(c.node[f[0]], f.size() > 3 ? f[3] : "");
        } else if (section == "[RESERVOIRS]") {
            c.node[f[0]] = std::uint32_t(c.net.nodes.size());
            c.net.nodes.push_back({.kind = NodeKind::Reservoir, .elevation_m = std::stod(f[1]) * kFoot});
        } else if (section == "[TANKS]") {
            c.node[f[0]] = std::uint32_t(c.net.nodes.size());
            const double d = std::stod(f[5]) * kFoot;
            c.net.nodes.push_back({.kind = NodeKind::Tank,
                                   .elevation_m = std::stod(f[1]) * kFoot,
                                   .tank_area_m2 = 0.785398 * d * d,
                                   .tank_min_level_m = std::stod(f[3]) * kFoot,
                                   .tank_max_level_m = std::stod(f[4]) * kFoot,
                                   .tank_start_level_m = std::stod(f[2]) * kFoot});
        } else if (section == "[PIPES]") {
            c.link[f[0]] = std::uint32_t(c.net.links.size());
            c.net.links.push_back({.from = c.node[f[1]],
                                   .to = c.node[f[2]],
                                   .length_m = std::stod(f[3]) * kFoot,
                                   .diameter_m = std::stod(f[4]) * kInch,
                                   .roughness_c = std::stod(f[5])});
        } else if (section == "[PUMPS]") {
            c.link[f[0]] = std::uint32_t(c.net.links.size());
            c.net.links.push_back({.from = c.node[f[1]], .to = c.node[f[2]], .kind = LinkKind::Pump});
            pump_curves.emplace_back(c.link[f[0]], f[4]);
        } else if (section == "[CURVES]") {
            curves[f[0]].emplace_back(std::stod(f[1]) * kGpm, std::stod(f[2]) * kFoot);
        } else if (section == "[PATTERNS]" && !first_factor.contains(f[0])) {
            first_factor[f[0]] = std::stod(f[1]);
        }
    }
    for (const auto& [pump, curve] : pump_curves) { // EPANET's one-point curve: H0 = 4/3 Hd, r = Hd / (3 Qd^2)
        const auto [q, h] = curves[curve].front();
        if (q <= 0.0) {
            continue; // a curve of three points; whoever needs its flow takes it from the reference
        }
        c.net.links[pump].pump_head0_m = 4.0 / 3.0 * h;
        c.net.links[pump].pump_r_s2pm5 = h / 3.0 / (q * q);
    }
    c.demand.assign(c.net.nodes.size(), 0.0);
    for (const auto& [node, pattern] : patterns) {
        const auto factor = first_factor.find(pattern.empty() ? default_pattern : pattern);
        c.demand[node] = c.net.nodes[node].demand_m3ps * (factor == first_factor.end() ? 1.0 : factor->second);
    }
    return c;
}

} // namespace

class HydraulicsTest : public QObject {
    Q_OBJECT

private slots:
    void onePipeAgainstHazenWilliams() {
        Hydraulics h{one_pipe()};
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        QVERIFY(std::abs(h.flow_m3ps()[0] - 0.02) < 1e-9);
        QVERIFY(std::abs(h.head_m()[1] - (50.0 - hazen_williams_m(1000, 0.2, 130, 0.02))) < 1e-6);
        QVERIFY(std::abs(h.pressure_m(1) - (h.head_m()[1] - 10.0)) < 1e-12);
    }

    void parallelPipesShareByConductance() {
        Network net = one_pipe();
        net.links.push_back(net.links[0]);
        net.links[1].diameter_m = 0.1;
        Hydraulics h{net};
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        const double ratio = std::pow(2.0, 4.871 / 1.852);
        QVERIFY(std::abs(h.flow_m3ps()[0] / h.flow_m3ps()[1] - ratio) < 1e-4 * ratio);
        QVERIFY(std::abs(h.flow_m3ps()[0] + h.flow_m3ps()[1] - 0.02) < 1e-9);
    }

    void pumpMeetsItsCurve() {
        Network net = one_pipe();
        net.nodes[0].elevation_m = 0;
        net.links.push_back({.from = 0, .to = 1, .kind = LinkKind::Pump, .pump_head0_m = 80, .pump_r_s2pm5 = 40'000});
        net.links.erase(net.links.begin());
        Hydraulics h{net};
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        QVERIFY(std::abs(h.head_m()[1] - (80.0 - 40'000 * 0.02 * 0.02)) < 1e-6);
        QVERIFY(std::abs(h.pump_power_w(0) - 1000 * 9.80665 * 64.0 * 0.02 / 0.75) < 1.0);
    }

    void cutOffNodesAreUnservedNotDeep() {
        Hydraulics h{one_pipe()};
        h.set_link_open(0, false);
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        QCOMPARE(int(h.served()[1]), 0);
        QVERIFY(std::isnan(h.pressure_m(1)));
        QCOMPARE(h.flow_m3ps()[0], 0.0);
    }

    /// Water is neither made nor lost: a tank falls by what its net gives out.
    void tankDrainsAtTheRateTheFlowsGive() {
        Network net = one_pipe();
        net.nodes[0] = {.kind = NodeKind::Tank,
                        .elevation_m = 60,
                        .tank_area_m2 = 100,
                        .tank_max_level_m = 5,
                        .tank_start_level_m = 4};
        Hydraulics h{net};
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        h.advance_tanks(3600);
        QVERIFY(std::abs(h.tank_level_m()[0] - (4.0 - 0.02 * 3600 / 100)) < 1e-6);
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        const double left_s = h.seconds_to_limit();
        QVERIFY(std::abs(left_s - (4.0 * 100 / 0.02 - 3600)) < 1e-3);
        h.advance_tanks(left_s);
        QVERIFY(std::abs(h.tank_level_m()[0]) < 1e-9);
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        QCOMPARE(int(h.served()[1]), 0); // an empty tank serves no one
        QCOMPARE(h.flow_m3ps()[0], 0.0);
        h.advance_tanks(3600);
        QVERIFY(std::abs(h.tank_level_m()[0]) < 1e-9); // what is not delivered is not drained
    }

    /// What has failed feeds nothing and holds no head: not a source, not a tank, not a junction, not a pipe, not a
    /// pump. Repaired, all is as it was.
    void whatHasFailedFeedsNothing_data() {
        QTest::addColumn<int>("node");
        QTest::addColumn<int>("link");
        QTest::addColumn<bool>("lowServed");
        QTest::addColumn<bool>("highServed");
        QTest::newRow("source: the tank carries on") << 0 << -1 << true << true;
        QTest::newRow("tank: the pump carries on") << 3 << -1 << true << true;
        QTest::newRow("pump") << -1 << 0 << true << true;
        QTest::newRow("junction") << 1 << -1 << false << true;
        QTest::newRow("main") << -1 << 1 << true << true;
        QTest::newRow("riser") << -1 << 2 << true << true;
    }
    void whatHasFailedFeedsNothing() {
        QFETCH(int, node);
        QFETCH(int, link);
        QFETCH(bool, lowServed);
        QFETCH(bool, highServed);
        Network net; // source -pump- low -main- high -riser- tank
        net.nodes.push_back({.kind = NodeKind::Reservoir, .elevation_m = 0});
        net.nodes.push_back({.elevation_m = 0, .demand_m3ps = 0.01});
        net.nodes.push_back({.elevation_m = 5, .demand_m3ps = 0.01});
        net.nodes.push_back({.kind = NodeKind::Tank,
                             .elevation_m = 45,
                             .tank_area_m2 = 100,
                             .tank_max_level_m = 5,
                             .tank_start_level_m = 3});
        net.links.push_back({.from = 0, .to = 1, .kind = LinkKind::Pump, .pump_head0_m = 70, .pump_r_s2pm5 = 20'000});
        net.links.push_back({.from = 1, .to = 2, .length_m = 500, .diameter_m = 0.2});
        net.links.push_back({.from = 2, .to = 3, .length_m = 50, .diameter_m = 0.2});
        const std::vector<double> demand{0.0, 0.01, 0.01, 0.0};
        Hydraulics h{net};
        QVERIFY(h.solve(demand));
        const std::vector<double> before{h.flow_m3ps().begin(), h.flow_m3ps().end()};
        const auto set = [&](bool failed) {
            if (node >= 0) {
                h.set_node_failed(std::uint32_t(node), failed);
            } else {
                h.set_link_open(std::uint32_t(link), !failed);
            }
            QVERIFY(h.solve(demand));
        };
        set(true);
        for (std::uint32_t l = 0; l < net.links.size(); ++l) {
            const bool at_it = int(l) == link || int(net.links[l].from) == node || int(net.links[l].to) == node;
            QVERIFY(at_it == (h.flow_m3ps()[l] == 0.0));
        }
        QCOMPARE(h.served()[1] != 0, lowServed);
        QCOMPARE(h.served()[2] != 0, highServed);
        for (const std::uint32_t i : {1U, 2U}) {
            QVERIFY(h.served()[i] == 0 ? std::isnan(h.pressure_m(i)) && h.delivered_m3ps()[i] == 0.0
                                       : std::abs(h.delivered_m3ps()[i] - 0.01) < 1e-12);
        }
        set(false);
        for (std::uint32_t l = 0; l < net.links.size(); ++l) {
            QVERIFY(std::abs(h.flow_m3ps()[l] - before[l]) < 1e-8);
        }
    }

    /// Wagner's law and one pipe: z + p_req (q/d)^2 + R q^1.852 = H, solved by bisection beside the solver.
    void tapsFollowThePressure_data() {
        QTest::addColumn<double>("head");
        QTest::addColumn<double>("demand");
        QTest::newRow("enough") << 60.0 << 0.02;
        QTest::newRow("a little short") << 35.0 << 0.02;
        QTest::newRow("half") << 16.0 << 0.02;
        QTest::newRow("barely") << 10.5 << 0.02;
        QTest::newRow("six times as much") << 50.0 << 0.12;
    }
    void tapsFollowThePressure() {
        QFETCH(double, head);
        QFETCH(double, demand);
        Network net = one_pipe();
        net.nodes[0].elevation_m = head;
        Hydraulics h{net};
        QVERIFY(h.solve(std::vector<double>{0.0, demand}));
        double low = 0.0;
        double high = demand;
        for (int k = 0; k < 200; ++k) {
            const double q = 0.5 * (low + high);
            const double wants_m = 10.0 + 20.0 * q * q / (demand * demand) + hazen_williams_m(1000, 0.2, 130, q);
            (wants_m < head ? low : high) = q;
        }
        QVERIFY2(std::abs(h.delivered_m3ps()[1] - low) < 1e-7 * demand,
                 qPrintable(QString("%1 against %2").arg(h.delivered_m3ps()[1], 0, 'g', 10).arg(low, 0, 'g', 10)));
        QCOMPARE(h.flow_m3ps()[0], h.delivered_m3ps()[1]);
        QVERIFY(h.pressure_m(1) >= 0.0);
    }

    /// Thornton's power law and one pipe, demand besides: z + p + R (q_c + C p^N1)^1.852 = H, by bisection.
    void leaksFollowThePressure_data() {
        QTest::addColumn<double>("head");
        QTest::addColumn<double>("exponent");
        QTest::addColumn<double>("hole_m2");
        QTest::newRow("a leak") << 60.0 << 1.15 << 0.0;
        QTest::newRow("a leak, little pressure") << 36.0 << 1.15 << 0.0;
        QTest::newRow("a leak as its pressure") << 60.0 << 1.0 << 0.0;
        QTest::newRow("leaks of fixed size") << 60.0 << 0.5 << 0.0;
        QTest::newRow("a hole") << 60.0 << 1.15 << 0.001;
        QTest::newRow("a large hole") << 60.0 << 1.15 << 0.02;
    }
    void leaksFollowThePressure() {
        QFETCH(double, head);
        QFETCH(double, exponent);
        QFETCH(double, hole_m2);
        constexpr double kCoefficient = 1e-4;
        Network net = one_pipe();
        net.leak_exponent = exponent;
        net.nodes[0].elevation_m = head;
        net.nodes[1].leak_coefficient = kCoefficient;
        Hydraulics h{net};
        h.set_hole(0, hole_m2);
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        const auto lost_at = [&](double p) {
            return kCoefficient * std::pow(p, exponent) + 0.6 * 0.5 * hole_m2 * std::sqrt(2.0 * 9.80665 * p);
        };
        const auto got_at = [&](double p) { return 0.02 * std::sqrt(std::min(1.0, p / 20.0)); };
        double low = 0.0;
        double high = 100.0;
        for (int k = 0; k < 200; ++k) {
            const double p = 0.5 * (low + high);
            (10.0 + p + hazen_williams_m(1000, 0.2, 130, lost_at(p) + got_at(p)) < head ? low : high) = p;
        }
        QVERIFY2(std::abs(h.pressure_m(1) - low) < 1e-5,
                 qPrintable(QString("%1 against %2").arg(h.pressure_m(1), 0, 'g', 10).arg(low, 0, 'g', 10)));
        QVERIFY(std::abs(h.lost_m3ps()[1] - lost_at(low)) < 1e-8);
        QVERIFY(std::abs(h.delivered_m3ps()[1] - got_at(low)) < 1e-8);
        QVERIFY(std::abs(h.flow_m3ps()[0] - h.delivered_m3ps()[1] - h.lost_m3ps()[1]) < 1e-15);
        QVERIFY(std::abs(h.lost_through_m3ps(0) - (lost_at(low) - kCoefficient * std::pow(low, exponent))) < 1e-8);
        QVERIFY(h.solve(std::vector<double>{0.0, 0.0})); // nobody draws, and it goes on
        QVERIFY(h.lost_m3ps()[1] > 0.0);
        h.set_link_open(0, false);
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02}));
        QCOMPARE(h.lost_m3ps()[1], 0.0);
    }

    /// EPANET's three states: it holds its setting, stands open where there is less before it, and lets nothing back.
    void reducersHoldTheHeadBehindThem_data() {
        QTest::addColumn<double>("head");  // before it
        QTest::addColumn<double>("other"); // of a second source behind it; below 0: there is none
        QTest::addColumn<int>("state");    // 0 shut, 1 open, 2 holds
        QTest::newRow("holds") << 80.0 << -1.0 << 2;
        QTest::newRow("stands open") << 45.0 << -1.0 << 1;
        QTest::newRow("holds, and both feed") << 80.0 << 49.0 << 2;
        QTest::newRow("shut by what is behind it") << 80.0 << 70.0 << 0;
        QTest::newRow("shut against a flow back") << 45.0 << 60.0 << 0;
    }
    void reducersHoldTheHeadBehindThem() {
        QFETCH(double, head);
        QFETCH(double, other);
        QFETCH(int, state);
        Network net; // source - a =reducer= b - c, and a second source at c
        net.nodes.push_back({.kind = NodeKind::Reservoir, .elevation_m = head});
        net.nodes.push_back({.elevation_m = 10, .demand_m3ps = 0.005});
        net.nodes.push_back({.elevation_m = 5});
        net.nodes.push_back({.elevation_m = 5, .demand_m3ps = 0.01, .leak_coefficient = 1e-5});
        net.links.push_back({.from = 0, .to = 1, .length_m = 500, .diameter_m = 0.2});
        net.links.push_back(
            {.from = 1, .to = 2, .kind = LinkKind::Reducer, .length_m = 5, .diameter_m = 0.2, .reducer_head_m = 50});
        net.links.push_back({.from = 2, .to = 3, .length_m = 500, .diameter_m = 0.2});
        if (other >= 0.0) {
            net.nodes.push_back({.kind = NodeKind::Reservoir, .elevation_m = other});
            net.links.push_back({.from = 4, .to = 3, .length_m = 500, .diameter_m = 0.2});
        }
        std::vector<double> demand(net.nodes.size(), 0.0);
        demand[1] = 0.005;
        demand[3] = 0.01;
        Hydraulics h{net};
        for (int again = 0; again < 2; ++again) { // from afar, and from where it is
            QVERIFY(h.solve(demand));
            const double q = h.flow_m3ps()[1];
            const double before = h.head_m()[1];
            const double behind = h.head_m()[2];
            QVERIFY(std::abs(h.flow_m3ps()[0] - q - 0.005) < 1e-9);
            if (state == 0) {
                QCOMPARE(q, 0.0);
            } else if (state == 1) {
                QVERIFY(std::abs(before - behind - hazen_williams_m(5, 0.2, 130, q)) < 1e-6);
                QVERIFY(behind < 50.0);
            } else {
                QVERIFY(std::abs(behind - 50.0) < 1e-9);
                QVERIFY(before > 50.0);
                QVERIFY(std::abs(behind - h.head_m()[3] - hazen_williams_m(500, 0.2, 130, q)) < 1e-5);
            }
            if (state != 0) {
                QVERIFY(q > 0.0);
            }
            double balance = h.delivered_m3ps()[1] + h.delivered_m3ps()[3] + h.lost_m3ps()[3] - h.flow_m3ps()[0];
            balance -= other >= 0.0 ? h.flow_m3ps()[3] : 0.0;
            QVERIFY(std::abs(balance) < 1e-15);
        }
    }

    /// Above the grade line nothing arrives and nothing is passed on; below it, all is as if those were not there.
    void highPlacesFallDry() {
        Network net = one_pipe();
        net.nodes.push_back({.elevation_m = 60, .demand_m3ps = 0.01});
        net.nodes.push_back({.elevation_m = 0, .demand_m3ps = 0.01});
        net.links.push_back({.from = 1, .to = 2, .length_m = 100, .diameter_m = 0.2});
        net.links.push_back({.from = 2, .to = 3, .length_m = 100, .diameter_m = 0.2});
        Hydraulics h{net};
        QVERIFY(h.solve(std::vector<double>{0.0, 0.02, 0.01, 0.01}));
        QCOMPARE(int(h.served()[2]), 0);
        QCOMPARE(int(h.served()[3]), 0); // only over the hill
        QCOMPARE(h.head_m()[2], 60.0);   // no pressure, and not -10 m
        QVERIFY(std::abs(h.flow_m3ps()[0] - 0.02) < 1e-12);
        QVERIFY(std::abs(h.head_m()[1] - (50.0 - hazen_williams_m(1000, 0.2, 130, 0.02))) < 1e-6);
    }

    void epanetNetworksAtTheirFirstStep_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("Net1") << "Net1";
        QTest::newRow("Net2") << "Net2";
    }
    /// Against EPANET 2.3.5 converged to 1e-7: heads within 0.002 ft, flows within 0.1 gpm + 1e-4.
    void epanetNetworksAtTheirFirstStep() {
        QFETCH(QString, name);
        const auto folder = tests::reference_data("lifeline/water");
        if (!folder) {
            QSKIP("reference data absent: lifeline/water (set CITYLOOM_DATA)");
        }
        const InpCase c = read_inp(*folder / (name.toStdString() + ".inp"));
        QVERIFY(c.net.nodes.size() > 8);
        Hydraulics h{c.net};
        QVERIFY(h.solve(c.demand));
        std::ifstream nodes{*folder / ("ref_" + name.toStdString() + "_nodes.csv")};
        std::string line;
        std::getline(nodes, line);
        int compared = 0;
        double worst_ft = 0.0;
        while (std::getline(nodes, line)) {
            std::istringstream fields{line};
            std::string time, id, head;
            std::getline(fields, time, ',');
            std::getline(fields, id, ',');
            std::getline(fields, head, ',');
            if (time != "0") {
                break;
            }
            worst_ft = std::max(worst_ft, std::abs(h.head_m()[c.node.at(id)] / kFoot - std::stod(head)));
            ++compared;
        }
        QCOMPARE(compared, int(c.net.nodes.size()));
        QVERIFY2(worst_ft <= 0.002, qPrintable(QString("largest head difference %1 ft").arg(worst_ft)));
        qInfo("%s: largest head difference %.5f ft over %d nodes, %d iterations", qPrintable(name), worst_ft, compared,
              h.iterations());
    }

    /// Against EPANET 2.3.5's pressure-driven analysis of Net3 with pipe 330 shut: none below 0, all at 60 psi. Its
    /// pumps' curves have three points and are not ours: their flows are taken from the reference.
    void epanetPressureDriven() {
        const auto folder = tests::reference_data("lifeline/water");
        if (!folder) {
            QSKIP("reference data absent: lifeline/water (set CITYLOOM_DATA)");
        }
        InpCase c = read_inp(*folder / "Net3.inp");
        constexpr double kPsiPerFoot = 0.4333; // EPANET's
        c.net.min_pressure_m = 60.0 / kPsiPerFoot * kFoot;
        std::ifstream links{*folder / "ref_Net3_pda_close330_links.csv"};
        std::ifstream nodes{*folder / "ref_Net3_pda_close330_nodes.csv"};
        std::string line;
        std::map<std::string, double> flow_gpm;
        std::getline(links, line);
        while (std::getline(links, line) && line.starts_with("0,")) {
            std::istringstream fields{line.substr(2)};
            std::string id, flow;
            std::getline(fields, id, ',');
            std::getline(fields, flow, ',');
            flow_gpm[id] = std::stod(flow);
        }
        QCOMPARE(flow_gpm.size(), c.net.links.size());
        Hydraulics h{c.net};
        for (const std::uint32_t l : {c.link.at("10"), c.link.at("335"), c.link.at("330")}) {
            h.set_link_open(l, false);
        }
        c.demand[c.node.at("60")] += flow_gpm.at("335") * kGpm;
        c.demand[c.node.at("61")] -= flow_gpm.at("335") * kGpm;
        QVERIFY(h.solve(c.demand));
        std::getline(nodes, line);
        int compared = 0;
        int short_of = 0;
        while (std::getline(nodes, line) && line.starts_with("0,")) {
            std::istringstream fields{line.substr(2)};
            std::string id, head, pressure, demand;
            std::getline(fields, id, ',');
            std::getline(fields, head, ',');
            std::getline(fields, pressure, ',');
            std::getline(fields, demand, ',');
            const std::uint32_t i = c.node.at(id);
            if (std::stod(pressure) < 0.0) { // EPANET gives such a node a pressure below that of the air
                QCOMPARE(int(h.served()[i]), 0);
                continue;
            }
            const double rounded = 2e-5 * std::abs(std::stod(head)); // 10.667 for EPANET's 4.727 of feet
            QVERIFY2(std::abs(h.head_m()[i] / kFoot - std::stod(head)) <= 0.002 + rounded, id.c_str());
            if (c.net.nodes[i].kind == NodeKind::Junction && id != "60" && id != "61") {
                const double gpm = std::stod(demand);
                QVERIFY2(std::abs(h.delivered_m3ps()[i] / kGpm - gpm) <= 0.1 + 1e-4 * std::abs(gpm), id.c_str());
                short_of += h.delivered_m3ps()[i] < 0.999 * c.demand[i] ? 1 : 0;
            }
            ++compared;
        }
        QVERIFY(compared > 90);
        QVERIFY(short_of > 10);
    }

    /// A tank full to the brim, whose mains carried much before: what it gives is not taken for water that comes back.
    void aFullTankGives() {
        water::Network net;
        net.nodes = {{.id = 1, .kind = water::NodeKind::Reservoir, .elevation_m = 55.0},
                     {.id = 2,
                      .kind = water::NodeKind::Tank,
                      .elevation_m = 54.0,
                      .tank_area_m2 = 10.0,
                      .tank_max_level_m = 1.0,
                      .tank_start_level_m = 1.0},
                     {.id = 3, .demand_m3ps = 0.003}};
        net.links = {{.id = 1, .from = 0, .to = 1, .length_m = 100.0, .diameter_m = 0.3},
                     {.id = 2, .from = 1, .to = 2, .length_m = 100.0, .diameter_m = 0.3}};
        water::Hydraulics h{net};
        const std::vector<double> demand{0.0, 0.0, 0.003};
        QVERIFY(h.solve(demand));
        QCOMPARE(h.delivered_m3ps()[2], 0.003);
        QVERIFY(std::abs(h.pressure_m(2) - 55.0) < 0.05);
    }

    /// Against EPANET 2.3.5: Net1 with pipe 12 shut and an emitter at node 22, 50 gpm at 1 psi with exponent 0.5.
    void epanetEmitter() {
        const auto folder = tests::reference_data("lifeline/water");
        if (!folder) {
            QSKIP("reference data absent: lifeline/water (set CITYLOOM_DATA)");
        }
        InpCase c = read_inp(*folder / "Net1.inp");
        constexpr double kPsiPerMetre = 0.4333 / kFoot;
        c.net.min_pressure_m = 40.0 / kPsiPerMetre;
        c.net.leak_exponent = 0.5;
        c.net.nodes[c.node.at("22")].leak_coefficient = 50.0 * kGpm * std::sqrt(kPsiPerMetre);
        Hydraulics h{c.net};
        h.set_link_open(c.link.at("12"), false);
        QVERIFY(h.solve(c.demand));
        std::ifstream nodes{*folder / "ref_Net1_pda_close12_leak22_nodes.csv"};
        std::string line;
        std::getline(nodes, line);
        int compared = 0;
        while (std::getline(nodes, line) && line.starts_with("0,")) {
            std::istringstream fields{line.substr(2)};
            std::string id, head, pressure, demand;
            std::getline(fields, id, ',');
            std::getline(fields, head, ',');
            std::getline(fields, pressure, ',');
            std::getline(fields, demand, ',');
            const std::uint32_t i = c.node.at(id);
            QVERIFY2(std::abs(h.head_m()[i] / kFoot - std::stod(head)) <= 0.01, id.c_str());
            if (c.net.nodes[i].kind == NodeKind::Junction) {
                const double gpm = (h.delivered_m3ps()[i] + h.lost_m3ps()[i]) / kGpm;
                QVERIFY2(std::abs(gpm - std::stod(demand)) <= 0.1 + 1e-4 * std::stod(demand), id.c_str());
            }
            ++compared;
        }
        QCOMPARE(compared, int(c.net.nodes.size()));
    }
};

QTEST_APPLESS_MAIN(HydraulicsTest)
#include "tst_hydraulics.moc"
