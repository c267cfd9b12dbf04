// SPDX-License-Identifier: GPL-3.0-or-later
// Files of city data as strangers write them: tests/data/city_files, kind by kind, and what is expected of each.
#include <algorithm>
#include <filesystem>
#include <numeric>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "gis/city/city_blob.h"
#include "gis/import/import.h"
#include "tests/gis/city_file_maker.h"
#include "tests/reference_data.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

double street_km(const City& city) {
    double metres = 0.0;
    for (const Street& street : city.streets) {
        for (std::uint32_t k = street.nodes.begin; k + 1 < street.nodes.end(); ++k) {
            metres += distance_m(city.street_nodes[city.street_node_refs[k]].at,
                                 city.street_nodes[city.street_node_refs[k + 1]].at);
        }
    }
    return metres * 1e-3;
}

/// How many networks of streets there are that do not touch.
int networks_of_streets(const City& city) {
    std::vector<std::uint32_t> root(city.street_nodes.size());
    std::iota(root.begin(), root.end(), 0U);
    const auto find = [&root](std::uint32_t n) {
        while (root[n] != n) {
            n = root[n] = root[root[n]];
        }
        return n;
    };
    std::vector<bool> used(root.size(), false);
    for (const Street& street : city.streets) {
        for (std::uint32_t k = street.nodes.begin; k < street.nodes.end(); ++k) {
            used[city.street_node_refs[k]] = true;
            root[find(city.street_node_refs[k])] = find(city.street_node_refs[street.nodes.begin]);
        }
    }
    int count = 0;
    for (std::uint32_t n = 0; n < root.size(); ++n) {
        count += used[n] && find(n) == n ? 1 : 0;
    }
    return count;
}

/// What a building's model encloses above its base: of each face that is no wall, its area seen from above times the
/// height of its middle. Without a model: the footprint times the height.
double volume_m3(const City& city, const Building& building) {
    if (building.surfaces.count == 0) {
        return building.footprint_m2 * (building.height_m - building.min_height_m);
    }
    double volume = 0.0;
    for (std::uint32_t s = building.surfaces.begin; s < building.surfaces.end(); ++s) {
        const Surface& surface = city.surfaces[s];
        if (surface.kind == SurfaceKind::Wall) {
            continue;
        }
        for (std::uint32_t r = surface.rings3.begin; r < surface.rings3.end(); ++r) {
            const Range points = city.rings3[r];
            const Point3 a = city.points3[points.begin];
            for (std::uint32_t k = 1; k + 1 < points.count; ++k) {
                const Point3 b = city.points3[points.begin + k];
                const Point3 c = city.points3[points.begin + k + 1];
                const double area = 0.5 * ((b.x_m - a.x_m) * (c.y_m - a.y_m) - (c.x_m - a.x_m) * (b.y_m - a.y_m));
                volume += area * ((a.z_m + b.z_m + c.z_m) / 3.0 - building.base_m);
            }
        }
    }
    return volume;
}

std::vector<double> numbers(const QJsonValue& value) {
    std::vector<double> all;
    for (const QJsonValue& one : value.toArray()) {
        all.push_back(one.toDouble());
    }
    return all;
}

