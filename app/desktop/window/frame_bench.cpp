// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/frame_bench.h"

#include <algorithm>
#include <cstdio>

#include <QCoreApplication>

#include "app/desktop/view/city_view.h"
#include "app/desktop/window/main_window.h"

namespace cityloom::app {

FrameBench::FrameBench(Desk& desk, render::NamedView view, double seconds, std::uint64_t vehicles, QObject* parent)
    : QObject{parent}, desk_{desk}, view_{view}, seconds_{seconds}, vehicles_{vehicles} {
    timer_.setInterval(100);
    connect(&timer_, &QTimer::timeout, this, &FrameBench::advance);
    timer_.start();
    waited_.start();
}

void FrameBench::advance() {
    using State = scenarios::SessionStatus::State;
    const scenarios::SessionStatus& status = desk_.play().status();
    if (!desk_.play().session() || status.state == State::Preparing) {
        return;
    }
    CityView& picture = desk_.window()->view();
    if (!started_) {
        // First fill the streets as fast as the engine goes.
        if (!desk_.play().playing() && status.state == State::Paused) {
            picture.setNamedView(view_);
            desk_.play().setSpeed(0.0);
            desk_.play().setPlaying(true);
        }
        if (status.vehicles.running < vehicles_ && waited_.elapsed() < 180'000 && status.state != State::Finished) {
            return;
        }
        started_ = true;
        desk_.play().setSpeed(10.0);
        connect(&picture, &QOpenGLWidget::frameSwapped, this, [this, &picture] {
            if (frame_.isValid()) {
                gaps_ms_.push_back(static_cast<double>(frame_.nsecsElapsed()) * 1e-6);
            }
            frame_.start();
            picture.update();
        });
        picture.setMeasuring(true);
        picture.update();
        measuring_.start();
        return;
    }
    if (static_cast<double>(measuring_.elapsed()) * 1e-3 >= seconds_) {
        finish();
    }
}

void FrameBench::finish() {
    timer_.stop();
    const auto print = [](const char* what, std::vector<double> ms) {
        if (ms.size() < 10) {
            std::printf("%s: too few frames\n", what);
            return;
        }
        ms.erase(ms.begin(), ms.begin() + 5); // the first draw compiles
        std::sort(ms.begin(), ms.end());
        std::printf("%s: %zu frames, p50 %.1f ms, p95 %.1f ms, max %.1f ms\n", what, ms.size(), ms[ms.size() / 2],
                    ms[ms.size() * 95 / 100], ms.back());
    };
    CityView& picture = desk_.window()->view();
    std::printf("window %dx%d, picture %dx%d drawn at %.2f, %llu vehicles, engine %.0fx\n", desk_.window()->width(),
                desk_.window()->height(), picture.width(), picture.height(), picture.drawScale(),
                static_cast<unsigned long long>(desk_.play().status().vehicles.running),
                desk_.play().status().real_time_factor);
    print("frame to frame", gaps_ms_);
    print("drawing alone ", picture.drawTimes());
    std::fflush(stdout);
    QCoreApplication::quit();
}

} // namespace cityloom::app
