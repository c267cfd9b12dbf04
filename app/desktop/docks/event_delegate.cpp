// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/event_delegate.h"

#include <QPainter>

#include "app/desktop/models/event_list_model.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr int kPad = 4;
constexpr int kIcon = 16;

const scenarios::LogEntry& entryOf(const QModelIndex& index) {
    const auto* filter = static_cast<const EventFilter*>(index.model());
    const QModelIndex source = filter->mapToSource(index);
    return static_cast<const EventListModel*>(source.model())->entry(source.row());
}

QFont detailFont(const QFont& font) {
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.92);
    return small;
}

} // namespace

void EventDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ThemeColours& c = currentColours();
    const scenarios::LogEntry& entry = entryOf(index);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    if (selected) {
        painter->fillRect(option.rect, c.accent);
    }
    const bool bad = entry.matters();
    const QColor ink = selected ? c.accent_text : c.text;
    const QColor quiet = selected ? c.accent_text : c.muted;
    const QRect box = option.rect.adjusted(8, kPad, -8, -kPad);
    const double scale = painter->device()->devicePixelRatioF();
    const int line = box.height() / 2;
    const int icon_y = box.top() + (line - kIcon) / 2;
    painter->drawPixmap(box.left(), icon_y,
                        iconPixmap(eventIcon(entry.kind),
                                   selected ? ink
                                   : bad    ? c.warning
                                            : c.accent,
                                   kIcon, scale));
    painter->drawPixmap(box.left(), icon_y + line, iconPixmap(originIcon(entry.origin), quiet, kIcon, scale));
    const QRect text = box.adjusted(kIcon + 8, 0, 0, 0);
    const QFontMetrics metrics{option.font};
    const int clock = metrics.horizontalAdvance(QStringLiteral("00:00:00 "));
    painter->setFont(figureFont());
    painter->setPen(quiet);
    painter->drawText(QRect{text.left(), text.top(), clock, line}, Qt::AlignLeft | Qt::AlignVCenter,
                      eventClock(entry.at));
    QFont head = option.font;
    head.setWeight(bad ? QFont::DemiBold : QFont::Normal);
    painter->setFont(head);
    painter->setPen(ink);
    const QRect what{text.left() + clock, text.top(), text.width() - clock, line};
    painter->drawText(what, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics{head}.elidedText(inLanguage(entry.what), Qt::ElideRight, what.width()));
    const QFont small = detailFont(option.font);
    painter->setFont(small);
    painter->setPen(quiet);
    const QRect detail{text.left(), text.top() + line, text.width(), line};
    painter->drawText(detail, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics{small}.elidedText(eventDetail(entry), Qt::ElideRight, detail.width()));
    painter->restore();
}

QSize EventDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const {
    return {120, 2 * qMax(kIcon + 2, QFontMetrics{option.font}.height() + 2) + 2 * kPad};
}

} // namespace cityloom::app
