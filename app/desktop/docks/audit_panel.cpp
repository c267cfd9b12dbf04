// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/audit_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/table_words.h"

namespace cityloom::app {

namespace {

constexpr int kLeastHeight = 170;          // a few rows, however low the window
constexpr int kRowRole = Qt::UserRole + 1; // in Audit::rows; remarks have none

QString worded(const scenarios::Words& words) {
    return inLanguage({words.english, words.chinese});
}

QString number(double value) {
    return std::isnan(value) ? QString{} : QLocale{}.toString(value, 'g', 4);
}

QString band_text(const scenarios::Band& band) {
    return std::isnan(band.low)    ? AuditPanel::tr("at most %1").arg(number(band.high))
           : std::isnan(band.high) ? AuditPanel::tr("at least %1").arg(number(band.low))
           : band.low == band.high ? number(band.low)
                                   : AuditPanel::tr("%1 to %2").arg(number(band.low), number(band.high));
}

QString standing_text(scenarios::AuditRow::Standing standing) {
    switch (standing) {
    case scenarios::AuditRow::Standing::Inside:
        return AuditPanel::tr("plausible");
    case scenarios::AuditRow::Standing::Below:
        return AuditPanel::tr("too low");
    case scenarios::AuditRow::Standing::Above:
        return AuditPanel::tr("too high");
    case scenarios::AuditRow::Standing::Unknown:
        break;
    }
    return AuditPanel::tr("not known");
}

bool outside(const scenarios::AuditRow& row) {
    return row.standing == scenarios::AuditRow::Standing::Below || row.standing == scenarios::AuditRow::Standing::Above;
}

} // namespace

AuditPanel::AuditPanel(Workspace& workspace, QWidget* parent) : QWidget{parent}, workspace_{workspace} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 4, 8, 4);
    run_ = new QPushButton{tr("Audit the city"), this};
    run_->setToolTip(tr("Holds the city's figures against what an engineer would believe"));
    traffic_ = new QCheckBox{tr("with the morning's traffic"), this};
    traffic_->setToolTip(tr("Two hours of traffic from 07:00; takes longer"));
    outside_only_ = new QCheckBox{tr("only what stands out"), this};
    summary_ = new QLabel{this};
    top->addWidget(run_);
    top->addSpacing(8);
    top->addWidget(traffic_);
    top->addSpacing(8);
    top->addWidget(summary_, 1);
    top->addWidget(outside_only_);
    column->addLayout(top);
    model_ = new QStandardItemModel{0, 5, this};
    view_ = new QTreeView{this};
    view_->setAccessibleName(tr("Audit of the city"));
    view_->setModel(model_);
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setAlternatingRowColors(true);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setMinimumHeight(kLeastHeight);
    column->addWidget(view_, 1);
    column->addStretch();
    connect(run_, &QPushButton::clicked, this, &AuditPanel::begin);
    connect(outside_only_, &QCheckBox::toggled, this, &AuditPanel::fill);
    connect(view_, &QTreeView::activated, this, [this](const QModelIndex& index) {
        const QVariant row = index.siblingAtColumn(0).data(kRowRole);
        if (audit_ && row.isValid() && audit_->rows[row.toUInt()].place) {
            Q_EMIT flyRequested(*audit_->rows[row.toUInt()].place);
        }
    });
    // A task that fails or is stopped says so itself; here the button is free again.
    connect(&workspace_.tasks(), &TaskList::changed, this, [this] {
        const auto tasks = workspace_.tasks().tasks();
        if (task_ >= 0 && std::ranges::find(tasks, task_, &TaskView::id) == tasks.end()) {
            task_ = -1;
            run_->setEnabled(workspace_.city() != nullptr);
        }
    });
    setCity(false);
}

void AuditPanel::setCity(bool there) {
    audit_.reset();
    run_->setEnabled(there && task_ < 0);
    traffic_->setEnabled(there);
    fill();
}