/// The city's answer to a question of a case, as numbers or texts.
QJsonValue answer(const City& city, const QString& question) {
    const auto list = [](const auto& pool, const auto& of) {
        QJsonArray all;
        for (const auto& one : pool) {
            all.append(of(one));
        }
        return QJsonValue{all};
    };
    if (question == "heights_m") {
        return list(city.buildings, [](const Building& b) { return QJsonValue{b.height_m}; });
    }
    if (question == "heights") {
        return list(city.buildings, [](const Building& b) { return QJsonValue{static_cast<int>(b.height_source)}; });
    }
    if (question == "storeys") {
        return list(city.buildings, [](const Building& b) { return QJsonValue{static_cast<double>(b.storeys)}; });
    }
    if (question == "volumes_m3") {
        return list(city.buildings, [&city](const Building& b) { return QJsonValue{volume_m3(city, b)}; });
    }
    if (question == "uses") {
        return list(city.buildings, [](const Building& b) { return QJsonValue{static_cast<int>(b.use)}; });
    }
    if (question == "building_ids") {
        return list(city.buildings, [](const Building& b) { return QJsonValue{static_cast<double>(b.id)}; });
    }
    if (question == "oneway") {
        return list(city.streets, [](const Street& s) { return QJsonValue{s.oneway}; });
    }
    if (question == "lanes") {
        return list(city.streets, [](const Street& s) { return QJsonValue{10 * s.lanes_forward + s.lanes_backward}; });
    }
    if (question == "speeds_kmh") {
        return list(city.streets, [](const Street& s) { return QJsonValue{3.6 * s.speed_mps}; });
    }
    if (question == "closed") {
        return list(city.streets, [](const Street& s) { return QJsonValue{s.closed_to_cars ? 1 : 0}; });
    }
    if (question == "classes") {
        return list(city.streets, [](const Street& s) { return QJsonValue{static_cast<int>(s.cls)}; });
    }
    if (question == "raised") {
        return list(city.streets, [](const Street& s) { return QJsonValue{s.bridge ? 1 : s.tunnel ? -1 : 0}; });
    }
    if (question == "area_kinds") {
        return list(city.areas, [](const Area& a) { return QJsonValue{static_cast<int>(a.kind)}; });
    }
    if (question == "street_names") {
        return list(city.streets, [](const Street& s) { return QJsonValue{QString::fromUtf8(s.name.c_str())}; });
    }
    const std::map<QString, double> counts{
        {"buildings", static_cast<double>(city.buildings.size())},
        {"streets", static_cast<double>(city.streets.size())},
        {"areas", static_cast<double>(city.areas.size())},
        {"lines", static_cast<double>(city.lines.size())},
        {"assets", static_cast<double>(city.assets.size())},
        {"districts", static_cast<double>(city.districts.size())},
        {"street_km", street_km(city)},
        {"networks", networks_of_streets(city)},
        {"epsg", city.place.epsg},
        {"footprint_m2", city.buildings.empty() ? 0.0 : city.buildings[0].footprint_m2},
        {"restrictions", static_cast<double>(city.restrictions.size())},
        {"signals", static_cast<double>(city.signal_nodes)},
        {"surfaces", city.buildings.empty() ? 0.0 : city.buildings[0].surfaces.count}};
    const auto row = counts.find(question);
    return row == counts.end() ? QJsonValue{} : QJsonValue{row->second};
}

/// Writes a case's files into a folder. \param absent receives what of the reference data is not there
std::vector<std::filesystem::path> written(const QTemporaryDir& folder, const QJsonArray& descriptions,
                                           QString& absent) {
    std::vector<std::filesystem::path> files;
    for (const QJsonValue& one : descriptions) {
        const QJsonObject file = one.toObject();
        if (file.contains("reference")) {
            const QString part = "faults/city/" + file["reference"].toString();
            const auto found = tests::reference_data(part.toStdString());
            absent = found ? absent : part;
            files.push_back(found.value_or(std::filesystem::path{}));
            continue;
        }
        const QString name = file["file"].toString();
        QFile out{folder.filePath(name)};
        if (!out.open(QIODevice::WriteOnly)) {
            qFatal("a case's file cannot be written");
        }
        out.write(file.contains("text")   ? file["text"].toString().toUtf8()
                  : name.endsWith(".osm") ? tests::osm(file)
                  : name.endsWith(".gml") ? tests::citygml(file)
                                          : tests::geojson(file));
        files.emplace_back(folder.filePath(name).toStdString());
    }
    return files;
}

bool agrees(const QJsonValue& expected, const QJsonValue& got, double tolerance) {
    if (expected.isDouble()) {
        return got.isDouble() && std::abs(expected.toDouble() - got.toDouble()) <= tolerance;
    }
    if (!expected.isArray() || !got.isArray() || expected.toArray().size() != got.toArray().size()) {
        return false;
    }
    if (expected.toArray().first().isString()) {
        return expected.toArray() == got.toArray();
    }
    const auto want = numbers(expected);
    const auto have = numbers(got);
    return std::ranges::equal(want, have, [tolerance](double a, double b) { return std::abs(a - b) <= tolerance; });
}

} // namespace

