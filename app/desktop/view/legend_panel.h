// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "render/overlays/data_layer.h"

namespace cityloom::app {

/// What a data layer's colours mean: title, unit, colour stops, what hatching says, and the time shown.
class LegendPanel : public QWidget {
    Q_OBJECT

public:
    explicit LegendPanel(QWidget* parent = nullptr);
    /// Hides itself for a legend without stops.
    void showLegend(const render::LayerLegend& legend);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    render::LayerLegend legend_;
};

} // namespace cityloom::app
