// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/audit/audit.h"
#include "scenarios/report/sections.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

const gis::City& city() {
    static const gis::City made = gis::generate_loom_bay(1);
    return made;
}
const engine::Networks& networks() {
    static const engine::Networks derived = [] {
        gis::City copy = city();
        return gis::derive_networks(copy);
    }();
    return derived;
}

Audit of(const engine::Networks& n) {
    auto result = audit(city(), n, false, [](double, const std::string&) {}, {});
    return result ? std::move(*result) : Audit{};
}

/// Of the city as it is.
const Audit& usual() {
    static const Audit made = of(networks());
    return made;
}

const AuditRow& row(const Audit& audit, std::string_view id) {
    const auto found = std::ranges::find_if(audit.rows, [&](const AuditRow& r) { return r.band->id == id; });
    Q_ASSERT(found != audit.rows.end());
    return *found;
}

/// The report's section on where the model is weak.
std::string section_of(const Audit* audit) {
    ReportDocument document;
    const ReportExtras extras{.audit = audit};
    ReportWriter out{document, extras};
    write_audit(out);
    return to_html(document);
}

} // namespace

class AuditTest : public QObject {
    Q_OBJECT

private slots:
    void bandsAreWhole() {
        std::set<std::string> ids;
        for (const Band& band : plausible_bands()) {
            QVERIFY2(ids.insert(band.id).second, band.id.c_str());
            QVERIFY2(!band.english.empty() && !band.chinese.empty() && !band.source.empty(), band.id.c_str());
            QVERIFY2(std::isnan(band.low) || std::isnan(band.high) || band.low <= band.high, band.id.c_str());
            QVERIFY2(band.confidence == "A" || band.confidence == "B" || band.confidence == "C", band.id.c_str());
        }
        QVERIFY(ids.size() >= 25);
    }

    /// Every row says how its figure came about, or why it is unknown; a place is that of its asset.
    void nothingIsLeftUnsaid() {
        const Audit& result = usual();
        QCOMPARE(result.rows.size(), plausible_bands().size());
        for (const AuditRow& r : result.rows) {
            QVERIFY2(!r.how.english.empty() && !r.how.chinese.empty(), r.band->id.c_str());
            QCOMPARE(std::isnan(r.value), r.standing == AuditRow::Standing::Unknown);
            QCOMPARE(r.place.has_value(), !r.asset.empty());
        }
        QVERIFY(result.unknown() < 6);
        QVERIFY(to_json(result).find("\"standing\"") != std::string::npos);
    }

    /// Figures that a person can work out from the network.
    void figuresByHand() {
        const Audit& result = usual();
        double demand = 0.0;
        for (const water::Node& node : networks().water.nodes) {
            demand += node.demand_m3ps;
        }
        const double litres = demand * 86'400.0 * 1000.0 / networks().demand.people;
        const double delivered = row(result, "water_supply").value * (1.0 - row(result, "water_losses").value / 100.0);
        QVERIFY2(std::abs(delivered - litres) < 0.005 * litres, qPrintable(QString::number(delivered / litres)));
        QVERIFY(std::abs(row(result, "water_losses").value - 15.0) < 1.0); // what the derivation sets
        for (const char* id :
             {"water_losses", "water_storage", "pressure_least", "pressure_most", "velocity_95", "velocity_most"}) {
            QVERIFY2(row(result, id).standing == AuditRow::Standing::Inside, id);
        }
        const auto stations =
            std::ranges::count(networks().power.buses, power::BusKind::Transformer, &power::Bus::kind);
        QVERIFY(std::abs(row(result, "stations_density").value -
                         1000.0 * static_cast<double>(stations) / networks().demand.people) < 1e-9);
    }

    /// Twice the water through the same pipes: faster, less pressure; and the audit says so of the right pipe.
    void saysWhereTheModelIsWeak() {
        engine::Networks thirsty = networks();
        for (water::Node& node : thirsty.water.nodes) {
            node.demand_m3ps *= 2.0;
        }
        const Audit& before = usual();
        const Audit after = of(thirsty);
        QVERIFY2(row(after, "velocity_95").value > 1.3 * row(before, "velocity_95").value,
                 qPrintable(QString::number(row(after, "velocity_95").value)));
        QVERIFY(row(after, "pressure_least").value < row(before, "pressure_least").value);
        QVERIFY(row(after, "water_supply").standing == AuditRow::Standing::Above);
        QVERIFY(!row(after, "velocity_most").asset.empty());
        engine::Networks still = networks();
        still.telecom.sites.clear();
        still.dependencies.supplies.erase(
            std::remove_if(still.dependencies.supplies.begin(), still.dependencies.supplies.end(),
                           [](const engine::Supply& s) {
                               return s.service == engine::Service::Signal || s.consumer.kind->id == "telecom.site";
                           }),
            still.dependencies.supplies.end());
        const Audit deaf = of(still);
        QVERIFY(row(deaf, "masts_density").standing == AuditRow::Standing::Below);
        QVERIFY(std::isnan(row(deaf, "mast_load_median").value));
    }

    void theReportCarriesIt() {
        const std::string section = section_of(&usual());
        for (const AuditRow& r : usual().rows) {
            QVERIFY2(section.find(r.band->english) != std::string::npos, r.band->id.c_str());
        }
        QVERIFY(section.find(std::to_string(usual().outside()) + " of ") != std::string::npos);
        QVERIFY(section_of(nullptr).find("was not audited") != std::string::npos);
    }

    void canBeStopped() {
        std::stop_source stop;
        stop.request_stop();
        const auto result = audit(
            city(), networks(), true, [](double, const std::string&) {}, stop.get_token());
        QVERIFY(!result && result.error().code == ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(AuditTest)
#include "tst_audit.moc"
