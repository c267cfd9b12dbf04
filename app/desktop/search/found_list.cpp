// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/search/found_list.h"

#include <algorithm>
#include <map>

#include <QPainter>
#include <QStyledItemDelegate>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

enum Role { kEntry = Qt::UserRole, kDetail };

constexpr int kRow = 28;
constexpr int kHead = 24;

/// Name left, what tells it apart right and quieter; the name gives way last.
class FoundDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override {
        const ThemeColours& c = currentColours();
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        painter->save();
        const QRect box = option.rect.adjusted(8, 0, -8, 0);
        if (!index.data(kEntry).isValid()) {
            QFont small = option.font;
            small.setPointSizeF(small.pointSizeF() * 0.9);
            small.setWeight(QFont::DemiBold);
            painter->setFont(small);
            painter->setPen(c.muted);
            painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
            painter->restore();
            return;
        }
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected) {
            painter->fillRect(option.rect, c.accent);
        }
        const QColor ink = selected ? c.accent_text : c.text;
        const QRect picture{box.left(), box.center().y() - 8, 16, 16};
        option.icon.paint(painter, picture, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
        const QRect line = box.adjusted(26, 0, 0, 0);
        const QString name = index.data().toString();
        const int wide = qMin(option.fontMetrics.horizontalAdvance(name) + 16, line.width());
        painter->setPen(ink);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(name, Qt::ElideMiddle, line.width()));
        painter->setPen(selected ? c.accent_text : c.muted);
        painter->drawText(
            line.adjusted(wide, 0, 0, 0), Qt::AlignRight | Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data(kDetail).toString(), Qt::ElideRight, line.width() - wide));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {option.rect.width(), index.data(kEntry).isValid() ? kRow : kHead};
    }
};

int rank(const SearchEntry& entry) {
    return static_cast<int>(entry.match) + (entry.by_words ? 10 : 0);
}

} // namespace

FoundList::FoundList(QWidget* parent) : QListWidget{parent} {
    setItemDelegate(new FoundDelegate{this});
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(false);
}

void FoundList::show(std::vector<SearchEntry> entries) {
    clear();
    // Stable: those that answer as well stay in the order in which they come.
    std::ranges::stable_sort(entries, {}, rank);
    std::map<QString, int> places;
    for (const SearchEntry& entry : entries) {
        places.try_emplace(entry.group, static_cast<int>(places.size()));
    }
    std::ranges::stable_sort(entries, {}, [&](const SearchEntry& entry) { return places.at(entry.group); });
    entries_ = std::move(entries);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const SearchEntry& entry = entries_[i];
        if (i == 0 || entries_[i - 1].group != entry.group) {
            auto* head = new QListWidgetItem{entry.group, this};
            head->setFlags(Qt::NoItemFlags);
        }
        auto* item = new QListWidgetItem{icon(entry.icon), entry.text, this};
        item->setData(kEntry, static_cast<int>(i));
        item->setData(kDetail, entry.detail);
        item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2, %3").arg(entry.text, entry.group, entry.detail));
    }
    if (!entries_.empty()) {
        setCurrentRow(1);
    }
}

const SearchEntry* FoundList::current() const {
    const QListWidgetItem* item = currentItem();
    const QVariant entry = item != nullptr ? item->data(kEntry) : QVariant{};
    return entry.isValid() ? &entries_[static_cast<std::size_t>(entry.toInt())] : nullptr;
}

void FoundList::move(int by) {
    for (int row = currentRow() + by; row >= 0 && row < count(); row += by) {
        if (item(row)->data(kEntry).isValid()) {
            setCurrentRow(row);
            if (row == 1) {
                scrollToTop();
            }
            return;
        }
    }
}

} // namespace cityloom::app
