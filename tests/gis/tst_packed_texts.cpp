// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that come gzipped give what they give plain, under the name of the file that was given; bombs and damage do
// not.
#include "import_help.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonObject>
#include <zlib.h>

#include "city_file_maker.h"
#include "gis/city/city_blob.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

std::filesystem::path pack(const std::filesystem::path& path, std::string_view bytes, std::size_t times = 1) {
    gzFile out = gzopen(path.c_str(), "wb9");
    for (std::size_t k = 0; k < times; ++k) {
        gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
    }
    gzclose(out);
    return path;
}

std::string table() {
    return tests::geojson({{"polygons", QJsonArray{QJsonObject{{"building", "house"}, {"height", 9.5}},
                                                   QJsonObject{{"building", "school"}, {"height", "tall"}}}},
                           {"lines", QJsonArray{QJsonObject{{"highway", "primary"}}}}})
        .toStdString();
}

std::string overpass() {
    return R"({"version":0.6,"generator":"Overpass API","elements":[{"type":"way","id":2,"nodes":[5,6],"geometry":[)"
           R"({"lat":47.37,"lon":8.54},{"lat":47.371,"lon":8.541}],"tags":{"highway":"primary"}}]})";
}

std::string cityjson() {
    return R"({"type":"CityJSON","version":"1.1","transform":{"scale":[1,1,1],"translate":[465270,5246400,400]},)"
           R"("metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/25832"},"CityObjects":{"A":{)"
           R"("type":"Building","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2,3]],[[4,5,6,7]]]}]}},)"
           R"("vertices":[[0,0,0],[0,9,0],[9,9,0],[9,0,0],[0,0,5],[9,0,5],[9,9,5],[0,9,5]]})";
}

std::string seq() {
    return R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[465270,5246400,400]},)"
           R"("metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/25832"},"CityObjects":{},"vertices":[]})"
           "\n"
           R"({"type":"CityJSONFeature","id":"A","CityObjects":{"A":{"type":"Building","geometry":[{"type":"MultiSurface",)"
           R"("lod":"1","boundaries":[[[0,1,2,3]],[[4,5,6,7]]]}]}},"vertices":[[0,0,0],[0,9,0],[9,9,0],[9,0,0],[0,0,5],)"
           R"([9,0,5],[9,9,5],[0,9,5]]})"
           "\n";
}

std::string grid() {
    std::string text = "ncols 4\nnrows 4\nxllcorner 465200\nyllcorner 5246300\ncellsize 100\n";
    for (int k = 0; k < 16; ++k) {
        text += std::to_string(400 + k) + (k % 4 == 3 ? "\n" : " ");
    }
    return text;
}

} // namespace

class TestPackedTexts : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    [[nodiscard]] std::filesystem::path at(const std::string& name) const {
        return std::filesystem::path{folder_.path().toStdString()} / name;
    }

