// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QPointer>
#include <QWidget>

#include "app/desktop/view/city_view.h"

namespace cityloom::app {

/// Measures on the ground: a way by clicks, or an area. While it is on, clicks set points and select nothing; drags and
/// the wheel move the view as ever. A double click, or Enter, finishes; Backspace takes the last point; Esc ends.
class Ruler : public QWidget {
    Q_OBJECT

public:
    enum class What { Length, Area };

    explicit Ruler(CityView& view);
    /// Begins anew.
    void begin(What what);
    void finish(); ///< no more points; what is measured stays until it ends
    void end();
    [[nodiscard]] bool active() const { return active_; }
    [[nodiscard]] bool finished() const { return finished_; }
    [[nodiscard]] const std::vector<Point2>& points() const { return points_; }
    void add(Point2 at);
    /// "Length 1,204 m, last 310 m": what is measured so far, without the pointer's place.
    [[nodiscard]] QString said() const;

Q_SIGNALS:
    void ended();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    bool keyPressed(int key);
    void say();
    [[nodiscard]] std::optional<Point2> placeAt(QPointF at) const;
    [[nodiscard]] std::vector<Point2> withPointer() const;

    CityView& view_;
    What what_ = What::Length;
    bool active_ = false;
    bool finished_ = false;
    std::vector<Point2> points_;
    std::optional<Point2> pointer_;
    bool double_click_ = false; ///< the release that comes with it is no click
    QPointF pressed_;
};

/// "48 m", "1.24 km"; "312 m²", "4.20 ha", "1.37 km²".
[[nodiscard]] QString lengthText(double length_m);
[[nodiscard]] QString areaText(double area_m2);

} // namespace cityloom::app
