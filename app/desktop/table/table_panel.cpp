// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/table/table_panel.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPointer>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QThreadPool>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/table/asset_table_model.h"
#include "app/desktop/table/table_words_of.h"

namespace cityloom::app {

namespace {

constexpr int kFollowMs = 700; // how often a run that goes on is looked at
constexpr int kTypingMs = 200; // a filter is read when nobody has typed for so long
constexpr int kLeastHeight = 190;
constexpr int kRoom = 5; // beside a cell's text: a number does not touch its neighbour

class RoomyDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem whole = option;
        initStyleOption(&whole, index);
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &whole, painter, option.widget);
        whole.rect.adjust(kRoom, 0, -kRoom, 0);
        QStyledItemDelegate::paint(painter, whole, index);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return QStyledItemDelegate::sizeHint(option, index) + QSize{2 * kRoom, 0};
    }
};

} // namespace

TablePanel::TablePanel(PlayControl& play, QWidget* parent) : QWidget{parent}, play_{play} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    model_ = new AssetTableModel{this};
    buildTools();
    buildView();
    typing_.setSingleShot(true);
    typing_.setInterval(kTypingMs);
    connect(&typing_, &QTimer::timeout, this, &TablePanel::applyFilter);
    connect(filter_, &QLineEdit::textChanged, this, [this] { typing_.start(); });
    connect(filter_, &QLineEdit::returnPressed, this, [this] {
        applyFilter();
        if (problem_->isHidden() && model_->rowCount() > 0) {
            takeFocus();
        }
    });
    connect(kinds_, &QComboBox::currentIndexChanged, this, &TablePanel::readTable);
    connect(export_, &QToolButton::clicked, this, &TablePanel::exportRequested);
    connect(model_, &AssetTableModel::aboutToArrange, this, &TablePanel::remember);
    connect(model_, &AssetTableModel::arranged, this, &TablePanel::restore);
    connect(&play_, &PlayControl::statusChanged, this, &TablePanel::followRun);
    setCity(nullptr);
}

void TablePanel::buildTools() {
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(8);
    kinds_ = new QComboBox{this};
    kinds_->setAccessibleName(tr("What the table is of"));
    kinds_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    kinds_->setMaxVisibleItems(20);
    bar->addWidget(kinds_);
    filter_ = new QLineEdit{this};
    filter_->setPlaceholderText(tr("Filter: length > 1.5 km and district = north, or words"));
    filter_->setAccessibleName(tr("Filter of the table"));
    filter_->setToolTip(
        tr("<qt>Compare columns with values: <b>pressure &lt; 25 and kind contains tank</b>.<br>Units "
           "are understood: <b>length &gt; 1.5 km</b>. Also: in (…), between … and …, is empty, not.<br>"
           "Words without a comparison are searched for.</qt>"));
    filter_->setClearButtonEnabled(true);
    bar->addWidget(filter_, 1);
    const auto tool = [&](const QString& picture, const QString& text) {
        auto* button = new QToolButton{this};
        button->setIcon(icon(picture));
        button->setIconSize({18, 18});
        button->setAutoRaise(true);
        button->setToolTip(text);
        button->setAccessibleName(text);
        button->setFocusPolicy(Qt::TabFocus);
        bar->addWidget(button);
        return button;
    };
    columns_ = tool(QStringLiteral("settings"), tr("Choose columns"));
    export_ = tool(QStringLiteral("export"), tr("Export what is shown as CSV"));
    columns_->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu{columns_};
    columns_->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillColumnMenu(*menu); });
    static_cast<QVBoxLayout*>(layout())->addLayout(bar);
    problem_ = new QLabel{this};
    problem_->setTextFormat(Qt::RichText);
    problem_->setWordWrap(true);
    problem_->setContentsMargins(8, 0, 8, 4);
    problem_->setAccessibleName(tr("Why the filter cannot be read"));
    problem_->hide();
    layout()->addWidget(problem_);
}

void TablePanel::buildView() {
    hint_ = new QLabel{this};
    hint_->setMargin(12);
    hint_->setWordWrap(true);
    layout()->addWidget(hint_);
    view_ = new QTableView{this};
    view_->setModel(model_);
    view_->setAccessibleName(tr("Table of assets"));
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setAlternatingRowColors(true);
    view_->setShowGrid(false);
    view_->setWordWrap(false);
    view_->setItemDelegate(new RoomyDelegate{view_});
    view_->setTabKeyNavigation(false);
    view_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view_->verticalHeader()->setDefaultSectionSize(24);
    view_->horizontalHeader()->setResizeContentsPrecision(60);
    view_->horizontalHeader()->setSectionsMovable(true);
    view_->horizontalHeader()->setHighlightSections(false);
    view_->horizontalHeader()->setSortIndicatorClearable(true);
    view_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    view_->setSortingEnabled(true);
    view_->horizontalHeader()->setSortIndicatorShown(false); // the model's title says it
    view_->setMinimumHeight(kLeastHeight);
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    layout()->addWidget(view_);
    static_cast<QVBoxLayout*>(layout())->setStretchFactor(view_, 1);
    summary_ = plainLabel(this);
    summary_->setContentsMargins(8, 3, 8, 3);
    summary_->setForegroundRole(QPalette::PlaceholderText);
    summary_->setAccessibleName(tr("Rows and sums"));
    layout()->addWidget(summary_);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TablePanel::rowsChosen);
    // By mouse the row becomes current first and is selected then, by keyboard the other way round.
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TablePanel::rowsChosen);
    connect(view_->selectionModel(), &QItemSelectionModel::currentColumnChanged, this, &TablePanel::summarise);
    const auto fly = [this](const QModelIndex& index) { Q_EMIT flyRequested(objectAt(index.row())); };
    connect(view_, &QTableView::activated, this, fly);
    connect(view_, &QTableView::customContextMenuRequested, this, [this](const QPoint& at) {
        QModelIndex index = view_->indexAt(at);
        index = index.isValid() ? index : view_->currentIndex(); // asked for with the keyboard
        if (index.isValid()) {
            Q_EMIT menuRequested(objectAt(index.row()), view_->viewport()->mapToGlobal(at));
        }
    });
    auto* head = view_->horizontalHeader();
    head->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(head, &QHeaderView::customContextMenuRequested, this, [this, head](const QPoint& at) {
        QMenu menu{head};
        fillColumnMenu(menu);
        menu.exec(head->mapToGlobal(at));
    });
}

