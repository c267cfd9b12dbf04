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
    /// \param ramp of the layer; hides itself for a legend without stops.
    void showLegend(const render::LayerLegend& legend, render::Ramp ramp);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    render::LayerLegend legend_;
    render::Ramp ramp_ = render::Ramp::Viridis;
};

} // namespace cityloom::app