private slots:
    void givesWhatItGivesPlain_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QString{name} << QByteArray::fromStdString(text);
        };
        row("town.geojson", table());
        row("Town.GeoJSON", table());
        row("table.json", table());
        row("answer.json", overpass());
        row("town.city.json", cityjson());
        row("town.city.jsonl", seq());
        row("town.gml", tests::citygml({{"model", "bounded"}, {"level", 2}}).toStdString());
        row("town.citygml", tests::citygml({{"model", "solid"}, {"version", "3"}}).toStdString());
        row("town.xml", tests::citygml({{"model", "solid"}}).toStdString());
    }
    void givesWhatItGivesPlain() {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, text);
        const auto plain = write_file(folder_, name.toStdString(), text.toStdString());
        const auto packed = pack(at(name.toStdString() + ".gz"), text.toStdString());
        auto expected = import_one(plain);
        auto found = import_one(packed);
        QVERIFY2(expected && found, (message_of(expected) + message_of(found)).c_str());
        QCOMPARE(found->name, expected->name);
        QCOMPARE(found->notes.size(), expected->notes.size());
        for (std::size_t k = 0; k < found->notes.size(); ++k) {
            const bool of_file = expected->notes[k].file == plain.filename().string();
            QCOMPARE(found->notes[k].file, expected->notes[k].file + (of_file ? ".gz" : ""));
        }
        for (City* city : {&*found, &*expected}) {
            city->notes.clear();
            city->terrain.source.clear();
        }
        QVERIFY(write_city(*found) == write_city(*expected));
    }
    void aGridIsGround() {
        const auto town = write_file(folder_, "under.city.json", cityjson());
        const auto ground = pack(at("ground.asc.gz"), grid());
        const auto city = import_city(std::vector{town, ground}, ImportOptions{.crs = "EPSG:25832"}, {}, {});
        QVERIFY2(city.has_value(), message_of(city).c_str());
        QVERIFY(!city->terrain.flat());
    }

    void whatIsWrongIsSaidOfTheFile_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        const std::string good = read_file(pack(at("good.gz"), table()));
        const auto row = [](const char* title, const char* name, const std::string& bytes, const char* says) {
            QTest::newRow(title) << QString{name} << QByteArray::fromStdString(bytes) << QString{says};
        };
        row("cut off", "a.geojson.gz", good.substr(0, good.size() / 2), "damaged or cut off");
        row("cut before its sum", "b.geojson.gz", good.substr(0, good.size() - 6), "damaged or cut off");
        std::string flipped = good;
        flipped[good.size() / 2] = static_cast<char>(flipped[good.size() / 2] ^ 0x10);
        row("a bit", "c.geojson.gz", flipped, "damaged or cut off");
        row("not packed", "d.geojson.gz", table(), "not what .gz files begin with");
        row("empty", "e.geojson.gz", "", "not what .gz files begin with");
        row("another kind within", "f.city.json.gz", read_file(pack(at("x.gz"), "<xml/>")), "f.city.json.gz: ");
        row("broken within", "g.geojson.gz", read_file(pack(at("y.gz"), table().substr(0, table().size() / 2))),
            "g.geojson.gz: ");
        row("not a text", "h.gpkg.gz", good, "a format that is not read");
    }
    void whatIsWrongIsSaidOfTheFile() {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, says);
        const auto file = write_file(folder_, name.toStdString(), bytes.toStdString());
        const auto city = import_one(file);
        QVERIFY(!city);
        QVERIFY2(city.error().message.find(says.toStdString()) != std::string::npos, message_of(city).c_str());
        QVERIFY2(city.error().message.starts_with(name.toStdString() + ":"), message_of(city).c_str());
        QVERIFY2(city.error().where.starts_with(file.string()), message_of(city).c_str());
    }

    void aBombIsNotUnpacked() {
        const auto file = pack(at("bomb.geojson.gz"), std::string(1U << 20U, ' '), 600);
        const auto city = import_one(file);
        QVERIFY(!city && city.error().code == ErrorCode::LimitExceeded);
        QVERIFY2(city.error().message.find("swells") != std::string::npos, message_of(city).c_str());
    }
    void nothingIsLeftBehind() {
        const auto count = [] {
            const std::filesystem::directory_iterator all{std::filesystem::temp_directory_path()};
            return std::ranges::count_if(
                all, [](const auto& entry) { return entry.path().filename().string().starts_with("cityloom-"); });
        };
        const QTemporaryDir own;
        qputenv("TMPDIR", own.path().toUtf8());
        const auto before = count();
        QVERIFY(import_one(pack(at("z.geojson.gz"), table())).has_value());
        QVERIFY(!import_one(pack(at("w.geojson.gz"), "{")));
        QCOMPARE(count(), before);
        qunsetenv("TMPDIR");
    }
};

QTEST_GUILESS_MAIN(TestPackedTexts)
#include "tst_packed_texts.moc"
