// SPDX-License-Identifier: GPL-3.0-or-later
// Measures and events that cannot be are refused where they are read or checked, and none reaches a run; their right
// siblings are taken.
#include <QFile>
#include <QTest>

#include <cstdlib>
#include <set>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/compare/appraisal.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/check.h"
#include "tests/scenarios/changes_by_row.h"

using namespace cityloom;
using namespace cityloom::scenarios;
using tests::TypedChange;

namespace {

const gis::City& city() {
    static const gis::City made = gis::generate_loom_bay(1);
    return made;
}
const gis::Networks& networks() {
    static const gis::Networks derived = [] {
        gis::City copy = city();
        return gis::derive_networks(copy);
    }();
    return derived;
}
CityView view() {
    return {city(), networks()};
}

/// Why a change is refused by what reads it; where that lets it pass, by what checks it against the city.
Check refused(const TypedChange& change, bool with_city) {
    if (change.event) {
        const auto event = parse_event(change.text());
        return !event ? Check{event.error()} : with_city ? check_event(*event, view()) : Check{};
    }
    const auto measure = parse_measure(change.text());
    return !measure ? Check{measure.error()} : with_city ? check_measure(*measure, view()) : Check{};
}

/// A scenario with the change in it however wrong; nothing where no project could hold it.
std::optional<Scenario> held(const TypedChange& change) {
    Scenario scenario{.name = "x"};
    if (change.event) {
        const auto event = read_event(change.text());
        if (!event) {
            return std::nullopt;
        }
        scenario.events.push_back(*event);
    } else {
        const auto measure = read_measure(change.text());
        if (!measure) {
            return std::nullopt;
        }
        scenario.measures.push_back(*measure);
    }
    return scenario;
}

} // namespace

class TestWrongChanges : public QObject {
    Q_OBJECT

private slots:
    void thereAreMany() { QVERIFY(tests::ChangesByRow{view()}.wrong().size() >= 200); }

    void wrongOnesAreRefused_data() {
        QTest::addColumn<int>("index");
        wrong_ = tests::ChangesByRow{view()}.wrong();
        for (std::size_t i = 0; i < wrong_.size(); ++i) {
            QTest::newRow(wrong_[i].name.c_str()) << static_cast<int>(i);
        }
    }
    void wrongOnesAreRefused() {
        QFETCH(int, index);
        const TypedChange& change = wrong_[static_cast<std::size_t>(index)];
        const Check early = refused(change, false);
        QCOMPARE(!early.has_value(), change.needs_city);
        const Check wrong = refused(change, true);
        QVERIFY2(wrong, change.text().c_str());
        for (const std::string& part : change.says) {
            QVERIFY2(wrong->message.find(part) != std::string::npos, (part + " | " + wrong->message).c_str());
        }
        QVERIFY(!wrong->chinese.empty() && wrong->chinese != wrong->message);
        QVERIFY(!wrong->where.empty());
        if (const auto scenario = held(change)) {
            const auto applied = apply_scenario(city(), networks(), *scenario);
            QVERIFY(!applied);
            QVERIFY(!applied.error().where.empty());
        }
    }

    void rightOnesAreTaken_data() {
        QTest::addColumn<int>("index");
        right_ = tests::ChangesByRow{view()}.right();
        QVERIFY(right_.size() >= 80);
        for (std::size_t i = 0; i < right_.size(); ++i) {
            QTest::newRow(right_[i].name.c_str()) << static_cast<int>(i);
        }
    }
    void rightOnesAreTaken() {
        QFETCH(int, index);
        const TypedChange& change = right_[static_cast<std::size_t>(index)];
        const Check wrong = refused(change, true);
        QVERIFY2(!wrong, wrong ? wrong->message.c_str() : "");
        const auto scenario = held(change);
        QVERIFY(scenario);
        QVERIFY(change.event ? parse_event(format_event(scenario->events[0])) == scenario->events[0]
                             : parse_measure(format_measure(scenario->measures[0])) == scenario->measures[0]);
        const bool derives = !change.event && find_measure_kind(change.kind)->change_city != nullptr;
        if (!derives || change.name.ends_with(" alone")) { // to derive a city takes seconds: once a kind
            const auto applied = apply_scenario(city(), networks(), *scenario);
            QVERIFY2(applied, applied ? "" : applied.error().message.c_str());
        }
    }

    /// What a measure adds may be named by the events of its scenario, and by nobody else's.
    void eventsMayNameWhatMeasuresAdd() {
        const std::string next =
            "substation/S" + std::to_string(1 + std::ranges::count_if(networks().power.buses, [](const auto& bus) {
                                                return bus.key.starts_with("substation/S");
                                            }));
        const std::vector<Measure> measures{*parse_measure("substation,x=100,y=100")};
        const TimedEvent event = *parse_event("08:00,fail,asset=" + next);
        QVERIFY(check_event(event, view()));
        QVERIFY(!check_event(event, view(), measures));
        QVERIFY(apply_scenario(city(), networks(), {.name = "x", .measures = measures, .events = {event}}));
        QVERIFY(!apply_scenario(city(), networks(), {.name = "x", .events = {event}}));
    }

