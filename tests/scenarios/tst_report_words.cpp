// SPDX-License-Identifier: GPL-3.0-or-later
// What reports say is said in both languages: tables, units, measures, and what projects keep in English.
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

#include "gis/city/mobility.h"
#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/audit/audit.h"
#include "scenarios/compare/appraisal.h"
#include "scenarios/compare/assumption_words.h"
#include "scenarios/compare/event_rates.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/plain.h"
#include "scenarios/measure/units.h"
#include "scenarios/report/charts.h"
#include "scenarios/run/kpi.h"
#include "scenarios/run/samples.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

bool has_chinese(const std::string& text) {
    return q(text).contains(QRegularExpression("\\p{Han}"));
}

/// A symbol is the same in both languages.
bool is_symbol(const std::string& unit) {
    static const QStringList kSymbols{"",    "%", "m",    "MW",  "MWh", "kWh", "kW",
                                      "kVA", "W", "km/h", "m/s", "h",   "min", "MVA"};
    return kSymbols.contains(q(unit));
}

} // namespace

class TestReportWords : public QObject {
    Q_OBJECT

private slots:
    void everyUnitHasItsChinese() {
        std::vector<std::string> units;
        for (const engine::Figure* figure : result_figures()) {
            units.emplace_back(figure->unit);
        }
        for (const engine::Figure* figure : charted_figures()) {
            units.emplace_back(figure->unit);
        }
        const AppraisalSettings settings = default_plan_appraisal();
        for (const AppraisalParameter& p : settings.parameters) {
            units.push_back(p.unit);
        }
        for (const UnitCost& cost : settings.costs) {
            units.push_back(cost.unit);
        }
        for (const Band& band : plausible_bands()) {
            units.push_back(band.unit);
        }
        for (const std::string& unit : units) {
            QVERIFY2(is_symbol(unit) || has_chinese(unit_words(unit).chinese), unit.c_str());
        }
    }

    void everySourceHasItsChinese() {
        const AppraisalSettings settings = default_plan_appraisal();
        for (const AppraisalParameter& p : settings.parameters) {
            QVERIFY2(!p.source_chinese.empty() && has_chinese(p.chinese), p.id.c_str());
        }
        for (const UnitCost& cost : settings.costs) {
            QVERIFY2(has_chinese(cost.item_chinese) && !cost.source_chinese.empty(), cost.id.c_str());
        }
        for (const Band& band : plausible_bands()) {
            QVERIFY2(has_chinese(band.source_chinese) && has_chinese(band.chinese), band.id.c_str());
        }
        for (const EventRate& rate : event_rates()) {
            QVERIFY2(has_chinese(rate.source_chinese), rate.id.c_str());
        }
    }

    /// What a city's demand model assumes is kept in English: none of its sentences is without its Chinese.
    void assumptionsOfACity() {
        gis::City city = gis::generate_loom_bay(1);
        const gis::Networks networks = gis::derive_networks(city);
        QVERIFY(networks.demand.assumptions.size() > 5);
        for (const std::string& sentence : networks.demand.assumptions) {
            const Text words = assumption_words(sentence);
            QVERIFY2(has_chinese(words.chinese), sentence.c_str());
            QVERIFY(!q(words.english).contains('%' + QString{"1"}));
        }
        const Text people =
            assumption_words("People: 1234, from a table by district (p.csv); shared among buildings by "
                             "floor area.");
        QCOMPARE(q(people.chinese), QString{"人口：1234，来源：分区人口表（p.csv）；按建筑面积分配到各建筑。"});
        QCOMPARE(assumption_words("Something of before.").chinese, std::string{"Something of before."});
    }

    void measuresInPlainWords_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("chinese");
        QTest::newRow("close") << "close,street=12,direction=forward"
                               << "Close a street: street no. 12, direction along the street's nodes forward"
                               << "封闭道路：道路（编号 12），沿道路节点的方向 正向";
        QTest::newRow("share") << "electric,share=0.3"
                               << "Share of electric cars: share 30 %"
                               << "电动车比例：比例 30 %";
        QTest::newRow("signal") << "signal,controller=7,greens=30/20"
                                << "Change a signal plan: Traffic signals 7, greens 30, 20 s"
                                << "调整信号配时：交通信号灯 7，绿灯时长 30, 20 秒";
    }
    void measuresInPlainWords() {
        QFETCH(QString, text);
        const auto measure = parse_measure(text.toStdString());
        QVERIFY(measure);
        const Text words = plain_words(*measure);
        QTEST(q(words.english), "english");
        QTEST(q(words.chinese), "chinese");
    }

    void eventsAndNames() {
        const auto event = parse_event("08:00,incident,street=3,lanes=1,duration=40min");
        QVERIFY(event);
        const Text words = plain_words(*event);
        QVERIFY2(q(words.english).startsWith("08:00  Incident: street no. 3") &&
                     q(words.english).endsWith("duration 40 min"),
                 words.english.c_str());
        QVERIFY(q(words.chinese).endsWith("时长 40 分钟"));
        QCOMPARE(name_words("Old Town 老城").english, std::string{"Old Town"});
        QCOMPARE(name_words("Old Town 老城").chinese, std::string{"老城"});
        QCOMPARE(name_words("东风路").english, std::string{"东风路"});
        QCOMPARE(scenario_words("base").chinese, std::string{"现状"});
        // No kind is told in command syntax.
        for (const MeasureKind& kind : measure_kinds()) {
            QVERIFY(has_chinese(plain_words(Measure{std::string{kind.form.id}, {}}).chinese));
        }
    }

    void samplesAreKeptWithTheirGaps() {
        RunSamples samples{.figures = {"mean_speed_kmh", "vehicles_running"},
                           .times = {0, kMinuteUs},
                           .values = {{std::numeric_limits<float>::quiet_NaN(), 31.5F}, {0.0F, 12.0F}}};
        const auto again = decode_samples(encode_samples(samples));
        QVERIFY(again);
        QCOMPARE(again->figures, samples.figures);
        QCOMPARE(again->times, samples.times);
        QVERIFY(std::isnan(again->values[0][0]) && again->values[0][1] == 31.5F &&
                again->values[1] == samples.values[1]);
        std::string cut = encode_samples(samples);
        cut.pop_back();
        QVERIFY(!decode_samples(cut));
        samples.values.pop_back(); // not as many rows as figures
        QVERIFY(!decode_samples(encode_samples(samples)));
    }

    /// A gap in a line stays one, and a band is as wide as the seeds differ.
    void linesOverTheSeeds() {
        const float none = std::numeric_limits<float>::quiet_NaN();
        const std::vector<RunSamples> seeds{{{"x"}, {0, 1, 2}, {{1.0F, none, 4.0F}}},
                                            {{"x"}, {0, 1, 2}, {{3.0F, 2.0F, 4.0F}}}};
        const DayLine line = day_line(seeds, "x");
        QCOMPARE(line.values[0], 2.0);
        QVERIFY(std::isnan(line.values[1]));
        QVERIFY(line.high[0] - line.low[0] > 2.0 && line.high[2] - line.low[2] == 0.0);
        QVERIFY(day_line(seeds, "y").values.empty());
        const Drawing drawing =
            draw(DayChart{.title = "X & Y", .unit = "m", .times = {0, kHourUs, 2 * kHourUs}, .lines = {line}});
        const QString svg = q(to_svg(drawing));
        QVERIFY(svg.contains("X &amp; Y, m") && svg.contains("01:00") && !svg.contains("nan"));
    }
};

QTEST_GUILESS_MAIN(TestReportWords)
#include "tst_report_words.moc"
