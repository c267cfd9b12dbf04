// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <array>
#include <cmath>
#include <map>
#include <set>

#include "sim/core/rng.h"
#include "sim/traffic/od/adjust.h"
#include "sim/traffic/od/counts.h"
#include "sim/traffic/od/disaggregate.h"

using namespace cityloom;
using namespace cityloom::traffic;
using namespace cityloom::traffic::od;

namespace {

/// Zones of two edges each, which weigh 1 and 3.
OdZones zones_of(std::uint32_t count) {
    OdZones zones;
    for (std::uint32_t z = 0; z < count; ++z) {
        zones.zones.push_back(
            {.name = "z" + std::to_string(z), .id = 1000 + z, .sources = {2 * z, 2}, .sinks = {2 * z, 2}});
        for (const double weight : {1.0, 3.0}) {
            zones.edges.push_back(static_cast<std::uint32_t>(zones.edges.size()));
            zones.weights.push_back(weight);
        }
    }
    return zones;
}

/// All pairs of `count` zones in two slices; \p trips gives the figure.
template <typename F> OdMatrix matrix_of(std::uint32_t count, F&& trips) {
    OdMatrix matrix;
    matrix.slices = {{0, kHourUs, ""}, {kHourUs, 2 * kHourUs, ""}};
    for (std::uint32_t s = 0; s < 2; ++s) {
        for (std::uint32_t o = 0; o < count; ++o) {
            for (std::uint32_t d = 0; d < count; ++d) {
                matrix.cells.push_back({s, o, d, trips(s, o, d)});
            }
        }
    }
    return matrix;
}

double drawn(std::uint32_t s, std::uint32_t o, std::uint32_t d) {
    return 2.0 * CounterRng{5}.uniform(RandomStream::CityForm, o * 1000 + d, s);
}

double square(double x) {
    return x * x;
}

} // namespace

