// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/layer_panel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

using render::DataLayer;
using render::Element;

/// A layer's colours in a strip.
class RampStrip final : public QWidget {
public:
    RampStrip(DataLayer layer, QWidget* parent) : QWidget{parent}, layer_{layer} { setFixedSize(72, 10); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter{this};
        const render::LayerLegend legend = render::layer_legend(layer_, 0);
        const int steps = legend.classes ? static_cast<int>(legend.stops.size()) : width();
        for (int i = 0; i < steps; ++i) {
            const render::Colour c =
                legend.classes ? legend.stops[static_cast<std::size_t>(i)].colour
                               : render::ramp_colour(render::layer_ramp(layer_), static_cast<double>(i) / (steps - 1));
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
    switch (layer) {
    case DataLayer::None:
        return tr("None");
    case DataLayer::Congestion:
        return tr("Congestion");
    case DataLayer::Pressure:
        return tr("Water pressure");
    case DataLayer::Voltage:
        return tr("Voltage");
    case DataLayer::Coverage:
        return tr("Coverage");
    case DataLayer::Outages:
        return tr("Outages");
    }
    return {};
}

QString LayerPanel::elementName(Element element) {
    switch (element) {
    case Element::Terrain:
        return tr("Terrain");
    case Element::Buildings:
        return tr("Buildings");
    case Element::Streets:
        return tr("Streets");
    case Element::Trees:
        return tr("Trees");
    case Element::Vehicles:
        return tr("Traffic");
    case Element::Signals:
        return tr("Signals");
    case Element::Water:
        return tr("Water");
    case Element::Power:
        return tr("Electricity");
    case Element::Telecom:
        return tr("Telecom");
    case Element::Labels:
        return tr("Labels");
    case Element::Chargers:
        return tr("Charging");
    case Element::Closures:
        return tr("Closures");
    case Element::People:
        return tr("People on foot");
    }
    return {};
}

QString LayerPanel::elementHelp(Element element) {
    switch (element) {
    case Element::Chargers:
        return tr(
            "Charging stations: the flash is white while a point is free and dark when all are taken; grey with a "
            "cross means no power or out of order.");
    case Element::Closures:
        return tr(
            "Hatched red between barriers: lanes blocked by an incident, or a street closed (round sign). Hatched "
            "amber between cones: what a work zone takes.");
    case Element::People:
        return tr("At signals, near by: as many figures as people wait or walk; of those who wait 12 a kerb at most.");
    default:
        return {};
    }
}

LayerPanel::LayerPanel(QWidget* parent) : QWidget{parent} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(4);
    auto* two = new QGridLayout;
    two->setHorizontalSpacing(8);
    two->setVerticalSpacing(4);
    const std::vector<std::pair<Element, QString>> kElements{
        {Element::Buildings, QStringLiteral("building")}, {Element::Water, QStringLiteral("drop")},
        {Element::Streets, QStringLiteral("street")},     {Element::Power, QStringLiteral("bolt")},
        {Element::Vehicles, QStringLiteral("car")},       {Element::Telecom, QStringLiteral("antenna")},
        {Element::Signals, QStringLiteral("signal")},     {Element::Trees, QStringLiteral("tree")},
        {Element::Terrain, QStringLiteral("terrain")},    {Element::Labels, QStringLiteral("label")},
        {Element::Chargers, QStringLiteral("charger")},   {Element::Closures, QStringLiteral("barrier")},
        {Element::People, QStringLiteral("person")}};
    int place = 0;
    for (const auto& [element, picture] : kElements) {
        auto* box = new QCheckBox{elementName(element), this};
        box->setIcon(icon(picture));
        box->setChecked(element != Element::Water && element != Element::Power && element != Element::Telecom);
        box->setToolTip(elementHelp(element));
        box->setAccessibleName(tr("Show %1").arg(elementName(element)));
        two->addWidget(box, place / 2, place % 2);
        ++place;
        elements_[element] = box;
        connect(box, &QCheckBox::toggled, this, [this, e = element](bool on) { Q_EMIT elementToggled(e, on); });
    }
    column->addLayout(two);
    column->addSpacing(8);
    column->addWidget(heading(tr("Data layer"), this));
    for (const DataLayer layer : {DataLayer::None, DataLayer::Congestion, DataLayer::Pressure, DataLayer::Voltage,
                                  DataLayer::Coverage, DataLayer::Outages}) {
        auto* row = new QHBoxLayout;
        auto* button = new QRadioButton{layerName(layer), this};
        button->setAccessibleName(tr("Data layer %1").arg(layerName(layer)));
        button->setChecked(layer == DataLayer::None);
        row->addWidget(button, 1);
        if (layer != DataLayer::None) {
            row->addWidget(new RampStrip{layer, this}, 0, Qt::AlignVCenter);
            const bool chinese = QLocale{}.language() == QLocale::Chinese;
            button->setToolTip(QString::fromStdString(
                render::layer_legend(layer, 0, chinese ? render::Language::Chinese : render::Language::English).unit));
        }
        column->addLayout(row);
        layers_[layer] = button;
        connect(button, &QRadioButton::clicked, this, [this, l = layer] { Q_EMIT layerChosen(l); });
    }
    column->addStretch(1);
}

void LayerPanel::showElement(Element element, bool visible) {
    const QSignalBlocker quiet{elements_.at(element)};
    elements_.at(element)->setChecked(visible);
}

void LayerPanel::showLayer(DataLayer layer) {
    layers_.at(layer)->setChecked(true);
}

} // namespace cityloom::app
