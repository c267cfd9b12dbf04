// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QSlider>
#include <QString>

namespace cityloom::app {

/// Something that happens on the timeline.
struct TimeMark {
    enum class Kind { Fail, Repair, Incident, Person } kind = Kind::Fail;
    int at_s = 0;
    QString text;
    bool movable = false; ///< it may be dragged to another time
};

/// A slider over the run's time, in whole seconds: what is recorded is filled, events are marked by shape. A mark that
/// may be moved is dragged along, in whole minutes; Esc leaves it where it was.
class TimeTrack : public QSlider {
    Q_OBJECT

public:
    explicit TimeTrack(QWidget* parent = nullptr);
    void setRecorded(int from_s, int to_s);
    void setMarks(std::vector<TimeMark> marks);
    [[nodiscard]] const std::vector<TimeMark>& marks() const { return marks_; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void markDragged(int mark, int at_s);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] double xOf(int at_s) const;
    [[nodiscard]] int timeAt(double x) const;

    /// The mark under a place of the widget that may be moved; below 0: none.
    [[nodiscard]] int movableAt(QPointF at) const;

    std::vector<TimeMark> marks_;
    int dragged_ = -1; ///< the mark in the hand
    int dragged_to_s_ = 0;
    int recorded_from_ = 0;
    int recorded_to_ = 0;
};

} // namespace cityloom::app
