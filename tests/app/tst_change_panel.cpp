// SPDX-License-Identifier: GPL-3.0-or-later
// The form for measures and events: made from the rows, and what cannot be is refused in it.
#include <cmath>
#include <memory>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "app/desktop/edit/change_panel.h"
#include "app/desktop/edit/section_view.h"
#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "sim/traffic/rows.h"
#include "tests/scenarios/changes_by_row.h"

using namespace cityloom;
using app::ChangePanel;
using tests::TypedChange;

Q_DECLARE_METATYPE(scenarios::Measure)
Q_DECLARE_METATYPE(scenarios::TimedEvent)

namespace {

/// A form that a person fills in and gives.
class Form {
public:
    Form(const std::shared_ptr<const app::LoadedCity>& city, bool event, std::vector<scenarios::Measure> before = {})
        : panel_{event ? ChangePanel::What::Event : ChangePanel::What::Measure, city, std::move(before), nullptr},
          given_{event ? QSignalSpy{&panel_, &ChangePanel::eventGiven}
                       : QSignalSpy{&panel_, &ChangePanel::measureGiven}} {
        QObject::connect(&panel_, &ChangePanel::closed, &panel_, &QWidget::hide);
        panel_.show();
    }
    /// \return false where a value cannot even be typed
    bool fill(const TypedChange& change) {
        panel_.chooseKind(change.kind);
        bool all = true;
        for (const auto& [name, value] : change.args) {
            all = panel_.setArgument(name, QString::fromStdString(value)) && all;
        }
        if (change.event) {
            panel_.setTime(QString::fromStdString(change.time));
        }
        return all;
    }
    void give() { panel_.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click(); }
    [[nodiscard]] ChangePanel& panel() { return panel_; }
    [[nodiscard]] qsizetype given() const { return given_.count(); }

private:
    ChangePanel panel_;
    QSignalSpy given_;
};

/// A form has one field for each argument, a field holds one value, and an empty one is no argument.
bool canBeTyped(const TypedChange& change) {
    if (change.kind == "levitate") {
        return false;
    }
    if (change.args.empty()) {
        return true;
    }
    const auto& [name, value] = change.args.back();
    const bool twice = std::ranges::count(change.args, name, [](const auto& arg) { return arg.first; }) > 1;
    const scenarios::ChangeForm& form =
        change.event ? scenarios::find_event_verb(change.kind)->form : scenarios::find_measure_kind(change.kind)->form;
    const scenarios::Argument* argument = form.find(name);
    return !twice && value != "1 " && (!value.empty() || (argument != nullptr && argument->required));
}

} // namespace

class TestChangePanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongOnesAreRefused_data();
    void wrongOnesAreRefused();
    void rightOnesAreGiven_data();
    void rightOnesAreGiven();
    void fieldsComeFromTheRow();
    void reasonsAreInTheLanguageOfTheWindow();
    void picturesFillIn();
    void eventsMayNameWhatMeasuresAdd();
    void tellsWhatItCostsAndReaches();
    void streetIsCutAcross();
    void wrongValuesAreToldInTheirField();
    void changesOneThatIsThere();
    void staysOpenForAnother();

private:
    std::shared_ptr<app::LoadedCity> city_ = std::make_shared<app::LoadedCity>();
    std::vector<TypedChange> wrong_;
    std::vector<TypedChange> right_;
};

void TestChangePanel::initTestCase() {
    qRegisterMetaType<scenarios::Measure>();
    qRegisterMetaType<scenarios::TimedEvent>();
    gis::City city = gis::generate_loom_bay(1);
    city_->networks = std::make_shared<const gis::Networks>(gis::derive_networks(city));
    city_->city = std::make_shared<const gis::City>(std::move(city));
    tests::ChangesByRow rows{{*city_->city, *city_->networks}};
    for (TypedChange& change : rows.wrong()) {
        if (canBeTyped(change)) {
            wrong_.push_back(std::move(change));
        }
    }
    right_ = rows.right();
    QVERIFY(wrong_.size() >= 200);
}

void TestChangePanel::wrongOnesAreRefused_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
        QTest::newRow(wrong_[i].name.c_str()) << static_cast<int>(i);
    }
}

