// SPDX-License-Identifier: GPL-3.0-or-later
// The table's model with a large city: order, filter, a run that goes on, and how long it takes.
#include <algorithm>
#include <cmath>

#include <QElapsedTimer>
#include <QTest>

#include "app/desktop/table/asset_table_model.h"
#include "app/desktop/view/ground_place.h"
#include "app/desktop/view/ruler.h"
#include "app/desktop/window/preferences.h"
#include "gis/generate/loom_bay.h"
#include "sim/lifeline/rows.h"
#include "sim/water/rows.h"

using namespace cityloom;

class TestTableModel : public QObject {
    Q_OBJECT

private:
    std::shared_ptr<const scenarios::AppliedCity> city_;

    static std::shared_ptr<const scenarios::AppliedCity> many(const scenarios::AppliedCity& base, std::size_t count) {
        gis::City city = *base.city;
        engine::Networks networks = base.networks;
        const std::size_t n = city.buildings.size();
        while (city.buildings.size() < count) {
            const std::size_t i = city.buildings.size();
            gis::Building building = city.buildings[i % n];
            lifeline::Building known = networks.dependencies.buildings[i % n];
            building.id = known.id = 1'000'000'000ULL + i;
            building.height_m = 3.0 + static_cast<double>(i * 7919 % 1000) * 0.1;
            city.buildings.push_back(building);
            networks.dependencies.buildings.push_back(known);
        }
        auto out = std::make_shared<scenarios::AppliedCity>();
        out->city = std::make_shared<const gis::City>(std::move(city));
        out->networks = std::move(networks);
        out->fingerprint = 7;
        return out;
    }
    static int column(const scenarios::AssetTable& table, const char* id) {
        return static_cast<int>(table.find_column(id).value());
    }

private Q_SLOTS:
    void initTestCase() {
        app::applyLanguage(QStringLiteral("en"));
        gis::City city = gis::generate_loom_bay(1);
        const gis::Networks networks = gis::derive_networks(city);
        auto applied = scenarios::apply_scenario(std::make_shared<const gis::City>(std::move(city)), networks, {});
        QVERIFY(applied);
        city_ = std::make_shared<const scenarios::AppliedCity>(std::move(*applied));
    }

