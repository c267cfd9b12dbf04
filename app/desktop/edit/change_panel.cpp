// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/edit/change_panel.h"

#include <algorithm>
#include <span>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include "app/desktop/edit/section_view.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "scenarios/compare/measure_cost.h"
#include "scenarios/measure/check.h"
#include "scenarios/measure/cross_section.h"
#include "scenarios/measure/preview.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/rows.h"

namespace cityloom::app {

namespace {

using scenarios::ArgumentType;

constexpr int kTypedMs = 150; // after the last key: then it is told what is wrong, and what it costs

bool isOnTheMap(const scenarios::Argument& argument) {
    return argument.type == ArgumentType::Street || argument.type == ArgumentType::Asset ||
           argument.type == ArgumentType::PlaceX;
}

/// "speed past it (km/h)".
QString label(const scenarios::Argument& argument) {
    return argument.unit.empty() ? words(argument.words)
                                 : QStringLiteral("%1 (%2)").arg(words(argument.words), utf8(argument.unit));
}

/// The key of a thing in the picture; empty: it has none.
QString keyOf(const LoadedCity& city, const render::ObjectRef& object) {
    if (object.kind == nullptr || object.kind->view == nullptr) {
        return {};
    }
    const bool street = object.is(traffic::kStreet);
    const engine::AssetRef asset{object.kind, street ? object.id : object.index};
    const bool there = street ? object.index < city.city->streets.size() : engine::asset_exists(*city.networks, asset);
    return there ? QString::fromStdString(object.kind->view(*city.networks, asset.index).key) : QString{};
}

} // namespace

ChangePanel::ChangePanel(What what, std::shared_ptr<const LoadedCity> base, std::vector<scenarios::Measure> before,
                         QWidget* parent)
    : QWidget{parent},
      what_{what},
      city_{std::move(base)},
      shown_{city_},
      before_{std::move(before)},
      prices_{scenarios::default_appraisal()},
      place_{scenarios::appraisal_context(*city_->networks)} {
    setWindowTitle(what == What::Measure ? tr("Add a measure") : tr("Add an event"));
    auto* column = new QVBoxLayout{this};
    kind_ = new QComboBox{this};
    kind_->setAccessibleName(tr("Kind"));
    kind_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    const auto add = [this](const auto& kinds) {
        for (const auto& kind : kinds) {
            kind_->addItem(words(kind.form.words), utf8(kind.form.id));
        }
    };
    if (what == What::Measure) {
        add(scenarios::measure_kinds());
    } else {
        add(scenarios::event_verbs());
    }
    const auto line = [this] {
        QLabel* label = plainLabel(this);
        label->setWordWrap(true);
        label->hide();
        return label;
    };
    help_ = line();
    help_->setForegroundRole(QPalette::PlaceholderText);
    help_->show();
    form_ = new QFormLayout;
    form_->setRowWrapPolicy(QFormLayout::WrapLongRows);
    section_ = new SectionView{this};
    connect(section_, &SectionView::lanesAsked, this, [this](unsigned forward, unsigned backward) {
        setArgument("forward", QString::number(forward));
        setArgument("backward", QString::number(backward));
        tellAsTyped();
    });
    told_ = line();
    told_->setAccessibleName(tr("What it does and costs"));
    problem_ = line();
    another_ = new QCheckBox{tr("Add another"), this};
    buttons_ = new QDialogButtonBox{QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this};
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("Add"));
    auto* frame = new QScrollArea{this}; // the buttons stay in sight
    frame->setFrameShape(QFrame::NoFrame);
    frame->setWidgetResizable(true);
    frame->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    frame->setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget{frame};
    auto* rows = new QVBoxLayout{inside};
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addWidget(kind_);
    rows->addWidget(help_);
    rows->addLayout(form_);
    rows->addWidget(section_);
    rows->addWidget(told_);
    rows->addWidget(problem_);
    rows->addStretch(1);
    frame->setWidget(inside);
    column->addWidget(frame, 1);
    auto* below = new QHBoxLayout;
    below->addWidget(another_, 1);
    below->addWidget(buttons_);
    column->addLayout(below);
    typed_.setSingleShot(true);
    typed_.setInterval(kTypedMs);
    connect(&typed_, &QTimer::timeout, this, &ChangePanel::tellAsTyped);
    connect(kind_, &QComboBox::currentIndexChanged, this, &ChangePanel::rebuild);
    connect(buttons_, &QDialogButtonBox::accepted, this, &ChangePanel::tryAccept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &ChangePanel::closed);
    auto* away = new QShortcut{Qt::Key_Escape, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut};
    connect(away, &QShortcut::activated, this, &ChangePanel::closed);
    auto* give = new QShortcut{Qt::Key_Return, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut};
    connect(give, &QShortcut::activated, this, &ChangePanel::tryAccept);
    rebuild();
}

