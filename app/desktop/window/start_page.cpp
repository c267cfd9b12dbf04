// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/start_page.h"

#include <algorithm>

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/window/project_card.h"
#include "app/desktop/window/recent_projects.h"

namespace cityloom::app {

namespace {

constexpr int kGap = 16;
constexpr int kMargin = 24;

QLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel{text, parent};
    QFont bold = label->font();
    bold.setPointSizeF(bold.pointSizeF() * 1.1);
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

/// "29.86° N, 122.05° E · 3 May".
QString detailOf(const RecentProject& project) {
    QStringList parts;
    if (!project.place.isEmpty()) {
        parts << project.place;
    }
    if (project.opened.isValid()) {
        parts << QLocale{}.toString(project.opened.date(), QLocale::ShortFormat);
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace

StartPage::StartPage(QWidget* parent) : QScrollArea{parent} {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAutoFillBackground(true);
    setAccessibleName(tr("Start page"));
    auto* page = new QWidget{this};
    setWidget(page);
    auto* column = new QVBoxLayout{page};
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(8);
    auto* title = new QLabel{tr("Cityloom"), page};
    QFont big = title->font();
    big.setPointSizeF(big.pointSizeF() * 2.2);
    big.setWeight(QFont::Light);
    title->setFont(big);
    auto* lead = new QLabel{tr("A city's streets, water, electricity and telecom, simulated together. Open a city to "
                               "watch it, change it, and read what the change does."),
                            page};
    lead->setWordWrap(true);
    column->addWidget(title);
    column->addWidget(lead);
    column->addSpacing(8);
    auto* ways = new QHBoxLayout;
    ways->setSpacing(8);
    const auto way = [&](const QString& picture, const QString& text, const QString& tip) {
        auto* button = new QPushButton{icon(picture), text, page};
        button->setIconSize({20, 20});
        button->setToolTip(tip);
        ways->addWidget(button);
        return button;
    };
    open_ = way(QStringLiteral("open"), tr("Open a project…"), tr("A .gpkg file that Cityloom made"));
    import_ = way(QStringLiteral("import"), tr("New city from map data…"),
                  tr("OpenStreetMap, CityJSON, CityGML, footprints, terrain"));
    ways->addStretch(1);
    column->addLayout(ways);
    auto* drop = new QLabel{tr("Or drop a project, or the files of a city, anywhere in this window."), page};
    drop->setForegroundRole(QPalette::PlaceholderText);
    drop->setWordWrap(true);
    column->addWidget(drop);
    column->addSpacing(16);
    heading_ = heading(tr("Recent projects"), page);
    column->addWidget(heading_);
    recent_grid_ = new QGridLayout;
    recent_grid_->setSpacing(kGap);
    column->addLayout(recent_grid_);
    column->addSpacing(8);
    column->addWidget(heading(tr("A city to try"), page));
    demo_ = new ProjectCard{tr("Loom Bay"), tr("Demo city with scenarios"),
                            bundledPicture(QStringLiteral("loom-bay.jpg")), true, page};
    demo_->setToolTip(tr("Made on this computer in a minute: asks where to keep it"));
    auto* samples = new QHBoxLayout;
    samples->addWidget(demo_);
    samples->addStretch(1);
    column->addLayout(samples);
    column->addStretch(1);
    connect(open_, &QAbstractButton::clicked, this, &StartPage::openRequested);
    connect(import_, &QAbstractButton::clicked, this, &StartPage::importRequested);
    connect(demo_, &QAbstractButton::clicked, this, &StartPage::demoRequested);
    readRecent();
}

void StartPage::readRecent() {
    for (ProjectCard* card : recent_) {
        card->hide();
        card->deleteLater(); // it may be telling us so itself
    }
    recent_.clear();
    for (const RecentProject& project : recent::all()) {
        auto* card = new ProjectCard{project.name, detailOf(project), QPixmap::fromImage(recent::picture(project.file)),
                                     project.there, widget()};
        card->setRemovable();
        card->setToolTip(plainTip(project.file));
        connect(card, &QAbstractButton::clicked, this, [this, card, file = project.file] {
            if (card->there()) {
                Q_EMIT recentRequested(file);
            }
        });
        connect(card, &ProjectCard::removeRequested, this, [this, file = project.file] {
            recent::forget(file);
            readRecent();
            (recent_.empty() ? static_cast<QWidget*>(open_) : recent_.front())->setFocus();
        });
        card->show();
        recent_.push_back(card);
    }
    heading_->setVisible(!recent_.empty());
    lay();
    QWidget* before = import_;
    for (ProjectCard* card : recent_) {
        setTabOrder(before, card);
        setTabOrder(card, card->removeButton());
        before = card->removeButton();
    }
    setTabOrder(before, demo_);
}

/// As many beside each other as there is room for.
void StartPage::lay() {
    while (QLayoutItem* item = recent_grid_->takeAt(0)) {
        delete item;
    }
    const int wide = demo_->sizeHint().width() + kGap;
    const int columns = std::max(1, (viewport()->width() - 2 * kMargin + kGap) / wide);
    for (std::size_t k = 0; k < recent_.size(); ++k) {
        recent_grid_->addWidget(recent_[k], static_cast<int>(k) / columns, static_cast<int>(k) % columns,
                                Qt::AlignLeft | Qt::AlignTop);
    }
    for (int k = 0; k < recent_grid_->columnCount(); ++k) {
        recent_grid_->setColumnStretch(k, k == columns ? 1 : 0);
    }
    recent_grid_->setColumnStretch(columns, 1);
}

void StartPage::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    readRecent();
}

void StartPage::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    lay();
}

} // namespace cityloom::app