    void missingIsADashAndNumbersStandRight() {
        app::AssetTableModel model;
        model.setTable(scenarios::AssetTable::make(city_, water::kLink));
        const int pressure = column(*model.table(), "pressure");
        const QModelIndex cell = model.index(0, pressure);
        QCOMPARE(cell.data().toString(), QStringLiteral("—"));
        QVERIFY(cell.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("nothing known")));
        QVERIFY(cell.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
        const int key = column(*model.table(), "key");
        QVERIFY(model.index(0, key).data(Qt::TextAlignmentRole).toInt() & Qt::AlignLeft);
        QCOMPARE(model.headerData(pressure, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("Pressure (m)"));
    }

    void followsARunAndKeepsTheRest() {
        app::AssetTableModel model;
        const auto table = scenarios::AssetTable::make(city_, water::kLink);
        model.setTable(table);
        const int pressure = column(*table, "pressure");
        const auto frame = [&](float add) {
            auto f = std::make_shared<engine::Frame>();
            auto& values = f->columns.fill(water::kPressure, city_->networks.water.nodes.size());
            for (std::size_t i = 0; i < values.size(); ++i) {
                values[i] = static_cast<float>(i % 50) * (add > 0.0F ? 1.0F : -1.0F) + 60.0F;
            }
            return f;
        };
        QVERIFY(!model.follow(frame(1.0F))); // unsorted: cells change, rows do not
        QVERIFY(model.index(0, pressure).data().toString() != QStringLiteral("—"));
        model.sort(pressure, Qt::AscendingOrder);
        const auto before = model.shown();
        QVERIFY(model.follow(frame(-1.0F)));
        QVERIFY(model.shown() != before);
        for (int row = 1; row < model.rowCount(); ++row) {
            const double a = table->number(static_cast<std::size_t>(pressure), model.tableRow(row - 1), model.frame());
            const double b = table->number(static_cast<std::size_t>(pressure), model.tableRow(row), model.frame());
            QVERIFY(std::isnan(b) || a <= b);
            QCOMPARE(model.shownRow(model.tableRow(row)), row);
        }
        auto filter = scenarios::TableFilter::parse("pressure > 40", *table);
        QVERIFY(filter);
        model.setFilter(std::move(*filter));
        const int some = model.rowCount();
        QVERIFY(some > 0 && some < static_cast<int>(table->rows()));
        QVERIFY(model.follow(frame(1.0F)));
        QVERIFY(model.rowCount() != some);
    }

    /// 105,000 buildings: made in another thread, sorted and filtered in this one.
    void manyRowsAreQuick() {
        const auto city = many(*city_, 105'000);
        QElapsedTimer watch;
        watch.start();
        const auto table = scenarios::AssetTable::make(city, lifeline::kBuilding);
        qInfo("made in %lld ms", static_cast<long long>(watch.elapsed()));
        app::AssetTableModel model;
        watch.start();
        model.setTable(table);
        qInfo("shown in %lld ms", static_cast<long long>(watch.elapsed()));
        const auto timed = [&](const char* what, auto&& deed) {
            qint64 best = 1'000'000;
            for (int again = 0; again < 3; ++again) {
                watch.start();
                deed();
                best = std::min(best, watch.elapsed());
            }
            qInfo("%s: %lld ms", what, static_cast<long long>(best));
            return best;
        };
        for (const char* id : {"key", "height_m", "use", "district"}) {
            const int c = column(*table, id);
            QVERIFY(timed(id, [&] { model.sort(c, Qt::DescendingOrder); }) < 300);
        }
        QVERIFY(timed("filter", [&] {
                    auto filter = scenarios::TableFilter::parse("height > 50 m and use = housing", *table);
                    model.setFilter(std::move(*filter));
                }) < 300);
        QVERIFY(model.rowCount() > 100 && model.rowCount() < 100'000);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 105'000);
        // A screen of cells, as scrolling asks for them.
        QVERIFY(timed("a screen", [&] {
                    for (int row = 50'000; row < 50'040; ++row) {
                        for (int c = 0; c < model.columnCount(); ++c) {
                            static_cast<void>(model.index(row, c).data());
                        }
                    }
                }) < 16);
    }

    void waysOverTheGround() {
        gis::Terrain slope; // rises 30 m in 40 m eastwards
        slope.cell_m = 40.0;
        slope.columns = 3;
        slope.rows = 2;
        slope.height_m = {0.0F, 30.0F, 60.0F, 0.0F, 30.0F, 60.0F};
        QCOMPARE(app::groundLength_m(slope, {0, 0}, {80, 0}), 100.0);
        QCOMPARE(app::groundLength_m(slope, {0, 0}, {0, 40}), 40.0);
        QCOMPARE(app::groundLength_m({}, {0, 0}, {30, 40}), 50.0);
        const std::vector<Point2> square{{1e6, 1e6}, {1e6 + 20, 1e6}, {1e6 + 20, 1e6 + 10}, {1e6, 1e6 + 10}};
        QCOMPARE(app::mapArea_m2(square), 200.0);
        const auto hit = app::groundUnder({{0, 20, 100}, {0.3, 0, -1}}, slope);
        QVERIFY(hit && std::abs(hit->z_m - slope.ground_m({hit->x_m, hit->y_m})) < 0.01);
        QVERIFY(!app::groundUnder({{0, 0, 10}, {0, 1, 0.2}}, {}));
        QCOMPARE(app::lengthText(48.4), QStringLiteral("48 m"));
        QCOMPARE(app::lengthText(1240.0), QStringLiteral("1.24 km"));
        QCOMPARE(app::areaText(42'000.0), QStringLiteral("4.20 ha"));
    }
};

QTEST_MAIN(TestTableModel)
#include "tst_table_model.moc"
