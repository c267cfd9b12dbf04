// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace of investments: its tab, its dock, and what goes out of it.
#include <QDockWidget>
#include <QTabBar>

#include "app/desktop/invest/beside_panel.h"
#include "app/desktop/invest/invest_panel.h"
#include "app/desktop/models/loaded_city.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/desk.h"
#include "app/desktop/window/hand_over.h"
#include "app/desktop/window/main_window.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

namespace {

constexpr int kInvest = 1;
constexpr int kInvestHeight = 330; // a table of ten rows and a chart beside it

} // namespace

void MainWindow::connectInvest() {
    connect(modes_, &QTabBar::currentChanged, this, &MainWindow::setMode);
    connect(invest_, &InvestPanel::flyRequested, this, [this](Point2 at) { view_->flyTo(at, 320.0); });
    connect(invest_, &InvestPanel::assetRequested, this, [this](const std::string& key) {
        const auto city = desk_.workspace().city();
        if (!city) {
            return;
        }
        if (const auto asset = engine::find_asset(*city->networks, key)) {
            goTo(*asset);
        }
    });
    connect(invest_, &InvestPanel::reportRequested, this, &MainWindow::askInvestReport);
    connect(invest_, &InvestPanel::besideReportRequested, this, [this] {
        const auto& beside = invest_->beside().shown();
        const QStringList kinds{QStringLiteral("pdf"), QStringLiteral("html")};
        const QString file = beside ? askWhereTo(tr("Where to keep the report"), tr("Plans side by side"),
                                                 kinds.front(), tr("Reports (*.pdf *.html)"))
                                    : QString{};
        if (!file.isEmpty()) {
            invest_->work().write(*beside, withSuffix(file, kinds).toStdString());
        }
    });
    connect(&invest_->work(), &InvestWork::written, this, &MainWindow::offerToOpen);
}

void MainWindow::setMode(int mode) {
    if (mode != kInvest) {
        restoreState(plan_layout_);
        return;
    }
    plan_layout_ = saveState();
    for (QDockWidget* dock : docks_) {
        dock->setVisible(dock == invest_dock_ || dock->objectName() == QStringLiteral("layers") ||
                         dock->objectName() == QStringLiteral("scenarios"));
    }
    invest_dock_->raise();
    resizeDocks({invest_dock_}, {kInvestHeight}, Qt::Vertical);
}

void MainWindow::askInvestReport() {
    if (!invest_->made() || !invest_->made()->appraisal) {
        return;
    }
    const scenarios::invest::PlanAppraisal& appraisal = *invest_->made()->appraisal;
    const QStringList kinds{QStringLiteral("pdf"), QStringLiteral("html")};
    const QString file = askWhereTo(tr("Where to keep the report"), QString::fromStdString(appraisal.plan),
                                    kinds.front(), tr("Reports (*.pdf *.html)"));
    if (!file.isEmpty()) {
        invest_->work().write(appraisal, withSuffix(file, kinds).toStdString());
    }
}

} // namespace cityloom::app
