// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QWidget>

#include "render/overlays/data_layer.h"
#include "render/scene/city_scene.h"

class QCheckBox;
class QRadioButton;

namespace cityloom::app {

/// What the picture shows, and the one data layer that it speaks of, each with a small legend.
class LayerPanel : public QWidget {
    Q_OBJECT

public:
    explicit LayerPanel(QWidget* parent = nullptr);
    /// Follow what was chosen elsewhere.
    void showElement(render::Element element, bool visible);
    void showLayer(render::DataLayer layer);
    /// The name of a layer in the current language.
    [[nodiscard]] static QString layerName(render::DataLayer layer);
    [[nodiscard]] static QString elementName(render::Element element);
    /// How its marks are read; empty where they speak for themselves.
    [[nodiscard]] static QString elementHelp(render::Element element);

Q_SIGNALS:
    void elementToggled(render::Element element, bool visible);
    void layerChosen(render::DataLayer layer);

private:
    std::map<render::Element, QCheckBox*> elements_;
    std::map<render::DataLayer, QRadioButton*> layers_;
};

} // namespace cityloom::app
