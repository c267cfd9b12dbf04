// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/invest/invest_panel.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSpinBox>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include "app/desktop/invest/beside_panel.h"
#include "app/desktop/invest/drawing_view.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "scenarios/compare/measure_cost.h"
#include "scenarios/measure/plain.h"
#include "scenarios/report/charts.h"
#include "scenarios/report/plan_charts.h"

namespace cityloom::app {

namespace {

constexpr int kMeasureRole = Qt::UserRole + 1; // index among the scenario's measures
constexpr double kMillion = 1e6;

scenarios::Language language() {
    return QLocale{}.language() == QLocale::Chinese ? scenarios::Language::Chinese : scenarios::Language::English;
}

QString said(const scenarios::Text& text) {
    return QString::fromStdString(text.in(language()));
}

QString thousands(scenarios::Cents cents) {
    return QLocale{}.toString(static_cast<double>(cents) * 1e-5, 'f', 1);
}

QString percent(const std::optional<double>& share) {
    return share ? QLocale{}.toString(100.0 * *share, 'f', 1) + QStringLiteral(" %") : QStringLiteral("–");
}

} // namespace

InvestPanel::InvestPanel(Workspace& workspace, QWidget* parent)
    : QWidget{parent}, workspace_{workspace}, work_{workspace, this} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(8, 4, 8, 4);
    column->setSpacing(4);
    auto* top = new QHBoxLayout;
    find_ = new QPushButton{tr("Find candidates"), this};
    find_->setToolTip(tr("Looks at normal days and at failures for where service falls short, and proposes measures "
                         "there; takes minutes"));
    scenario_ = new QComboBox{this};
    scenario_->setAccessibleName(tr("Scenario with the candidates"));
    scenario_->setMinimumWidth(150);
    drop_ = new QPushButton{tr("Drop"), this};
    drop_->setToolTip(tr("Takes the selected candidates out (Delete)"));
    plan_ = new QPushButton{tr("Plan"), this};
    plan_->setToolTip(tr("Chooses what to build and when, by simulating it, and appraises the plan"));
    appraise_ = new QPushButton{tr("Appraise as it is"), this};
    appraise_->setToolTip(tr("What this scenario costs and brings with the years that its measures have"));
    report_ = new QPushButton{tr("Report…"), this};
    report_->setToolTip(tr("The appraisal as a page or as PDF"));
    summary_ = new QLabel{this};
    summary_->setTextFormat(Qt::PlainText);
    summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the window
    for (QWidget* widget : std::initializer_list<QWidget*>{find_, scenario_, drop_, plan_, appraise_, report_}) {
        top->addWidget(widget);
    }
    top->addSpacing(8);
    top->addWidget(summary_, 1);
    column->addLayout(top);
    auto* parts = new QSplitter{Qt::Horizontal, this};
    parts->setChildrenCollapsible(false);
    model_ = new QStandardItemModel{0, 4, this};
    view_ = new QTreeView{parts};
    view_->setAccessibleName(tr("Candidates"));
    view_->setModel(model_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setAlternatingRowColors(true);
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setMinimumWidth(300);
    parts->addWidget(view_);
    QWidget* limits = buildLimits();
    parts->addWidget(limits);
    parts->addWidget(buildCharts());
    // Plans side by side want the width; what one of them is made of is not asked there.
    connect(charts_, &QTabWidget::currentChanged, this, [this, limits] {
        const bool beside = charts_->currentWidget() == beside_;
        view_->setVisible(!beside);
        limits->setVisible(!beside);
    });
    parts->setSizes({560, 210, 620});
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 0);
    parts->setStretchFactor(2, 4);
    column->addWidget(parts, 1);
    connect(find_, &QPushButton::clicked, this, [this] { work_.findCandidates({.most = 60, .failures = 60}); });
    connect(scenario_, &QComboBox::currentTextChanged, this, &InvestPanel::fillCandidates);
    connect(drop_, &QPushButton::clicked, this, &InvestPanel::drop);
    connect(new QShortcut{QKeySequence::Delete, view_, nullptr, nullptr, Qt::WidgetShortcut}, &QShortcut::activated,
            this, &InvestPanel::drop);
    connect(plan_, &QPushButton::clicked, this, &InvestPanel::plan);
    connect(appraise_, &QPushButton::clicked, this, &InvestPanel::appraise);
    connect(report_, &QPushButton::clicked, this, &InvestPanel::reportRequested);
    connect(view_, &QTreeView::activated, this,
            [this](const QModelIndex& index) { go(index.siblingAtColumn(0).data(kMeasureRole).toUInt()); });
    connect(&workspace_.book(), &ScenarioBook::changed, this, &InvestPanel::fillScenarios);
    connect(&work_, &InvestWork::busyChanged, this, &InvestPanel::showBusy);
    connect(&work_, &InvestWork::planMade, this, &InvestPanel::show);
    connect(&work_, &InvestWork::candidatesFound, this, [this](const scenarios::CandidateList& list) {
        scenario_->setCurrentIndex(scenario_->count() - 1); // the newest name that begins so
        const int at = scenario_->findText(tr("Candidates"), Qt::MatchStartsWith);
        scenario_->setCurrentIndex(at >= 0 ? at : scenario_->currentIndex());
        summary_->setText(tr("%1 candidates, %2 needs that no measure answers")
                              .arg(list.candidates.size())
                              .arg(list.unanswered.size()));
    });
    setCity(false);
}