void TestChangePanel::wrongOnesAreRefused() {
    QFETCH(int, index);
    const TypedChange& change = wrong_[static_cast<std::size_t>(index)];
    Form form{city_, change.event};
    if (!form.fill(change)) { // an argument that the form does not have, a choice that is none
        const auto& [name, value] = change.args.back();
        QVERIFY(!form.panel().text().contains(QString::fromStdString(name + "=" + value)));
        return;
    }
    form.give();
    QCOMPARE(form.given(), qsizetype{0});
    QVERIFY(form.panel().isVisible());
    for (const std::string& part : change.says) {
        QVERIFY2(form.panel().problem().contains(QString::fromStdString(part)),
                 qPrintable(QString::fromStdString(part) + " | " + form.panel().problem()));
    }
}

void TestChangePanel::rightOnesAreGiven_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < right_.size(); ++i) {
        QTest::newRow(right_[i].name.c_str()) << static_cast<int>(i);
    }
}

void TestChangePanel::rightOnesAreGiven() {
    QFETCH(int, index);
    const TypedChange& change = right_[static_cast<std::size_t>(index)];
    Form form{city_, change.event};
    QVERIFY(form.fill(change));
    const QString text = form.panel().text();
    form.give();
    QVERIFY2(form.given() == 1, qPrintable(form.panel().problem()));
    QVERIFY(!form.panel().isVisible());
    QVERIFY(change.event ? scenarios::parse_event(text.toStdString()).has_value()
                         : scenarios::parse_measure(text.toStdString()).has_value());
}

void TestChangePanel::fieldsComeFromTheRow() {
    Form form{city_, false};
    form.panel().chooseKind("charger");
    const auto boxes = form.panel().findChildren<app::NumberBox*>();
    QCOMPARE(boxes.size(), 3);
    const auto named = [&](const QString& name) {
        for (app::NumberBox* box : boxes) {
            if (box->accessibleName() == name) {
                return box;
            }
        }
        return static_cast<app::NumberBox*>(nullptr);
    };
    app::NumberBox* points = named("charging points");
    QVERIFY(points != nullptr);
    QCOMPARE(points->findChild<QLineEdit*>()->placeholderText(), QString{"2"});
    QVERIFY(points->toolTip().contains("from 1 to 100"));
    points->stepUp(); // from what holds without a value
    QCOMPARE(points->text(), QString{"3"});
    points->setText("100");
    points->stepUp();
    QCOMPARE(points->text(), QString{"100"});
    points->setText("500"); // typed: kept as it is, and refused
    QCOMPARE(points->text(), QString{"500"});
    QVERIFY(form.panel().setArgument("direction", "backward"));
    QVERIFY(form.panel().text().contains("direction=backward"));
    QVERIFY(form.panel().setArgument("direction", "both")); // holds without being said
    QVERIFY(!form.panel().text().contains("direction"));
}

void TestChangePanel::reasonsAreInTheLanguageOfTheWindow() {
    const QLocale before;
    QLocale::setDefault(QLocale{QLocale::Chinese, QLocale::China});
    {
        Form form{city_, false};
        form.fill({.kind = "connected", .args = {{"share", "1.5"}}});
        form.give();
        QVERIFY(form.panel().problem().contains("share=1.5"));
        QVERIFY(form.panel().problem().contains(QStringLiteral("允许：0 至 1")));
        QCOMPARE(app::measureText({"connected", {{"share", "0.5"}}}),
                 QStringLiteral("配备车载单元的车辆比例: 比例 0.5"));
    }
    QLocale::setDefault(before);
    QCOMPARE(app::measureText({"connected", {{"share", "0.5"}}}),
             QStringLiteral("Share of vehicles with a V2X radio: share 0.5"));
    QCOMPARE(app::measureText({"of tomorrow", {{"x", "1"}}}), QStringLiteral("of tomorrow: x 1"));
}

