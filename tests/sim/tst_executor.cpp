// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cstdint>
#include <numeric>
#include <vector>

#include "sim/core/executor.h"
#include "sim/core/latest.h"
#include "sim/core/polyline.h"
#include "sim/core/rng.h"
#include "sim/core/state_hash.h"

using namespace cityloom;

class ExecutorTest : public QObject {
    Q_OBJECT

private slots:
    void everyElementOnceForAnyThreadCount_data() {
        QTest::addColumn<unsigned>("threads");
        for (const unsigned t : {1U, 2U, 3U, 4U, 8U, 16U}) {
            QTest::addRow("%u", t) << t;
        }
    }
    void everyElementOnceForAnyThreadCount() {
        QFETCH(unsigned, threads);
        Executor executor{threads};
        std::vector<int> seen(1001, 0);
        for (int round = 0; round < 200; ++round) {
            executor.for_each_block(seen.size(), [&](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) {
                    ++seen[i];
                }
            });
        }
        for (const int count : seen) {
            QCOMPARE(count, 200);
        }
        for (int round = 0; round < 200; ++round) {
            executor.balance(seen.size(), 7, [&](std::size_t begin, std::size_t end) {
                QVERIFY(end - begin <= 7 || threads == 1);
                for (std::size_t i = begin; i < end; ++i) {
                    ++seen[i];
                }
            });
        }
        for (const int count : seen) {
            QCOMPARE(count, 400);
        }
    }

    /// Threads that are late, since they outnumber the cores, neither miss elements nor do any twice, phase after
    /// phase; what a phase wrote is there when it has returned.
    void phasesFollowEachOther_data() { everyElementOnceForAnyThreadCount_data(); }
    void phasesFollowEachOther() {
        QFETCH(unsigned, threads);
        Executor executor{threads};
        std::vector<std::uint64_t> sums(97, 0);
        std::uint64_t expected = 0;
        for (std::size_t phase = 0; phase < 3'000; ++phase) {
            const std::size_t count = phase % sums.size() + (phase % 3 == 0 ? 0 : 1); // 0 too
            const auto add = [&](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) {
                    sums[i] += phase;
                }
            };
            if (phase % 2 == 0) {
                executor.balance(count, 1 + phase % 5, add);
            } else {
                executor.for_each_block(count, add);
            }
            expected += count * phase;
            QCOMPARE(std::accumulate(sums.begin(), sums.end(), std::uint64_t{0}), expected);
        }
    }

    void drawsDependOnTheKeyAlone() {
        const CounterRng rng{7};
        const double first = rng.uniform(RandomStream::TripTime, 12, 3);
        (void)rng.uniform(RandomStream::TripTime, 13, 3);
        QCOMPARE(rng.uniform(RandomStream::TripTime, 12, 3), first);
        QVERIFY(rng.uniform(RandomStream::TripOrigin, 12, 3) != first);
        double sum = 0.0;
        for (std::uint64_t k = 0; k < 10'000; ++k) {
            sum += rng.uniform(RandomStream::TripTime, k, 0);
        }
        QVERIFY(std::abs(sum / 10'000 - 0.5) < 0.01);
    }

    void hashSeesOrderAndBits() {
        StateHash a, b, c;
        a.add(1.0);
        a.add(2.0);
        b.add(2.0);
        b.add(1.0);
        c.add(1.0);
        c.add(std::nextafter(2.0, 3.0));
        QVERIFY(a.value() != b.value());
        QVERIFY(a.value() != c.value());
    }

    void polylines() {
        const std::vector<Point2> line{{0, 0}, {10, 0}, {10, 10}};
        QCOMPARE(polyline_length_m(line), 20.0);
        QCOMPARE(polyline_at(line, 15.0).at.y_m, 5.0);
        QCOMPARE(polyline_part(line, 5.0, 15.0).size(), std::size_t{3});
        QCOMPARE(polyline_nearest(line, {12, 4}).distance_m, 2.0);
        QCOMPARE(polyline_offset(line, 1.0)[0].y_m, -1.0); // right of eastward is south
    }
};

QTEST_APPLESS_MAIN(ExecutorTest)
#include "tst_executor.moc"