void ChangePanel::editing(const std::string& kind, const Arguments& given) {
    object_.reset();
    chooseKind(kind);
    for (const auto& [name, value] : given) {
        setArgument(name, utf8(value));
    }
    another_->hide();
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("Change"));
    tellAsTyped();
}

void ChangePanel::edit(const scenarios::Measure& measure) {
    setWindowTitle(tr("Change the measure"));
    editing(measure.kind, measure.args);
}

void ChangePanel::edit(const scenarios::TimedEvent& event) {
    setWindowTitle(tr("Change the event"));
    editing(event.kind, event.args);
    setTime(utf8(scenarios::format_clock(event.at)));
}

const scenarios::ChangeForm& ChangePanel::form() const {
    const auto index = static_cast<std::size_t>(std::max(0, kind_->currentIndex()));
    return what_ == What::Measure ? scenarios::measure_kinds()[index].form : scenarios::event_verbs()[index].form;
}

void ChangePanel::rebuild() {
    const QString at = time_ != nullptr ? time_->text() : QStringLiteral("08:00");
    while (form_->rowCount() > 0) {
        form_->removeRow(0);
    }
    fields_.clear();
    refused_.clear();
    problem_->hide();
    const bool map = wantsPicture();
    const QString how = map ? tr("Fill in what is needed, or pick it on the map.")
                            : tr("Fill in what is needed; of the rest the grey value holds.");
    help_->setText(QStringLiteral("%1 %2").arg(words(form().help), how));
    if (what_ == What::Event) {
        time_ = new QLineEdit{at, this};
        time_->setAccessibleName(words(scenarios::event_time().words));
        form_->addRow(words(scenarios::event_time().words), time_);
    }
    const auto changed = [this] { typed_.start(); };
    for (const scenarios::Argument& argument : form().arguments) {
        const ArgumentField field{argument, *city_, this};
        form_->addRow(label(argument), field.box());
        field.whenChanged(this, changed);
        fields_.emplace(argument.name, field);
    }
    if (map) {
        auto* pick = new QPushButton{icon(QStringLiteral("pick")), tr("Pick on the map"), this};
        connect(pick, &QPushButton::clicked, this, &ChangePanel::pickRequested);
        form_->addRow(QString{}, pick);
    }
    fillIn();
    tellAsTyped();
    if (map && isVisible()) {
        Q_EMIT pickRequested(); // a tool that is chosen is in the hand
    }
}

bool ChangePanel::wantsPicture() const {
    return std::ranges::any_of(form().arguments, isOnTheMap);
}

void ChangePanel::setTime(const QString& text) {
    if (time_ != nullptr) {
        time_->setText(text);
    }
}

void ChangePanel::chooseKind(const std::string& kind) {
    kind_->setCurrentIndex(std::max(0, kind_->findData(QString::fromStdString(kind))));
}

bool ChangePanel::setArgument(const std::string& name, const QString& value) {
    const auto found = fields_.find(name);
    return found != fields_.end() && found->second.setText(value);
}

