// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of assets: what their cells say, which rows an expression means, how they are sorted and written.
#include <algorithm>
#include <chrono>
#include <cmath>

#include <QTest>

#include "gis/generate/loom_bay.h"
#include "scenarios/find/folded.h"
#include "scenarios/table/rows.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

using namespace cityloom;
using scenarios::AssetTable;
using scenarios::Language;
using scenarios::TableFilter;

class TestTable : public QObject {
    Q_OBJECT

private:
    std::shared_ptr<const scenarios::AppliedCity> city_;
    std::shared_ptr<const AssetTable> pipes_;
    std::shared_ptr<const AssetTable> buses_;
    std::shared_ptr<const AssetTable> buildings_;
    std::shared_ptr<const AssetTable> streets_;
    engine::Frame frame_;

    /// Rows of a table that an expression means; -1: it cannot be read.
    static int fit(const AssetTable& table, const char* text, const engine::Frame* frame) {
        const auto filter = TableFilter::parse(text, table);
        return filter ? static_cast<int>(filter->rows(table, frame).size()) : -1;
    }
    /// Rows counted by hand.
    template <typename Test> static int count(const AssetTable& table, const Test& test) {
        int n = 0;
        for (std::uint32_t row = 0; row < table.rows(); ++row) {
            n += test(row) ? 1 : 0;
        }
        return n;
    }
    static std::size_t column(const AssetTable& table, std::string_view id) {
        const auto found = table.find_column(id);
        if (!found) {
            qFatal("there is no column %s", std::string{id}.c_str());
        }
        return *found;
    }

private Q_SLOTS:
    void initTestCase() {
        gis::City city = gis::generate_loom_bay(1);
        const gis::Networks networks = gis::derive_networks(city);
        auto applied = scenarios::apply_scenario(std::make_shared<const gis::City>(std::move(city)), networks, {});
        QVERIFY(applied);
        city_ = std::make_shared<const scenarios::AppliedCity>(std::move(*applied));
        pipes_ = AssetTable::make(city_, water::kLink);
        buses_ = AssetTable::make(city_, power::kBus);
        buildings_ = AssetTable::make(city_, lifeline::kBuilding);
        streets_ = AssetTable::make(city_, traffic::kStreet);
        const auto& nodes = city_->networks.water.nodes;
        auto& pressure = frame_.columns.fill(water::kPressure, nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            pressure[i] = i % 5 == 0 ? std::nanf("") : static_cast<float>(i % 60);
        }
        auto& voltage = frame_.columns.fill(power::kVoltage, city_->networks.power.buses.size());
        for (std::size_t i = 0; i < voltage.size(); ++i) {
            voltage[i] = 0.9F + 0.001F * static_cast<float>(i % 200);
        }
    }

