// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gis/derive/demand.h"
#include "gis/derive/roads.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/executor.h"
#include "sim/core/rng.h"
#include "sim/traffic/od/calibrate.h"
#include "sim/traffic/signals/signal_plan.h"

using namespace cityloom;
using namespace cityloom::traffic;
using namespace cityloom::traffic::od;

/// A known matrix on the streets of the demo city gives counts; from another one the calibration must find them again.
class CalibrateTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const gis::City city = gis::generate_loom_bay(1);
        net_ = gis::derive_roads(city);
        plan_signals(net_, std::vector<double>(net_.turns.size(), 100.0));
        const DemandModel demand = gis::derive_demand(city, net_);
        const std::size_t stride = std::max<std::size_t>(1, demand.zones.size() / 12);
        for (std::size_t z = 0; z < demand.zones.size() && zones_.zones.size() < 12; z += stride) {
            const Zone& zone = demand.zones[z];
            if (zone.origins.count == 0 || zone.destinations.count == 0) {
                continue;
            }
            const auto take = [&](Range edges) {
                const Range taken{static_cast<std::uint32_t>(zones_.edges.size()), edges.count};
                for (std::uint32_t k = edges.begin; k < edges.end(); ++k) {
                    zones_.edges.push_back(demand.zone_edges[k]);
                    zones_.weights.push_back(static_cast<double>(demand.zone_edge_weights[k]));
                }
                return taken;
            };
            zones_.zones.push_back({.name = std::to_string(z),
                                    .id = zone.id,
                                    .sources = take(zone.origins),
                                    .sinks = take(zone.destinations)});
        }
        QVERIFY(zones_.zones.size() >= 8);
        const CounterRng rng{7};
        truth_.slices = {{7 * kHourUs, 8 * kHourUs, ""}, {8 * kHourUs, 9 * kHourUs, ""}};
        for (std::uint32_t s = 0; s < 2; ++s) {
            for (std::uint32_t o = 0; o < zones_.zones.size(); ++o) {
                for (std::uint32_t d = 0; d < zones_.zones.size(); ++d) {
                    const double u = rng.uniform(RandomStream::CityForm, o * 100 + d, s);
                    if (o != d) {
                        truth_.cells.push_back({s, o, d, u < 0.15 ? 0.0 : 60.0 * u});
                    }
                }
            }
        }
        // Counts on the busiest streets, by half hours, as the true matrix is assigned.
        std::vector<Count> everywhere;
        for (std::uint32_t e = 0; e < net_.edges.size(); ++e) {
            everywhere.push_back({e, 7 * kHourUs, 10 * kHourUs, 0.0});
        }
        const std::vector<double> flow = assigned(truth_, everywhere);
        std::vector<std::uint32_t> busiest(flow.size());
        std::iota(busiest.begin(), busiest.end(), 0U);
        std::sort(busiest.begin(), busiest.end(), [&](auto a, auto b) { return flow[a] > flow[b]; });
        for (std::size_t k = 0; k < 40; ++k) {
            for (TimeUs begin = 7 * kHourUs; begin < 9 * kHourUs; begin += kHourUs / 2) {
                counts_.push_back({busiest[k], begin, begin + kHourUs / 2, 0.0});
            }
        }
        const std::vector<double> counted = assigned(truth_, counts_);
        for (std::size_t a = 0; a < counts_.size(); ++a) {
            counts_[a].vehicles = counted[a];
        }
        prior_ = truth_;
        for (std::size_t i = 0; i < prior_.cells.size(); ++i) {
            OdCell& cell = prior_.cells[i]; // whole origins are wrong, so that errors add up on the streets
            cell.trips *= (0.4 + 1.3 * rng.uniform(RandomStream::CityForm, cell.origin, 98)) *
                          (0.7 + 0.6 * rng.uniform(RandomStream::CityForm, i, 99));
        }
    }

    /// A zone's only source sees all of its trips, when they depart.
    void countsSeeTripsWhereAndWhenTheyDrive() {
        OdZones zones = zones_;
        zones.zones[0].sources.count = 1;
        const std::uint32_t edge = zones.edges[zones.zones[0].sources.begin];
        const OdMatrix matrix{.slices = {{7 * kHourUs, 8 * kHourUs, ""}}, .cells = {{0, 0, 3, 64.0}, {0, 0, 5, 32.0}}};
        const std::vector<Count> counts{{edge, 7 * kHourUs, 8 * kHourUs, 0.0},
                                        {edge, 7 * kHourUs, 7 * kHourUs + kHourUs / 4, 0.0},
                                        {edge, 8 * kHourUs, 9 * kHourUs, 0.0}};
        const auto loader = Loader::make(net_, router(), zones, matrix, counts, {});
        QVERIFY(loader.has_value());
        Executor executor{1};
        const Load load = loader->load(std::vector<double>{100.0, 50.0}, executor, {});
        const std::vector<double> seen = counted(load.p, std::vector<double>{100.0, 50.0}, counts.size());
        QVERIFY(std::abs(seen[0] - 150.0) < 1e-9);
        QVERIFY(std::abs(seen[1] - 37.5) < 4.0);
        QCOMPARE(seen[2], 0.0);
        QCOMPARE(load.trips_without_way, 0.0);
        for (const double share : load.p.share) {
            QVERIFY(share > 0.0 && share <= 1.0);
        }
    }

    void flowsAreRestored() {
        Executor executor{2};
        const auto found = calibrated({.iterations = 6}, executor);
        QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
        const Fit before = found->rounds.front().fit;
        const Fit after = fit_of(counts_, found->after);
        qInfo("GEH %.3f at most %.3f before; %.4f at most %.4f after %zu rounds", before.mean_geh, before.largest_geh,
              after.mean_geh, after.largest_geh, found->rounds.size());
        QVERIFY(before.largest_geh > 5.0);
        QVERIFY(after.largest_geh < 1.0);
        QVERIFY(after.r2 > 0.99);
        QCOMPARE(after.share_below_5, 1.0);
        QVERIFY(found->rounds[found->best].objective < 0.02 * found->rounds.front().objective);
        for (std::size_t i = 0; i < prior_.cells.size(); ++i) {
            QVERIFY(found->trips[i] >= 0.0);
            QCOMPARE(found->trips[i] > 0.0, prior_.cells[i].trips > 0.0);
        }
        // The result is what an assignment of it gives, not what fixed proportions promise.
        OdMatrix adjusted = prior_;
        for (std::size_t i = 0; i < adjusted.cells.size(); ++i) {
            adjusted.cells[i].trips = found->trips[i];
        }
        const Fit again = fit_of(counts_, assigned(adjusted, counts_));
        QVERIFY2(again.largest_geh < 2.0, qPrintable(QString::number(again.largest_geh)));
    }

    void sameBitsForAnyThreads() {
        Executor one{1};
        Executor three{3};
        const auto a = calibrated({.iterations = 2}, one);
        const auto b = calibrated({.iterations = 2}, three);
        QVERIFY(a->trips == b->trips && a->after == b->after);
    }

    void aPriorHoldsBack() {
        Executor executor{2};
        const auto moved = [&](double weight) {
            const auto found = calibrated({.iterations = 3, .prior_weight = weight}, executor);
            double sum = 0.0;
            for (std::size_t i = 0; i < prior_.cells.size(); ++i) {
                sum += std::abs(found->trips[i] - prior_.cells[i].trips);
            }
            return sum;
        };
        const double freely = moved(0.0);
        const double held = moved(100.0);
        QVERIFY2(held < 0.5 * freely, qPrintable(QString::number(held) + " " + QString::number(freely)));
        QVERIFY(held > 0.0);
    }

    void aStopCancels() {
        Executor executor{1};
        std::stop_source asked;
        const auto found = calibrate(
            net_, router(), zones_, prior_, counts_, {.iterations = 1000, .stall = -1.0}, executor,
            [&](std::size_t, const CalibrationRound&) { asked.request_stop(); }, asked.get_token());
        QVERIFY(!found && found.error().code == ErrorCode::Cancelled);
    }

    void tooManyCellsAreRefused() {
        Executor executor{1};
        const auto found =
            calibrate(net_, router(), zones_, prior_, counts_, {.load = {.most_samples = 10}}, executor, {}, {});
        QVERIFY(!found && found.error().code == ErrorCode::LimitExceeded);
    }

private:
    [[nodiscard]] const Router& router() {
        if (!router_) {
            router_ = std::make_unique<Router>(net_);
        }
        return *router_;
    }
    [[nodiscard]] std::vector<double> assigned(const OdMatrix& matrix, const std::vector<Count>& counts) {
        Executor executor{2};
        std::vector<double> g;
        for (const OdCell& cell : matrix.cells) {
            g.push_back(cell.trips);
        }
        const auto loader = Loader::make(net_, router(), zones_, matrix, counts, {});
        return counted(loader->load(g, executor, {}).p, g, counts.size());
    }
    [[nodiscard]] Result<Calibration> calibrated(const CalibrateOptions& options, Executor& executor) {
        return calibrate(net_, router(), zones_, prior_, counts_, options, executor, {}, {});
    }

    RoadNetwork net_;
    std::unique_ptr<Router> router_;
    OdZones zones_;
    OdMatrix truth_;
    OdMatrix prior_;
    std::vector<Count> counts_;
};

QTEST_APPLESS_MAIN(CalibrateTest)
#include "tst_calibrate.moc"