void AuditPanel::begin() {
    const auto city = workspace_.city();
    if (!city) {
        return;
    }
    run_->setEnabled(false);
    auto found = std::make_shared<std::optional<scenarios::Audit>>();
    task_ = workspace_.tasks().start(
        tr("Auditing %1").arg(QString::fromStdString(city->city->name)),
        [city, found, with_traffic = traffic_->isChecked()](const TaskControl& control) -> Result<void> {
            auto audit = scenarios::audit(
                *city->city, *city->networks, with_traffic,
                [&](double share, const std::string& what) { control.progress(share, QString::fromStdString(what)); },
                control.stop);
            if (!audit) {
                return tl::make_unexpected(audit.error());
            }
            *found = std::move(*audit);
            return {};
        },
        [this, city, found] {
            if (workspace_.city() == city) {
                audit_ = std::move(*found);
                fill();
                Q_EMIT finished();
            }
        });
}

int AuditPanel::rows() const {
    return model_->rowCount();
}

void AuditPanel::fill() {
    model_->removeRows(0, model_->rowCount());
    model_->setHorizontalHeaderLabels({tr("Figure"), tr("Here"), tr("Plausible"), tr("Standing"), tr("Because")});
    view_->setVisible(audit_.has_value());
    if (!audit_) {
        summary_->setText(workspace_.city() ? tr("Not audited yet: where the model is weak is listed here")
                                            : tr("Open a city to audit it"));
        return;
    }
    for (const scenarios::Words& remark : audit_->remarks) {
        auto* what = new QStandardItem{worded(remark)};
        what->setIcon(icon(QStringLiteral("warning")));
        what->setToolTip(plainTip(what->text()));
        model_->appendRow(what);
        view_->setFirstColumnSpanned(model_->rowCount() - 1, {}, true);
    }
    std::vector<std::size_t> order(audit_->rows.size()); // what stands out first
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [this](std::size_t k) {
        const scenarios::AuditRow& row = audit_->rows[k];
        return outside(row) ? 0 : row.standing == scenarios::AuditRow::Standing::Unknown ? 1 : 2;
    });
    for (const std::size_t k : order) {
        const scenarios::AuditRow& row = audit_->rows[k];
        const bool inside = row.standing == scenarios::AuditRow::Standing::Inside;
        if (outside_only_->isChecked() && inside) {
            continue;
        }
        auto* what = new QStandardItem{inLanguage({row.band->english, row.band->chinese})};
        what->setData(static_cast<uint>(k), kRowRole);
        if (!inside) {
            what->setIcon(icon(outside(row) ? QStringLiteral("warning") : QStringLiteral("info")));
        }
        auto* here = new QStandardItem{std::isnan(row.value) ? QStringLiteral("–")
                                                             : number(row.value) + QLatin1Char{' '} +
                                                                   QString::fromStdString(row.band->unit)};
        const QString because =
            (row.why.english.empty() ? QString{} : worded(row.why) + QStringLiteral(". ")) +
            tr("%1. Band: %2 (%3)")
                .arg(worded(row.how), QString::fromStdString(row.band->source),
                     QString::fromStdString(row.band->confidence)) +
            (row.asset.empty() ? QString{} : QStringLiteral(" – ") + QString::fromStdString(row.asset));
        auto* why = new QStandardItem{because};
        why->setToolTip(plainTip(because));
        what->setToolTip(plainTip(because));
        model_->appendRow(
            {what, here, new QStandardItem{band_text(*row.band)}, new QStandardItem{standing_text(row.standing)}, why});
    }
    const std::array<int, 4> widths{330, 110, 110, 90};
    for (int c = 0; c < static_cast<int>(widths.size()); ++c) {
        view_->header()->resizeSection(c, widths.at(static_cast<std::size_t>(c)));
    }
    summary_->setText(
        tr("%1 of %2 stand out, %3 not known").arg(audit_->outside()).arg(audit_->rows.size()).arg(audit_->unknown()));
    summary_->setToolTip(
        tr("In brackets after each band's source: A read there, B derived, C recalled and to be verified"));
}

} // namespace cityloom::app
