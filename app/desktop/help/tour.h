// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;

namespace cityloom::app {

/// One thing that the tour points at.
struct TourStop {
    QString title;
    QString text;
    QString page;                   ///< of the manual, that says more
    std::function<QWidget*()> what; ///< null: it is not there now, and is passed over
};

/// A walk through the window: a card beside one part after the other, and a ring round that part. What lies under both
/// can be used meanwhile; Esc ends it.
class Tour : public QFrame {
    Q_OBJECT

public:
    /// \param window the tour is a child of it, and ends with it
    Tour(QWidget* window, std::vector<TourStop> stops);

    /// Counted among those that are there.
    [[nodiscard]] int at() const { return at_; }
    void go(int stop);
    void next();
    void back();
    void end();

Q_SIGNALS:
    void pageAsked(const QString& page);
    void ended();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void place();
    [[nodiscard]] QWidget* target() const;

    QWidget* window_;
    std::vector<TourStop> stops_;
    int at_ = 0;
    QPointer<QWidget> ring_;
    QLabel* count_;
    QLabel* title_;
    QLabel* text_;
    QPushButton* more_;
    QPushButton* back_;
    QPushButton* next_;
};

} // namespace cityloom::app