    void foldsWhatPeopleTakeForOneName_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain");
        QTest::newRow("case") << "Rue du STAND"
                              << "rue du stand";
        QTest::newRow("accents") << QString::fromUtf8("Pâquis, Genève, Çà") << "paquis, geneve, ca";
        QTest::newRow("sharp s") << QString::fromUtf8("Große Straße") << "grosse strasse";
        QTest::newRow("full width") << QString::fromUtf8("ＡＢ　１２") << "ab 12";
        QTest::newRow("combining") << QString::fromUtf8("Zu\u0308rich") << "zurich";
        QTest::newRow("Polish") << QString::fromUtf8("Łódź") << "lodz";
        QTest::newRow("Vietnamese") << QString::fromUtf8("Nguyễn Huệ") << "nguyen hue";
        QTest::newRow("Chinese stays") << QString::fromUtf8("澜亭湾") << QString::fromUtf8("澜亭湾");
        QTest::newRow("Cyrillic") << QString::fromUtf8("НЕВА") << QString::fromUtf8("нева");
        QTest::newRow("units") << QString::fromUtf8("m³, m²") << "m3, m2";
    }
    void foldsWhatPeopleTakeForOneName() {
        QFETCH(QString, text);
        QTEST(QString::fromStdString(scenarios::folded(text.toStdString())), "plain");
    }

    void numbersInTextsCount_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("digits") << QByteArray{"pipe/9"} << QByteArray{"pipe/10"};
        QTest::newRow("zeros") << QByteArray{"a007b"} << QByteArray{"a8b"};
        QTest::newRow("long") << QByteArray{"x99999999999999999999"} << QByteArray{"x100000000000000000000"};
        QTest::newRow("prefix") << QByteArray{"main"} << QByteArray{"main/1"};
        QTest::newRow("letters") << QByteArray{"a"} << QByteArray{"b"};
    }
    void numbersInTextsCount() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QVERIFY(scenarios::natural_order(before.toStdString(), after.toStdString()) < 0);
        QVERIFY(scenarios::natural_order(after.toStdString(), before.toStdString()) > 0);
        QCOMPARE(scenarios::natural_order(after.toStdString(), after.toStdString()), 0);
    }

    void everyKindHasATable() {
        const auto kinds = AssetTable::kinds(*city_);
        QVERIFY(kinds.size() >= 8);
        for (const engine::Kind* kind : kinds) {
            const auto table = AssetTable::make(city_, *kind);
            QCOMPARE(static_cast<std::size_t>(table->rows()), AssetTable::count(*city_, *kind));
            QVERIFY(table->find_column("key").has_value());
            QVERIFY(table->find_column("district").has_value());
            for (std::uint32_t row = 0; row < table->rows(); row += 1 + table->rows() / 7) {
                QVERIFY(!table->text(column(*table, "key"), row, nullptr).english.empty());
                QCOMPARE(table->row_of(table->asset(row)).value_or(kNone), row);
            }
            for (std::size_t c = 0; c < table->columns(); ++c) {
                QVERIFY2(!table->column(c).words.chinese.empty(), table->column(c).id.c_str());
                for (std::size_t other = 0; other < c; ++other) {
                    QVERIFY2(table->column(other).id != table->column(c).id, table->column(c).id.c_str());
                }
            }
        }
    }

    void kindsAreFoundAsPeopleCallThem_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("id");
        QTest::newRow("id") << "water.link"
                            << "water.link";
        QTest::newRow("beginning of a key") << "pipe"
                                            << "water.link";
        QTest::newRow("several") << "pipes"
                                 << "water.link";
        QTest::newRow("substations") << "Substations"
                                     << "power.bus";
        QTest::newRow("streets") << "streets"
                                 << "street";
        QTest::newRow("Chinese") << QString::fromUtf8("建筑") << "building";
        QTest::newRow("none") << "unicorn"
                              << "";
    }
    void kindsAreFoundAsPeopleCallThem() {
        QFETCH(QString, name);
        QFETCH(QString, id);
        const auto kind = AssetTable::find_kind(*city_, name.toStdString());
        QCOMPARE(kind.has_value(), !id.isEmpty());
        if (kind) {
            QCOMPARE(QString::fromUtf8((*kind)->id.data(), static_cast<qsizetype>((*kind)->id.size())), id);
        } else {
            QVERIFY(kind.error().message.find("water.link") != std::string::npos);
        }
    }

    void cellsSayWhatTheModelHolds() {
        const auto& link = city_->networks.water.links[3];
        QCOMPARE(pipes_->number(column(*pipes_, "length_m"), 3, nullptr), link.length_m);
        QCOMPARE(pipes_->number(column(*pipes_, "diameter_mm"), 3, nullptr), link.diameter_m * 1000.0);
        // A pipe shows the pressure that the picture colours it by: at its first end.
        const std::size_t pressure = column(*pipes_, "pressure");
        QVERIFY(std::isnan(pipes_->number(pressure, 3, nullptr)));
        for (std::uint32_t row = 0; row < 40; ++row) {
            const auto end = city_->networks.water.links[row].from;
            const double here = pipes_->number(pressure, row, &frame_);
            QVERIFY(end % 5 == 0 ? std::isnan(here) : here == static_cast<double>(end % 60));
        }
        // Another city's frame says nothing of this one.
        engine::Frame other = frame_;
        other.city = city_->fingerprint + 1;
        QVERIFY(std::isnan(pipes_->number(pressure, 1, &other)) && std::isnan(pipes_->number(pressure, 2, &other)));
        QCOMPARE(QString::fromStdString(pipes_->column(pressure).title(Language::Chinese)),
                 QString::fromUtf8("压力 (米)"));
        // Who feeds a building, and where it stands.
        bool fed = false;
        for (const engine::Supply& supply : city_->networks.dependencies.supplies) {
            if (supply.consumer == engine::AssetRef{&lifeline::kBuilding, 5} &&
                supply.service == engine::Service::Power) {
                fed = true;
                QCOMPARE(buildings_->text(column(*buildings_, "power_from"), 5, nullptr).english,
                         engine::asset_key(city_->networks, supply.provider));
            }
        }
        QVERIFY(fed);
    }

    void expressionsMeanRows_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("same"); ///< another way to say it; empty: counted below
        const auto both = [](const char* name, const char* text, const char* same) {
            QTest::newRow(name) << QByteArray{text} << QByteArray{same};
        };
        both("unit of a column", "length > 0.05 km", "length > 50");
        both("unit typed along", "length > 50 m", "length>50");
        both("Chinese names and words", "长度 > 50米 且 管径 >= 0.1 米", "length > 50 and diameter >= 100 mm");
        both("id and words", "diameter_mm >= 100", "Diameter >= 100");
        both("full width", "长度＞５０", "length > 50");
        both("not", "not length > 50", "length <= 50");
        both("opposite of nothing is nothing", "not pressure > 10 or pressure > 10", "pressure is not empty");
        both("order", "length > 50 or length < 10 and diameter > 200",
             "length > 50 or (length < 10 and diameter > 200)");
        both("brackets", "(length > 50 or length < 10) and diameter > 200",
             "length > 50 and diameter > 200 or length < 10 and diameter > 200");
        both("between", "length between 20 and 50", "length >= 20 and length <= 50");
        both("Chinese between", "长度 介于 20 和 50", "length >= 20 and length <= 50");
        both("in", "key in (main/M3, \"main/M4\")", "key = main/m3 or key = 'main/M4'");
        both("not in", "key not in (main/M3)", "key != main/M3");
        both("contains", "kind contains PUMP", "kind ~ pump");
        both("Chinese contains", "类别 包含 水泵", "kind contains pump");
        both("starts", "key starts with main/", "key ~ \"main/\"");
        both("pressure in bar", "pressure < 2 bar", "pressure < 20.3944 m of water");
        both("metres of water are metres", "pressure < 20 m", "pressure < 20");
        both("empty", "pressure is empty", "压力为空");
        both("is", "kind is \"water main\"", "kind = 'Water main'");
        both("brackets around names", "[Length] > 50", "length > 50");
        both("columns among each other", "length > diameter", "not length <= diameter");
        both("nothing", "", "length >= 0 or length is empty");
        both("words are searched", "pump", "kind ~ pump or key ~ pump");
        both("all of several words", "water m8", "\"water\" and \"m8\"");
        both("a text in an expression", "\"pump\" and length >= 0", "(kind ~ pump or key ~ pump) and length >= 0");
    }
    void expressionsMeanRows() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, same);
        const auto read = TableFilter::parse(text.toStdString(), *pipes_);
        QVERIFY2(read, read ? "" : read.error().message.english.c_str());
        const auto other = TableFilter::parse(same.toStdString(), *pipes_);
        QVERIFY2(other, other ? "" : other.error().message.english.c_str());
        const auto rows = read->rows(*pipes_, &frame_);
        QVERIFY(rows == other->rows(*pipes_, &frame_));
        QVERIFY(!rows.empty());
    }

    void expressionsMeanWhatOneCountsByHand() {
        const auto& links = city_->networks.water.links;
        QCOMPARE(fit(*pipes_, "length > 50 and diameter < 150", nullptr), count(*pipes_, [&](std::uint32_t row) {
                     return links[row].length_m > 50.0 && links[row].diameter_m < 0.15;
                 }));
        const auto missing = [&](std::uint32_t row) { // what is known of no tank
            return links[row].from % 5 == 0 ||
                   city_->networks.water.nodes[links[row].from].kind == water::NodeKind::Tank;
        };
        QCOMPARE(fit(*pipes_, "pressure < 25", &frame_),
                 count(*pipes_, [&](std::uint32_t row) { return !missing(row) && links[row].from % 60 < 25; }));
        QCOMPARE(fit(*pipes_, "pressure is empty", &frame_), count(*pipes_, missing));
        QCOMPARE(fit(*pipes_, "pressure < 25", nullptr), 0); // no run, no pressure
        QCOMPARE(fit(*pipes_, "not pressure < 25", nullptr), 0);
        QCOMPARE(fit(*buses_, "voltage < 95 %", &frame_), fit(*buses_, "voltage < 0.95 p.u.", &frame_));
        QVERIFY(fit(*buses_, "voltage < 95 %", &frame_) > 0);
        QCOMPARE(fit(*buses_, "kind = substation", nullptr), count(*buses_, [&](std::uint32_t row) {
                     return city_->networks.power.buses[row].kind == power::BusKind::Substation;
                 }));
        QCOMPARE(fit(*buses_, "类别 = 变电站", nullptr), fit(*buses_, "kind = substation", nullptr));
        QCOMPARE(fit(*buildings_, "use = hospital or 用途 = 学校", nullptr), count(*buildings_, [&](std::uint32_t row) {
                     const auto use = city_->city->buildings[row].use;
                     return use == gis::BuildingUse::Hospital || use == gis::BuildingUse::School;
                 }));
        QCOMPARE(fit(*streets_, "one-way", nullptr), 0); // words: no street is called that
        QCOMPARE(fit(*streets_, "one-way = yes and length > 0", nullptr),
                 count(*streets_, [&](std::uint32_t row) { return city_->city->streets[row].oneway != 0; }));
        QCOMPARE(fit(*streets_, "bridge and length > 0", nullptr),
                 count(*streets_, [&](std::uint32_t row) { return city_->city->streets[row].bridge; }));
        QVERIFY(fit(*streets_, "bridge and length > 0", nullptr) > 0);
    }

    void blockedStreetsSaySo() {
        const auto& edges = city_->networks.roads.edges;
        engine::Frame frame;
        frame.blocked = {{.edge = 0, .lanes = 1, .kind = engine::Blockage::Incident}};
        const auto row = streets_->row_of({&traffic::kStreet, edges[0].street_id});
        QVERIFY(row);
        const std::size_t state = column(*streets_, "state");
        QCOMPARE(streets_->text(state, *row, &frame).english, std::string{"partly blocked"});
        QCOMPARE(fit(*streets_, "state != open", &frame), 1);
        frame.blocked.clear();
        for (std::uint32_t e = 0; e < edges.size(); ++e) {
            if (edges[e].street_id == edges[0].street_id) {
                frame.blocked.push_back({.edge = e, .kind = engine::Blockage::Closed});
            }
        }
        QCOMPARE(streets_->text(state, *row, &frame).chinese, std::string{"封闭"});
    }

    void whatCannotBeReadSaysWhere_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("length");
        QTest::addColumn<QByteArray>("says");
        const auto wrong = [](const char* name, const char* text, int at, int length, const char* says) {
            QTest::newRow(name) << QByteArray{text} << at << length << QByteArray{says};
        };
        wrong("no column", "lenght > 50", 0, 6, "There is no column \"lenght\"");
        wrong("no unit", "length > 50 parsec", 12, 6, "\"parsec\" is no unit");
        wrong("other unit", "length > 50 bar", 12, 3, "does not go with Length, which is in m");
        wrong("no number", "length > long", 9, 4, "\"long\" is no number");
        wrong("no value", "length >", 8, 0, "the value is missing");
        wrong("no comparison", "length > 5 and length", 21, 0, "a comparison is missing");
        wrong("nothing after and", "length > 5 and", 14, 0, "a comparison is missing");
        wrong("bracket", "(length > 5", 11, 0, "closing bracket");
        wrong("quote", "kind = \"pump", 7, 1, "closing quote");
        wrong("too much", "length > 5 length > 6", 11, 6, "\"and\" or \"or\" is missing");
        wrong("contains a number", "length contains 5", 16, 1, "is a number");
        wrong("behind Chinese", "长度 > 5 且 宽度 = 3", 15, 6, "There is no column");
        wrong("other kind", "length > key", 9, 3, "cannot be compared");
    }
    void whatCannotBeReadSaysWhere() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const auto read = TableFilter::parse(text.toStdString(), *pipes_);
        QVERIFY(!read);
        QVERIFY2(read.error().message.english.find(says.toStdString()) != std::string::npos,
                 read.error().message.english.c_str());
        QVERIFY(!read.error().message.chinese.empty());
        QTEST(static_cast<int>(read.error().at), "at");
        QTEST(static_cast<int>(read.error().length), "length");
    }

    void strangeTextsOnlyFail() {
        std::string deep(5000, '(');
        QVERIFY(!TableFilter::parse(deep + "length > 1", *pipes_));
        QVERIFY(!TableFilter::parse(std::string(5000, '!') + "length > 1", *pipes_));
        for (const char* text : {"length > \xFF\xFE", "\xE9\x95 > 5", "[length > 5", "length in (", "length in ()",
                                 "length between 5", "= 5", "> <", "\"", "length > 1e999", "length > nan"}) {
            QVERIFY2(!TableFilter::parse(text, *pipes_), text);
        }
    }

    void sortedAsNumbersMissingLast() {
        std::vector<std::uint32_t> rows(pipes_->rows());
        for (std::uint32_t row = 0; row < rows.size(); ++row) {
            rows[row] = row;
        }
        const std::size_t pressure = column(*pipes_, "pressure");
        for (const bool down : {false, true}) {
            scenarios::sort_rows(*pipes_, rows, pressure, down, &frame_);
            bool missing = false;
            double before = down ? 1e9 : -1e9;
            for (const std::uint32_t row : rows) {
                const double value = pipes_->number(pressure, row, &frame_);
                QVERIFY2(!missing || std::isnan(value), "a value stands below what is missing");
                missing = std::isnan(value);
                if (!missing) {
                    QVERIFY(down ? value <= before : value >= before);
                    before = value;
                }
            }
            QVERIFY(missing);
        }
        const std::size_t key = column(*pipes_, "key");
        scenarios::sort_rows(*pipes_, rows, key, false, nullptr);
        for (std::size_t i = 1; i < rows.size(); ++i) {
            QVERIFY(scenarios::natural_order(scenarios::folded(pipes_->text(key, rows[i - 1], nullptr).english),
                                             scenarios::folded(pipes_->text(key, rows[i], nullptr).english)) < 0);
        }
    }

    void sumsOnlyWhatAddsUp() {
        const auto all = TableFilter{}.rows(*pipes_, nullptr);
        const std::size_t length = column(*pipes_, "length_m");
        double sum = 0.0;
        for (const auto& link : city_->networks.water.links) {
            sum += link.length_m;
        }
        const auto of = scenarios::summarise(*pipes_, all, length, nullptr);
        QCOMPARE(of.sum, sum);
        QCOMPARE(of.present, all.size());
        QCOMPARE(of.mean, sum / static_cast<double>(all.size()));
        QVERIFY(scenarios::adds_up(pipes_->column(length)));
        QVERIFY(!scenarios::adds_up(pipes_->column(column(*pipes_, "pressure"))));
        QVERIFY(!scenarios::adds_up(pipes_->column(column(*pipes_, "flow"))));
        QVERIFY(!scenarios::adds_up(buses_->column(column(*buses_, "voltage"))));
        QCOMPARE(scenarios::summarise(*pipes_, all, column(*pipes_, "pressure"), nullptr).present, std::size_t{0});
    }

    void writtenAsCsvAndJson() {
        const auto answer = scenarios::answer_query(
            *pipes_, {.where = "length > 100", .sort = "length:desc", .columns = {"key", "length", "pressure"}},
            &frame_);
        QVERIFY(answer);
        const std::string csv = scenarios::to_csv(*pipes_, *answer, Language::English, &frame_);
        QVERIFY(csv.starts_with("Key,Length (m),Pressure (m)\n"));
        QCOMPARE(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')), answer->rows.size() + 1);
        const std::string json = scenarios::to_json(*pipes_, *answer, &frame_);
        QVERIFY(json.find("\"unit\": \"m\"") != std::string::npos);
        QVERIFY(json.find("\"pressure\": null") != std::string::npos);
        QVERIFY(!scenarios::answer_query(*pipes_, {.where = "pressure < 5"}, nullptr));
        QVERIFY(!scenarios::answer_query(*pipes_, {.sort = "pressure"}, nullptr));
        QVERIFY(!scenarios::answer_query(*pipes_, {.sort = "length:down"}, nullptr));
        QVERIFY(!scenarios::answer_query(*pipes_, {.columns = {"colour"}}, nullptr));
    }

    void namesFromFilesAreNoFormulas() {
        gis::City named = *city_->city;
        named.streets[0].name = "=HYPERLINK(\"http://x\")";
        auto applied =
            scenarios::apply_scenario(std::make_shared<const gis::City>(std::move(named)), city_->networks, {});
        QVERIFY(applied);
        const auto table =
            AssetTable::make(std::make_shared<const scenarios::AppliedCity>(std::move(*applied)), traffic::kStreet);
        const auto answer =
            scenarios::answer_query(*table, {.where = "name starts with =", .columns = {"name"}}, nullptr);
        QVERIFY(answer);
        QCOMPARE(answer->rows.size(), std::size_t{1});
        QCOMPARE(scenarios::to_csv(*table, *answer, Language::English, nullptr),
                 std::string{"Name\n\"'=HYPERLINK(\"\"http://x\"\")\"\n"});
    }
};

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