void TablePanel::setCity(std::shared_ptr<const LoadedCity> city) {
    city_ = std::move(city);
    model_->setTable(nullptr);
    hint_->setText(city_ != nullptr ? tr("Reading the table…") : tr("Open a city: its assets are listed here."));
    fillKinds();
    readTable();
}

void TablePanel::fillKinds() {
    const QSignalBlocker quiet{kinds_};
    const engine::Kind* before = chosenKind();
    kinds_->clear();
    if (city_ != nullptr) {
        for (const engine::Kind* kind : scenarios::AssetTable::kinds(*city_->applied)) {
            const QString picture = QString::fromUtf8(kind->icon.data(), static_cast<qsizetype>(kind->icon.size()));
            kinds_->addItem(icon(picture), tableTitle(*kind), QVariant::fromValue(static_cast<const void*>(kind)));
        }
        const int again = kinds_->findData(QVariant::fromValue(static_cast<const void*>(before)));
        kinds_->setCurrentIndex(std::max(0, again));
    }
    for (QWidget* widget : {static_cast<QWidget*>(kinds_), static_cast<QWidget*>(filter_),
                            static_cast<QWidget*>(columns_), static_cast<QWidget*>(export_)}) {
        widget->setEnabled(city_ != nullptr);
    }
}

const engine::Kind* TablePanel::chosenKind() const {
    return static_cast<const engine::Kind*>(kinds_->currentData().value<const void*>());
}

bool TablePanel::ready() const {
    return model_->table() != nullptr && &model_->table()->kind() == chosenKind();
}

/// Makes the table of the kind that is chosen, in another thread, unless nobody sees it or it is there.
void TablePanel::readTable() {
    const engine::Kind* kind = chosenKind();
    view_->setVisible(ready());
    hint_->setVisible(!ready());
    if (city_ == nullptr || kind == nullptr || !isVisible() || ready() || (reading_ == kind && reading_for_ == city_)) {
        summarise();
        return;
    }
    reading_ = kind;
    reading_for_ = city_;
    QThreadPool::globalInstance()->start([applied = city_->applied, kind, panel = QPointer<TablePanel>{this}] {
        auto table = scenarios::AssetTable::make(applied, *kind);
        if (QCoreApplication::instance() == nullptr) {
            return;
        }
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [panel, table = std::move(table)]() mutable {
                if (panel) {
                    panel->takeTable(std::move(table));
                }
            },
            Qt::QueuedConnection);
    });
}

void TablePanel::takeTable(std::shared_ptr<const scenarios::AssetTable> table) {
    if (city_ == nullptr || &table->city() != city_->applied.get() || &table->kind() != chosenKind()) {
        return; // something else was chosen meanwhile
    }
    reading_ = nullptr;
    view_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    model_->setTable(std::move(table));
    model_->follow(play_.frame());
    const auto shown = shownColumns(*model_->table());
    for (std::size_t c = 0; c < model_->table()->columns(); ++c) {
        view_->setColumnHidden(static_cast<int>(c), !shown.contains(model_->table()->column(c).id));
    }
    fitColumns(*view_);
    view_->show();
    hint_->hide();
    applyFilter();
    if (wanted_.kind != nullptr) {
        const render::ObjectRef object = std::exchange(wanted_, {});
        showAsset(object);
    }
    if (std::exchange(focus_wanted_, false)) {
        takeFocus();
    }
}

void TablePanel::applyFilter() {
    typing_.stop();
    if (!ready()) {
        return;
    }
    const QString text = filter_->text();
    auto read = scenarios::TableFilter::parse(text.toStdString(), *model_->table());
    problem_->setVisible(!read);
    if (!read) { // what was shown stays
        problem_->setText(filterProblem(text, read.error()));
        return;
    }
    model_->setFilter(std::move(*read));
    if (!view_->selectionModel()->hasSelection()) {
        view_->scrollToTop(); // where one was before are other rows now
    }
    summarise();
}

void TablePanel::followRun() {
    if (!isVisible() || model_->table() == nullptr || play_.frame() == nullptr ||
        (model_->frame() != nullptr && model_->frame()->step == play_.frame()->step &&
         model_->frame()->time == play_.frame()->time)) {
        return;
    }
    if (since_follow_.isValid() && since_follow_.elapsed() < kFollowMs) {
        return;
    }
    since_follow_.start();
    model_->follow(play_.frame());
    summarise();
}

void TablePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    readTable();
    since_follow_.invalidate();
    followRun();
}

} // namespace cityloom::app
