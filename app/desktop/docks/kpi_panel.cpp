// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/kpi_panel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QThreadPool>
#include <QVBoxLayout>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"
#include "scenarios/measure/apply.h"
#include "scenarios/run/project_run.h"

namespace cityloom::app {

namespace {

constexpr int kLive = -1;

} // namespace

KpiPanel::KpiPanel(Workspace& workspace, PlayControl& play, QWidget* parent)
    : QWidget{parent}, workspace_{workspace}, play_{play} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    auto* choice = new QGridLayout;
    choice->setContentsMargins(12, 8, 12, 0);
    choice->setColumnStretch(1, 1);
    const auto combo = [&](const QString& letter, int row) {
        auto* box = new QComboBox{this};
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
        box->setAccessibleName(tr("Result %1").arg(letter));
        auto* label = new QLabel{letter, this};
        label->setBuddy(box);
        choice->addWidget(label, row, 0);
        choice->addWidget(box, row, 1);
        connect(box, &QComboBox::currentIndexChanged, this, &KpiPanel::fill);
        return box;
    };
    a_ = combo(QStringLiteral("A"), 0);
    b_ = combo(QStringLiteral("B"), 1);
    column->addLayout(choice);
    hint_ = new QLabel{tr("No result is kept yet. Run ▸ Run to the end keeps one, to compare with."), this};
    hint_->setWordWrap(true);
    hint_->setContentsMargins(12, 0, 12, 0);
    hint_->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(hint_);
    unlike_ = plainLabel(this);
    unlike_->setWordWrap(true);
    unlike_->setContentsMargins(12, 0, 12, 0);
    column->addWidget(unlike_);
    run_like_ = new QPushButton{this};
    auto* beside = new QHBoxLayout;
    beside->setContentsMargins(12, 0, 12, 0);
    beside->addWidget(run_like_);
    beside->addStretch(1);
    column->addLayout(beside);
    connect(run_like_, &QPushButton::clicked, this, &KpiPanel::runLike);
    table_ = new QTableWidget{this};
    table_->setAccessibleName(tr("Figures of two results"));
    table_->setColumnCount(4);
    table_->setHorizontalHeaderLabels({tr("Figure"), QStringLiteral("A"), QStringLiteral("B"), tr("Change")});
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(24);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setWordWrap(false);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int c = 1; c < 4; ++c) {
        table_->horizontalHeader()->setSectionResizeMode(c, QHeaderView::ResizeToContents);
        table_->horizontalHeaderItem(c)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    table_->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->setRowCount(static_cast<int>(scenarios::result_figures().size()));
    column->addWidget(table_, 1);
    connect(&workspace_, &Workspace::resultsChanged, this, &KpiPanel::refreshChoices);
    connect(&workspace_, &Workspace::sessionChanged, this, &KpiPanel::refreshChoices);
    connect(&workspace_.book(), &ScenarioBook::changed, this, &KpiPanel::refreshChoices);
    timer_.setInterval(4000); // the engine is asked between two steps; it need not be asked often
    connect(&timer_, &QTimer::timeout, this, &KpiPanel::readLive);
    timer_.start();
    refreshChoices();
}

void KpiPanel::refreshChoices() {
    stored_.clear();
    const auto base = workspace_.base();
    for (const scenarios::RunResult& result : workspace_.results()) {
        stored_.push_back(kpiColumnOf(result, base ? base->networks->demand.bicycle_mode_share : 0.0));
        const auto resolved = scenarios::resolve_scenario(workspace_.book().all(), result.scenario);
        stored_.back().of_now = resolved && scenarios::is_of_now(result, *resolved);
    }
    for (QComboBox* box : {a_, b_}) {
        const QSignalBlocker quiet{box};
        const QVariant before = box->currentData();
        box->clear();
        if (workspace_.session()) {
            const QString name = QString::fromStdString(workspace_.activeScenario());
            box->addItem(tr("Live: %1").arg(name.isEmpty() ? tr("the city as it stands") : name), kLive);
        }
        for (std::size_t i = 0; i < stored_.size(); ++i) {
            box->addItem(stored_[i].name, static_cast<int>(i));
        }
        const int again = before.isValid() ? box->findData(before) : -1;
        box->setCurrentIndex(again >= 0 ? again : 0);
    }
    if (wanted_ != nullptr && stored_.size() > known_) { // what was run for it
        const QSignalBlocker quiet{wanted_};
        wanted_->setCurrentIndex(wanted_->findData(static_cast<int>(stored_.size()) - 1));
        wanted_ = nullptr;
    }
    known_ = stored_.size();
    if (!stored_.empty() && a_->currentData() == b_->currentData()) { // the last that was kept, and what is played
        a_->setCurrentIndex(a_->findData(static_cast<int>(stored_.size()) - 1));
        b_->setCurrentIndex(std::max(0, b_->findData(kLive)));
    }
    hint_->setVisible(stored_.empty());
    live_ = {};
    fill();
    readLive();
}

