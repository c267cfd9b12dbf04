// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "scenarios/report/drawing.h"

namespace cityloom::app {

/// A drawing of a report in a window: the same lines and words, as wide as there is room.
class DrawingView : public QWidget {
    Q_OBJECT

public:
    explicit DrawingView(QWidget* parent = nullptr);
    void setDrawing(scenarios::Drawing drawing);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    scenarios::Drawing drawing_;
};

} // namespace cityloom::app
