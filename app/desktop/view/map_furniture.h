// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

namespace cityloom::app {

/// Shows where north is; a click turns the view there.
class Compass : public QAbstractButton {
    Q_OBJECT

public:
    explicit Compass(QWidget* parent = nullptr);
    void setHeading(double heading_rad);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double heading_rad_ = 0.0;
};

/// A length on the ground in round metres, and below it whose data the picture shows. The attribution is always there.
class ScaleBar : public QWidget {
    Q_OBJECT

public:
    explicit ScaleBar(QWidget* parent = nullptr);
    void setMetresPerPixel(double metres);
    void setAttribution(const QString& text);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double metres_per_pixel_ = 0.0;
    QString attribution_;
};

/// The longest of 1, 2, 5 times a power of ten that fits.
[[nodiscard]] double roundLength(double at_most_m);

} // namespace cityloom::app