class OdTest : public QObject {
    Q_OBJECT

private slots:
    void roundingKeepsTotalsRowsAndCells() {
        const OdZones zones = zones_of(30);
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            for (const double scale : {1.0, 0.13, 7.7}) {
                const OdMatrix matrix = matrix_of(30, drawn);
                const auto rounded = round_cells(zones, matrix, {.scale = scale, .seed = seed});
                QVERIFY(rounded.has_value());
                double whole = 0.0;
                std::map<std::pair<std::uint32_t, std::uint32_t>, std::array<double, 2>> rows;
                std::map<std::uint32_t, std::array<double, 2>> slices;
                for (std::size_t c = 0; c < matrix.cells.size(); ++c) {
                    const OdCell& cell = matrix.cells[c];
                    const double real = cell.trips * scale;
                    const double got = (*rounded)[c];
                    QVERIFY(std::abs(got - real) < 1.0);
                    whole += got;
                    for (auto* sums : {&rows[{cell.slice, cell.origin}], &slices[cell.slice]}) {
                        (*sums)[0] += real;
                        (*sums)[1] += got;
                    }
                }
                QCOMPARE(whole, std::round(total_trips(matrix) * scale));
                for (const auto& [key, sums] : rows) {
                    QVERIFY(std::abs(sums[1] - sums[0]) < 1.0 + 1e-6);
                }
                for (const auto& [key, sums] : slices) {
                    QVERIFY(std::abs(sums[1] - sums[0]) < 1.0 + 1e-6);
                }
            }
        }
    }

    void wholeMatricesAreTakenAsTheyAre() {
        const OdZones zones = zones_of(12);
        const OdMatrix matrix =
            matrix_of(12, [](auto s, auto o, auto d) { return static_cast<double>((s + o + d) % 3); });
        const auto rounded = round_cells(zones, matrix, {});
        for (std::size_t c = 0; c < matrix.cells.size(); ++c) {
            QCOMPARE(static_cast<double>((*rounded)[c]), matrix.cells[c].trips);
        }
    }

    /// Rows of 0.1 each to ten zones: rounding all alike would send everyone to the same zone.
    void smallCellsKeepTheirColumns() {
        const OdZones zones = zones_of(100);
        OdMatrix matrix{.slices = {{0, kHourUs, ""}}, .cells = {}};
        for (std::uint32_t o = 0; o < 100; ++o) {
            for (std::uint32_t d = 0; d < 10; ++d) {
                matrix.cells.push_back({0, o, d, 0.1});
            }
        }
        const auto rounded = round_cells(zones, matrix, {});
        std::array<double, 10> columns{};
        for (std::size_t c = 0; c < matrix.cells.size(); ++c) {
            columns[matrix.cells[c].destination] += (*rounded)[c];
        }
        for (const double column : columns) { // binomial: 10 of 100 with standard deviation 3
            QVERIFY2(column > 0.0 && column < 22.0, qPrintable(QString::number(column)));
        }
    }

    void tripsFollowWeightsAndTimes() {
        const OdZones zones = zones_of(3);
        const OdMatrix matrix{.slices = {{kHourUs, 2 * kHourUs, ""}}, .cells = {{0, 0, 2, 400.0}, {0, 1, 2, 7.0}}};
        const auto trips = disaggregate(zones, matrix, {});
        QVERIFY(trips.has_value());
        QCOMPARE(trips->size(), std::size_t{407});
        std::array<int, 6> starts{};
        std::array<int, 6> ends{};
        std::array<int, 10> times{};
        std::set<std::uint64_t> ids;
        TimeUs last = 0;
        for (const OdTrip& each : *trips) {
            QVERIFY(each.trip.depart >= std::max(last, kHourUs) && each.trip.depart < 2 * kHourUs);
            last = each.trip.depart;
            ids.insert(each.trip.id);
            if (each.cell == 0) {
                ++starts[each.trip.from_edge];
                ++ends[each.trip.to_edge];
                ++times[static_cast<std::size_t>((each.trip.depart - kHourUs) * 10 / kHourUs)];
            }
        }
        QCOMPARE(ids.size(), trips->size());
        QVERIFY(std::abs(starts[0] - 100) <= 4 && starts[0] + starts[1] == 400);
        QVERIFY(std::abs(ends[4] - 100) <= 4 && ends[4] + ends[5] == 400);
        for (const int count : times) {
            QVERIFY2(std::abs(count - 40) <= 3, qPrintable(QString::number(count)));
        }
    }

    void moreTripsChangeNobodyElse() {
        const OdZones zones = zones_of(3);
        OdMatrix matrix{.slices = {{0, kHourUs, ""}}, .cells = {{0, 0, 2, 20.0}, {0, 1, 2, 7.0}}};
        const auto before = disaggregate(zones, matrix, {.seed = 9});
        matrix.cells[0].trips = 25.0;
        matrix.slices.push_back({kHourUs, 2 * kHourUs, ""});
        matrix.cells.push_back({1, 2, 0, 5.0});
        put_in_order(matrix);
        const auto after = disaggregate(zones, matrix, {.seed = 9});
        std::map<std::uint64_t, Trip> by_id;
        for (const OdTrip& each : *after) {
            by_id[each.trip.id] = each.trip;
        }
        QCOMPARE(by_id.size(), std::size_t{37});
        for (const OdTrip& each : *before) {
            const Trip& same = by_id.at(each.trip.id);
            QCOMPARE(same.depart, each.trip.depart);
            QCOMPARE(same.from_edge, each.trip.from_edge);
            QCOMPARE(same.to_edge, each.trip.to_edge);
        }
        const auto luck = disaggregate(zones, matrix, {.seed = 10});
        std::size_t moved = 0;
        for (const OdTrip& each : *luck) {
            moved += by_id.at(each.trip.id).depart != each.trip.depart ? 1U : 0U;
        }
        QCOMPARE(moved, luck->size());
    }

    void faultsAreErrors() {
        OdZones zones = zones_of(2);
        OdMatrix matrix{.slices = {{0, kHourUs, ""}}, .cells = {{0, 0, 1, 5.0}}};
        const auto many = disaggregate(zones, matrix, {.scale = 2e6});
        QVERIFY(!many && many.error().code == ErrorCode::LimitExceeded);
        zones.zones[1].sinks.count = 0;
        const auto closed = disaggregate(zones, matrix, {});
        QVERIFY(!closed && closed.error().code == ErrorCode::NotFound);
        QVERIFY(closed.error().message.find("z1") != std::string::npos);
        matrix.cells[0].trips = 0.0;
        QCOMPARE(disaggregate(zones, matrix, {})->size(), std::size_t{0});
    }

    void cellsOfTheSamePairAddUp() {
        OdMatrix matrix{.slices = {{kHourUs, 2 * kHourUs, ""}, {0, kHourUs, ""}, {kHourUs, 2 * kHourUs, ""}},
                        .cells = {{0, 1, 0, 2.0}, {1, 0, 1, 3.0}, {2, 1, 0, 4.0}, {2, 0, 1, 1.0}}};
        put_in_order(matrix);
        QCOMPARE(matrix.slices.size(), std::size_t{2});
        QCOMPARE(matrix.cells.size(), std::size_t{3});
        QCOMPARE(matrix.cells[0].trips, 3.0);
        QCOMPARE(matrix.cells[1].trips, 1.0);
        QCOMPARE(matrix.cells[2].trips, 6.0);
    }

    /// 1,100 against 1,000 veh/h: sqrt(2 * 100^2 / 2100) = 3.0861.
    void fitFollowsTheManual() {
        QVERIFY(std::abs(geh(1100.0, 1000.0) - 3.08607) < 1e-5);
        QCOMPARE(geh(0.0, 0.0), 0.0);
        const std::vector<Count> counts{
            {0, 0, kHourUs, 1000.0}, {1, 0, kHourUs / 4, 100.0}, {2, 0, kHourUs, 0.0}, {3, 0, kHourUs, 50.0}};
        const std::vector<double> modelled{1100.0, 150.0, 0.0, 50.0};
        QVERIFY(std::abs(geh_of(counts[1], 150.0) - std::sqrt(2.0 * square(200.0) / 1000.0)) < 1e-12);
        const Fit fit = fit_of(counts, modelled);
        QCOMPARE(fit.sites, std::size_t{4});
        QCOMPARE(fit.share_below_5, 0.75);
        QVERIFY(std::abs(fit.mean_relative_error - (0.1 + 0.5 + 0.0) / 3.0) < 1e-12);
        QVERIFY(std::abs(fit.largest_geh - 8.94427) < 1e-5);
        // Correlation of (1000, 400, 0, 50) and (1100, 600, 0, 50), by hand: as sums of squares and products.
        const double mc = 1000.0 * 1100 + 400 * 600 + 2500 - 1450.0 * 1750 / 4;
        const double mm = 1100.0 * 1100 + 600 * 600 + 2500 - 1750.0 * 1750 / 4;
        const double cc = 1000.0 * 1000 + 400 * 400 + 2500 - 1450.0 * 1450 / 4;
        QVERIFY(std::abs(fit.r2 - mc * mc / (mm * cc)) < 1e-12);
        QCOMPARE(fit_of({}, {}).sites, std::size_t{0});
    }

    /// Two cells on two links, by hand: p = I, g = (100, 50), counts (120, 40). Slopes (-20, 10); g' = v' = (2000,
    /// -500); lambda = (2000 * 20 + 500 * 10) / (2000^2 + 500^2) = 45000 / 4250000.
    void stepLengthInClosedForm() {
        const Proportions p{.first = {0, 1, 2}, .count = {0, 1}, .share = {1.0, 1.0}};
        const std::vector<double> counts{120.0, 40.0};
        const std::vector<double> g{100.0, 50.0};
        const AdjustProblem problem{p, counts, g};
        const std::vector<double> slope = gradient(problem, g);
        QCOMPARE(slope[0], -20.0);
        QCOMPARE(slope[1], 10.0);
        QVERIFY(std::abs(step_length(problem, g, slope) - 45000.0 / 4250000.0) < 1e-15);
        QCOMPARE(objective(problem, g), 0.5 * (400.0 + 100.0));
    }

    /// It is where Z is lowest along the direction, also with a prior and links that cells share.
    void noOtherStepIsBetter() {
        const Proportions p{.first = {0, 2, 4, 5}, .count = {0, 1, 1, 2, 2}, .share = {1.0, 0.4, 0.7, 0.3, 1.0}};
        const std::vector<double> counts{90.0, 130.0, 210.0};
        const std::vector<double> prior{100.0, 80.0, 160.0};
        const std::vector<double> g{105.0, 70.0, 170.0};
        for (const double weight : {0.0, 0.5, 3.0}) {
            const AdjustProblem problem{p, counts, prior, weight};
            const std::vector<double> slope = gradient(problem, g);
            const double best = step_length(problem, g, slope);
            const auto z = [&](double lambda) {
                std::vector<double> moved = g;
                for (std::size_t i = 0; i < g.size(); ++i) {
                    moved[i] *= 1.0 - lambda * slope[i];
                }
                return objective(problem, moved);
            };
            QVERIFY(best > 0.0 && z(best) < z(0.0));
            QVERIFY(z(best) < z(0.999 * best) && z(best) < z(1.001 * best));
            for (std::size_t i = 0; i < g.size(); ++i) { // the slope is the derivative
                std::vector<double> more = g;
                std::vector<double> less = g;
                more[i] += 1e-4;
                less[i] -= 1e-4;
                const double numeric = (objective(problem, more) - objective(problem, less)) / 2e-4;
                QVERIFY(std::abs(numeric - slope[i]) < 1e-4 * std::max(1.0, std::abs(slope[i])));
            }
        }
    }

    void adjustmentMeetsCountsAndKeepsZeros() {
        const Proportions p{.first = {0, 1, 3, 4, 5, 5}, .count = {0, 0, 1, 1, 1}, .share = {1, 0.5, 0.5, 1, 1}};
        const std::vector<double> counts{150.0, 300.0};
        const std::vector<double> prior{100.0, 60.0, 100.0, 0.0, 33.0};
        std::vector<double> g = prior;
        adjust({p, counts, prior}, g, {.most_steps = 1000, .stall = 0.0});
        const auto v = counted(p, g, 2);
        QVERIFY(std::abs(v[0] - 150.0) < 1e-3 && std::abs(v[1] - 300.0) < 1e-3);
        QCOMPARE(g[3], 0.0);
        QCOMPARE(g[4], 33.0); // no count sees it
        // Cells that must shrink to nearly nothing stay above 0 and meet the counts too.
        const std::vector<double> low{1.0, 2.0};
        g = prior;
        adjust({p, low, prior}, g, {.most_steps = 1000, .stall = 0.0});
        const auto shrunk = counted(p, g, 2);
        QVERIFY(std::abs(shrunk[0] - 1.0) < 0.05 && std::abs(shrunk[1] - 2.0) < 0.05);
        QVERIFY(g[0] > 0.0 && g[1] > 0.0 && g[2] > 0.0);
    }

    /// One cell, one count, as generalised least squares have it: g = (v^ + w g^) / (1 + w).
    void aPriorHoldsBack() {
        const Proportions p{.first = {0, 1}, .count = {0}, .share = {1.0}};
        const std::vector<double> counts{200.0};
        const std::vector<double> prior{100.0};
        for (const double weight : {0.0, 0.25, 1.0, 4.0}) {
            std::vector<double> g = prior;
            adjust({p, counts, prior, weight}, g, {.most_steps = 100, .stall = 0.0});
            QVERIFY(std::abs(g[0] - (200.0 + weight * 100.0) / (1.0 + weight)) < 1e-9);
        }
    }
};

QTEST_APPLESS_MAIN(OdTest)
#include "tst_od.moc"