void KpiPanel::readLive() {
    const auto session = workspace_.session();
    if (!session || reading_ || play_.status().state == scenarios::SessionStatus::State::Preparing) {
        return;
    }
    reading_ = true;
    // The engine is waited for in another thread, never in this one.
    QThreadPool::globalInstance()->start([session, panel = QPointer<KpiPanel>{this}] {
        auto kpis = session->kpis();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [panel, session, kpis = std::move(kpis)] {
                if (panel) {
                    panel->reading_ = false;
                    if (panel->workspace_.session() == session) {
                        panel->live_ = kpis;
                        panel->fill();
                    }
                }
            },
            Qt::QueuedConnection);
    });
}

KpiColumn KpiPanel::chosen(const QComboBox* box) const {
    const QVariant choice = box->currentData();
    if (!choice.isValid()) {
        return {};
    }
    return choice.toInt() == kLive ? KpiColumn{box->currentText(), live_}
                                   : stored_[static_cast<std::size_t>(choice.toInt())];
}

QString KpiPanel::whyNot() const {
    return a_->currentData() == b_->currentData() ? QString{} : notLike(chosen(a_), chosen(b_));
}

/// The one that is not like the other is run as that was; where neither is a whole run of now, A as it was asked for.
void KpiPanel::runLike() {
    const KpiColumn a = chosen(a_);
    const KpiColumn b = chosen(b_);
    const bool to_b = a.scope && a.of_now; // A is what B is held against
    const KpiColumn& model = to_b ? a : b;
    const KpiColumn& of = to_b ? b : a;
    wanted_ = to_b ? b_ : a_;
    const std::string scenario = of.scope ? of.scenario : workspace_.activeScenario();
    if (model.scope) {
        workspace_.runToEnd(scenario, scenarios::request_like(*model.scope, 0));
    } else {
        workspace_.runToEnd(scenario);
    }
}

void KpiPanel::fill() {
    const KpiColumn a = chosen(a_);
    const KpiColumn b = chosen(b_);
    const ThemeColours& colours = currentColours();
    const QString why = whyNot();
    unlike_->setText(tr("No change is told: %1.").arg(why));
    unlike_->setVisible(!why.isEmpty());
    run_like_->setText(a.scope && a.of_now ? tr("Run B as A was run") : tr("Run A as B was run"));
    run_like_->setVisible(!why.isEmpty());
    int row = 0;
    for (const engine::Figure* of : scenarios::result_figures()) {
        const engine::Figure& info = *of;
        const double x = a.kpis.value(info.id);
        const double y = b.kpis.value(info.id);
        const QString name = QStringLiteral("%1, %2").arg(kpiName(info), kpiUnit(info));
        const std::array<QString, 4> texts{name, figure(x, info.decimals), figure(y, info.decimals),
                                           why.isEmpty() ? changeText(x, y) : QStringLiteral("–")};
        for (int c = 0; c < 4; ++c) {
            QTableWidgetItem* item = table_->item(row, c);
            if (item == nullptr) {
                item = new QTableWidgetItem;
                item->setTextAlignment((c == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
                item->setFont(figureFont());
                table_->setItem(row, c, item);
            }
            item->setText(texts.at(static_cast<std::size_t>(c)));
        }
        table_->item(row, 0)->setToolTip(plainTip(name));
        // Better in the accent, worse in the warning colour; the arrow and the sign say it without colour.
        const bool known = why.isEmpty() && std::isfinite(x) && std::isfinite(y) && info.better != 0 && x != y;
        const bool better = known && ((y > x) == (info.better > 0));
        table_->item(row, 3)->setForeground(!known ? colours.muted : better ? colours.accent : colours.warning);
        ++row;
    }
}

QByteArray KpiPanel::csv() const {
    return kpiCsv(chosen(a_), chosen(b_));
}

} // namespace cityloom::app
