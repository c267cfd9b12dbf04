// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/command_search.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"

namespace cityloom::app {

namespace {

constexpr int kMost = 40;

} // namespace

CommandSearch::CommandSearch(std::vector<SearchEntry> entries, QWidget* parent)
    : QDialog{parent, Qt::Popup}, entries_{std::move(entries)} {
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Search"));
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(8, 8, 8, 8);
    field_ = new QLineEdit{this};
    field_->setPlaceholderText(tr("Search actions, assets and streets"));
    field_->setAccessibleName(field_->placeholderText());
    field_->setClearButtonEnabled(true);
    list_ = new QListWidget{this};
    list_->setAccessibleName(tr("What was found"));
    column->addWidget(field_);
    column->addWidget(list_, 1);
    resize(480, 360);
    if (parent != nullptr) {
        move(parent->mapToGlobal(QPoint{(parent->width() - width()) / 2, 60}));
    }
    field_->installEventFilter(this);
    connect(field_, &QLineEdit::textChanged, this, &CommandSearch::search);
    connect(field_, &QLineEdit::returnPressed, this, &CommandSearch::goToCurrent);
    connect(list_, &QListWidget::itemActivated, this, &CommandSearch::goToCurrent);
    connect(list_, &QListWidget::itemClicked, this, &CommandSearch::goToCurrent);
    search({});
    field_->setFocus();
}

void CommandSearch::search(const QString& text) {
    list_->clear();
    const QStringList words = text.split(QLatin1Char{' '}, Qt::SkipEmptyParts);
    for (std::size_t i = 0; i < entries_.size() && list_->count() < kMost; ++i) {
        const SearchEntry& entry = entries_[i];
        bool all = true;
        for (const QString& word : words) {
            all = all &&
                  (entry.text.contains(word, Qt::CaseInsensitive) || entry.detail.contains(word, Qt::CaseInsensitive));
        }
        if (all) {
            auto* item = new QListWidgetItem{
                icon(entry.icon),
                entry.detail.isEmpty() ? entry.text : QStringLiteral("%1    %2").arg(entry.text, entry.detail), list_};
            item->setData(Qt::UserRole, static_cast<int>(i));
        }
    }
    list_->setCurrentRow(0);
}

int CommandSearch::hits() const {
    return list_->count();
}

void CommandSearch::goToCurrent() {
    if (const QListWidgetItem* item = list_->currentItem()) {
        const auto go = entries_[static_cast<std::size_t>(item->data(Qt::UserRole).toInt())].go;
        close();
        go();
    }
}

bool CommandSearch::eventFilter(QObject* watched, QEvent* event) {
    if (watched == field_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int row = list_->currentRow() + (key == Qt::Key_Down ? 1 : -1);
            list_->setCurrentRow(qBound(0, row, list_->count() - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace cityloom::app
