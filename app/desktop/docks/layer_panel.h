// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string_view>

#include <QWidget>

#include "render/base/parts_list.h"
#include "render/overlays/data_layer.h"

class QCheckBox;
class QRadioButton;

namespace cityloom::app {

/// What the picture shows, and the one data layer that it speaks of, each with a small legend.
class LayerPanel : public QWidget {
    Q_OBJECT

public:
    explicit LayerPanel(QWidget* parent = nullptr);
    /// Follow what was chosen elsewhere.
    void showPart(std::string_view part, bool visible);
    void showLayer(render::DataLayer layer);
    /// The name of a layer in the current language.
    [[nodiscard]] static QString layerName(render::DataLayer layer);
    [[nodiscard]] static QString partName(std::string_view part);
    /// How its marks are read; empty where they speak for themselves.
    [[nodiscard]] static QString partHelp(std::string_view part);
    [[nodiscard]] static QString partIcon(std::string_view part);

Q_SIGNALS:
    void partToggled(std::string_view part, bool visible);
    void layerChosen(render::DataLayer layer);

private:
    std::map<std::string_view, QCheckBox*> parts_;
    std::map<render::DataLayer, QRadioButton*> layers_;
};

} // namespace cityloom::app
