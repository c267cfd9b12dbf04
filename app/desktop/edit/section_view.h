// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "scenarios/measure/cross_section.h"

namespace cityloom::app {

/// A street cut across, as it is and below it as it will be: lanes with the way they are driven, kerbs, cycle lanes.
/// Where lanes can be changed, a click on one turns it round, + at a kerb adds one, and the right button takes one
/// away.
class SectionView : public QWidget {
    Q_OBJECT

public:
    explicit SectionView(QWidget* parent = nullptr);

    /// \param editable whether a click asks for other numbers of lanes
    void show(std::optional<scenarios::CrossSections> sections, bool editable);
    [[nodiscard]] const std::optional<scenarios::CrossSections>& sections() const { return sections_; }
    /// Where a lane of the lower section is drawn.
    [[nodiscard]] QRect laneRect(std::size_t lane) const;
    /// Where a lane is added at the left or right kerb.
    [[nodiscard]] QRect plusRect(bool left) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void lanesAsked(unsigned forward, unsigned backward);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRect roadRect(const scenarios::CrossSection& section, bool lower) const;
    void draw(class QPainter& painter, const scenarios::CrossSection& section, bool lower) const;
    [[nodiscard]] QString hint(const QPoint& at) const;

    std::optional<scenarios::CrossSections> sections_;
    bool editable_ = false;
};

} // namespace cityloom::app