QWidget* InvestPanel::buildLimits() {
    auto* box = new QWidget{this};
    auto* form = new QFormLayout{box};
    form->setContentsMargins(8, 4, 8, 4);
    constexpr int kFirstYear = 2026;
    first_ = new QSpinBox{box};
    last_ = new QSpinBox{box};
    for (QSpinBox* year : {first_, last_}) {
        year->setRange(1950, 2150);
        year->setGroupSeparatorShown(false);
    }
    first_->setValue(kFirstYear);
    last_->setValue(kFirstYear + 9);
    const auto money = [&](const QString& tip) {
        auto* field = new QDoubleSpinBox{box};
        field->setRange(0.0, 100'000.0);
        field->setDecimals(2);
        field->setSuffix(tr(" M EUR"));
        field->setSpecialValueText(tr("no limit"));
        field->setToolTip(tip);
        return field;
    };
    budget_ = money(tr("Own funds of each year"));
    debt_ = money(tr("What may be owed at the end of any year; loans of 4 % over 15 years pay what own funds do not"));
    debt_->setSpecialValueText(tr("no loans"));
    aim_ = new QComboBox{box};
    aim_->addItem(tr("most net value"), static_cast<int>(scenarios::invest::Aim::Npv));
    aim_->addItem(tr("most for the money"), static_cast<int>(scenarios::invest::Aim::Bcr));
    aim_->addItem(tr("fewest hours of outage"), static_cast<int>(scenarios::invest::Aim::Resilience));
    quick_ = new QCheckBox{tr("peak hours alone"), box};
    quick_->setToolTip(tr("Weekday morning and evening: quicker, and what the other hours bring is left out"));
    first_->setAccessibleName(tr("First year of works"));
    last_->setAccessibleName(tr("Last year of works"));
    budget_->setAccessibleName(tr("Budget a year"));
    debt_->setAccessibleName(tr("Debt ceiling"));
    aim_->setAccessibleName(tr("Aim"));
    form->addRow(tr("Works from"), first_);
    form->addRow(tr("to"), last_);
    form->addRow(tr("Budget a year"), budget_);
    form->addRow(tr("Debt ceiling"), debt_);
    form->addRow(tr("Aim"), aim_);
    form->addRow(QString{}, quick_);
    return box;
}

QWidget* InvestPanel::buildCharts() {
    charts_ = new QTabWidget{this};
    charts_->setDocumentMode(true);
    charts_->setAccessibleName(tr("Charts of the plan"));
    const auto add = [this](const QString& title) {
        auto* drawing = new DrawingView{charts_};
        drawing->setAccessibleName(title);
        auto* scroll = new QScrollArea{charts_};
        scroll->setAccessibleName(title);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidget(drawing);
        charts_->addTab(scroll, title);
        return drawing;
    };
    findings_ = new QLabel{charts_};
    findings_->setTextFormat(Qt::PlainText);
    findings_->setWordWrap(true);
    findings_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    findings_->setMargin(8);
    findings_->setAccessibleName(tr("Findings"));
    findings_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* said_of_it = new QScrollArea{charts_};
    said_of_it->setAccessibleName(tr("Findings"));
    said_of_it->setWidgetResizable(true);
    said_of_it->setFrameShape(QFrame::NoFrame);
    said_of_it->setWidget(findings_);
    charts_->addTab(said_of_it, tr("Findings"));
    gantt_ = add(tr("When"));
    money_ = add(tr("Money by year"));
    tornado_ = add(tr("Hangs on"));
    samples_ = add(tr("What may happen"));
    debt_chart_ = add(tr("Debt"));
    use_ = add(tr("Use"));
    beside_ = new BesidePanel{charts_};
    charts_->addTab(beside_, tr("Side by side"));
    connect(beside_, &BesidePanel::compareRequested, this, &InvestPanel::compare);
    connect(beside_, &BesidePanel::reportRequested, this, &InvestPanel::besideReportRequested);
    connect(&work_, &InvestWork::compared, beside_, &BesidePanel::show);
    return charts_;
}

void InvestPanel::setCity(bool there) {
    made_.reset();
    findings_->clear();
    beside_->clear();
    report_->setEnabled(false);
    for (DrawingView* view : {gantt_, money_, tornado_, samples_, debt_chart_, use_}) {
        view->setDrawing({});
    }
    summary_->setText(there ? tr("Find candidates, or choose a scenario whose measures may be built")
                            : tr("Open a city to invest in it"));
    fillScenarios();
    showBusy();
}

std::string InvestPanel::candidates() const {
    return scenario_->currentText().toStdString();
}

int InvestPanel::rows() const {
    return model_->rowCount();
}

void InvestPanel::fillScenarios() {
    const QString before = scenario_->currentText();
    QStringList plans;
    for (const scenarios::Scenario& scenario : workspace_.book().all()) {
        if (!scenario.measures.empty() && scenario.events.empty()) {
            plans << QString::fromStdString(scenario.name);
        }
    }
    beside_->setScenarios(plans);
    {
        const QSignalBlocker quiet{scenario_};
        scenario_->clear();
        for (const scenarios::Scenario& scenario : workspace_.book().all()) {
            if (!scenario.measures.empty()) {
                scenario_->addItem(QString::fromStdString(scenario.name));
            }
        }
        const int at = scenario_->findText(before);
        scenario_->setCurrentIndex(at >= 0 ? at : 0);
    }
    fillCandidates();
}

void InvestPanel::fillCandidates() {
    model_->removeRows(0, model_->rowCount());
    model_->setHorizontalHeaderLabels(
        {tr("What may be built"), tr("Capital,\n1,000 EUR"), tr("Upkeep\na year"), tr("Grade")});
    const auto base = workspace_.base();
    const scenarios::Scenario* scenario = workspace_.book().find(candidates());
    if (base && scenario != nullptr) {
        scenarios::AppraisalContext context = scenarios::appraisal_context(*base->networks);
        const scenarios::CityView view{*base->city, *base->networks};
        context.city = &view;
        const scenarios::AppraisalSettings settings = scenarios::default_plan_appraisal();
        for (std::size_t k = 0; k < scenario->measures.size(); ++k) {
            scenarios::Cents capital = 0;
            scenarios::Cents upkeep = 0;
            std::string grade;
            for (const scenarios::CostLine& line :
                 scenarios::cost_lines({&scenario->measures[k], 1}, context, settings)) {
                capital += line.capital;
                upkeep += line.upkeep_a_year;
                grade = std::max(grade, line.confidence);
            }
            auto* what = new QStandardItem{said(scenarios::plain_words(scenario->measures[k], &view))};
            what->setData(static_cast<uint>(k), kMeasureRole);
            what->setToolTip(plainTip(what->text()));
            auto* cost = new QStandardItem{thousands(capital)};
            auto* a_year = new QStandardItem{thousands(upkeep)};
            for (QStandardItem* number : {cost, a_year}) {
                number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            }
            model_->appendRow({what, cost, a_year, new QStandardItem{QString::fromStdString(grade)}});
        }
    }
    view_->header()->setStretchLastSection(false);
    view_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    showBusy();
}

void InvestPanel::drop() {
    const scenarios::Scenario* scenario = workspace_.book().find(candidates());
    if (scenario == nullptr) {
        return;
    }
    std::vector<std::size_t> rows;
    for (const QModelIndex& index : view_->selectionModel()->selectedRows()) {
        rows.push_back(index.data(kMeasureRole).toUInt());
    }
    std::ranges::sort(rows, std::greater{});
    scenarios::Scenario after = *scenario;
    for (const std::size_t row : rows) {
        after.measures.erase(after.measures.begin() + static_cast<std::ptrdiff_t>(row));
    }
    if (!rows.empty()) {
        workspace_.edit(new ChangeScenarios{workspace_.book(),
                                            tr("Drop %n candidates", nullptr, static_cast<int>(rows.size())),
                                            {{.before = *scenario, .after = after}}});
    }
}

void InvestPanel::go(std::size_t measure) {
    const auto base = workspace_.base();
    const scenarios::Scenario* scenario = workspace_.book().find(candidates());
    if (!base || scenario == nullptr || measure >= scenario->measures.size()) {
        return;
    }
    const auto& args = scenario->measures[measure].args;
    const auto number = [&](const char* name) {
        const auto found = args.find(name);
        return found != args.end() ? QString::fromStdString(found->second).toDouble() : 0.0;
    };
    if (args.contains("x") && args.contains("y")) {
        Q_EMIT flyRequested({number("x") - static_cast<double>(base->city->place.origin_x_m),
                             number("y") - static_cast<double>(base->city->place.origin_y_m)});
        return;
    }
    for (const auto& [name, value] : args) {
        if (value.find('/') != std::string::npos) {
            Q_EMIT assetRequested(value);
            return;
        }
    }
    if (args.contains("street")) {
        const auto id = static_cast<std::uint64_t>(number("street"));
        const auto& streets = base->city->streets;
        const auto street = std::ranges::find(streets, id, &gis::Street::id);
        if (street != streets.end() && street->nodes.count > 0) {
            const std::uint32_t middle = street->nodes.begin + street->nodes.count / 2;
            Q_EMIT flyRequested(base->city->street_nodes[base->city->street_node_refs[middle]].at);
        }
    }
}

scenarios::invest::EffectRequest InvestPanel::effects() const {
    scenarios::invest::EffectRequest request{.failures = 20};
    if (quick_->isChecked()) {
        std::erase_if(request.periods,
                      [](const scenarios::Period& period) { return period.id != "morning" && period.id != "evening"; });
    }
    return request;
}

std::string InvestPanel::limits() const {
    const int years = last_->value() - first_->value() + 1;
    QStringList budget;
    for (int t = 0; t < years; ++t) {
        budget << (budget_->value() > 0.0 ? QString::number(budget_->value() * kMillion, 'f', 2)
                                          : QStringLiteral("null"));
    }
    QString text = QStringLiteral("{\"budget\": [%1]").arg(budget.join(QStringLiteral(", ")));
    if (debt_->value() > 0.0) {
        text += QStringLiteral(", \"debt\": {\"rate\": 0.04, \"tenor\": 15, \"stock_max\": %1}")
                    .arg(QString::number(debt_->value() * kMillion, 'f', 2));
    }
    return (text + u'}').toStdString();
}

void InvestPanel::plan() {
    if (last_->value() < first_->value()) {
        summary_->setText(tr("The last year lies before the first. Give a later one."));
        return;
    }
    scenarios::invest::PlanRequest request{.candidates = candidates(),
                                           .into = tr("Investment plan").toStdString(),
                                           .replace = true,
                                           .first_year = first_->value(),
                                           .years = last_->value() - first_->value() + 1,
                                           .aim = static_cast<scenarios::invest::Aim>(aim_->currentData().toInt()),
                                           .effects = effects()};
    if (request.candidates == request.into) {
        summary_->setText(tr("This is the plan itself. Choose the scenario with the candidates."));
        return;
    }
    constexpr std::size_t kSamples = 200;
    work_.plan(std::move(request), limits(), kSamples);
}

void InvestPanel::appraise() {
    constexpr std::size_t kSamples = 200;
    // Where no measure has a year, all of it begins in the first that the form names.
    const scenarios::Scenario* scenario = workspace_.book().find(candidates());
    const bool staged = scenario != nullptr &&
                        std::ranges::any_of(scenario->measures, [](const auto& measure) { return measure.begins > 0; });
    work_.appraise(
        {.plan = candidates(), .first_year = staged ? 0 : first_->value(), .samples = kSamples, .effects = effects()});
}

void InvestPanel::compare(const QStringList& plans) {
    scenarios::invest::BesideRequest request;
    bool staged = false;
    for (const QString& name : plans) {
        request.plans.push_back(name.toStdString());
        const scenarios::Scenario* scenario = workspace_.book().find(request.plans.back());
        staged = staged || (scenario != nullptr && std::ranges::any_of(scenario->measures, [](const auto& measure) {
                                return measure.begins > 0;
                            }));
    }
    request.appraise = {.first_year = staged ? 0 : first_->value(), .demand_points = false, .effects = effects()};
    work_.compare(request);
}

/// What is owed, of the plan's own books where it was made within limits, else of the appraisal's loans.
void InvestPanel::showDebt(const PlanMade& made) {
    scenarios::DebtYears years = scenarios::debt_years(*made.appraisal);
    if (made.plan && made.plan->settled.problem.debt) {
        const scenarios::invest::DebtTerms& terms = *made.plan->settled.problem.debt;
        years = {.first_year = made.plan->portfolio.first_year};
        const auto euro = [](scenarios::Cents cents) {
            return cents >= scenarios::invest::kNoCeiling ? std::numeric_limits<double>::infinity()
                                                          : static_cast<double>(cents) / 100.0;
        };
        for (const scenarios::invest::DebtYear& year : made.plan->settled.rollout.books.debt) {
            years.stock.push_back(euro(year.stock));
            years.service.push_back(euro(year.service()));
        }
        for (const scenarios::Cents ceiling : terms.stock_max) {
            years.stock_ceiling.push_back(euro(ceiling));
        }
        for (const scenarios::Cents ceiling : terms.service_max) {
            years.service_ceiling.push_back(euro(ceiling));
        }
        const auto none = [](const std::vector<double>& of) {
            return std::ranges::none_of(of, [](double value) { return std::isfinite(value); });
        };
        years.stock_ceiling = none(years.stock_ceiling) ? std::vector<double>{} : years.stock_ceiling;
        years.service_ceiling = none(years.service_ceiling) ? std::vector<double>{} : years.service_ceiling;
    }
    debt_chart_->setDrawing(scenarios::debt_chart(years, language()));
}

void InvestPanel::say(const PlanMade& made) {
    QStringList lines;
    if (made.appraisal) {
        lines << said(made.appraisal->explained);
        for (const scenarios::Text& finding : made.appraisal->findings) {
            lines << said(finding);
        }
        for (const scenarios::Text& warning : made.appraisal->warnings) {
            lines << QStringLiteral("⚠ ") + said(warning);
        }
    }
    for (const scenarios::Text& warning : made.plan ? made.plan->warnings : std::vector<scenarios::Text>{}) {
        lines << QStringLiteral("⚠ ") + said(warning);
    }
    findings_->setText(lines.join(QStringLiteral("\n\n")));
}

void InvestPanel::show(const PlanMade& made) {
    made_ = made;
    say(made);
    if (!made.appraisal) {
        const bool conflict = made.plan && !made.plan->settled.rollout.conflict.empty();
        QStringList limits;
        for (std::size_t k = 0; conflict && k < made.plan->settled.rollout.conflict.size(); ++k) {
            limits << QString::fromStdString(made.plan->settled.rollout.conflict[k]);
        }
        summary_->setText(conflict
                              ? tr("No plan keeps these limits together: %1").arg(limits.join(QStringLiteral("; ")))
                              : tr("Nothing of it brings more than it costs: no plan was made"));
        for (DrawingView* view : {gantt_, money_, tornado_, samples_, debt_chart_, use_}) {
            view->setDrawing({});
        }
    } else {
        const scenarios::invest::PlanAppraisal& a = *made.appraisal;
        constexpr std::size_t kRows = 60;
        constexpr std::size_t kBars = 15;
        showDebt(made);
        use_->setDrawing(scenarios::use_chart(a, language()));
        // What nothing is owed or built for has no tab.
        for (int k = 0; k < charts_->count(); ++k) {
            for (const DrawingView* view : {debt_chart_, use_}) {
                if (charts_->widget(k)->isAncestorOf(view)) {
                    charts_->setTabVisible(k, view->sizeHint().height() > 0);
                }
            }
        }
        gantt_->setDrawing(scenarios::gantt(a, kRows, language()));
        money_->setDrawing(scenarios::cash_flow_chart(a, language()));
        scenarios::Appraisal of;
        of.npv = a.npv;
        of.settings = a.request.settings;
        of.sensitivity = a.sensitivity;
        of.sensitivity.resize(std::min(of.sensitivity.size(), kBars));
        tornado_->setDrawing(scenarios::tornado(of, language()));
        samples_->setDrawing(a.samples ? scenarios::sample_chart(*a.samples, language()) : scenarios::Drawing{});
        QString text =
            tr("Net value %1 thousand EUR · benefit-cost ratio %2 · rate of return %3")
                .arg(thousands(a.npv), std::isfinite(a.bcr) ? QLocale{}.toString(a.bcr, 'f', 2) : QStringLiteral("–"),
                     percent(a.economic_return.chosen));
        QStringList warnings;
        for (const scenarios::Text& warning : a.warnings) {
            warnings << said(warning);
        }
        for (const scenarios::Text& warning : made.plan ? made.plan->warnings : std::vector<scenarios::Text>{}) {
            warnings << said(warning);
        }
        text += warnings.isEmpty() ? QString{} : tr(" · %n warnings", nullptr, static_cast<int>(warnings.size()));
        summary_->setText(text);
        summary_->setToolTip(plainTip(warnings.join(u'\n')));
    }
    showBusy();
}

void InvestPanel::showBusy() {
    const bool there = workspace_.base() != nullptr;
    const bool free = there && !work_.busy();
    find_->setEnabled(free);
    plan_->setEnabled(free && model_->rowCount() > 0);
    appraise_->setEnabled(free && model_->rowCount() > 0);
    drop_->setEnabled(there && model_->rowCount() > 0);
    report_->setEnabled(made_ && made_->appraisal);
    beside_->setBusy(!free);
}

} // namespace cityloom::app
