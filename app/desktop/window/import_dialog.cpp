// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/import_dialog.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/table_words.h"
#include "app/desktop/window/import_filter.h"
#include "app/desktop/window/import_preview.h"

namespace cityloom::app {

namespace {

enum Column : int { kParameter, kValue, kRange, kUnit, kSource };

/// A number as it is written here or everywhere; not a number where it is none.
double numberIn(const QString& text) {
    bool here = false;
    bool plain = false;
    const double local = QLocale{}.toDouble(text.trimmed(), &here);
    const double any = QLocale::c().toDouble(text.trimmed(), &plain);
    return plain ? any : here ? local : std::nan("");
}

/// The text as the import takes it: a number without the grouping of the language, or a file's name.
std::string plainText(const QString& text) {
    const double number = numberIn(text);
    return std::isnan(number) ? text.trimmed().toStdString() : QString::number(number, 'f', 0).toStdString();
}

} // namespace

QString cityDataFilter() {
    QStringList patterns;
    for (const gis::FormatInfo& format : gis::supported_formats()) {
        for (const std::string& extension : format.extensions) {
            patterns << QStringLiteral("*") + QString::fromStdString(extension);
        }
    }
    patterns.removeDuplicates();
    return ImportDialog::tr("City data (%1)").arg(patterns.join(QLatin1Char{' '}));
}

ImportDialog::ImportDialog(const QStringList& files, const QString& out, QWidget* parent) : QDialog{parent} {
    setWindowTitle(tr("Import a city"));
    setMinimumSize(720, 480);
    list_ = new QListWidget{this};
    list_->addItems(files);
    list_->setAccessibleName(tr("Files"));
    list_->setMinimumHeight(80);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    out_ = new QLineEdit{out, this};
    name_ = new QLineEdit{this};
    name_->setPlaceholderText(tr("after the first file"));
    crs_ = new QLineEdit{this};
    crs_->setPlaceholderText(tr("of files that name none, as EPSG:2154"));
    side_ = new QComboBox{this};
    side_->setObjectName(QStringLiteral("side"));
    side_->addItems({tr("by country"), tr("left"), tr("right")});
    people_ = new QLineEdit{this};
    people_->setObjectName(QStringLiteral("people"));
    people_->setPlaceholderText(tr("a number, a CSV by district, or a raster; else by the map and floor area"));
    jobs_ = new QLineEdit{this};
    jobs_->setObjectName(QStringLiteral("jobs"));
    jobs_->setPlaceholderText(tr("a number; else by floor area"));
    problem_ = plainLabel(this);
    problem_->setWordWrap(true);
    problem_->hide();
    buttons_ = new QDialogButtonBox{QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this};
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("Import"));

    auto* city = new QWidget{this};
    auto* form = new QFormLayout{city};
    form->addRow(tr("Files"), fileList());
    form->addRow(tr("Project"), withButton(out_, tr("Choose…"), tr("Where to keep the project"), true));
    form->addRow(tr("Name of the city"), name_);
    form->addRow(tr("Reference system"), crs_);
    form->addRow(tr("Side of the road"), side_);
    form->addRow(tr("People"), withButton(people_, tr("From a file…"), tr("People by district or by cell"), false));
    form->addRow(tr("Jobs"), jobs_);
    auto* tabs = new QTabWidget{this};
    tabs->addTab(city, tr("City"));
    filter_ = new ImportFilter{this};
    tabs->addTab(filter_, tr("What is read"));
    tabs->addTab(mobilityTable(), tr("How people live and travel"));
    preview_ = new ImportPreview{[this] { return ImportPreview::Given{this->files(), options(), problem()}; }, this};
    tabs->addTab(preview_, tr("Preview"));
    connect(tabs, &QTabWidget::currentChanged, this, [this, tabs](int) {
        if (tabs->currentWidget() == preview_ && !preview_->looking()) {
            preview_->look();
        }
    });
    auto* column = new QVBoxLayout{this};
    column->addWidget(tabs);
    column->addWidget(problem_);
    column->addWidget(buttons_);
    connect(buttons_, &QDialogButtonBox::accepted, this, &ImportDialog::tryAccept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QWidget* ImportDialog::fileList() {
    auto* box = new QWidget{this};
    auto* row = new QHBoxLayout{box};
    row->setContentsMargins(0, 0, 0, 0);
    auto* add = new QPushButton{tr("Add…"), box};
    auto* remove = new QPushButton{tr("Remove"), box};
    auto* column = new QVBoxLayout;
    column->addWidget(add);
    column->addWidget(remove);
    column->addStretch(1);
    row->addWidget(list_, 1);
    row->addLayout(column);
    connect(add, &QPushButton::clicked, this, [this] {
        const QString folder = list_->count() > 0 ? QFileInfo{list_->item(0)->text()}.path() : QString{};
        list_->addItems(QFileDialog::getOpenFileNames(this, tr("Import a city: map, buildings and terrain together"),
                                                      folder, cityDataFilter()));
    });
    connect(remove, &QPushButton::clicked, this, [this] { qDeleteAll(list_->selectedItems()); });
    return box;
}

QWidget* ImportDialog::withButton(QLineEdit* field, const QString& button, const QString& title, bool save) {
    auto* box = new QWidget{this};
    auto* row = new QHBoxLayout{box};
    row->setContentsMargins(0, 0, 0, 0);
    auto* choose = new QPushButton{button, box};
    row->addWidget(field, 1);
    row->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, [this, field, title, save] {
        const QString file =
            save ? QFileDialog::getSaveFileName(this, title, field->text(), tr("Cityloom projects (*.gpkg)"), nullptr,
                                                QFileDialog::DontConfirmOverwrite)
                 : QFileDialog::getOpenFileName(this, title, list_->count() > 0 ? list_->item(0)->text() : QString{},
                                                tr("Tables and rasters (*.csv *.tif *.tiff *.vrt *.asc)"));
        if (!file.isEmpty()) {
            field->setText(file);
        }
    });
    return box;
}

QWidget* ImportDialog::mobilityTable() {
    const auto& rows = gis::mobility_parameters();
    mobility_ = new QTableWidget{static_cast<int>(rows.size()), kSource + 1, this};
    mobility_->setHorizontalHeaderLabels({tr("Parameter"), tr("Value"), tr("Usual"), tr("Unit"), tr("Source")});
    mobility_->setObjectName(QStringLiteral("mobility"));
    mobility_->verticalHeader()->hide();
    mobility_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    mobility_->horizontalHeader()->setSectionResizeMode(kParameter, QHeaderView::Stretch);
    mobility_->horizontalHeader()->setSectionResizeMode(kSource, QHeaderView::Interactive);
    mobility_->setColumnWidth(kSource, 200); // the tool tip has all of it
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const gis::MobilityParameter& row = rows[i];
        const auto put = [&](Column column, const QString& text) {
            auto* item = new QTableWidgetItem{text};
            item->setToolTip(plainTip(text));
            if (column != kValue) {
                item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
            } else {
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            }
            mobility_->setItem(static_cast<int>(i), column, item);
        };
        put(kParameter, inLanguage({row.english, row.chinese}));
        put(kValue, QLocale{}.toString(row.value, 'g', 6));
        put(kRange, tr("%1 to %2").arg(QLocale{}.toString(row.low, 'g', 6), QLocale{}.toString(row.high, 'g', 6)));
        put(kUnit, QString::fromStdString(row.unit));
        put(kSource,
            QStringLiteral("%1 (%2)").arg(QString::fromStdString(row.source), QString::fromStdString(row.confidence)));
    }
    return mobility_;
}

