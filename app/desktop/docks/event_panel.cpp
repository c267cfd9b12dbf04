// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/event_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/desktop/docks/event_delegate.h"
#include "app/desktop/models/kpi_column.h"
#include "app/desktop/style/icons.h"
#include "scenarios/run/event_list.h"

namespace cityloom::app {

namespace {

constexpr int kLive = -1;
constexpr int kAll = -1;

QComboBox* choice(const QString& name, const QString& all, QWidget* parent) {
    auto* box = new QComboBox{parent};
    box->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(5);
    box->addItem(all, kAll);
    return box;
}

} // namespace

EventPanel::EventPanel(Workspace& workspace, EventFeed& feed, QWidget* parent)
    : QWidget{parent},
      workspace_{workspace},
      feed_{feed},
      model_{new EventListModel{this}},
      filter_{new EventFilter{this}},
      run_{new QComboBox{this}},
      text_{new QLineEdit{this}},
      kind_{choice(tr("Kind of event"), tr("All kinds"), this)},
      origin_{choice(tr("What it goes back to"), tr("Whatever by"), this)},
      hint_{new QLabel{this}},
      list_{new QListView{this}} {
    run_->setAccessibleName(tr("Run whose events are listed"));
    run_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    run_->setMinimumContentsLength(8);
    text_->setPlaceholderText(tr("Filter the events"));
    text_->setAccessibleName(tr("Filter the events"));
    text_->setClearButtonEnabled(true);
    for (const scenarios::LogKind kind :
         {scenarios::LogKind::Fails, scenarios::LogKind::Mends, scenarios::LogKind::Closes, scenarios::LogKind::Opens,
          scenarios::LogKind::Changes, scenarios::LogKind::Touches}) {
        kind_->addItem(icon(eventIcon(kind)), inLanguage(scenarios::kind_words(kind)), static_cast<int>(kind));
    }
    for (const scenarios::LogOrigin origin :
         {scenarios::LogOrigin::Scripted, scenarios::LogOrigin::ByHand, scenarios::LogOrigin::Consequence}) {
        origin_->addItem(icon(originIcon(origin)), inLanguage(scenarios::origin_words(origin)),
                         static_cast<int>(origin));
    }
    filter_->setSourceModel(model_);
    list_->setModel(filter_);
    list_->setItemDelegate(new EventDelegate{list_});
    list_->setUniformItemSizes(true);
    list_->setAlternatingRowColors(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setAccessibleName(tr("Events"));
    hint_->setWordWrap(true);
    hint_->setMargin(12);
    hint_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    hint_->setTextFormat(Qt::PlainText);

    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* top = new QGridLayout;
    top->setContentsMargins(8, 6, 8, 2);
    top->setSpacing(4);
    // In one row: the list is what one comes for.
    top->addWidget(run_, 0, 0, 1, 3);
    top->addWidget(text_, 1, 0);
    top->addWidget(kind_, 1, 1);
    top->addWidget(origin_, 1, 2);
    top->setColumnStretch(0, 1);
    column->addLayout(top);
    column->addWidget(hint_);
    column->addWidget(list_, 1);
    QWidget* before = run_;
    for (QWidget* next : {static_cast<QWidget*>(text_), static_cast<QWidget*>(kind_), static_cast<QWidget*>(origin_),
                          static_cast<QWidget*>(list_)}) {
        setTabOrder(before, next);
        before = next;
    }

    connect(run_, &QComboBox::currentIndexChanged, this, &EventPanel::showRun);
    connect(text_, &QLineEdit::textChanged, this, [this](const QString& text) {
        filter_->setText(text);
        sayWhyEmpty();
    });
    connect(kind_, &QComboBox::currentIndexChanged, this, [this] {
        const int kind = kind_->currentData().toInt();
        filter_->setKind(kind == kAll ? std::nullopt : std::optional{static_cast<scenarios::LogKind>(kind)});
        sayWhyEmpty();
    });
    connect(origin_, &QComboBox::currentIndexChanged, this, [this] {
        const int origin = origin_->currentData().toInt();
        filter_->setOrigin(origin == kAll ? std::nullopt : std::optional{static_cast<scenarios::LogOrigin>(origin)});
        sayWhyEmpty();
    });
    connect(list_, &QListView::activated, this, &EventPanel::go);
    connect(list_, &QWidget::customContextMenuRequested, this, &EventPanel::menu);
    connect(&feed_, &EventFeed::begun, this, [this] {
        setUnread(0);
        fillRuns();
    });
    connect(&feed_, &EventFeed::happened, this, &EventPanel::take);
    connect(&workspace_, &Workspace::resultsChanged, this, &EventPanel::fillRuns);
    fillRuns();
}

QString EventPanel::hint() const {
    return hint_->isHidden() ? QString{} : hint_->text();
}

bool EventPanel::live() const {
    return run_->currentData().toInt() == kLive;
}

void EventPanel::fillRuns() {
    const QVariant before = run_->currentData();
    {
        const QSignalBlocker quiet{run_};
        run_->clear();
        run_->addItem(tr("The run that is played"), kLive);
        for (std::size_t i = 0; i < workspace_.results().size(); ++i) {
            const auto base = workspace_.base();
            run_->addItem(
                kpiColumnOf(workspace_.results()[i], base ? base->networks->demand.bicycle_mode_share : 0.0).name,
                static_cast<int>(i));
        }
        run_->setCurrentIndex(std::max(0, run_->findData(before)));
        run_->setVisible(run_->count() > 1);
    }
    showRun();
}

void EventPanel::showRun() {
    fault_.clear();
    if (live()) {
        model_->reset(feed_.entries());
    } else {
        const auto which = static_cast<std::size_t>(run_->currentData().toInt());
        const auto events = scenarios::events_of(workspace_.results()[which]);
        fault_ = !events    ? QString::fromStdString(events.error().message)
                 : !*events ? tr("This result was kept without a list of what happened. Run the scenario again.")
                            : QString{};
        model_->reset(events && *events ? (*events)->entries : std::vector<scenarios::LogEntry>{});
    }
    list_->scrollToBottom();
    sayWhyEmpty();
}

void EventPanel::take(const std::vector<scenarios::LogEntry>& entries) {
    if (live()) {
        const bool at_end = list_->verticalScrollBar()->value() >= list_->verticalScrollBar()->maximum() - 4;
        model_->append(entries);
        if (at_end) { // who reads further up is left there
            list_->scrollToBottom();
        }
        sayWhyEmpty();
    }
    if (!seen_) {
        setUnread(unread_ + static_cast<int>(entries.size()));
    }
}

void EventPanel::sayWhyEmpty() {
    const bool empty = filter_->rowCount() == 0;
    hint_->setText(
        !fault_.isEmpty()        ? fault_
        : model_->rowCount() > 0 ? tr("Nothing that has happened is like that. Take the filter away to see all.")
        : live() ? tr("Nothing has happened yet. Events of the scenario, what you do by hand, and what comes "
                      "of it are listed here as the city is played.")
                 : tr("Nothing out of the ordinary happened in that run."));
    hint_->setVisible(empty);
    list_->setVisible(!empty);
}

void EventPanel::setUnread(int unread) {
    if (unread != unread_) {
        unread_ = unread;
        Q_EMIT unreadChanged(unread);
    }
}

void EventPanel::setSeen(bool seen) {
    seen_ = seen;
    if (seen) {
        setUnread(0);
    }
}

void EventPanel::go(const QModelIndex& index) {
    if (index.isValid()) {
        Q_EMIT goRequested(model_->entry(filter_->mapToSource(index).row()));
    }
}

void EventPanel::menu(const QPoint& at) {
    const QModelIndex index = list_->indexAt(at);
    if (!index.isValid()) {
        return;
    }
    const scenarios::LogEntry entry = model_->entry(filter_->mapToSource(index).row());
    auto* menu = new QMenu{this};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("fly")), tr("Fly there"), this, [this, entry] { Q_EMIT goRequested(entry); });
    if (live()) {
        menu->addAction(icon(QStringLiteral("event")), tr("Show the city at that time"), this,
                        [this, entry] { Q_EMIT momentRequested(entry.at); });
    }
    menu->addAction(icon(QStringLiteral("duplicate")), tr("Copy"), this,
                    [entry] { QApplication::clipboard()->setText(eventSentence(entry)); });
    menu->popup(list_->viewport()->mapToGlobal(at));
}

} // namespace cityloom::app