class CityFilesTest : public QObject {
    Q_OBJECT

private slots:
    void cases_data() {
        QTest::addColumn<QJsonObject>("given");
        const QDir folder{qEnvironmentVariable("CITYLOOM_SOURCE") + "/tests/data/city_files"};
        for (const QString& name : folder.entryList({"*.json"}, QDir::Files, QDir::Name)) {
            QFile file{folder.filePath(name)};
            QVERIFY(file.open(QIODevice::ReadOnly));
            QJsonParseError fault;
            const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &fault);
            QVERIFY2(!document.isNull(), qPrintable(name + ": " + fault.errorString()));
            for (const QJsonValue& one : document["cases"].toArray()) {
                const QString row = name.chopped(5) + ": " + one["name"].toString();
                QTest::newRow(row.toUtf8().constData()) << one.toObject();
            }
        }
    }
    void cases() {
        QFETCH(QJsonObject, given);
        const QTemporaryDir folder;
        const QTemporaryDir before;
        QString absent;
        const auto files = written(folder, given["files"].toArray(), absent);
        const auto base = written(before, given["onto"].toArray(), absent);
        if (!absent.isEmpty()) {
            QSKIP(qPrintable("reference data absent: " + absent + " (set CITYLOOM_DATA)"));
        }
        ImportOptions options{.crs = given["crs"].toString().toStdString()};
        if (!base.empty()) {
            auto old = import_city(base, options, {}, {});
            QVERIFY2(old.has_value(), old ? "" : old.error().message.c_str());
            options.onto = std::make_shared<const City>(std::move(*old));
        }
        options.drop_missing = given["drop"].toBool();
        const QJsonArray box = given["bbox_m"].toArray();
        for (int k = 0; k < box.size(); ++k) {
            options.cut.bbox_deg.push_back(k % 2 == 0 ? tests::kLon + box[k].toDouble() * tests::kEast
                                                      : tests::kLat + box[k].toDouble() * tests::kNorth);
        }
        if (given.contains("within")) {
            const QJsonObject bounds = given["within"].toObject();
            options.cut.within = folder.filePath("bounds.geojson").toStdString();
            QFile out{folder.filePath("bounds.geojson")};
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(bounds.contains("text") ? bounds["text"].toString().toUtf8() : tests::bounds(bounds));
        }
        for (const QJsonValue& word : given["only"].toArray()) {
            options.cut.only.push_back(word.toString().toStdString());
        }
        for (const QJsonValue& word : given["skip"].toArray()) {
            options.cut.skip.push_back(word.toString().toStdString());
        }
        for (const QJsonValue& as : given["as"].toArray()) {
            options.read_as.push_back(
                {as["layer"].toString().toStdString(), layer_kind(as["kind"].toString().toStdString())});
        }
        for (const QJsonValue& map : given["map"].toArray()) {
            options.columns.push_back({map["tag"].toString().toStdString(), map["column"].toString().toStdString()});
        }
        const auto city = import_city(files, options, {}, {});
        if (given.contains("error")) {
            QVERIFY2(!city, "it was imported");
            const QString message = QString::fromStdString(city.error().message + " " + city.error().where);
            QVERIFY2(message.contains(given["error"].toString()), qPrintable(message));
            return;
        }
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        QVERIFY2(check_city(*city).has_value(), "the city does not hold together");
        const QJsonObject expected = given["expect"].toObject();
        QVERIFY2(!expected.isEmpty(), "a case that expects nothing");
        for (auto one = expected.begin(); one != expected.end(); ++one) {
            if (one.key() == "note") {
                continue;
            }
            const QJsonValue got = answer(*city, one.key());
            const double tolerance = one.key() == "street_km"      ? 0.005
                                     : one.key() == "footprint_m2" ? 1.0
                                     : one.key() == "volumes_m3"   ? 25.0
                                                                   : 0.011;
            const QJsonDocument said{QJsonObject{{one.key(), got}}};
            QVERIFY2(agrees(one.value(), got, tolerance), said.toJson(QJsonDocument::Compact).constData());
        }
        if (expected.contains("note")) {
            QString all;
            for (const ImportNote& note : city->notes) {
                all += QString::fromStdString(note.object + ": " + note.reason + " " + note.remedy + "\n");
            }
            QVERIFY2(all.contains(expected["note"].toString()), qPrintable(all));
        }
    }
};

QTEST_GUILESS_MAIN(CityFilesTest)
#include "tst_city_files.moc"