void ChangePanel::takeObject(const render::ObjectRef& object) {
    object_ = object;
    fillIn();
}

std::map<std::string, QString> ChangePanel::taken(const render::ObjectRef& object) const {
    std::map<std::string, QString> values;
    if (object.kind == nullptr) {
        return values;
    }
    const QString key = keyOf(*shown_, object);
    const gis::GeoReference& place = city_->city->place; // scenarios hold places in the project CRS
    const auto metres = [](double inside, std::int64_t origin) {
        return QString::number(inside + static_cast<double>(origin), 'f', 1);
    };
    for (const scenarios::Argument& argument : form().arguments) {
        const std::string name{argument.name};
        switch (argument.type) {
        case ArgumentType::Street:
            if (object.is(traffic::kStreet) && !key.isEmpty()) {
                values[name] = key.section(QLatin1Char{'/'}, 1);
            }
            break;
        case ArgumentType::Asset:
            if (!key.isEmpty() && !scenarios::check_value(argument, key.toStdString())) {
                values[name] = key;
            }
            break;
        case ArgumentType::PlaceX:
            values[name] = metres(object.at.x_m, place.origin_x_m);
            break;
        case ArgumentType::PlaceY:
            values[name] = metres(object.at.y_m, place.origin_y_m);
            break;
        default:
            break;
        }
    }
    return values;
}

void ChangePanel::fillIn() {
    if (object_) {
        for (const auto& [name, value] : taken(*object_)) {
            fields_.at(name).setText(value);
        }
    }
}

QString ChangePanel::preview(const render::ObjectRef& object) const {
    const auto values = taken(object);
    QStringList lines{words(form().words)};
    if (values.empty()) {
        return lines.front() + QStringLiteral("\n") +
               tr("Nothing here fits. Point at a street or an asset of its kind.");
    }
    Arguments given = arguments();
    for (const auto& [name, value] : values) {
        given[name] = value.toStdString();
    }
    lines << consequences(given);
    if (const QString money = costOf(given); !money.isEmpty()) {
        lines << money;
    }
    return lines.join(QLatin1Char{'\n'});
}

QStringList ChangePanel::consequences(const Arguments& given) const {
    QStringList lines;
    if (what_ == What::Measure) {
        for (const scenarios::Text& text :
             scenarios::preview_measure({std::string{form().id}, given}, {*city_->city, *city_->networks})) {
            lines << utf8(text.in(language()));
        }
    } else if (const auto asset = given.find("asset"); asset != given.end()) {
        lines << utf8(asset->second);
    }
    return lines;
}

QString ChangePanel::costOf(const Arguments& given) const {
    const scenarios::Measure measure{std::string{form().id}, given};
    if (what_ == What::Event || scenarios::check_measure(measure)) {
        return {};
    }
    if (scenarios::find_measure_kind(measure.kind)->costs.empty()) {
        return tr("No price is known for this kind: comparisons count it as free.");
    }
    scenarios::Cents capital = 0;
    scenarios::Cents upkeep = 0;
    std::string grade;
    for (const scenarios::CostLine& line : scenarios::cost_lines(std::span{&measure, 1}, place_, prices_)) {
        capital += line.capital;
        upkeep += line.upkeep_a_year;
        grade = std::max(grade, line.confidence);
    }
    const auto euro = [](scenarios::Cents cents) { return figure(static_cast<double>(cents) / 100.0, 0); };
    return tr("About %1 € to build and %2 € a year to keep, in prices of %3 (source grade %4)")
        .arg(euro(capital), euro(upkeep), QString::number(prices_.value("price_year"), 'f', 0), utf8(grade));
}

QString ChangePanel::cost() const {
    return costOf(arguments());
}

