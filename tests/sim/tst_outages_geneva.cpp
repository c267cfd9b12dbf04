// SPDX-License-Identifier: GPL-3.0-or-later
// Outages of a real city, Geneva with 160,000 people: the cases of tests/data/outages_geneva. Needs the reference data.
#include <filesystem>
#include <optional>

#include <QDir>
#include <QTest>

#include "gis/derive/networks.h"
#include "gis/import/import.h"
#include "tests/reference_data.h"
#include "tests/sim/outage_case.h"

using namespace cityloom;

class OutagesGenevaTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const auto file = tests::reference_data("city/geneva/geneva.osm.pbf");
        if (!file) {
            QSKIP("reference data absent: city/geneva/geneva.osm.pbf (set CITYLOOM_DATA)");
        }
        auto city = gis::import_city(std::vector<std::filesystem::path>{*file}, {.people = "160000"}, {}, {});
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        networks_ = gis::derive_networks(*city);
    }

    void cases_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : folder().entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    void cases() {
        QFETCH(QString, name);
        tests::run_outage_case(*networks_, folder().filePath(name));
    }

private:
    static QDir folder() { return QDir{qEnvironmentVariable("CITYLOOM_SOURCE") + "/tests/data/outages_geneva"}; }

    std::optional<engine::Networks> networks_;
};

QTEST_APPLESS_MAIN(OutagesGenevaTest)
#include "tst_outages_geneva.moc"
