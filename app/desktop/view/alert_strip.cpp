// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/alert_strip.h"

#include <algorithm>

#include <QAccessible>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/models/event_list_model.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr std::size_t kMost = 3;
constexpr int kShownMs = 12'000;
constexpr int kWide = 340;

/// One piece of news: a button as wide as its words.
class Card final : public QToolButton {
public:
    Card(const scenarios::LogEntry& entry, QWidget* parent)
        : QToolButton{parent}, icon_{eventIcon(entry.kind)}, origin_{originIcon(entry.origin)}, bad_{entry.matters()} {
        setFocusPolicy(Qt::NoFocus);
        setCursor(Qt::PointingHandCursor);
        setAccessibleName(eventSentence(entry));
        setToolTip(plainTip(eventSentence(entry)));
        head_ = QStringLiteral("%1  %2").arg(eventClock(entry.at), inLanguage(entry.what));
        detail_ = eventDetail(entry);
        setFixedSize(kWide, 2 * fontMetrics().height() + 20);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const ThemeColours& c = currentColours();
        QPainter painter{this};
        painter.setRenderHint(QPainter::Antialiasing);
        QColor ground = c.base;
        ground.setAlphaF(underMouse() ? 1.0F : 0.95F);
        const QColor mark = bad_ ? c.warning : c.accent;
        painter.setPen(QPen{underMouse() ? c.accent : c.border, 1.0});
        painter.setBrush(ground);
        painter.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.fillRect(QRect{0, 4, 3, height() - 8}, mark);
        const double scale = devicePixelRatioF();
        const int line = (height() - 16) / 2;
        painter.drawPixmap(12, 8 + (line - 16) / 2, iconPixmap(icon_, mark, 16, scale));
        painter.drawPixmap(12, 8 + line + (line - 16) / 2, iconPixmap(origin_, c.muted, 16, scale));
        const QRect text = rect().adjusted(38, 8, -10, -8);
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        painter.setFont(bold);
        painter.setPen(c.text);
        painter.drawText(QRect{text.left(), text.top(), text.width(), line}, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics{bold}.elidedText(head_, Qt::ElideRight, text.width()));
        painter.setFont(font());
        painter.setPen(c.muted);
        painter.drawText(QRect{text.left(), text.top() + line, text.width(), line}, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(detail_, Qt::ElideRight, text.width()));
    }

private:
    QString icon_;
    QString origin_;
    QString head_;
    QString detail_;
    bool bad_;
};

} // namespace

AlertStrip::AlertStrip(QWidget* parent) : QWidget{parent}, column_{new QVBoxLayout{this}} {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(6);
    setAccessibleName(tr("News of the run"));
    hide();
}

QToolButton* AlertStrip::latest() const {
    return cards_.empty() ? nullptr : static_cast<QToolButton*>(cards_.front());
}

void AlertStrip::tell(const std::vector<scenarios::LogEntry>& entries) {
    // Of many at once the worst is what one has to see: those that touch most.
    std::vector<const scenarios::LogEntry*> news;
    for (const scenarios::LogEntry& entry : entries) {
        if (entry.matters()) {
            news.push_back(&entry);
        }
    }
    const auto weight = [](const scenarios::LogEntry* entry) {
        double most = entry->origin == scenarios::LogOrigin::Consequence ? 0.0 : 1e9; // what began it comes first
        for (const scenarios::LogEffect& effect : entry->effects) {
            most = std::max(most, 1e6 + effect.change);
        }
        return most + static_cast<double>(entry->count);
    };
    std::ranges::stable_sort(news, [&](const auto* a, const auto* b) { return weight(a) > weight(b); });
    news.resize(std::min(news.size(), kMost));
    for (auto entry = news.rbegin(); entry != news.rend(); ++entry) {
        add(**entry);
    }
    if (!news.empty()) {
        QAccessibleEvent alert{this, QAccessible::Alert};
        QAccessible::updateAccessibility(&alert);
    }
}

void AlertStrip::add(const scenarios::LogEntry& entry) {
    while (cards_.size() >= kMost) {
        drop(cards_.back());
    }
    auto* card = new Card{entry, this};
    column_->insertWidget(0, card);
    cards_.push_front(card);
    connect(card, &QToolButton::clicked, this, [this, card, entry] {
        drop(card);
        Q_EMIT goRequested(entry);
    });
    QTimer::singleShot(kShownMs, card, [this, card] { drop(card); });
    fit();
}

void AlertStrip::drop(QWidget* card) {
    if (std::erase(cards_, card) > 0) {
        column_->removeWidget(card);
        card->hide();
        card->deleteLater(); // it may be telling us so itself
        fit();
    }
}

void AlertStrip::clear() {
    while (!cards_.empty()) {
        drop(cards_.back());
    }
}

void AlertStrip::fit() {
    setVisible(!cards_.empty());
    column_->activate();
    resize(column_->sizeHint());
    Q_EMIT sizeChanged();
}

} // namespace cityloom::app