std::vector<std::filesystem::path> ImportDialog::files() const {
    std::vector<std::filesystem::path> files;
    for (int i = 0; i < list_->count(); ++i) {
        files.emplace_back(list_->item(i)->text().toStdString());
    }
    return files;
}

std::filesystem::path ImportDialog::out() const {
    QString out = out_->text().trimmed();
    if (!out.isEmpty() && QFileInfo{out}.suffix().isEmpty()) {
        out += QStringLiteral(".gpkg");
    }
    return out.toStdString();
}

gis::ImportOptions ImportDialog::options() const {
    gis::ImportOptions options{.crs = crs_->text().trimmed().toStdString(),
                               .name = name_->text().trimmed().toStdString(),
                               .people = plainText(people_->text()),
                               .jobs = plainText(jobs_->text())};
    if (side_->currentIndex() > 0) {
        options.left_hand_traffic = side_->currentIndex() == 1;
    }
    const auto& rows = gis::mobility_parameters();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const QString text = mobility_->item(static_cast<int>(i), kValue)->text();
        const double value = numberIn(text);
        if (!text.trimmed().isEmpty() && value != rows[i].value) {
            options.mobility.push_back({rows[i].id, value});
        }
    }
    filter_->addTo(options);
    return options;
}

bool ImportDialog::updates() const {
    return filter_->updates();
}

QString ImportDialog::problem() const {
    const gis::ImportOptions given = options();
    if (list_->count() == 0) {
        return tr("There is no file to import. Add at least one.");
    }
    if (out_->text().trimmed().isEmpty()) {
        return tr("The project needs a place. Choose one.");
    }
    for (int i = 0; i < list_->count(); ++i) {
        if (QFileInfo{list_->item(i)->text()} == QFileInfo{QString::fromStdString(out().string())}) {
            return tr("The project would replace %1, which it is made of. Choose another place for it.")
                .arg(list_->item(i)->text());
        }
    }
    if (filter_->updates() && !QFileInfo::exists(QString::fromStdString(out().string()))) {
        return tr("There is no project %1 to bring up to date.").arg(QString::fromStdString(out().string()));
    }
    if (const QString wrong = filter_->problem(); !wrong.isEmpty()) {
        return wrong;
    }
    const double people = numberIn(people_->text());
    if (!given.people.empty() &&
        (std::isnan(people) ? !QFileInfo::exists(people_->text().trimmed()) : !(people >= 0.0 && people < 1e9))) {
        return tr("People: “%1” is neither a number from 0 up nor a file that is there.").arg(people_->text());
    }
    const double jobs = numberIn(jobs_->text());
    if (!given.jobs.empty() && !(jobs >= 0.0 && jobs < 1e9)) {
        return tr("Jobs: “%1” is no number from 0 up.").arg(jobs_->text());
    }
    if (const auto sound = gis::check_mobility(given.mobility); !sound) {
        const auto& rows = gis::mobility_parameters();
        const auto row = std::ranges::find(rows, sound.error().where, &gis::MobilityParameter::id);
        return row == rows.end() ? QString::fromStdString(sound.error().message)
                                 : tr("%1: the value cannot be; %2 to %3 %4 is usual.")
                                       .arg(inLanguage({row->english, row->chinese}), QLocale{}.toString(row->low),
                                            QLocale{}.toString(row->high), QString::fromStdString(row->unit));
    }
    return {};
}

void ImportDialog::tryAccept() {
    const QString wrong = problem();
    problem_->setText(wrong);
    problem_->setVisible(!wrong.isEmpty());
    if (wrong.isEmpty()) {
        accept();
    }
}

} // namespace cityloom::app
