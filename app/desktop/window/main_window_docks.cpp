// SPDX-License-Identifier: GPL-3.0-or-later
// The docks around the picture, and how they and the picture point at things.
#include <algorithm>
#include <memory>

#include <QDockWidget>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QToolTip>

#include "app/desktop/compare/verdict_panel.h"
#include "app/desktop/docks/audit_panel.h"
#include "app/desktop/docks/event_panel.h"
#include "app/desktop/docks/inspector_panel.h"
#include "app/desktop/docks/kpi_panel.h"
#include "app/desktop/docks/layer_panel.h"
#include "app/desktop/docks/problem_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/invest/invest_panel.h"
#include "app/desktop/models/object_facts.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/table_words.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/view/ruler.h"
#include "app/desktop/window/main_window.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

QDockWidget* MainWindow::addDock(Qt::DockWidgetArea area, const QString& id, const QString& title, QWidget* content) {
    auto* dock = new QDockWidget{title, this};
    dock->setObjectName(id);
    dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    dock->setWidget(content);
    addDockWidget(area, dock);
    docks_ << dock;
    return dock;
}

void MainWindow::buildDocks() {
    layers_ = new LayerPanel{this};
    scenarios_ = new ScenarioPanel{desk_.workspace(), this};
    inspector_ = new InspectorPanel{desk_.play(), this};
    kpis_ = new KpiPanel{desk_.workspace(), desk_.play(), this};
    problems_ = new ProblemPanel{desk_.play(), this};
    audit_ = new AuditPanel{desk_.workspace(), this};
    QDockWidget* layers = addDock(Qt::LeftDockWidgetArea, QStringLiteral("layers"), tr("Layers"), layers_);
    QDockWidget* scenarios = addDock(Qt::LeftDockWidgetArea, QStringLiteral("scenarios"), tr("Scenarios"), scenarios_);
    QDockWidget* inspector = addDock(Qt::RightDockWidgetArea, QStringLiteral("inspector"), tr("Inspector"), inspector_);
    QDockWidget* kpis = addDock(Qt::RightDockWidgetArea, QStringLiteral("kpis"), tr("Figures"), kpis_);
    QDockWidget* problems = addDock(Qt::BottomDockWidgetArea, QStringLiteral("problems"), tr("Problems"), problems_);
    QDockWidget* audit = addDock(Qt::BottomDockWidgetArea, QStringLiteral("audit"), tr("Audit"), audit_);
    feed_ = new EventFeed{desk_.play(), this};
    events_ = new EventPanel{desk_.workspace(), *feed_, this};
    event_dock_ = addDock(Qt::RightDockWidgetArea, QStringLiteral("events"), tr("Events"), events_);
    form_dock_ = addDock(Qt::RightDockWidgetArea, QStringLiteral("form"), tr("Change"), noForm());
    table_ = new TablePanel{desk_.play(), this};
    table_dock_ = addDock(Qt::BottomDockWidgetArea, QStringLiteral("table"), tr("Table"), table_);
    verdict_ = new VerdictPanel{desk_.workspace(), this};
    verdict_dock_ = addDock(Qt::BottomDockWidgetArea, QStringLiteral("comparison"), tr("Comparison"), verdict_);
    invest_ = new InvestPanel{desk_.workspace(), this};
    invest_dock_ = addDock(Qt::BottomDockWidgetArea, QStringLiteral("invest"), tr("Invest"), invest_);
    tabifyDockWidget(kpis, event_dock_);
    kpis->raise();
    tabifyDockWidget(problems, audit);
    tabifyDockWidget(audit, table_dock_);
    tabifyDockWidget(table_dock_, verdict_dock_);
    tabifyDockWidget(verdict_dock_, invest_dock_);
    invest_dock_->hide();
    problems->hide();
    audit->hide();
    form_dock_->hide();
    splitDockWidget(form_dock_, inspector, Qt::Vertical);
    table_dock_->hide();
    verdict_dock_->hide();
    resizeDocks({layers, inspector}, {256, 328}, Qt::Horizontal);
    resizeDocks({layers, scenarios}, {300, 320}, Qt::Vertical);
    resizeDocks({inspector, kpis}, {290, 330}, Qt::Vertical); // five events at 720 lines
    resizeDocks({problems}, {160}, Qt::Vertical);
}

