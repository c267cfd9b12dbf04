// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/compare/verdict_panel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "app/desktop/models/event_list_model.h"
#include "app/desktop/models/kpi_column.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"
#include "gis/city/districts.h"
#include "scenarios/report/numbers.h"

namespace cityloom::app {

namespace {

constexpr int kMostSeeds = 30; // in the window; a study of more is for the command line
constexpr int kValueRole = Qt::UserRole;

QTableWidget* tableOf(const QStringList& columns, const QString& name, QWidget* parent) {
    auto* table = new QTableWidget{parent};
    table->setAccessibleName(name);
    table->setColumnCount(static_cast<int>(columns.size()));
    table->setHorizontalHeaderLabels(columns);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(24);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    table->setWordWrap(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int c = 0; c < table->columnCount(); ++c) {
        const bool words = c == 0 || c + 1 == table->columnCount();
        table->horizontalHeaderItem(c)->setTextAlignment((words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    return table;
}

/// Sorts by the number behind the words; what has none comes last.
class NumberItem final : public QTableWidgetItem {
public:
    using QTableWidgetItem::QTableWidgetItem;
    bool operator<(const QTableWidgetItem& other) const override {
        const double a = data(kValueRole).toDouble();
        const double b = other.data(kValueRole).toDouble();
        return std::isfinite(a) && std::isfinite(b) ? a < b : std::isfinite(a);
    }
};

QString signedFigure(double value, int decimals) {
    return std::isfinite(value) && value > 0.0 ? QStringLiteral("+") + figure(value, decimals)
                                               : figure(value, decimals);
}

/// One row of figures: name, both means, what changes, its interval and the verdict.
void setRow(QTableWidget* table, int row, const QString& name, const scenarios::KpiComparison& kpi,
            const engine::Figure& info) {
    const ThemeColours& colours = currentColours();
    const bool both = !kpi.none_with_a && !kpi.none_with_b;
    const double change = both ? kpi.difference.mean : NAN;
    const QString interval = kpi.difference.known && both
                                 ? QStringLiteral("%1 … %2").arg(signedFigure(kpi.difference.low, info.decimals),
                                                                 signedFigure(kpi.difference.high, info.decimals))
                                 : QStringLiteral("–");
    const std::string verdict = kpi.verdict();
    const std::array<QString, 6> texts{name,
                                       figure(kpi.none_with_a ? NAN : kpi.a, info.decimals),
                                       figure(kpi.none_with_b ? NAN : kpi.b, info.decimals),
                                       signedFigure(change, info.decimals),
                                       interval,
                                       inLanguage(scenarios::verdict_words(verdict))};
    const std::array<double, 6> values{NAN, kpi.a, kpi.b, change, change, kpi.p};
    for (int c = 0; c < 6; ++c) {
        const auto i = static_cast<std::size_t>(c);
        QTableWidgetItem* item = c == 0 || c == 5 ? new QTableWidgetItem : new NumberItem;
        item->setText(texts.at(i));
        item->setToolTip(plainTip(texts.at(i)));
        item->setData(kValueRole, values.at(i));
        item->setFont(figureFont());
        item->setTextAlignment((c == 0 || c == 5 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        table->setItem(row, c, item);
    }
    table->item(row, 5)->setForeground(verdict == "better"  ? colours.accent
                                       : verdict == "worse" ? colours.warning
                                                            : colours.muted);
}

} // namespace

VerdictPanel::VerdictPanel(Workspace& workspace, QWidget* parent)
    : QWidget{parent},
      workspace_{workspace},
      work_{workspace},
      a_{new QComboBox{this}},
      b_{new QComboBox{this}},
      seeds_{new QSpinBox{this}},
      run_{new QPushButton{this}},
      state_{plainLabel(this)},
      pages_{new QTabWidget{this}},
      words_{new QTextBrowser{this}},
      figures_{tableOf(
          {tr("Figure"), QStringLiteral("A"), QStringLiteral("B"), tr("Change"), tr("95 % interval"), tr("Verdict")},
          tr("Figures of the comparison"), this)},
      of_{new QComboBox{this}},
      on_map_{new QCheckBox{tr("On the map"), this}},
      districts_{tableOf(
          {tr("District"), QStringLiteral("A"), QStringLiteral("B"), tr("Change"), tr("95 % interval"), tr("Verdict")},
          tr("Districts of the comparison"), this)} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(8, 6, 8, 4);
    column->setSpacing(4);
    auto* top = new QHBoxLayout;
    top->setSpacing(6);
    const auto choice = [&](const QString& letter, QComboBox* box, const QString& name) {
        box->setAccessibleName(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
        auto* label = new QLabel{letter, this};
        label->setBuddy(box);
        top->addWidget(label);
        top->addWidget(box);
        connect(box, &QComboBox::currentIndexChanged, this, &VerdictPanel::look);
    };
    choice(QStringLiteral("A"), a_, tr("Scenario to compare with"));
    choice(QStringLiteral("B"), b_, tr("Scenario to judge"));
    seeds_->setRange(1, kMostSeeds);
    seeds_->setValue(5);
    seeds_->setPrefix(tr("Seeds: "));
    seeds_->setAccessibleName(tr("Paired seeds"));
    seeds_->setToolTip(tr("Each seed is the same trips and the same luck in both. An interval needs two at least."));
    connect(seeds_, &QSpinBox::valueChanged, this, &VerdictPanel::look);
    top->addWidget(seeds_);
    top->addWidget(run_);
    top->addWidget(state_, 1);
    column->addLayout(top);
    column->addWidget(pages_, 1);
    words_->setOpenLinks(false);
    words_->setFrameShape(QFrame::NoFrame);
    words_->setAccessibleName(tr("Verdict in sentences"));
    words_->setTabChangesFocus(true);
    pages_->setDocumentMode(true);
    pages_->setAccessibleName(tr("Pages of the comparison"));
    pages_->addTab(words_, tr("Verdict"));
    pages_->addTab(figures_, tr("Figures"));
    auto* page = new QWidget{this};
    auto* below = new QVBoxLayout{page};
    below->setContentsMargins(0, 4, 0, 0);
    below->setSpacing(4);
    auto* tools = new QHBoxLayout;
    of_->setAccessibleName(tr("Figure by district"));
    of_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    tools->addWidget(of_);
    tools->addWidget(on_map_);
    tools->addStretch(1);
    below->addLayout(tools);
    below->addWidget(districts_, 1);
    pages_->addTab(page, tr("Districts"));
    on_map_->setToolTip(tr("Colours the buildings of each district by what changes there"));
    connect(of_, &QComboBox::currentIndexChanged, this, &VerdictPanel::fillDistricts);
    connect(on_map_, &QCheckBox::toggled, this, &VerdictPanel::mapChanged);
    connect(districts_, &QTableWidget::itemSelectionChanged, this, &VerdictPanel::goToDistrict);
    connect(run_, &QPushButton::clicked, this, [this] {
        if (work_.busy()) {
            work_.stop();
        } else {
            work_.compare(chosen(a_), chosen(b_), seeds_->value(), true);
        }
    });
    connect(&work_, &CompareWork::busyChanged, this, &VerdictPanel::refreshState);
    connect(&work_, &CompareWork::made, this, &VerdictPanel::take);
    connect(&workspace_, &Workspace::cityChanged, this, &VerdictPanel::fillChoices);
    connect(&workspace_.book(), &ScenarioBook::changed, this, &VerdictPanel::fillChoices);
    fillChoices();
}

std::string VerdictPanel::chosen(const QComboBox* box) const {
    return box->currentData().toString().toStdString();
}

void VerdictPanel::fillChoices() {
    for (QComboBox* box : {a_, b_}) {
        const QSignalBlocker quiet{box};
        const QVariant before = box->currentData();
        box->clear();
        for (const scenarios::Scenario& scenario : workspace_.book().all()) {
            const QString name = QString::fromStdString(scenario.name);
            box->addItem(name, name);
        }
        const int again = before.isValid() ? box->findData(before) : -1;
        const int base = box->findData(QStringLiteral("base"));
        box->setCurrentIndex(again >= 0  ? again
                             : box == a_ ? std::max(0, base)
                             : base == 0 ? std::min(1, box->count() - 1)
                                         : 0);
    }
    look(); // a scenario that was edited is another: what was said of it before is not of it
}

void VerdictPanel::show(const std::string& a, const std::string& b) {
    {
        const QSignalBlocker quiet{a_};
        const QSignalBlocker other{b_};
        a_->setCurrentIndex(a_->findData(QString::fromStdString(a)));
        b_->setCurrentIndex(b_->findData(QString::fromStdString(b)));
    }
    look();
}

void VerdictPanel::look() {
    made_ = {};
    asked_ = false;
    fill();
    if (isVisible() && two() && !work_.busy()) { // what the project holds is shown at once
        work_.compare(chosen(a_), chosen(b_), seeds_->value(), false);
    }
}

void VerdictPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!asked_ && !made_.comparison) {
        look();
    }
}

bool VerdictPanel::two() const {
    return !chosen(a_).empty() && !chosen(b_).empty() && a_->currentData() != b_->currentData();
}

void VerdictPanel::take(const ComparisonMade& made) {
    if (made.a != chosen(a_) || made.b != chosen(b_)) {
        look(); // others were chosen meanwhile
        return;
    }
    made_ = made;
    asked_ = true;
    fill();
}

void VerdictPanel::fill() {
    fillWords();
    fillFigures();
    {
        const QSignalBlocker quiet{of_};
        const QVariant before = of_->currentData();
        of_->clear();
        if (made_.comparison && !made_.comparison->districts.empty()) {
            for (const scenarios::KpiComparison& kpi : made_.comparison->districts.front().kpis) {
                if (const engine::Figure* info = scenarios::find_result_figure(kpi.id)) {
                    of_->addItem(QStringLiteral("%1, %2").arg(kpiName(*info), kpiUnit(*info)),
                                 QString::fromStdString(kpi.id));
                }
            }
            of_->setCurrentIndex(std::max(0, of_->findData(before)));
        }
    }
    fillDistricts();
    refreshState();
}

void VerdictPanel::refreshState() {
    run_->setEnabled(two() || work_.busy());
    run_->setText(work_.busy() ? tr("Stop") : made_.comparison ? tr("Compare again") : tr("Run what is missing"));
    run_->setToolTip(tr("Runs what has no result yet, the same hours, demand and seeds of both, and keeps it"));
    state_->setText(
        work_.busy() ? tr("Comparing. The progress stands among the tasks.")
        : !two()     ? tr("Choose two scenarios.")
        : !made_.comparison
            ? asked_ ? tr("Runs are missing of: %1").arg(inLanguage(scenarios::conditions_words(made_.conditions)))
                     : tr("Not compared yet.")
            : inLanguage(scenarios::conditions_words(made_.conditions)));
    state_->setToolTip(plainTip(state_->text()));
}

QString VerdictPanel::state() const {
    return state_->text();
}

void VerdictPanel::fillWords() {
    if (!made_.comparison) {
        words_->setPlainText(
            tr("What B does beside A stands here once both have been run over the same hours, with the "
               "same demand and the same seeds: what gets better or worse, how sure that is, what it "
               "costs and brings, and which districts gain or lose."));
        return;
    }
    const scenarios::Comparison& c = *made_.comparison;
    QString html;
    const auto line = [&](const QString& text) { html += QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped()); };
    for (const scenarios::Text& sentence : c.findings()) {
        line(inLanguage(sentence));
    }
    const auto euros = [](scenarios::Cents cents) { return QString::fromStdString(scenarios::euros_text(cents)); };
    const scenarios::Appraisal& money = c.appraisal;
    html += QStringLiteral("<p><b>%1</b></p>").arg(tr("Money").toHtmlEscaped());
    for (const scenarios::Text& reason : money.refused) {
        line(inLanguage(reason));
    }
    if (money.refused.empty()) {
        line(tr("Costs over the appraisal period, at their present value: %1. What they bring: %2. Net: %3.")
                 .arg(euros(money.present_cost), euros(money.present_benefit), euros(money.npv)));
        if (money.net.known) {
            line(tr("95 % interval of the net value over the seeds: %1 to %2.")
                     .arg(euros(static_cast<scenarios::Cents>(std::llround(money.net.low))),
                          euros(static_cast<scenarios::Cents>(std::llround(money.net.high)))));
        }
        line(tr("Verdict: %1.").arg(inLanguage(scenarios::verdict_words(money.verdict()))));
    }
    for (const scenarios::CostLine& cost : money.costs) {
        line(QStringLiteral("%1: %2").arg(inLanguage(cost.item), euros(cost.present)));
    }
    for (const scenarios::Text& one : c.not_priced()) {
        line(tr("Not in the money: %1").arg(inLanguage(one)));
    }
    words_->setHtml(html);
}

void VerdictPanel::fillFigures() {
    figures_->setRowCount(0);
    if (!made_.comparison) {
        return;
    }
    for (const scenarios::KpiComparison& kpi : made_.comparison->city) {
        if (const engine::Figure* info = scenarios::find_result_figure(kpi.id)) {
            const int row = figures_->rowCount();
            figures_->insertRow(row);
            setRow(figures_, row, QStringLiteral("%1, %2").arg(kpiName(*info), kpiUnit(*info)), kpi, *info);
        }
    }
}

void VerdictPanel::fillDistricts() {
    const QSignalBlocker quiet{districts_};
    districts_->setSortingEnabled(false);
    districts_->setRowCount(0);
    const engine::Figure* info = scenarios::find_result_figure(of_->currentData().toString().toStdString());
    if (made_.comparison && info != nullptr) {
        for (const auto& district : made_.comparison->districts) {
            if (const auto* kpi = scenarios::find_row(district.kpis, info->id)) {
                const int row = districts_->rowCount();
                districts_->insertRow(row);
                setRow(districts_, row, QString::fromStdString(district.name), *kpi, *info);
            }
        }
        districts_->setSortingEnabled(true);
        // Who loses most comes first.
        districts_->sortByColumn(3, info->better > 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
    }
    on_map_->setEnabled(districts_->rowCount() > 0);
    Q_EMIT mapChanged();
}

void VerdictPanel::goToDistrict() {
    const auto city = workspace_.base();
    const auto rows = districts_->selectionModel()->selectedRows();
    if (!city || rows.isEmpty()) {
        return;
    }
    const std::string name = districts_->item(rows.front().row(), 0)->text().toStdString();
    const gis::Districts districts{*city->city};
    Point2 sum;
    double count = 0.0;
    for (const gis::Building& building : city->city->buildings) {
        const Point2 at = gis::place_of(*city->city, building);
        const std::uint32_t of = districts.of(at);
        if (of < districts.names().size() && districts.names()[of] == name) {
            sum = {sum.x_m + at.x_m, sum.y_m + at.y_m};
            count += 1.0;
        }
    }
    if (count > 0.0) {
        Q_EMIT flyRequested({sum.x_m / count, sum.y_m / count});
    }
}

std::optional<render::PaintedBuildings> VerdictPanel::painted() const {
    const auto city = workspace_.base();
    const engine::Figure* info = scenarios::find_result_figure(of_->currentData().toString().toStdString());
    if (!city || !made_.comparison || info == nullptr || !on_map_->isChecked()) {
        return std::nullopt;
    }
    const scenarios::Comparison& c = *made_.comparison;
    // Blue is better, whichever way that is; where neither is, blue is more.
    const double sign = info->better < 0 ? -1.0 : 1.0;
    const gis::Districts districts{*city->city};
    std::vector<float> changes(districts.names().size(), NAN);
    double most = 0.0;
    std::array<int, 3> count{}; // worse, unclear, better
    for (std::size_t d = 0; d < changes.size(); ++d) {
        const auto found = std::ranges::find(c.districts, districts.names()[d], [](const auto& of) { return of.name; });
        const auto* kpi = found != c.districts.end() ? scenarios::find_row(found->kpis, info->id) : nullptr;
        if (kpi == nullptr || kpi->none_with_a || kpi->none_with_b || !std::isfinite(kpi->difference.mean)) {
            continue;
        }
        // What may be luck is as pale as no change.
        const bool clear = kpi->sign() != 0 || !kpi->difference.known;
        const double change = clear ? kpi->difference.mean : 0.0;
        changes[d] = static_cast<float>(change);
        most = std::max(most, std::abs(change));
        ++count.at(change * sign > 0.0 ? 2 : change * sign < 0.0 ? 0 : 1);
    }
    const double power = most > 0.0 ? std::pow(10.0, std::floor(std::log10(most))) : 1.0;
    double limit = 10.0 * power;
    for (const double step : {5.0, 2.0, 1.0}) {
        limit = most <= step * power ? step * power : limit;
    }
    render::PaintedBuildings out;
    for (const gis::Building& building : city->city->buildings) {
        const std::uint32_t of = districts.of(gis::place_of(*city->city, building));
        out.places.push_back(of < changes.size() ? render::difference_place(changes[of], sign, limit) : render::kPlain);
    }
    render::LayerLegend& legend = out.legend;
    legend.title = kpiName(*info).toStdString();
    legend.unit = kpiUnit(*info).toStdString();
    legend.low = -1.0;
    legend.high = 1.0;
    const int digits = limit >= 10.0 ? 0 : limit >= 1.0 ? 1 : 3;
    for (int i = -2; i <= 2; ++i) {
        legend.stops.push_back({0.5 * i, render::difference_colour(0.5 * i),
                                signedFigure(i == 0 ? 0.0 : 0.5 * i * sign * limit, digits).toStdString()});
    }
    for (int i = 0; i < 97; ++i) {
        legend.strip.push_back(render::difference_colour(i / 48.0 - 1.0));
    }
    const QString between = QStringLiteral("%1 − %2").arg(QString::fromStdString(c.b), QString::fromStdString(c.a));
    legend.note = (info->better == 0 ? tr("%1, by district: no sign is better by itself").arg(between)
                                     : tr("%1, by district: blue is better").arg(between))
                      .toStdString();
    legend.tally =
        (c.seeds.size() < 2
             ? tr("one seed only: it may be chance")
             : tr("better: %1 · worse: %2 · no clear difference: %3").arg(count[2]).arg(count[0]).arg(count[1]))
            .toStdString();
    if (info->better == 0 && c.seeds.size() >= 2) {
        legend.tally =
            tr("more: %1 · less: %2 · no clear difference: %3").arg(count[2]).arg(count[0]).arg(count[1]).toStdString();
    }
    legend.time = c.request.start;
    return out;
}

} // namespace cityloom::app