/// What is wrong stands below its field as soon as it is there; what is only missing is not told before it is given.
void ChangePanel::tellAsTyped() {
    const scenarios::CityView view{*city_->city, *city_->networks};
    bool good = true;
    for (const scenarios::Argument& argument : form().arguments) {
        ArgumentField& field = fields_.at(std::string{argument.name});
        const std::string value = field.text().toStdString();
        auto wrong = value.empty() ? scenarios::Check{} : scenarios::check_value(argument, value);
        wrong = wrong || value.empty() || argument.type == ArgumentType::Asset // it may be one that a measure adds
                    ? wrong
                    : scenarios::check_value(argument, value, view);
        field.tell(wrong ? tr("Allowed: %1").arg(utf8(scenarios::allowed(argument, view).in(language()))) : QString{});
        good = good && !wrong;
    }
    const Arguments given = arguments();
    const bool lanes = form().find("forward") != nullptr && form().find("backward") != nullptr;
    section_->show(what_ == What::Measure ? scenarios::cross_sections({std::string{form().id}, given}, view, before_)
                                          : std::nullopt,
                   lanes);
    QStringList lines = good ? consequences(given) : QStringList{};
    if (const QString money = good ? costOf(given) : QString{}; !money.isEmpty()) {
        lines << money;
    }
    told_->setText(lines.join(QLatin1Char{'\n'}));
    told_->setVisible(!lines.isEmpty());
}

ChangePanel::Arguments ChangePanel::arguments() const {
    Arguments given;
    for (const auto& [name, field] : fields_) {
        if (const QString value = field.text(); !value.isEmpty()) {
            given.emplace(name, value.toStdString());
        }
    }
    return given;
}

QString ChangePanel::text() const {
    QString all =
        (time_ != nullptr ? time_->text().trimmed() + QLatin1Char{','} : QString{}) + kind_->currentData().toString();
    for (const auto& [name, value] : arguments()) {
        all += QStringLiteral(",%1=%2").arg(utf8(name), utf8(value));
    }
    return all;
}

scenarios::Check ChangePanel::checkAndGive() {
    const scenarios::CityView view{*city_->city, *city_->networks};
    const std::string kind{form().id};
    if (what_ == What::Measure) {
        const scenarios::Measure measure{kind, arguments()};
        if (auto wrong = scenarios::check_measure(measure, view, before_)) {
            return wrong;
        }
        Q_EMIT measureGiven(measure);
        return {};
    }
    const std::string at = time_->text().trimmed().toStdString();
    if (auto wrong = scenarios::check_value(scenarios::event_time(), at)) {
        return wrong;
    }
    const scenarios::TimedEvent event{*scenarios::parse_clock(at), kind, arguments()};
    if (auto wrong = scenarios::check_event(event, view, before_)) {
        return wrong;
    }
    Q_EMIT eventGiven(event);
    return {};
}

void ChangePanel::tryAccept() {
    tellAsTyped();
    if (const auto wrong = checkAndGive()) {
        refused_ = utf8(wrong->message_in(language()));
        QString shown = refused_; // "share=1.5 is …": the argument by its name in the form
        for (const scenarios::Argument& argument : form().arguments) {
            const QString written = utf8(argument.name) + QLatin1Char{'='};
            if (shown.startsWith(written)) {
                shown = words(argument.words) + QLatin1Char{' '} + shown.mid(written.size());
                fields_.at(std::string{argument.name}).widget()->setFocus();
                break;
            }
        }
        problem_->setText(shown);
        problem_->show();
        return;
    }
    refused_.clear();
    problem_->hide();
    if (another_->isVisible() && another_->isChecked()) {
        object_.reset();
        for (const scenarios::Argument& argument : form().arguments) {
            if (isOnTheMap(argument) || argument.type == ArgumentType::PlaceY) {
                fields_.at(std::string{argument.name}).setText({});
            }
        }
        if (wantsPicture()) {
            Q_EMIT pickRequested();
        }
        return;
    }
    Q_EMIT closed();
}

} // namespace cityloom::app
