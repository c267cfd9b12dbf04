// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>

#include "app/desktop/window/desk.h"
#include "render/camera/turntable.h"

namespace cityloom::app {

/// Measures the picture as a person gets it: the city plays, the window redraws without a pause, and the time from one
/// shown frame to the next is kept. Prints p50 and p95 and ends the program.
class FrameBench : public QObject {
    Q_OBJECT

public:
    FrameBench(Desk& desk, render::NamedView view, double seconds, std::uint64_t vehicles, QObject* parent = nullptr);

private:
    void advance();
    void finish();

    Desk& desk_;
    render::NamedView view_;
    double seconds_;
    std::uint64_t vehicles_;
    QTimer timer_;
    QElapsedTimer waited_;
    QElapsedTimer measuring_;
    QElapsedTimer frame_;
    std::vector<double> gaps_ms_;
    bool started_ = false;
};

} // namespace cityloom::app
