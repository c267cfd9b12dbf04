// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/import_filter.h"

#include <algorithm>
#include <array>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QTableWidget>

namespace cityloom::app {

namespace {

struct Named {
    const char* id;
    const char* words;
};

constexpr std::array<Named, 7> kThemes{{{"buildings", QT_TRANSLATE_NOOP("ImportThemes", "Buildings")},
                                        {"streets", QT_TRANSLATE_NOOP("ImportThemes", "Streets")},
                                        {"areas", QT_TRANSLATE_NOOP("ImportThemes", "Water, parks and other areas")},
                                        {"lines", QT_TRANSLATE_NOOP("ImportThemes", "Lines, as rivers and railways")},
                                        {"assets", QT_TRANSLATE_NOOP("ImportThemes", "Mapped assets")},
                                        {"districts", QT_TRANSLATE_NOOP("ImportThemes", "Districts")},
                                        {"terrain", QT_TRANSLATE_NOOP("ImportThemes", "Terrain")}}};

constexpr std::array<Named, 6> kTags{{{"height", QT_TRANSLATE_NOOP("ImportTags", "Height (m)")},
                                      {"building:levels", QT_TRANSLATE_NOOP("ImportTags", "Storeys")},
                                      {"building", QT_TRANSLATE_NOOP("ImportTags", "Use of the building")},
                                      {"name", QT_TRANSLATE_NOOP("ImportTags", "Name")},
                                      {"highway", QT_TRANSLATE_NOOP("ImportTags", "Class of the street")},
                                      {"maxspeed", QT_TRANSLATE_NOOP("ImportTags", "Speed limit (km/h)")}}};

QString wordsOf(const std::string_view theme) {
    for (const Named& named : kThemes) {
        if (theme == named.id) {
            return QCoreApplication::translate("ImportThemes", named.words);
        }
    }
    return QString::fromUtf8(theme.data(), static_cast<qsizetype>(theme.size()));
}

/// Four numbers between commas or blanks; empty where they are not.
std::vector<double> boundsIn(const QString& text) {
    static const QRegularExpression between{QStringLiteral("[,;\\s]+")};
    std::vector<double> bounds;
    for (const QString& part : text.split(between, Qt::SkipEmptyParts)) {
        bool good = false;
        bounds.push_back(QLocale::c().toDouble(part, &good));
        if (!good) {
            return {};
        }
    }
    const bool sound = bounds.size() == 4 && bounds[0] < bounds[2] && bounds[1] < bounds[3] && bounds[0] >= -180.0 &&
                       bounds[2] <= 180.0 && bounds[1] >= -90.0 && bounds[3] <= 90.0;
    return sound ? bounds : std::vector<double>{};
}

} // namespace

ImportFilter::ImportFilter(QWidget* parent) : QWidget{parent} {
    auto* form = new QFormLayout{this};
    update_ = new QCheckBox{tr("Bring the project up to date, and keep its scenarios, edits and results"), this};
    update_->setObjectName(QStringLiteral("update"));
    drop_ = new QCheckBox{tr("What is no longer in the files goes"), this};
    drop_->setEnabled(false);
    connect(update_, &QCheckBox::toggled, drop_, &QCheckBox::setEnabled);
    form->addRow(tr("Project that is there"), update_);
    form->addRow(QString{}, drop_);
    auto* themes = new QWidget{this};
    auto* grid = new QGridLayout{themes};
    grid->setContentsMargins(0, 0, 0, 0);
    for (const std::string_view theme : gis::import_themes()) {
        auto* box = new QCheckBox{wordsOf(theme), themes};
        box->setChecked(true);
        box->setObjectName(QString::fromUtf8(theme.data(), static_cast<qsizetype>(theme.size())));
        const auto n = static_cast<int>(themes_.size());
        grid->addWidget(box, n / 3, n % 3);
        themes_.push_back(box);
    }
    form->addRow(tr("Read"), themes);
    bbox_ = new QLineEdit{this};
    bbox_->setObjectName(QStringLiteral("bbox"));
    bbox_->setPlaceholderText(tr("west, south, east, north in degrees; empty: all"));
    form->addRow(tr("Within bounds"), bbox_);
    auto* polygon = new QWidget{this};
    auto* row = new QHBoxLayout{polygon};
    row->setContentsMargins(0, 0, 0, 0);
    within_ = new QLineEdit{polygon};
    within_->setObjectName(QStringLiteral("within"));
    within_->setAccessibleName(tr("Within a polygon"));
    within_->setPlaceholderText(tr("a GeoJSON file with polygons; empty: all"));
    auto* choose = new QPushButton{tr("From a file…"), polygon};
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("Within a polygon"), {}, tr("Polygons (*.geojson *.json)"));
        if (!file.isEmpty()) {
            within_->setText(file);
        }
    });
    row->addWidget(within_, 1);
    row->addWidget(choose);
    form->addRow(tr("Within a polygon"), polygon);
    unknown_ = new QComboBox{this};
    unknown_->setObjectName(QStringLiteral("unknown"));
    unknown_->addItem(tr("are left out, and noted"), QString{});
    unknown_->addItem(tr("are buildings"), QStringLiteral("buildings"));
    unknown_->addItem(tr("are streets"), QStringLiteral("streets"));
    unknown_->addItem(tr("are areas"), QStringLiteral("areas"));
    unknown_->addItem(tr("are districts"), QStringLiteral("districts"));
    form->addRow(tr("Layers of unknown kind"), unknown_);
    shifted_ = new QComboBox{this};
    shifted_->setObjectName(QStringLiteral("shifted"));
    shifted_->addItem(tr("are where they say"), QString{});
    shifted_->addItem(tr("are shifted as in GCJ-02"), QStringLiteral("GCJ-02"));
    shifted_->addItem(tr("are shifted as in BD-09"), QStringLiteral("BD-09"));
    form->addRow(tr("Places in degrees"), shifted_);
    form->addRow(tr("Columns"), columnTable());
}

