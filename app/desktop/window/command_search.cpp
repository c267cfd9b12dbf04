// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/command_search.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/table_words.h"

namespace cityloom::app {

namespace {

constexpr std::size_t kMost = 60; // of the city; nobody reads more

} // namespace

CommandSearch::CommandSearch(std::vector<SearchEntry> own, CitySearch& city,
                             std::function<void(const render::ObjectRef&)> go, QWidget* parent)
    : QDialog{parent, Qt::Popup}, own_{std::move(own)}, city_{city}, go_{std::move(go)} {
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Search"));
    for (const SearchEntry& entry : own_) {
        own_names_.add({entry.text.toStdString()}, {entry.detail.toStdString(), entry.group.toStdString()});
    }
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(8, 8, 8, 8);
    field_ = new QLineEdit{this};
    field_->setPlaceholderText(tr("Search streets, assets, districts, scenarios, panels and commands"));
    field_->setAccessibleName(field_->placeholderText());
    field_->setClearButtonEnabled(true);
    list_ = new FoundList{this};
    list_->setAccessibleName(tr("What was found"));
    hint_ = plainLabel(this);
    hint_->setWordWrap(true);
    hint_->setMargin(8);
    hint_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    hint_->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(field_);
    column->addWidget(hint_);
    column->addWidget(list_, 1);
    resize(560, 440);
    if (parent != nullptr) {
        move(parent->mapToGlobal(QPoint{(parent->width() - width()) / 2, 60}));
    }
    field_->installEventFilter(this);
    connect(field_, &QLineEdit::textChanged, this, &CommandSearch::search);
    connect(field_, &QLineEdit::returnPressed, this, &CommandSearch::goToCurrent);
    connect(list_, &QListWidget::itemActivated, this, &CommandSearch::goToCurrent);
    connect(list_, &QListWidget::itemClicked, this, &CommandSearch::goToCurrent);
    connect(&city_, &CitySearch::ready, this, &CommandSearch::search);
    search();
    field_->setFocus();
}

SearchEntry CommandSearch::entryOf(const scenarios::NamedThing& thing) const {
    using Type = scenarios::NamedThing::Type;
    SearchEntry entry{.text = QString::fromStdString(thing.name), .detail = inLanguage(thing.noun)};
    switch (thing.type) {
    case Type::Street:
        entry.group = tr("Streets");
        entry.icon = QStringLiteral("street");
        break;
    case Type::Building:
        entry.group = tr("Buildings");
        entry.icon = QStringLiteral("building");
        break;
    case Type::District:
        entry.group = tr("Districts");
        entry.icon = QStringLiteral("label");
        break;
    case Type::Place:
        entry.group = tr("Places");
        entry.icon = QStringLiteral("tree");
        break;
    case Type::Asset: {
        const engine::Kind& kind = *thing.asset.kind;
        entry.group = inLanguage(kind.words);
        entry.icon = QString::fromUtf8(kind.icon.data(), static_cast<qsizetype>(kind.icon.size()));
        break;
    }
    }
    for (const std::string& more : {thing.key, thing.district}) {
        entry.detail += more.empty() ? QString{} : QStringLiteral("  ·  ") + QString::fromStdString(more);
    }
    if (const auto names = city_.names()) {
        entry.go = [object = objectOf(*names->city->city, thing), go = go_] { go(object); };
    }
    return entry;
}

std::vector<SearchEntry> CommandSearch::found(const QString& text) const {
    const std::string typed = text.toStdString();
    std::vector<SearchEntry> entries;
    const auto names = city_.names();
    if (names != nullptr) {
        for (const scenarios::FoundThing& found : names->find(typed, kMost)) {
            SearchEntry& entry = entries.emplace_back(entryOf(found.thing));
            entry.match = found.match;
            entry.by_words = found.by_words;
        }
    }
    for (const scenarios::NameIndex::Hit& hit : own_names_.find(typed, own_.size())) {
        SearchEntry& entry = entries.emplace_back(own_[hit.entry]);
        entry.match = hit.match;
        entry.by_words = hit.by_words;
    }
    // What only may be meant is not offered beside what is called so.
    const auto sure = [](const SearchEntry& entry) { return entry.match < scenarios::NameMatch::Typo; };
    if (std::ranges::any_of(entries, sure)) {
        std::erase_if(entries, [&](const SearchEntry& entry) { return !sure(entry); });
    }
    return entries;
}

void CommandSearch::search() {
    const QString text = field_->text().trimmed();
    list_->show(text.isEmpty() ? own_ : found(text));
    const QString what =
        tr("Streets, named buildings, assets by name, kind or key (such as pump/P1), districts, places, "
           "scenarios and what they hold, panels and commands can be searched.");
    if (list_->hits() > 0) {
        hint_->setText(city_.reading() ? tr("The city's names are being read…") : QString{});
    } else if (city_.reading()) {
        hint_->setText(tr("The city's names are being read…"));
    } else {
        hint_->setText(tr("Nothing is called “%1”.").arg(text) + QLatin1Char{'\n'} + what +
                       (city_.names() == nullptr ? QLatin1Char{'\n'} + tr("No city is open.") : QString{}));
    }
    hint_->setVisible(!hint_->text().isEmpty());
    list_->setVisible(list_->hits() > 0);
}

void CommandSearch::goToCurrent() {
    if (const SearchEntry* entry = list_->current()) {
        const auto go = entry->go;
        close();
        go();
    }
}

bool CommandSearch::eventFilter(QObject* watched, QEvent* event) {
    if (watched == field_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            list_->move(key == Qt::Key_Down ? 1 : -1);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace cityloom::app
