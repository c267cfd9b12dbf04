// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/help_dialogs.h"

#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTimeEdit>
#include <QVBoxLayout>

namespace cityloom::app {

namespace {

struct HelpDialogs {
    Q_DECLARE_TR_FUNCTIONS(HelpDialogs)
};

QDialogButtonBox* closeBox(QDialog& dialog) {
    auto* box = new QDialogButtonBox{QDialogButtonBox::Close, &dialog};
    QObject::connect(box, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    return box;
}

} // namespace

void showKeys(QWidget* parent) {
    QDialog dialog{parent};
    dialog.setWindowTitle(HelpDialogs::tr("Keys"));
    dialog.resize(460, 520);
    const std::vector<std::pair<QString, QString>> kRows{
        {QStringLiteral("Space"), HelpDialogs::tr("Play or pause")},
        {QStringLiteral("End"), HelpDialogs::tr("Back to the present")},
        {QStringLiteral("F1"), HelpDialogs::tr("The page of the manual for what one is at")},
        {QStringLiteral("Ctrl+K"), HelpDialogs::tr("Search everything by name")},
        {QStringLiteral("Ctrl+Z, Ctrl+Shift+Z"), HelpDialogs::tr("Undo, redo")},
        {QStringLiteral("F6"), HelpDialogs::tr("Table of what is selected")},
        {QStringLiteral("Ctrl+L, Ctrl+Shift+L"), HelpDialogs::tr("Measure a length, an area")},
        {HelpDialogs::tr("Right click, Menu"), HelpDialogs::tr("What can be done with a thing")},
        {HelpDialogs::tr("Drag"), HelpDialogs::tr("Turn the view")},
        {HelpDialogs::tr("Right drag, Shift+drag"), HelpDialogs::tr("Move over the ground")},
        {HelpDialogs::tr("Wheel, PgUp, PgDn"), HelpDialogs::tr("Nearer, farther")},
        {HelpDialogs::tr("W A S D, arrows"), HelpDialogs::tr("Walk")},
        {QStringLiteral("Q, E"), HelpDialogs::tr("Turn left, right")},
        {QStringLiteral("N"), HelpDialogs::tr("Turn north")},
        {QStringLiteral("U"), HelpDialogs::tr("Underground")},
        {HelpDialogs::tr("Click"), HelpDialogs::tr("Inspect")},
        {HelpDialogs::tr("Double-click"), HelpDialogs::tr("Fly there")},
        {QStringLiteral("1 … 9"), HelpDialogs::tr("Go to a kept place")},
        {QStringLiteral("Ctrl+1 … 9"), HelpDialogs::tr("Keep the present view as a place")},
        {HelpDialogs::tr("Esc"), HelpDialogs::tr("Stop picking on the map")},
    };
    auto* table = new QTableWidget{static_cast<int>(kRows.size()), 2, &dialog};
    table->setAccessibleName(HelpDialogs::tr("Keys"));
    table->verticalHeader()->hide();
    table->horizontalHeader()->hide();
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    for (int i = 0; i < static_cast<int>(kRows.size()); ++i) {
        table->setItem(i, 0, new QTableWidgetItem{kRows[static_cast<std::size_t>(i)].first});
        table->setItem(i, 1, new QTableWidgetItem{kRows[static_cast<std::size_t>(i)].second});
    }
    auto* column = new QVBoxLayout{&dialog};
    column->addWidget(table, 1);
    column->addWidget(closeBox(dialog));
    dialog.exec();
}

void showAbout(QWidget* parent, const LoadedCity* city) {
    QDialog dialog{parent};
    dialog.setWindowTitle(HelpDialogs::tr("About Cityloom"));
    QString text =
        HelpDialogs::tr(
            "<h2>Cityloom %1</h2><p>A city's streets, water, electricity and telecom, simulated together.</p>")
            .arg(QApplication::applicationVersion().toHtmlEscaped());
    text += HelpDialogs::tr(
        "<p>Free software under the GNU General Public License, version 3 or later. There is no warranty. Made with "
        "Qt, OpenSceneGraph, QCustomPlot, GDAL, libosmium, Eigen, SuiteSparse and SQLite.</p>");
    if (city != nullptr) {
        QStringList credits;
        for (const std::string& credit : city->city->attributions) {
            credits << QString::fromStdString(credit).toHtmlEscaped();
        }
        text += HelpDialogs::tr("<p>Data of the open city: %1</p>").arg(credits.join(QStringLiteral("; ")));
    }
    auto* label = new QLabel{text, &dialog};
    label->setWordWrap(true);
    label->setMinimumWidth(420);
    auto* column = new QVBoxLayout{&dialog};
    column->addWidget(label, 1);
    column->addWidget(closeBox(dialog));
    dialog.exec();
}

void askRunSettings(QWidget* parent, Workspace& workspace) {
    const RunSettings before = workspace.runSettings();
    QDialog dialog{parent};
    dialog.setWindowTitle(HelpDialogs::tr("Run settings"));
    auto* form = new QFormLayout;
    auto* start =
        new QTimeEdit{QTime::fromMSecsSinceStartOfDay(static_cast<int>(before.start / 1000 % 86'400'000)), &dialog};
    start->setDisplayFormat(QStringLiteral("HH:mm"));
    start->setAccessibleName(HelpDialogs::tr("Start"));
    auto* hours = new QDoubleSpinBox{&dialog};
    hours->setRange(0.0, 48.0);
    hours->setDecimals(1);
    hours->setSuffix(HelpDialogs::tr(" h"));
    hours->setSpecialValueText(HelpDialogs::tr("as the events need, 3 h at least"));
    hours->setValue(to_seconds(before.duration) / 3600.0);
    hours->setAccessibleName(HelpDialogs::tr("Length"));
    auto* trips = new QSpinBox{&dialog};
    trips->setRange(0, 2'000'000);
    trips->setSingleStep(1000);
    trips->setSpecialValueText(HelpDialogs::tr("derived demand"));
    trips->setValue(static_cast<int>(before.trips));
    trips->setAccessibleName(HelpDialogs::tr("Trips"));
    auto* bicycles = new QDoubleSpinBox{&dialog};
    bicycles->setRange(0.0, 90.0);
    bicycles->setDecimals(1);
    bicycles->setSuffix(QStringLiteral(" %"));
    bicycles->setSpecialValueText(HelpDialogs::tr("none"));
    bicycles->setValue(100.0 * before.bicycles);
    bicycles->setAccessibleName(HelpDialogs::tr("Trips by bicycle"));
    bicycles->setToolTip(HelpDialogs::tr("Share of all people's trips; motor trips stay as many"));
    auto* seed = new QSpinBox{&dialog};
    seed->setRange(1, 1'000'000);
    seed->setValue(static_cast<int>(before.seed));
    seed->setAccessibleName(HelpDialogs::tr("Seed"));
    form->addRow(HelpDialogs::tr("Start"), start);
    form->addRow(HelpDialogs::tr("Length"), hours);
    form->addRow(HelpDialogs::tr("Trips"), trips);
    form->addRow(HelpDialogs::tr("Trips by bicycle"), bicycles);
    form->addRow(HelpDialogs::tr("Seed"), seed);
    auto* box = new QDialogButtonBox{QDialogButtonBox::Ok | QDialogButtonBox::Cancel, &dialog};
    box->button(QDialogButtonBox::Ok)->setText(HelpDialogs::tr("Start anew with these"));
    QObject::connect(box, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(box, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto* column = new QVBoxLayout{&dialog};
    column->addLayout(form);
    column->addWidget(box);
    if (dialog.exec() == QDialog::Accepted) {
        RunSettings after;
        after.start = static_cast<TimeUs>(start->time().msecsSinceStartOfDay()) * 1000;
        after.duration = from_seconds(hours->value() * 3600.0);
        after.trips = static_cast<std::uint64_t>(trips->value());
        after.bicycles = bicycles->value() / 100.0;
        after.seed = static_cast<std::uint64_t>(seed->value());
        workspace.setRunSettings(after);
    }
}

} // namespace cityloom::app
