// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/problem_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

ProblemPanel::ProblemPanel(PlayControl& play, QWidget* parent) : QWidget{parent}, play_{play} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    filter_ = new QLineEdit{this};
    filter_->setPlaceholderText(tr("Filter the problems"));
    filter_->setClearButtonEnabled(true);
    filter_->setAccessibleName(tr("Filter the problems"));
    auto* top = new QVBoxLayout;
    top->setContentsMargins(8, 4, 8, 4);
    top->addWidget(filter_);
    column->addLayout(top);
    hint_ = new QLabel{this};
    hint_->setMargin(12);
    hint_->setWordWrap(true);
    column->addWidget(hint_);
    model_ = new QStandardItemModel{0, 3, this};
    proxy_ = new QSortFilterProxyModel{this};
    proxy_->setSourceModel(model_);
    proxy_->setFilterKeyColumn(-1);
    proxy_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    view_ = new QTreeView{this};
    view_->setAccessibleName(tr("Problems"));
    view_->setModel(proxy_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setAlternatingRowColors(true);
    column->addWidget(view_, 1);
    connect(filter_, &QLineEdit::textChanged, proxy_, &QSortFilterProxyModel::setFilterFixedString);
    connect(view_, &QTreeView::activated, this, [this](const QModelIndex& index) {
        const auto row = static_cast<std::size_t>(proxy_->mapToSource(index).row());
        if (problems_[row].at) {
            Q_EMIT flyRequested(*problems_[row].at);
        }
    });
    connect(&play_, &PlayControl::statusChanged, this, &ProblemPanel::refreshRun);
    setCity(nullptr);
}

void ProblemPanel::setCity(const LoadedCity* city) {
    of_city_ = city != nullptr ? cityProblems(*city) : std::vector<Problem>{};
    run_count_ = 0;
    problems_ = of_city_;
    hint_->setText(city != nullptr
                       ? tr("Nothing to look at: the city was read whole, and the run does what it is asked.")
                       : tr("Open a city: what its data lacks is listed here."));
    fill();
}

void ProblemPanel::refreshRun() {
    std::vector<Problem> run = runProblems(play_.status());
    if (run.size() == run_count_) {
        return; // figures in them change all the time, their kinds do not
    }
    run_count_ = run.size();
    problems_ = std::move(run);
    problems_.insert(problems_.end(), of_city_.begin(), of_city_.end());
    fill();
}

void ProblemPanel::fill() {
    model_->removeRows(0, model_->rowCount());
    model_->setHorizontalHeaderLabels({tr("What"), tr("Where"), tr("What to do")});
    for (const Problem& p : problems_) {
        auto* what = new QStandardItem{p.what};
        what->setIcon(icon(p.level == Problem::Level::Error     ? QStringLiteral("error")
                           : p.level == Problem::Level::Warning ? QStringLiteral("warning")
                                                                : QStringLiteral("info")));
        what->setToolTip(plainTip(p.what));
        auto* remedy = new QStandardItem{p.remedy};
        remedy->setToolTip(plainTip(p.remedy));
        model_->appendRow({what, new QStandardItem{p.object}, remedy});
    }
    view_->header()->setStretchLastSection(true);
    view_->header()->resizeSection(0, 360);
    view_->header()->resizeSection(1, 180);
    hint_->setVisible(problems_.empty());
    view_->setVisible(!problems_.empty());
}

} // namespace cityloom::app
