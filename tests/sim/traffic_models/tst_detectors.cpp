// SPDX-License-Identifier: GPL-3.0-or-later
// Actuated signals: the loop before the line, also where the lane at the line is shorter than a car.
#include <QTest>

#include "tests/sim/traffic_models/lab.h"

using namespace cityloom;
using namespace cityloom::traffic;
using namespace cityloom::tests::lab;

namespace {

constexpr double kSpeedMps = 13.89;

/// 300 m, a lane at the line, 300 m; green from 5 to 60 s, then 20 s of red.
RoadNetwork actuated_road(double at_line_m) {
    NetworkBuilder road = straight_road({{300.0, kSpeedMps, 1}, {at_line_m, kSpeedMps, 1}, {300.0, kSpeedMps, 1}});
    road.signal(2, {{.green_movements = 1,
                     .green_s = 5.0,
                     .yellow_s = 3.0,
                     .all_red_s = 2.0,
                     .least_green_s = 5.0,
                     .most_green_s = 60.0},
                    {.green_s = 20.0, .yellow_s = 0.0, .all_red_s = 0.0}});
    RoadNetwork net = road.build();
    net.controllers[0].kind = ControllerKind::Actuated;
    return net;
}

/// Passages between which less time goes by than a red takes.
std::vector<int> platoons(const std::vector<Detector::Passage>& passages) {
    std::vector<int> sizes;
    for (std::size_t k = 0; k < passages.size(); ++k) {
        if (k == 0 || passages[k].time_s - passages[k - 1].time_s > 15.0) {
            sizes.push_back(0);
        }
        ++sizes.back();
    }
    return sizes;
}

} // namespace

class DetectorsTest : public QObject {
    Q_OBJECT

private slots:
    void greenLastsWhileTheQueueFlows_data() {
        QTest::addColumn<double>("at_line_m");
        QTest::addColumn<double>("step_s");
        for (const double at_line : {6.0, 20.0, 100.0}) {
            for (const double step : {0.5, 1.0}) {
                QTest::addRow("%g m at the line, steps of %g s", at_line, step) << at_line << step;
            }
        }
    }
    void greenLastsWhileTheQueueFlows() {
        QFETCH(double, at_line_m);
        QFETCH(double, step_s);
        Run run{actuated_road(at_line_m),
                plain_car(),
                {{.from_edge = 0, .to_edge = 2, .end_s = 300.0, .headway_s = 2.5}},
                step_s};
        Detector behind{300.0 + at_line_m + 2.0 * kJointM + 10.0};
        while (run.time_s() < 600.0) {
            run.step();
            behind.look(run);
        }
        QCOMPARE(run.sim().counts().arrived, std::uint64_t{120});
        const std::vector<int> sizes = platoons(behind.passages());
        // 5 s of green would let three through; the queue of 20 s of red and what still comes are 15 and more.
        QVERIFY2(*std::max_element(sizes.begin(), sizes.end()) >= 15,
                 qPrintable(QString::number(*std::max_element(sizes.begin(), sizes.end()))));
    }

    void greenEndsInTheGap() {
        // One car every 25 s: least green, no more; 60 s of green for each would let two through at a time.
        Run run{
            actuated_road(6.0), plain_car(), {{.from_edge = 0, .to_edge = 2, .end_s = 1000.0, .headway_s = 25.0}}, 1.0};
        double longest_s = 0.0;
        double green_s = 0.0;
        while (run.time_s() < 1000.0) {
            run.step();
            engine::Frame frame;
            run.sim().fill_frame(frame);
            const std::uint32_t turn = run.sim().network().junctions[2].turns.begin;
            const bool green = frame.turn_aspect[turn] == static_cast<std::uint8_t>(engine::SignalAspect::Green);
            green_s = green ? green_s + 1.0 : 0.0;
            longest_s = std::max(longest_s, green_s);
        }
        QVERIFY2(longest_s >= 5.0 && longest_s <= 16.0, qPrintable(QString::number(longest_s)));
    }
};

QTEST_APPLESS_MAIN(DetectorsTest)
#include "tst_detectors.moc"
