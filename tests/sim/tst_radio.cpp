// SPDX-License-Identifier: GPL-3.0-or-later
// Who has a signal, at what rate, and which drivers hear, in a whole city: as it is, and where things are absurd.
#include <QTest>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/executor.h"
#include "sim/engine/world.h"
#include "sim/lifeline/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/trips.h"

using namespace cityloom;
using namespace cityloom::engine;

namespace {

const Networks& loom_bay() {
    static const Networks networks = [] {
        gis::City city = gis::generate_loom_bay(1);
        return gis::derive_networks(city);
    }();
    return networks;
}

double people() {
    double all = 0.0;
    for (const lifeline::Building& b : loom_bay().dependencies.buildings) {
        all += static_cast<double>(b.people);
    }
    return all;
}

constexpr TimeUs kStart = 20 * kHourUs; // the busy hour

} // namespace

class RadioTest : public QObject {
    Q_OBJECT

private slots:
    void nobodyHasBuiltUnits() {
        double masts = 0.0;
        for (const telecom::Site& site : loom_bay().telecom.sites) {
            QVERIFY(site.kind == telecom::SiteKind::BaseStation);
            masts += 1.0;
        }
        const double per_thousand = 1e3 * masts / loom_bay().demand.people;
        QVERIFY2(per_thousand >= 0.8 && per_thousand <= 4.0, qPrintable(QString::number(per_thousand)));
        QVERIFY(loom_bay().demand.v2x_share <= 0.1);
        QVERIFY(loom_bay().demand.navigation_share >= 0.2 && loom_bay().demand.navigation_share <= 0.6);
    }

    void whoIsServed_data() {
        QTest::addColumn<QString>("masts"); // that live
        QTest::addColumn<bool>("units");    // one at every junction
        QTest::addColumn<double>("signal"); // least and most share of people with one
        QTest::addColumn<double>("signal_most");
        QTest::addColumn<double>("below"); // least and most share of people below the stated rate
        QTest::addColumn<double>("below_most");
        QTest::addColumn<double>("phones"); // share of drivers on live navigation who hear
        QTest::addColumn<double>("radios");
        QTest::newRow("as it is: no unit, no vehicle that one reaches")
            << "all" << false << 1.0 << 1.0 << 0.0 << 0.25 << 1.0 << 0.0;
        QTest::newRow("all masts failed") << "none" << false << 0.0 << 0.0 << 1.0 << 1.0 << 0.0 << 0.0;
        QTest::newRow("one mast left") << "one" << false << 0.01 << 0.6 << 0.9 << 1.0 << -1.0 << 0.0;
        QTest::newRow("every second mast") << "half" << false << 0.9 << 1.0 << 0.0 << 0.9 << -1.0 << 0.0;
        QTest::newRow("units everywhere, masts dead") << "none" << true << 0.0 << 0.0 << 1.0 << 1.0 << 0.0 << 1.0;
        QTest::newRow("units everywhere") << "all" << true << 1.0 << 1.0 << 0.0 << 0.25 << 1.0 << 1.0;
    }
    void whoIsServed() {
        QFETCH(QString, masts);
        QFETCH(bool, units);
        QFETCH(double, signal);
        QFETCH(double, signal_most);
        QFETCH(double, below);
        QFETCH(double, below_most);
        QFETCH(double, phones);
        QFETCH(double, radios);
        Networks n = loom_bay();
        const std::size_t stations = n.telecom.sites.size();
        for (std::size_t j = 0; units && j < n.roads.junctions.size(); ++j) {
            n.telecom.sites.push_back({.id = 1 + j,
                                       .key = "rsu/R" + std::to_string(1 + j),
                                       .at = n.roads.junctions[j].at,
                                       .kind = telecom::SiteKind::RoadsideUnit,
                                       .range_m = 400.0});
        }
        std::vector<Command> events;
        for (std::size_t s = 0; s < stations; ++s) {
            if (masts == "none" || (masts == "one" && s != stations / 2) || (masts == "half" && s % 2 == 0)) {
                events.push_back({.at = kStart, .asset = {&telecom::kSite, s}});
            }
        }
        auto trips =
            traffic::draw_trips(n.demand, n.roads, {.start = kStart, .duration = kMinuteUs, .trips = 300, .seed = 1});
        for (traffic::Trip& trip : trips) {
            trip.navigates = trip.radio = true;
        }
        World world{std::move(n), std::move(trips), {.start = kStart, .events = std::move(events)}};
        Executor executor{1};
        while (world.time() < kStart + 2 * kMinuteUs) {
            world.step(executor);
        }
        const Figures f = world.figures();
        const double with = 1.0 - f.get(lifeline::kPeopleWithoutSignal) / people();
        const double under = f.get(telecom::kPeopleBelow) / people();
        const QByteArray said = QStringLiteral("with a signal %1, below the rate %2, phones %3, radios %4")
                                    .arg(with)
                                    .arg(under)
                                    .arg(f.get(telecom::kNavigatorsReached) / f.get(telecom::kNavigators))
                                    .arg(f.get(telecom::kRadiosReached) / f.get(telecom::kRadios))
                                    .toUtf8();
        constexpr double kRounding = 1e-6;
        QVERIFY2(with >= signal - kRounding && with <= signal_most + kRounding, said.constData());
        QVERIFY2(under >= below - kRounding && under <= below_most + kRounding, said.constData());
        QVERIFY(f.get(telecom::kNavigators) > 100.0);
        if (phones >= 0.0) {
            QVERIFY2(std::abs(f.get(telecom::kNavigatorsReached) / f.get(telecom::kNavigators) - phones) < 0.02,
                     said.constData());
        }
        QVERIFY2(std::abs(f.get(telecom::kRadiosReached) / f.get(telecom::kRadios) - radios) < 0.02, said.constData());
        double districts = 0.0;
        for (std::size_t d = 0; d < f.districts(); ++d) {
            districts += f.get(telecom::kPeopleBelow, 1 + d);
        }
        QVERIFY(districts <= f.get(telecom::kPeopleBelow) + 1e-3); // some live in none
        QVERIFY(districts >= 0.5 * f.get(telecom::kPeopleBelow));
    }

    /// The two shares are drawn apart: neither follows from the other.
    void navigationAndRadiosAreTwoShares() {
        traffic::DemandModel demand = loom_bay().demand;
        demand.v2x_share = 0.3;
        const auto trips = traffic::draw_trips(demand, loom_bay().roads,
                                               {.start = kStart, .duration = kHourUs, .trips = 5'000, .seed = 1});
        double both = 0.0;
        double navigate = 0.0;
        double radio = 0.0;
        for (const traffic::Trip& trip : trips) {
            both += trip.navigates && trip.radio ? 1.0 : 0.0;
            navigate += trip.navigates ? 1.0 : 0.0;
            radio += trip.radio ? 1.0 : 0.0;
        }
        const auto all = static_cast<double>(trips.size());
        QVERIFY(std::abs(navigate / all - demand.navigation_share) < 0.02);
        QVERIFY(std::abs(radio / all - 0.3) < 0.02);
        QVERIFY(std::abs(both / all - 0.3 * demand.navigation_share) < 0.02);
    }
};

QTEST_APPLESS_MAIN(RadioTest)
#include "tst_radio.moc"