QWidget* MainWindow::noForm() {
    auto* empty =
        new QLabel{tr("Nothing is being changed. Add a measure or an event to a scenario, or double-click one."), this};
    empty->setWordWrap(true);
    empty->setMargin(12);
    empty->setAlignment(Qt::AlignTop);
    return empty;
}

void MainWindow::showForm(ChangePanel* form) {
    std::unique_ptr<QWidget> before{form_dock_->widget()};
    form_dock_->setWidget(form);
    form_dock_->setWindowTitle(form->windowTitle());
    form_dock_->show();
    form_dock_->raise();
    auto* const kpis = findChild<QDockWidget*>(QStringLiteral("kpis"));
    auto* const inspector = findChild<QDockWidget*>(QStringLiteral("inspector"));
    resizeDocks({kpis, form_dock_, inspector}, {1, 1000, 1}, Qt::Vertical); // while it is there it is what one looks at
    form->setFocus();
}

void MainWindow::closeForm() {
    view_->setPicking(false);
    QToolTip::hideText();
    QWidget* const before = form_dock_->widget();
    form_dock_->setWidget(noForm());
    before->deleteLater(); // it is telling us so itself
    form_dock_->setWindowTitle(tr("Change"));
    form_dock_->hide();
    view_->setFocus();
}

void MainWindow::hover(const render::ObjectRef& object, const QPoint& at) {
    const auto city = desk_.workspace().city();
    if (city && view_->picking() && scenarios_->form() != nullptr && object.kind != nullptr) {
        QToolTip::showText(at + QPoint{12, 12}, plainTip(scenarios_->form()->preview(object)), view_);
        return;
    }
    if (!city || object.kind == nullptr || object.is(render::kGround)) {
        QToolTip::hideText();
        return;
    }
    const ObjectFacts facts = objectFacts(*city, object, desk_.play().frame().get());
    QString text = facts.title + QStringLiteral("\n") + facts.kind;
    for (const Fact& fact : facts.facts) {
        if (fact.source.isEmpty()) { // simulated: what changes is what one hovers for
            text += QStringLiteral("\n%1: %2").arg(fact.label, fact.value);
        }
    }
    if (const render::CityScene* scene = view_->scene(); scene != nullptr && scene->in_difference()) {
        const bool chinese = QLocale{}.language() == QLocale::Chinese;
        const std::string words =
            scene->difference_of(object, chinese ? render::Language::Chinese : render::Language::English);
        text += words.empty() ? QString{} : QStringLiteral("\n") + QString::fromStdString(words);
    }
    QToolTip::showText(at + QPoint{12, 12}, text, view_);
}

void MainWindow::goTo(engine::AssetRef asset) {
    if (const auto city = desk_.workspace().city()) {
        goTo(objectOf(*city, asset));
    }
}

void MainWindow::goTo(const render::ObjectRef& object) {
    for (const engine::DomainRow* row : engine::domain_rows()) {
        if (row->drawn && std::ranges::find(row->kinds, object.kind) != row->kinds.end()) {
            setPart(row->id, true);
        }
    }
    view_->flyTo({object.at.x_m, object.at.y_m}, 320.0);
    select(object);
}

void MainWindow::showTable(const render::ObjectRef& object) {
    table_dock_->show();
    table_dock_->raise();
    if (object.kind != nullptr) {
        table_->showAsset(object);
    }
    table_->takeFocus();
}

void MainWindow::connectTable() {
    connect(table_, &TablePanel::objectChosen, this, &MainWindow::select);
    connect(table_, &TablePanel::othersChosen, view_, &CityView::setAlsoSelected);
    connect(table_, &TablePanel::flyRequested, this, qOverload<const render::ObjectRef&>(&MainWindow::goTo));
    connect(scenarios_, &ScenarioPanel::pickRequested, ruler_, &Ruler::end); // one tool at a time
    connect(scenarios_, &ScenarioPanel::menuOpened, this, &MainWindow::addThingMenu);
    connect(table_, &TablePanel::menuRequested, this, &MainWindow::showObjectMenu);
    connect(table_, &TablePanel::exportRequested, this, &MainWindow::exportTable);
    connect(this, &MainWindow::selectionChanged, table_, &TablePanel::showSelected);
}

} // namespace cityloom::app
