// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/edit/change_dialog.h"

#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/icons.h"
#include "sim/engine/asset.h"

namespace cityloom::app {

namespace {

bool needsMap(const scenarios::KindInfo& kind) {
    for (const std::string_view need : kind.needs) {
        if (need == "street" || need == "asset" || need == "controller" || need == "x") {
            return true;
        }
    }
    return false;
}

} // namespace

ChangeDialog::ChangeDialog(What what, std::shared_ptr<const LoadedCity> city, QWidget* parent)
    : QDialog{parent, Qt::Tool}, what_{what}, city_{std::move(city)} {
    setWindowTitle(what == What::Measure ? tr("Add a measure") : tr("Add an event"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(360);
    auto* column = new QVBoxLayout{this};
    kind_ = new QComboBox{this};
    kind_->setAccessibleName(tr("Kind"));
    for (const scenarios::KindInfo& info :
         what == What::Measure ? scenarios::measure_kinds() : scenarios::event_kinds()) {
        kind_->addItem(kindWord(std::string{info.kind}),
                       QString::fromUtf8(info.kind.data(), static_cast<qsizetype>(info.kind.size())));
    }
    help_ = new QLabel{this};
    help_->setWordWrap(true);
    help_->setForegroundRole(QPalette::PlaceholderText);
    form_ = new QFormLayout;
    problem_ = new QLabel{this};
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

void ChangeDialog::rebuild() {
    const QString at = time_ != nullptr ? time_->text() : QStringLiteral("08:00");
    while (form_->rowCount() > 0) {
        form_->removeRow(0);
    }
    arguments_.clear();
    problem_->hide();
    const auto& kinds = what_ == What::Measure ? scenarios::measure_kinds() : scenarios::event_kinds();
    const scenarios::KindInfo& info = kinds[static_cast<std::size_t>(std::max(0, kind_->currentIndex()))];
    const bool map = needsMap(info);
    help_->setText(map ? tr("Fill in what is needed, or pick it on the map.")
                       : tr("Fill in what is needed; what is marked optional may stay empty."));
    if (what_ == What::Event) {
        time_ = new QLineEdit{at, this};
        time_->setAccessibleName(tr("Time"));
        form_->addRow(tr("Time"), time_);
    }
    const auto add = [&](std::string_view name, bool needed) {
        auto* edit = new QLineEdit{this};
        const QString word = argumentWord(std::string{name});
        edit->setAccessibleName(word);
        edit->setPlaceholderText(needed ? tr("needed") : tr("optional"));
        if (name == "asset" || name == "controller") {
            QStringList keys;
            for (const std::string& key : engine::asset_keys(*city_->networks)) {
                if (name == "asset" || key.starts_with("signal/")) {
                    keys << QString::fromStdString(key);
                }
            }
            auto* completer = new QCompleter{keys, edit};
            completer->setFilterMode(Qt::MatchContains);
            edit->setCompleter(completer);
        }
        form_->addRow(word, edit);
        arguments_[std::string{name}] = edit;
    };
    for (const std::string_view name : info.needs) {
        add(name, true);
    }
    for (const std::string_view name : info.may) {
        add(name, false);
    }
    if (map) {
        auto* pick = new QPushButton{icon(QStringLiteral("pick")), tr("Pick on the map"), this};
        connect(pick, &QPushButton::clicked, this, &ChangeDialog::pickRequested);
        form_->addRow(QString{}, pick);
    }
}

void ChangeDialog::setTime(TimeUs at) {
    if (time_ != nullptr) {
        time_->setText(QString::fromStdString(scenarios::format_clock(at)));
    }
}

void ChangeDialog::chooseKind(const std::string& kind) {
    kind_->setCurrentIndex(std::max(0, kind_->findData(QString::fromStdString(kind))));
}

void ChangeDialog::setArgument(const std::string& name, const QString& value) {
    if (const auto found = arguments_.find(name); found != arguments_.end()) {
        found->second->setText(value);
    }
}

void ChangeDialog::takeObject(const render::ObjectRef& object) {
    using render::ObjectKind;
    const auto& n = *city_->networks;
    if (object.kind == ObjectKind::Street) {
        const QString id = QString::number(city_->city->streets[object.index].id);
        setArgument("street", id);
        setArgument("asset", QStringLiteral("street/") + id);
    } else if (object.kind == ObjectKind::Bus) {
        setArgument("asset", QString::fromStdString(n.power.buses[object.index].key));
    } else if (object.kind == ObjectKind::WaterNode) {
        setArgument("asset", QString::fromStdString(n.water.nodes[object.index].key));
    } else if (object.kind == ObjectKind::Site) {
        setArgument("asset", QString::fromStdString(n.telecom.sites[object.index].key));
    } else if (object.kind == ObjectKind::Charger && object.index < n.roads.chargers.size()) {
        setArgument("asset", QString::fromStdString(n.roads.chargers[object.index].key));
    } else if (object.kind == ObjectKind::Controller) {
        setArgument("asset", QString::fromStdString(n.roads.controllers[object.index].key));
        setArgument("controller", QString::fromStdString(n.roads.controllers[object.index].key));
    }
    if (object.kind != ObjectKind::None) {
        // Scenarios hold places in the project CRS, as the command line does.
        const gis::GeoReference& place = city_->city->place;
        setArgument("x", QString::number(object.at.x_m + static_cast<double>(place.origin_x_m), 'f', 1));
        setArgument("y", QString::number(object.at.y_m + static_cast<double>(place.origin_y_m), 'f', 1));
    }
    raise();
    activateWindow();
}

QString ChangeDialog::text() const {
    QString all =
        (time_ != nullptr ? time_->text().trimmed() + QLatin1Char{','} : QString{}) + kind_->currentData().toString();
    for (const auto& [name, edit] : arguments_) {
        if (!edit->text().trimmed().isEmpty()) {
            all += QStringLiteral(",%1=%2").arg(QString::fromStdString(name), edit->text().trimmed());
        }
    }
    return all;
}

void ChangeDialog::tryAccept() {
    const std::string all = text().toStdString();
    const auto refuse = [this](const Error& error) {
        problem_->setText(QString::fromStdString(error.message));
        problem_->show();
    };
    if (what_ == What::Measure) {
        const auto measure = scenarios::parse_measure(all);
        if (!measure) {
            refuse(measure.error());
            return;
        }
        Q_EMIT measureGiven(*measure);
    } else {
        const auto event = scenarios::parse_event(all);
        if (!event) {
            refuse(event.error());
            return;
        }
        Q_EMIT eventGiven(*event);
    }
    accept();
}

} // namespace cityloom::app
