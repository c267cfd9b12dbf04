// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/start_page.h"

#include <QCommandLinkButton>
#include <QFileInfo>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"
#include "app/desktop/window/preferences.h"

namespace cityloom::app {

StartPage::StartPage(QWidget* parent) : QWidget{parent} {
    auto* outer = new QVBoxLayout{this};
    auto* column = new QWidget{this};
    column->setMaximumWidth(440);
    auto* layout = new QVBoxLayout{column};
    layout->setSpacing(8);
    auto* title = new QLabel{tr("Cityloom"), column};
    QFont big = title->font();
    big.setPointSizeF(big.pointSizeF() * 2.4);
    big.setWeight(QFont::Light);
    title->setFont(big);
    auto* lead = new QLabel{tr("A city's streets, water, electricity and telecom, simulated together. Open a city to "
                               "watch it, change it, and read what the change does."),
                            column};
    lead->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(lead);
    layout->addSpacing(16);
    const auto add = [&](const QString& name, const QString& text, const QString& more) {
        auto* button = new QCommandLinkButton{text, more, column};
        button->setIcon(icon(name));
        button->setIconSize({24, 24});
        button->setAccessibleName(text);
        layout->addWidget(button);
        return button;
    };
    connect(add(QStringLiteral("new"), tr("Make the demo city"), tr("Loom Bay, ready to play, with scenarios to try")),
            &QAbstractButton::clicked, this, &StartPage::demoRequested);
    connect(add(QStringLiteral("open"), tr("Open a project"), tr("A .gpkg file that Cityloom made")),
            &QAbstractButton::clicked, this, &StartPage::openRequested);
    connect(add(QStringLiteral("import"), tr("Import a city"), tr("OpenStreetMap, CityJSON, footprints, terrain")),
            &QAbstractButton::clicked, this, &StartPage::importRequested);
    const QStringList recent = preferences::recentProjects();
    if (!recent.isEmpty()) {
        layout->addSpacing(16);
        auto* heading = new QLabel{tr("Recent projects"), column};
        QFont bold = heading->font();
        bold.setWeight(QFont::DemiBold);
        heading->setFont(bold);
        layout->addWidget(heading);
        for (const QString& file : recent.mid(0, 4)) {
            auto* link = new QLabel{QStringLiteral("<a href=\"%1\">%2</a>")
                                        .arg(file.toHtmlEscaped(), QFileInfo{file}.fileName().toHtmlEscaped()),
                                    column};
            link->setToolTip(plainTip(file));
            link->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
            link->setAccessibleName(QFileInfo{file}.fileName());
            connect(link, &QLabel::linkActivated, this, &StartPage::recentRequested);
            layout->addWidget(link);
        }
    }
    outer->addStretch(2);
    outer->addWidget(column, 0, Qt::AlignHCenter);
    outer->addStretch(3);
}

void StartPage::paintEvent(QPaintEvent*) {
    QPainter{this}.fillRect(rect(), currentColours().window);
}

} // namespace cityloom::app