    /// A direction that an earlier measure lays out can be closed by a later one.
    void laterMeasuresSeeEarlierOnes() {
        const auto one_way = std::ranges::find_if(city().streets, [](const gis::Street& street) {
            return street.oneway == 1 && !check_measure({"close", {{"street", std::to_string(street.id)}}}, view());
        });
        QVERIFY(one_way != city().streets.end());
        const std::string id = std::to_string(one_way->id);
        const Measure lanes = *parse_measure("lanes,street=" + id + ",forward=1,backward=1");
        const Measure close = *parse_measure("close,street=" + id + ",direction=backward");
        const Check alone = check_measure(close, view());
        QVERIFY(alone && alone->message.find("one-way") != std::string::npos);
        QVERIFY(!check_measure(close, view(), std::vector<Measure>{lanes}));
        QVERIFY(apply_scenario(city(), networks(), {.name = "x", .measures = {lanes, close}}));
        const Measure none = *parse_measure("lanes,street=" + id + ",forward=0");
        const Check no_lane = check_measure(none, view());
        QVERIFY(no_lane && no_lane->message.find("no lane would be left") != std::string::npos);
    }

    /// A street closes and opens at its times.
    void streetsCloseAndOpenInTime() {
        const std::string id = std::to_string(networks().roads.edges[0].street_id);
        const auto applied = apply_scenario(
            city(), networks(),
            {.name = "x",
             .events = {*parse_event("08:00,close,street=" + id), *parse_event("09:00,open,street=" + id)}});
        QVERIFY(applied);
        QCOMPARE(applied->events.size(), std::size_t{2});
        QVERIFY(applied->events[0].verb == engine::Verb::Close && applied->events[0].at == 8 * kHourUs);
        QVERIFY(applied->events[1].verb == engine::Verb::Open && applied->events[1].at == 9 * kHourUs);
        QCOMPARE(applied->events[0].asset.index, networks().roads.edges[0].street_id);
    }

    /// Rows speak both languages, fit together, and every unit cost belongs to one kind.
    void rowsAreComplete() {
        std::set<std::string> priced;
        const auto both = [](const Words& words) { return !words.english.empty() && !words.chinese.empty(); };
        const auto complete = [&](const ChangeForm& form) {
            QVERIFY(both(form.words) && both(form.help) && !form.arguments.empty());
            for (const Argument& argument : form.arguments) {
                QVERIFY2(both(argument.words), argument.name.data());
                QVERIFY(argument.required || !argument.otherwise.empty() || both(argument.without));
                QVERIFY(argument.otherwise.empty() || !check_value(argument, std::string{argument.otherwise}));
                QVERIFY(!allowed(argument).english.empty() && !allowed(argument).chinese.empty());
                for (const scenarios::Choice& choice : argument.choices) {
                    QVERIFY(both(choice.words));
                }
                for (const std::string_view beside : argument.only_with) {
                    QVERIFY(form.find(beside) != nullptr);
                }
            }
            for (const std::string_view name : form.one_of) {
                QVERIFY(form.find(name) != nullptr);
            }
        };
        const AppraisalSettings settings = default_appraisal();
        for (const MeasureKind& kind : measure_kinds()) {
            complete(kind.form);
            QVERIFY(kind.touches != 0 && (kind.apply != nullptr || kind.change_city != nullptr));
            QVERIFY(kind.change_city == nullptr || (kind.touches & kTouchesStreets) != 0);
            for (const CostRow& row : kind.costs) {
                const auto cost = std::ranges::find(settings.costs, row.unit_cost, &UnitCost::id);
                QVERIFY2(cost != settings.costs.end(), row.unit_cost.data());
                QCOMPARE(cost->measure, std::string{kind.form.id});
                QVERIFY(priced.insert(cost->id).second);
            }
        }
        QCOMPARE(priced.size(), settings.costs.size());
        for (const EventVerb& verb : event_verbs()) {
            complete(verb.form);
            QVERIFY(verb.events != nullptr);
        }
    }

    /// The page shows the file as it is.
    void thePageShowsTheFile() {
        const auto read = [](const std::string& name) {
            QFile file{QString::fromStdString(std::string{std::getenv("CITYLOOM_SOURCE")} + "/" + name)};
            return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
        };
        const QString page = read("docs/adding-a-measure.md");
        const QString code = read("scenarios/measure/kinds/connected.cpp");
        const QString shown = page.section("```cpp\n", 1).section("```", 0, 0);
        const QStringList parts = shown.split("\n\n", Qt::SkipEmptyParts);
        QCOMPARE(parts.size(), 3);
        for (const QString& part : parts) {
            QVERIFY2(code.contains(part.trimmed()), qPrintable(part));
        }
    }

private:
    std::vector<TypedChange> wrong_;
    std::vector<TypedChange> right_;
};

QTEST_GUILESS_MAIN(TestWrongChanges)
#include "tst_wrong_changes.moc"
