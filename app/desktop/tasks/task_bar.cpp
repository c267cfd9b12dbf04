// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/tasks/task_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

struct TaskBar::Row {
    QWidget* widget = nullptr;
    QLabel* text = nullptr;
    QProgressBar* bar = nullptr;
    QLabel* remaining = nullptr;
    QToolButton* cancel = nullptr;
};

TaskBar::TaskBar(TaskList& tasks, QWidget* parent) : QFrame{parent}, tasks_{tasks}, layout_{new QVBoxLayout{this}} {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(0);
    timer_.setInterval(500);
    connect(&timer_, &QTimer::timeout, this, &TaskBar::refresh);
    connect(&tasks_, &TaskList::changed, this, &TaskBar::refresh);
    refresh();
}

TaskBar::~TaskBar() = default;

void TaskBar::refresh() {
    const std::vector<TaskView> now = tasks_.tasks();
    std::erase_if(rows_, [&](const auto& entry) {
        const bool gone = std::none_of(now.begin(), now.end(), [&](const TaskView& t) { return t.id == entry.first; });
        if (gone) {
            entry.second->widget->deleteLater();
        }
        return gone;
    });
    for (const TaskView& task : now) {
        auto& row = rows_[task.id];
        if (row == nullptr) {
            row = std::make_unique<Row>();
            row->widget = new QWidget{this};
            auto* line = new QHBoxLayout{row->widget};
            line->setContentsMargins(12, 6, 8, 6);
            line->setSpacing(12);
            row->text = plainLabel(row->widget);
            row->bar = new QProgressBar{row->widget};
            row->bar->setRange(0, 1000);
            row->bar->setTextVisible(false);
            row->bar->setFixedHeight(8);
            row->bar->setAccessibleName(task.title);
            row->remaining = new QLabel{row->widget};
            row->cancel = new QToolButton{row->widget};
            row->cancel->setText(tr("Cancel"));
            row->cancel->setIcon(icon(QStringLiteral("close")));
            row->cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
            row->cancel->setAutoRaise(true);
            row->cancel->setAccessibleName(tr("Cancel %1").arg(task.title));
            line->addWidget(row->text);
            line->addWidget(row->bar, 1);
            line->addWidget(row->remaining);
            line->addWidget(row->cancel);
            layout_->addWidget(row->widget);
            connect(row->cancel, &QToolButton::clicked, this, [this, id = task.id] { tasks_.cancel(id); });
        }
        row->text->setText(task.detail.isEmpty() ? task.title : QStringLiteral("%1 – %2").arg(task.title, task.detail));
        row->bar->setValue(static_cast<int>(task.fraction * 1000.0));
        row->cancel->setEnabled(!task.stopping);
        const qint64 left = task.remainingMs();
        row->remaining->setText(task.stopping   ? tr("stopping…")
                                : left < 0      ? QString{}
                                : left < 60'000 ? tr("%n s left", nullptr, static_cast<int>(left / 1000 + 1))
                                                : tr("%n min left", nullptr, static_cast<int>(left / 60'000 + 1)));
    }
    setVisible(!now.empty());
    now.empty() ? timer_.stop() : timer_.start();
}

Banner::Banner(QWidget* parent) : QFrame{parent}, text_{new QLabel{this}} {
    auto* line = new QHBoxLayout{this};
    line->setContentsMargins(12, 8, 8, 8);
    line->setSpacing(12);
    auto* mark = new QLabel{this};
    mark->setPixmap(iconPixmap(QStringLiteral("warning"), currentColours().error, 20, devicePixelRatioF()));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setAccessibleName(tr("What went wrong"));
    auto* close = new QToolButton{this};
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    line->addWidget(mark, 0, Qt::AlignTop);
    line->addWidget(text_, 1);
    line->addWidget(close, 0, Qt::AlignTop);
    setAutoFillBackground(true);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void Banner::tell(const QString& what, const QString& why, const QString& where) {
    QString text = tr("%1: %2").arg(what, why);
    if (!where.isEmpty() && !why.contains(where)) {
        text += QStringLiteral("\n") + where;
    }
    text_->setText(text);
    show();
}

QString Banner::text() const {
    return text_->text();
}

} // namespace cityloom::app