void TestChangePanel::picturesFillIn() {
    const auto& roads = city_->networks->roads;
    const auto street = std::ranges::find(city_->city->streets, roads.edges[0].street_id, &gis::Street::id);
    const render::ObjectRef object{&traffic::kStreet,
                                   static_cast<std::uint32_t>(street - city_->city->streets.begin()),
                                   street->id,
                                   {12.0, 34.0, 0.0}};
    const QString id = QString::number(street->id);
    Form form{city_, false};
    form.panel().takeObject(object);
    QCOMPARE(form.panel().text(), QStringLiteral("close,street=%1").arg(id));
    form.panel().chooseKind("rsu"); // another kind takes what it can of the same thing
    QVERIFY(form.panel().text().startsWith("rsu,x="));
    form.panel().chooseKind("signal"); // a street is no signal
    QCOMPARE(form.panel().text(), QStringLiteral("signal"));
    form.panel().takeObject({&traffic::kSignal, 1, 0, {}});
    QCOMPARE(form.panel().text(), "signal,controller=" + QString::fromStdString(roads.controllers[1].key));
    Form event{city_, true};
    event.panel().takeObject(object);
    QCOMPARE(event.panel().text(), QStringLiteral("08:00,fail,asset=street/%1").arg(id));
}

void TestChangePanel::eventsMayNameWhatMeasuresAdd() {
    const auto& chargers = city_->networks->roads.chargers;
    std::size_t highest = 0;
    for (const auto& charger : chargers) {
        highest = std::max<std::size_t>(highest, std::stoul(charger.key.substr(charger.key.find("/C") + 2)));
    }
    const std::string id = std::to_string(city_->networks->roads.edges[0].street_id);
    const TypedChange change{
        .event = true, .time = "08:00", .kind = "fail", .args = {{"asset", "charger/C" + std::to_string(highest + 1)}}};
    Form without{city_, true};
    without.fill(change);
    without.give();
    QCOMPARE(without.given(), qsizetype{0});
    Form with{city_, true, {{"charger", {{"street", id}}}}};
    with.fill(change);
    with.give();
    QVERIFY2(with.given() == 1, qPrintable(with.panel().problem()));
}

void TestChangePanel::tellsWhatItCostsAndReaches() {
    const auto& building = city_->networks->dependencies.buildings[0];
    const render::ObjectRef there{&render::kGround, 0, 0, {building.at.x_m, building.at.y_m, 0.0}};
    Form form{city_, false};
    form.panel().chooseKind("rsu");
    QVERIFY(form.panel().cost().isEmpty()); // it stands nowhere yet
    double people = 0.0;
    for (const auto& b : city_->networks->dependencies.buildings) {
        people += distance_m(b.at, building.at) <= 400.1 ? static_cast<double>(b.people) : 0.0;
    }
    const QString told = form.panel().preview(there);
    QVERIFY2(told.contains("Add a roadside unit") && told.contains("fed by ") && told.contains("€"), qPrintable(told));
    const QString reach = told.split('\n')[2];
    QVERIFY2(std::abs(reach.section(' ', 2, 2).toDouble() - people) < 0.01 * people + 1.0, qPrintable(reach));
    QVERIFY(form.panel().text() == "rsu"); // pointing changes nothing
    form.panel().takeObject(there);
    const QString two_points = form.panel().cost();
    QVERIFY(!two_points.isEmpty());
    form.panel().chooseKind("charger");
    form.panel().setArgument("street", QString::number(city_->networks->roads.edges[0].street_id));
    form.panel().setArgument("points", "2");
    const QString cost = form.panel().cost();
    form.panel().setArgument("points", "20");
    QVERIFY(!cost.isEmpty() && form.panel().cost() != cost);
    form.panel().chooseKind("workzone");
    form.panel().setArgument("street", QString::number(city_->networks->roads.edges[0].street_id));
    QVERIFY(form.panel().cost().startsWith("No price is known"));
}

