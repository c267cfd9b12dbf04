// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "gis/import/read/osm_street.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

Street street(std::initializer_list<std::pair<const char*, const char*>> rows) {
    Tags tags;
    tags.add("highway", "tertiary");
    for (const auto& [key, value] : rows) {
        tags.add(key, value);
    }
    return street_from_tags(tags);
}

} // namespace

Q_DECLARE_METATYPE(cityloom::gis::CycleFacility)

class OsmCyclewayTest : public QObject {
    Q_OBJECT

private slots:
    void everyValueHasItsKind_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<CycleFacility>("kind");
        QTest::addColumn<bool>("against");
        QTest::newRow("lane") << "lane" << CycleFacility::Lane << false;
        QTest::newRow("track") << "track" << CycleFacility::Track << false;
        QTest::newRow("opposite_lane") << "opposite_lane" << CycleFacility::Lane << true;
        QTest::newRow("opposite_track") << "opposite_track" << CycleFacility::Track << true;
        QTest::newRow("shared_lane") << "shared_lane" << CycleFacility::Shared << false;
        QTest::newRow("share_busway") << "share_busway" << CycleFacility::Busway << false;
        QTest::newRow("separate") << "separate" << CycleFacility::Separate << false;
        QTest::newRow("no") << "no" << CycleFacility::None << false;
        QTest::newRow("nonsense") << "crossing" << CycleFacility::None << false;
    }
    void everyValueHasItsKind() {
        QFETCH(QString, value);
        QFETCH(CycleFacility, kind);
        QFETCH(bool, against);
        const std::string text = value.toStdString();
        const Street s = street({{"oneway", "yes"}, {"cycleway:right", text.c_str()}});
        QCOMPARE(s.cycle_right.kind, kind);
        QCOMPARE(s.cycle_right.against, against);
        QCOMPARE(s.bicycles_both_ways, against);
        QCOMPARE(s.cycle_left.kind, CycleFacility::None);
    }

    void theMoreSpecificTagWins() {
        const Street s = street({{"cycleway", "track"}, {"cycleway:both", "lane"}, {"cycleway:left", "no"}});
        QCOMPARE(s.cycle_left.kind, CycleFacility::None);
        QCOMPARE(s.cycle_right.kind, CycleFacility::Lane);
        const Street both = street({{"cycleway", "lane"}});
        QCOMPARE(both.cycle_left.kind, CycleFacility::Lane);
        QCOMPARE(both.cycle_right.kind, CycleFacility::Lane);
        QCOMPARE(street({}).cycle_right.kind, CycleFacility::None);
    }

    void widthsAreOfTheirSide() {
        const Street s =
            street({{"cycleway:both", "lane"}, {"cycleway:width", "1.25"}, {"cycleway:right:width", "2 m"}});
        QCOMPARE(s.cycle_left.width_m, 1.25);
        QCOMPARE(s.cycle_right.width_m, 2.0);
        QCOMPARE(street({{"cycleway:both", "lane"}, {"cycleway:both:width", "40"}}).cycle_left.width_m, 0.0);
    }

    void accessIsRead() {
        QCOMPARE(street({}).bicycles, BicycleAccess::Allowed);
        QCOMPARE(street({{"bicycle", "no"}}).bicycles, BicycleAccess::Forbidden);
        QCOMPARE(street({{"bicycle", "use_sidepath"}}).bicycles, BicycleAccess::UseSidepath);
        QCOMPARE(street({{"vehicle", "no"}, {"motor_vehicle", "yes"}}).bicycles, BicycleAccess::Forbidden);
        QVERIFY(street({{"oneway", "yes"}, {"oneway:bicycle", "no"}}).bicycles_both_ways);
        QVERIFY(street({{"oneway", "yes"}, {"cycleway", "opposite"}}).bicycles_both_ways);
        QVERIFY(!street({{"oneway", "yes"}, {"oneway:bicycle", "yes"}}).bicycles_both_ways);
        QVERIFY(!street({{"oneway:bicycle", "no"}}).bicycles_both_ways);
    }
};

QTEST_GUILESS_MAIN(OsmCyclewayTest)
#include "tst_osm_cycleway.moc"
