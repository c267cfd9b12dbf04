// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/invest/beside_panel.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

#include "app/desktop/invest/drawing_view.h"
#include "app/desktop/style/plain_text.h"
#include "scenarios/report/beside_charts.h"

namespace cityloom::app {

namespace {

using scenarios::invest::Beside;
using scenarios::invest::PlanBeside;

scenarios::Language language() {
    return QLocale{}.language() == QLocale::Chinese ? scenarios::Language::Chinese : scenarios::Language::English;
}

QString said(const scenarios::Text& text) {
    return QString::fromStdString(text.in(language()));
}

QString number(double value, int decimals) {
    return std::isfinite(value) ? QLocale{}.toString(value, 'f', decimals) : QStringLiteral("–");
}

QString percent(double share) {
    return number(100.0 * share, 0) + QStringLiteral(" %");
}

} // namespace

BesidePanel::BesidePanel(QWidget* parent) : QWidget{parent} {
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(6, 6, 6, 4);
    auto* left = new QVBoxLayout;
    hint_ = new QLabel{this};
    hint_->setWordWrap(true);
    list_ = new QListWidget{this};
    list_->setAccessibleName(tr("Plans to compare"));
    compare_ = new QPushButton{tr("Compare"), this};
    compare_->setToolTip(tr("Appraises the ticked plans, all of them in the same futures"));
    report_ = new QPushButton{tr("Report of these…"), this};
    report_->setToolTip(tr("The plans side by side as a page or as PDF"));
    for (QPushButton* button : {compare_, report_}) {
        button->setAccessibleName(button->text());
    }
    left->addWidget(hint_);
    left->addWidget(list_, 1);
    left->addWidget(compare_);
    left->addWidget(report_);
    auto* column = new QWidget{this};
    column->setLayout(left);
    left->setContentsMargins(0, 0, 0, 0);
    column->setFixedWidth(190);
    row->addWidget(column);
    // Words and table beside the drawings, each with its own scrolling.
    const auto part = [&](const QString& name) {
        auto* content = new QWidget{this};
        auto* scroll = new QScrollArea{this};
        scroll->setAccessibleName(name);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidget(content);
        row->addWidget(scroll, 1);
        auto* down = new QVBoxLayout{content};
        down->setContentsMargins(4, 0, 4, 0);
        return down;
    };
    QVBoxLayout* down = part(tr("Plans side by side"));
    QWidget* content = down->parentWidget();
    findings_ = new QLabel{content};
    findings_->setTextFormat(Qt::PlainText);
    findings_->setWordWrap(true);
    model_ = new QStandardItemModel{0, 0, this};
    view_ = new QTreeView{content};
    view_->setAccessibleName(tr("Plans side by side"));
    view_->setModel(model_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setAlternatingRowColors(true);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->header()->setStretchLastSection(false);
    view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    pareto_ = new DrawingView{this};
    pareto_->setAccessibleName(tr("Net value over capital"));
    regret_ = new DrawingView{this};
    regret_->setAccessibleName(tr("Regret"));
    down->addWidget(findings_);
    down->addWidget(view_);
    down->addStretch(1);
    QVBoxLayout* drawings = part(tr("Regret"));
    drawings->addWidget(pareto_);
    drawings->addWidget(regret_);
    drawings->addStretch(1);
    connect(list_, &QListWidget::itemChanged, this, &BesidePanel::showButtons);
    connect(compare_, &QPushButton::clicked, this, [this] { Q_EMIT compareRequested(chosen()); });
    connect(report_, &QPushButton::clicked, this, &BesidePanel::reportRequested);
    clear();
}

void BesidePanel::setScenarios(const QStringList& names) {
    const QStringList before = chosen();
    const QSignalBlocker quiet{list_};
    list_->clear();
    for (const QString& name : names) {
        auto* item = new QListWidgetItem{name, list_};
        item->setToolTip(plainTip(name));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(before.contains(name) ? Qt::Checked : Qt::Unchecked);
    }
    showButtons();
}

QStringList BesidePanel::chosen() const {
    QStringList names;
    for (int k = 0; k < list_->count(); ++k) {
        if (list_->item(k)->checkState() == Qt::Checked) {
            names << list_->item(k)->text();
        }
    }
    return names;
}

void BesidePanel::setBusy(bool busy) {
    busy_ = busy;
    showButtons();
}

void BesidePanel::showButtons() {
    const auto count = static_cast<std::size_t>(chosen().size());
    compare_->setEnabled(!busy_ && count >= 2 && count <= scenarios::invest::kMostBeside);
    report_->setEnabled(shown_.has_value());
    hint_->setText(count > scenarios::invest::kMostBeside
                       ? tr("Six at the most; %n are ticked", nullptr, static_cast<int>(count))
                       : tr("Tick two to six scenarios; each is a plan"));
}

void BesidePanel::clear() {
    shown_.reset();
    findings_->clear();
    model_->clear();
    view_->setVisible(false);
    pareto_->setDrawing({});
    regret_->setDrawing({});
    showButtons();
}

void BesidePanel::show(const Beside& beside) {
    shown_ = beside;
    QStringList lines;
    for (const scenarios::Text& finding : beside.findings) {
        lines << said(finding);
    }
    for (const scenarios::Text& warning : beside.warnings) {
        lines << QStringLiteral("⚠ ") + said(warning);
    }
    findings_->setText(lines.join(u'\n'));
    model_->clear();
    QStringList heads{tr("Aim")};
    for (const PlanBeside& plan : beside.plans) {
        heads << said(scenarios::plan_words(plan));
    }
    model_->setHorizontalHeaderLabels(heads);
    const auto add = [&](const QString& name, const auto& text) {
        QList<QStandardItem*> row{new QStandardItem{name}};
        row.front()->setToolTip(plainTip(name));
        for (const PlanBeside& plan : beside.plans) {
            auto* item = new QStandardItem{text(plan)};
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            item->setToolTip(plainTip(item->text()));
            row << item;
        }
        model_->appendRow(row);
    };
    const auto million = [](double euro) { return number(euro * 1e-6, 3); };
    add(tr("Net value, M EUR"), [&](const PlanBeside& p) { return million(p.aims.npv); });
    add(tr("Benefit-cost ratio"), [&](const PlanBeside& p) { return number(p.bcr, 2); });
    add(tr("Capital, M EUR"), [&](const PlanBeside& p) { return million(p.aims.capital); });
    add(tr("Most owed, M EUR"), [&](const PlanBeside& p) { return million(p.aims.peak_debt); });
    add(tr("Person-hours of outage avoided"), [](const PlanBeside& p) { return number(p.aims.outage_hours, 0); });
    add(tr("EUR a head where trips gain least"), [](const PlanBeside& p) { return number(p.aims.worst_district, 2); });
    add(tr("Districts that lose"), [](const PlanBeside& p) { return QString::number(p.losers); });
    add(tr("Use of the least used"), [](const PlanBeside& p) { return p.use ? percent(*p.use) : QStringLiteral("–"); });
    add(tr("Largest regret, M EUR"), [&](const PlanBeside& p) { return million(p.regret.most); });
    add(tr("Mean regret, M EUR"), [&](const PlanBeside& p) { return million(p.regret.mean); });
    add(tr("Worst tenth of regrets, M EUR"), [&](const PlanBeside& p) { return million(p.regret.worst_tenth); });
    add(tr("Pays in so many futures"), [](const PlanBeside& p) { return percent(p.regret.pays); });
    add(tr("Dominated by"), [&](const PlanBeside& p) {
        QStringList names;
        for (const std::size_t other : p.dominated_by) {
            names << said(scenarios::plan_words(beside.plans[other]));
        }
        return names.isEmpty() ? QStringLiteral("–") : names.join(QStringLiteral(", "));
    });
    view_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view_->setVisible(true);
    view_->setFixedHeight(view_->header()->sizeHint().height() + model_->rowCount() * view_->sizeHintForRow(0) +
                          2 * view_->frameWidth() + 14);
    pareto_->setDrawing(scenarios::pareto_chart(beside, language()));
    regret_->setDrawing(scenarios::regret_chart(beside, language()));
    showButtons();
}

} // namespace cityloom::app
