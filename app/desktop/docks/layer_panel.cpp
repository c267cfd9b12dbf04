// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/layer_panel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/table_words.h"
#include "app/desktop/style/theme.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

namespace {

using render::DataLayer;

/// A layer's colours in a strip.
class RampStrip final : public QWidget {
public:
    RampStrip(DataLayer layer, QWidget* parent) : QWidget{parent}, layer_{layer} { setFixedSize(72, 10); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter{this};
        const render::LayerLegend legend = render::layer_legend(layer_, 0, render::Language::English, layer_->high);
        const int steps = legend.classes ? static_cast<int>(legend.stops.size()) : width();
        for (int i = 0; i < steps; ++i) {
            const render::Colour c =
                legend.classes ? legend.stops[static_cast<std::size_t>(i)].colour
                               : render::layer_colour(layer_, static_cast<double>(i) / (steps - 1), layer_->high);
            painter.fillRect(QRectF{i * static_cast<double>(width()) / steps, 0.0,
                                    static_cast<double>(width()) / steps + 1.0, static_cast<double>(height())},
                             QColor{c[0], c[1], c[2]});
        }
    }

private:
    DataLayer layer_;
};

QLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel{text, parent};
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

} // namespace

QString LayerPanel::layerName(DataLayer layer) {
    return layer == nullptr ? tr("None") : inLanguage(layer->words);
}

QString LayerPanel::partName(std::string_view part) {
    return inLanguage(render::picture_parts()[render::part_index(part)].words);
}

QString LayerPanel::partHelp(std::string_view part) {
    if (part == render::part::kClosures) {
        return tr(
            "Hatched red between barriers: lanes blocked by an incident, or a street closed (round sign). Hatched "
            "amber between cones: what a work zone takes.");
    }
    if (part == render::part::kPeople) {
        return tr("At signals, near by: as many figures as people wait or walk; of those who wait 12 a kerb at most.");
    }
    for (const engine::DomainRow* row : engine::domain_rows()) {
        if (row->id == part) {
            return inLanguage(row->help);
        }
    }
    return {};
}

QString LayerPanel::partIcon(std::string_view part) {
    static const std::map<std::string_view, QString> kIcons{
        {render::part::kTerrain, QStringLiteral("terrain")}, {render::part::kBuildings, QStringLiteral("building")},
        {render::part::kStreets, QStringLiteral("street")},  {render::part::kTrees, QStringLiteral("tree")},
        {render::part::kVehicles, QStringLiteral("car")},    {render::part::kSignals, QStringLiteral("signal")},
        {render::part::kLabels, QStringLiteral("label")},    {render::part::kClosures, QStringLiteral("barrier")},
        {render::part::kPeople, QStringLiteral("person")}};
    if (const auto found = kIcons.find(part); found != kIcons.end()) {
        return found->second;
    }
    for (const engine::DomainRow* row : engine::domain_rows()) {
        if (row->id == part) {
            return QString::fromUtf8(row->icon.data(), static_cast<qsizetype>(row->icon.size()));
        }
    }
    return {};
}

LayerPanel::LayerPanel(QWidget* parent) : QWidget{parent} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(4);
    auto* two = new QGridLayout;
    two->setHorizontalSpacing(8);
    two->setVerticalSpacing(4);
    int place = 0;
    for (const render::PicturePart& part : render::picture_parts()) {
        const QString name = partName(part.id);
        auto* box = new QCheckBox{name, this};
        box->setIcon(icon(partIcon(part.id)));
        box->setChecked(part.shown);
        box->setToolTip(partHelp(part.id));
        box->setAccessibleName(tr("Show %1").arg(name));
        two->addWidget(box, place / 2, place % 2);
        ++place;
        parts_[part.id] = box;
        connect(box, &QCheckBox::toggled, this, [this, id = part.id](bool on) { Q_EMIT partToggled(id, on); });
    }
    column->addLayout(two);
    column->addSpacing(8);
    column->addWidget(heading(tr("Data layer"), this));
    std::vector<DataLayer> layers{nullptr};
    layers.insert(layers.end(), engine::layers().begin(), engine::layers().end());
    for (const DataLayer layer : layers) {
        auto* row = new QHBoxLayout;
        auto* button = new QRadioButton{layerName(layer), this};
        button->setAccessibleName(tr("Data layer %1").arg(layerName(layer)));
        button->setChecked(layer == nullptr);
        row->addWidget(button, 1);
        if (layer != nullptr) {
            row->addWidget(new RampStrip{layer, this}, 0, Qt::AlignVCenter);
            button->setToolTip(inLanguage(layer->unit));
        }
        column->addLayout(row);
        layers_[layer] = button;
        connect(button, &QRadioButton::clicked, this, [this, l = layer] { Q_EMIT layerChosen(l); });
    }
    column->addStretch(1);
}

void LayerPanel::showPart(std::string_view part, bool visible) {
    const QSignalBlocker quiet{parts_.at(part)};
    parts_.at(part)->setChecked(visible);
}

void LayerPanel::showLayer(DataLayer layer) {
    layers_.at(layer)->setChecked(true);
}

} // namespace cityloom::app