QWidget* ImportFilter::columnTable() {
    columns_ = new QTableWidget{static_cast<int>(kTags.size()), 2, this};
    columns_->setObjectName(QStringLiteral("columns"));
    columns_->setAccessibleName(tr("Columns"));
    columns_->setHorizontalHeaderLabels({tr("What it says"), tr("Column in the files; empty: by its name")});
    columns_->verticalHeader()->hide();
    columns_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    columns_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    columns_->setMinimumHeight(120);
    for (int i = 0; i < columns_->rowCount(); ++i) {
        auto* what = new QTableWidgetItem{
            QCoreApplication::translate("ImportTags", kTags.at(static_cast<std::size_t>(i)).words)};
        what->setFlags(Qt::ItemIsEnabled);
        columns_->setItem(i, 0, what);
        columns_->setItem(i, 1, new QTableWidgetItem);
    }
    return columns_;
}

void ImportFilter::addTo(gis::ImportOptions& options) const {
    for (const QCheckBox* theme : themes_) {
        if (!theme->isChecked()) {
            options.cut.skip.push_back(theme->objectName().toStdString());
        }
    }
    options.cut.bbox_deg = boundsIn(bbox_->text());
    options.cut.within = within_->text().trimmed().toStdString();
    if (const std::string kind = unknown_->currentData().toString().toStdString(); !kind.empty()) {
        options.read_as.push_back({{}, gis::layer_kind(kind)});
    }
    if (const QString shift = shifted_->currentData().toString(); !shift.isEmpty()) {
        options.crs = shift.toStdString();
    }
    for (int i = 0; i < columns_->rowCount(); ++i) {
        const QString column = columns_->item(i, 1)->text().trimmed();
        if (!column.isEmpty()) {
            options.columns.push_back({kTags.at(static_cast<std::size_t>(i)).id, column.toStdString()});
        }
    }
    options.drop_missing = updates() && drop_->isChecked();
}

bool ImportFilter::updates() const {
    return update_->isChecked();
}

QString ImportFilter::problem() const {
    if (!bbox_->text().trimmed().isEmpty() && boundsIn(bbox_->text()).empty()) {
        return tr("Within bounds: “%1” is not west, south, east and north in degrees, as 6.12, 46.19, 6.16, 46.22.")
            .arg(bbox_->text());
    }
    if (!within_->text().trimmed().isEmpty() && !QFileInfo::exists(within_->text().trimmed())) {
        return tr("Within a polygon: there is no file %1.").arg(within_->text());
    }
    const bool any = std::any_of(themes_.begin(), themes_.end(), [](const QCheckBox* box) { return box->isChecked(); });
    return any ? QString{} : tr("Nothing is to be read. Check at least one kind of thing.");
}

} // namespace cityloom::app