/// The street cut across: as it is, as it will be, changed by clicks on the drawing; other kinds only show.
void TestChangePanel::streetIsCutAcross() {
    const auto& streets = city_->city->streets;
    const auto wide = std::ranges::find_if(streets, [](const gis::Street& s) {
        return s.oneway == 0 && s.lanes_forward == 2 && s.lanes_backward == 2 && !s.closed_to_cars;
    });
    QVERIFY(wide != streets.end());
    Form form{city_, false};
    app::ChangePanel& panel = form.panel();
    panel.resize(330, 600);
    auto* section = panel.findChild<app::SectionView*>();
    panel.chooseKind("lanes");
    QVERIFY(!section->isVisible()); // of no street yet
    panel.setArgument("street", QString::number(wide->id));
    QTRY_VERIFY(section->isVisible());
    QCOMPARE(section->sections()->now.lanes.size(), 4U);
    QVERIFY(section->sections()->now == section->sections()->then);
    // Traffic keeps right: the lanes against the nodes lie on the left.
    QVERIFY(!city_->city->place.left_hand_traffic);
    QVERIFY(section->sections()->now.lanes[0].backward && !section->sections()->now.lanes[3].backward);
    QTest::mouseClick(section, Qt::LeftButton, {}, section->plusRect(false).center());
    QCOMPARE(panel.text().section(QStringLiteral("forward="), 1), QStringLiteral("3,street=%1").arg(wide->id));
    QCOMPARE(section->sections()->then.count(false), 3U);
    QTest::mouseClick(section, Qt::LeftButton, {}, section->laneRect(0).center()); // it turns round
    QCOMPARE(section->sections()->then.count(true), 1U);
    QCOMPARE(section->sections()->then.count(false), 4U);
    const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
    if (!out.isEmpty()) {
        QTest::qWait(300);
        panel.grab().save(out + QStringLiteral("/section.png"));
    }
    for (int k = 0; k < 10; ++k) { // never to none
        QTest::mouseClick(section, Qt::RightButton, {}, section->laneRect(0).center());
    }
    QCOMPARE(section->sections()->then.lanes.size(), 1U);
    for (int k = 0; k < 20; ++k) { // nor to more than a direction may have
        QTest::mouseClick(section, Qt::LeftButton, {}, section->plusRect(false).center());
    }
    QCOMPARE(section->sections()->then.count(false), 8U);

    panel.chooseKind("close");
    panel.setArgument("street", QString::number(wide->id));
    panel.setArgument("direction", "backward");
    QTRY_VERIFY(section->isVisible() && !section->sections()->then.lanes[0].open);
    QVERIFY(section->sections()->then.lanes[3].open && section->sections()->now.lanes[0].open);
    panel.chooseKind("workzone");
    panel.setArgument("street", QString::number(wide->id));
    panel.setArgument("direction", "forward");
    QTRY_COMPARE(section->sections()->then.count(false), 1U);
    QVERIFY(section->sections()->then.lanes.back().open);
    panel.setArgument("lanes", "2"); // all of them
    QTRY_VERIFY(!section->sections()->then.lanes.back().open);
    QVERIFY(section->sections()->then.lanes[0].open);
    panel.chooseKind("connected"); // about no street
    QTRY_VERIFY(!section->isVisible());
}

void TestChangePanel::wrongValuesAreToldInTheirField() {
    Form form{city_, false};
    form.panel().chooseKind("connected");
    const auto told = [&] {
        for (QLabel* label : form.panel().findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().startsWith(QStringLiteral("⚠"))) {
                return label->text();
            }
        }
        return QString{};
    };
    QVERIFY(told().isEmpty());
    form.panel().setArgument("share", "1.5");
    QTRY_COMPARE(told(), QStringLiteral("⚠ Allowed: 0 to 1"));
    form.panel().setArgument("share", "0.5");
    QTRY_VERIFY(told().isEmpty());
}

void TestChangePanel::changesOneThatIsThere() {
    Form form{city_, false};
    const scenarios::Measure measure{"demand", {{"factor", "1.25"}}};
    form.panel().edit(measure);
    QCOMPARE(form.panel().text().toStdString(), scenarios::format_measure(measure));
    form.give();
    QCOMPARE(form.given(), qsizetype{1});
    Form event{city_, true};
    const auto& bus = city_->networks->power.buses[1].key;
    event.panel().edit(scenarios::TimedEvent{9 * kHourUs, "fail", {{"asset", bus}}});
    QCOMPARE(event.panel().text().toStdString(), "09:00,fail,asset=" + bus);
}

void TestChangePanel::staysOpenForAnother() {
    Form form{city_, false};
    form.panel().chooseKind("rsu");
    form.panel().takeObject({&render::kGround, 0, 0, {10.0, 20.0, 0.0}});
    form.panel().findChild<QCheckBox*>()->setChecked(true);
    form.give();
    QCOMPARE(form.given(), qsizetype{1});
    QVERIFY(form.panel().isVisible());
    QCOMPARE(form.panel().text(), QStringLiteral("rsu"));
}

QTEST_MAIN(TestChangePanel)
#include "tst_change_panel.moc"
