// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/edit/change_dialog.h"

#include "sim/engine/catalogue.h"
#include "sim/traffic/rows.h"

#include <algorithm>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "scenarios/measure/check.h"

namespace cityloom::app {

namespace {

using scenarios::ArgumentType;

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

ChangeDialog::ChangeDialog(What what, std::shared_ptr<const LoadedCity> base, std::vector<scenarios::Measure> before,
                           QWidget* parent)
    : QDialog{parent, Qt::Tool}, what_{what}, city_{std::move(base)}, shown_{city_}, before_{std::move(before)} {
    setWindowTitle(what == What::Measure ? tr("Add a measure") : tr("Add an event"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(360);
    auto* column = new QVBoxLayout{this};
    kind_ = new QComboBox{this};
    kind_->setAccessibleName(tr("Kind"));
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
    help_ = new QLabel{this};
    help_->setWordWrap(true);
    help_->setForegroundRole(QPalette::PlaceholderText);
    form_ = new QFormLayout;
    problem_ = plainLabel(this);
    problem_->setWordWrap(true);
    problem_->hide();
    buttons_ = new QDialogButtonBox{QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this};
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("Add"));
    column->addWidget(kind_);
    column->addWidget(help_);
    column->addLayout(form_);
    column->addWidget(problem_);
    column->addStretch(1);
    column->addWidget(buttons_);
    connect(kind_, &QComboBox::currentIndexChanged, this, &ChangeDialog::rebuild);
    connect(buttons_, &QDialogButtonBox::accepted, this, &ChangeDialog::tryAccept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    rebuild();
}

const scenarios::ChangeForm& ChangeDialog::form() const {
    const auto index = static_cast<std::size_t>(std::max(0, kind_->currentIndex()));
    return what_ == What::Measure ? scenarios::measure_kinds()[index].form : scenarios::event_verbs()[index].form;
}

void ChangeDialog::rebuild() {
    const QString at = time_ != nullptr ? time_->text() : QStringLiteral("08:00");
    while (form_->rowCount() > 0) {
        form_->removeRow(0);
    }
    fields_.clear();
    problem_->clear();
    problem_->hide();
    const bool map = std::ranges::any_of(form().arguments, isOnTheMap);
    const QString how = map ? tr("Fill in what is needed, or pick it on the map.")
                            : tr("Fill in what is needed; of the rest the grey value holds.");
    help_->setText(QStringLiteral("%1 %2").arg(words(form().help), how));
    if (what_ == What::Event) {
        time_ = new QLineEdit{at, this};
        time_->setAccessibleName(words(scenarios::event_time().words));
        form_->addRow(words(scenarios::event_time().words), time_);
    }
    for (const scenarios::Argument& argument : form().arguments) {
        const ArgumentField field{argument, *city_, this};
        form_->addRow(label(argument), field.widget());
        fields_.emplace(argument.name, field);
    }
    if (map) {
        auto* pick = new QPushButton{icon(QStringLiteral("pick")), tr("Pick on the map"), this};
        connect(pick, &QPushButton::clicked, this, &ChangeDialog::pickRequested);
        form_->addRow(QString{}, pick);
    }
    fillIn();
}

void ChangeDialog::setTime(const QString& text) {
    if (time_ != nullptr) {
        time_->setText(text);
    }
}

void ChangeDialog::chooseKind(const std::string& kind) {
    kind_->setCurrentIndex(std::max(0, kind_->findData(QString::fromStdString(kind))));
}

bool ChangeDialog::setArgument(const std::string& name, const QString& value) {
    const auto found = fields_.find(name);
    return found != fields_.end() && found->second.setText(value);
}

void ChangeDialog::takeObject(const render::ObjectRef& object) {
    object_ = object;
    fillIn();
    raise();
    activateWindow();
}

void ChangeDialog::fillIn() {
    if (!object_ || object_->kind == nullptr) {
        return;
    }
    const QString key = keyOf(*shown_, *object_);
    const gis::GeoReference& place = city_->city->place; // scenarios hold places in the project CRS
    const auto metres = [](double inside, std::int64_t origin) {
        return QString::number(inside + static_cast<double>(origin), 'f', 1);
    };
    for (const scenarios::Argument& argument : form().arguments) {
        ArgumentField& field = fields_.at(std::string{argument.name});
        switch (argument.type) {
        case ArgumentType::Street:
            if (object_->is(traffic::kStreet) && !key.isEmpty()) {
                field.setText(key.section(QLatin1Char{'/'}, 1));
            }
            break;
        case ArgumentType::Asset:
            if (!key.isEmpty() && !scenarios::check_value(argument, key.toStdString())) {
                field.setText(key);
            }
            break;
        case ArgumentType::PlaceX:
            field.setText(metres(object_->at.x_m, place.origin_x_m));
            break;
        case ArgumentType::PlaceY:
            field.setText(metres(object_->at.y_m, place.origin_y_m));
            break;
        default:
            break;
        }
    }
}

std::map<std::string, std::string> ChangeDialog::arguments() const {
    std::map<std::string, std::string> given;
    for (const auto& [name, field] : fields_) {
        if (const QString value = field.text(); !value.isEmpty()) {
            given.emplace(name, value.toStdString());
        }
    }
    return given;
}

QString ChangeDialog::text() const {
    QString all =
        (time_ != nullptr ? time_->text().trimmed() + QLatin1Char{','} : QString{}) + kind_->currentData().toString();
    for (const auto& [name, value] : arguments()) {
        all += QStringLiteral(",%1=%2").arg(utf8(name), utf8(value));
    }
    return all;
}

QString ChangeDialog::problem() const {
    return problem_->text();
}

scenarios::Check ChangeDialog::checkAndGive() {
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

void ChangeDialog::tryAccept() {
    if (const auto wrong = checkAndGive()) {
        problem_->setText(QString::fromStdString(wrong->message_in(language())));
        problem_->show();
        return;
    }
    problem_->clear();
    accept();
}

} // namespace cityloom::app
