// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/report_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "app/desktop/models/workspace.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/style/plain_text.h"

namespace cityloom::app {

namespace {

constexpr const char* kBase = "base";

QString shownName(const QString& scenario) {
    return scenario == QLatin1String{kBase} ? ReportDialog::tr("the city as it stands") : scenario;
}

} // namespace

ReportDialog::ReportDialog(Workspace& workspace, QWidget* parent) : QDialog{parent}, workspace_{workspace} {
    setWindowTitle(tr("Report"));
    setMinimumWidth(480);
    const auto combo = [this](const QString& name) {
        auto* box = new QComboBox{this};
        box->setAccessibleName(name);
        return box;
    };
    scenario_ = combo(tr("Scenario"));
    before_ = combo(tr("Compared with"));
    before_->addItem(tr("nothing: the scenario alone"), QString{});
    QStringList names{QString::fromLatin1(kBase)};
    for (const scenarios::Scenario& scenario : workspace.book().all()) {
        if (scenario.name != kBase) {
            names << QString::fromStdString(scenario.name);
        }
    }
    for (const QString& name : names) {
        scenario_->addItem(shownName(name), name);
        before_->addItem(shownName(name), name);
    }
    const QString active = QString::fromStdString(workspace.activeScenario());
    scenario_->setCurrentIndex(
        std::max(0, scenario_->findData(active.isEmpty() ? QString::fromLatin1(kBase) : active)));
    before_->setCurrentIndex(scenario_->currentData().toString() == QLatin1String{kBase} ? 0 : 1);
    language_ = combo(tr("Language"));
    language_->addItem(QStringLiteral("English"), false);
    language_->addItem(QStringLiteral("简体中文"), true);
    language_->setCurrentIndex(QLocale{}.language() == QLocale::Chinese ? 1 : 0);
    format_ = combo(tr("Format"));
    format_->addItem(tr("PDF, sheets of A4"), QStringLiteral("pdf"));
    format_->addItem(tr("HTML, one page in one file"), QStringLiteral("html"));
    run_ = new QCheckBox{tr("Run what has no result yet"), this};
    run_->setChecked(true);
    seeds_ = new QSpinBox{this};
    seeds_->setRange(1, 100);
    seeds_->setValue(5);
    seeds_->setAccessibleName(tr("Seeds"));
    hours_ = plainLabel(this);
    hours_->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(tr("Scenario"), scenario_);
    form->addRow(tr("Compared with"), before_);
    form->addRow(tr("Seeds"), seeds_);
    form->addRow(QString{}, run_);
    form->addRow(QString{}, hours_);
    form->addRow(tr("Language"), language_);
    form->addRow(tr("Format"), format_);
    auto* parts = new QGridLayout;
    const std::pair<scenarios::ReportParts, QString> all[] = {{scenarios::kReportMaps, tr("Maps")},
                                                              {scenarios::kReportDistricts, tr("Districts")},
                                                              {scenarios::kReportCharts, tr("Charts over the day")},
                                                              {scenarios::kReportMoney, tr("Money")},
                                                              {scenarios::kReportAssumptions, tr("Assumptions")},
                                                              {scenarios::kReportAudit, tr("Audit of the model")}};
    int at = 0;
    for (const auto& [part, name] : all) {
        auto* box = new QCheckBox{name, this};
        box->setChecked(true);
        parts->addWidget(box, at / 2, at % 2);
        parts_[part] = box;
        ++at;
    }
    form->addRow(tr("With"), parts);
    auto* buttons = new QDialogButtonBox{QDialogButtonBox::Save | QDialogButtonBox::Cancel, this};
    buttons->button(QDialogButtonBox::Save)->setText(tr("Choose where to keep it…"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout{this};
    column->addLayout(form);
    column->addWidget(buttons);
    for (QComboBox* box : {scenario_, before_}) {
        connect(box, &QComboBox::currentIndexChanged, this, &ReportDialog::explain);
    }
    connect(run_, &QCheckBox::toggled, this, &ReportDialog::explain);
    explain();
}

void ReportDialog::explain() {
    const bool two = !before_->currentData().toString().isEmpty();
    parts_.at(scenarios::kReportMoney)->setEnabled(two);
    seeds_->setEnabled(run_->isChecked());
    const ReportRequest asked = request();
    hours_->setText(asked.run ? tr("Of %1 to %2, as the run settings say.")
                                    .arg(clockText(asked.run->start, false),
                                         clockText(asked.run->start + asked.run->duration, false))
                              : tr("Of the newest results that are alike in hours, demand and seeds."));
}

ReportRequest ReportDialog::request() const {
    ReportRequest request;
    request.before = before_->currentData().toString().toStdString();
    request.scenario = scenario_->currentData().toString().toStdString();
    if (run_->isChecked()) {
        // Both over the hours that either needs: only like is compared with like.
        scenarios::RunRequest run;
        for (const std::string& name : {request.before, request.scenario}) {
            const auto resolved = scenarios::resolve_scenario(workspace_.book().all(), name.empty() ? kBase : name);
            const scenarios::RunRequest one = workspace_.requestFor(resolved ? *resolved : scenarios::Scenario{});
            run = one.duration > run.duration || name == request.before ? one : run;
        }
        request.run = run;
        request.seeds = seeds_->value();
    }
    request.language = language_->currentData().toBool() ? scenarios::Language::Chinese : scenarios::Language::English;
    for (const auto& [part, box] : parts_) {
        if (!box->isChecked()) {
            request.parts &= ~static_cast<unsigned>(part);
        }
    }
    return request;
}

bool ReportDialog::runMissing() const {
    return run_->isChecked();
}

QString ReportDialog::suffix() const {
    return format_->currentData().toString();
}

QString ReportDialog::suggestion() const {
    QString name = scenario_->currentData().toString();
    return name.replace(u'/', u'-');
}

} // namespace cityloom::app
