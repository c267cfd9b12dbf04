// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/desktop/view/city_view.h"

class QLabel;

namespace cityloom::app {

/// The line between two pictures that one drags; Left and Right move it too.
class SwipeHandle : public QWidget {
    Q_OBJECT

public:
    explicit SwipeHandle(QWidget* parent);

Q_SIGNALS:
    void moved(int by);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int pressed_x_ = 0;
};

/// Where the picture is: one, or two of the same place with one camera, beside each other or one over the other up to a
/// line that is swiped across; or one of what differs between the two.
class PictureFrame : public QWidget {
    Q_OBJECT

public:
    enum class Mode { One, Beside, Swipe, Difference };

    explicit PictureFrame(QWidget* parent = nullptr);
    [[nodiscard]] CityView* first() const { return first_; }
    /// Null while there is one picture.
    [[nodiscard]] CityView* second() const { return second_; }
    [[nodiscard]] SwipeHandle* handle() const { return handle_; }
    [[nodiscard]] Mode mode() const { return mode_; }
    /// Two pictures: a second one is made when there is none.
    void showTwo(Mode mode);
    void showOne();
    /// One picture that tells two apart; what it is of stands over it.
    void showDifference();
    /// What the pictures are of.
    void setTitles(const QString& first, const QString& second);
    /// Where the line is, from 0 (left) to 1.
    void setShare(double share);
    [[nodiscard]] double share() const { return share_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();
    void dropSecond();
    void join(CityView* from, CityView* to);

    CityView* first_;
    CityView* second_ = nullptr;
    SwipeHandle* handle_;
    QLabel* title_a_;
    QLabel* title_b_ = nullptr;
    Mode mode_ = Mode::One;
    double share_ = 0.5;
    bool joining_ = false;
};

} // namespace cityloom::app
