// SPDX-License-Identifier: GPL-3.0-or-later
// Frame times of Loom Bay at 1280x720 without a display: bench_frame [frames] [vehicles].
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "gis/generate/loom_bay.h"
#include "render/capture/bench_target.h"
#include "render/scene/city_scene.h"
#include "tests/render/staged_city.h"

using namespace cityloom;

int main(int argc, char** argv) {
    const int frames = argc > 1 ? std::atoi(argv[1]) : 60;
    const auto vehicles = static_cast<std::size_t>(argc > 2 ? std::atoi(argv[2]) : 5000);
    using Clock = std::chrono::steady_clock;
    const auto ms = [](Clock::time_point from) {
        return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
    };
    auto start = Clock::now();
    const gis::City city = gis::generate_loom_bay(7);
    const gis::Networks networks = staged::networks(city);
    std::printf("city %.0f ms: %zu buildings\n", ms(start), city.buildings.size());
    start = Clock::now();
    const auto parts = render::build_scene(city, networks);
    std::printf("build %.0f ms\n", ms(start));
    start = Clock::now();
    render::CityScene scene{parts};
    std::printf("attach %.0f ms\n", ms(start));
    auto frame = std::make_shared<engine::Frame>(*staged::frame(city, networks, vehicles, {2900, 2700}, 500.0));
    scene.show(frame);
    scene.set_viewport(1280, 720);
    auto target = render::BenchTarget::create(1280, 720);
    if (!target) {
        std::printf("%s\n", target.error().message.c_str());
        return 1;
    }
    for (const double hour : {11.0, 21.5}) {
        scene.set_time(from_seconds(hour * 3600.0));
        for (const auto& [name, view] : {std::pair{"overview", render::NamedView::Overview},
                                         {"oblique", render::NamedView::Oblique},
                                         {"street", render::NamedView::Street}}) {
            render::CameraPose pose = render::named_view(city, view);
            std::vector<double> times;
            for (int i = 0; i < frames + 3; ++i) {
                auto moved = std::make_shared<engine::Frame>(*frame);
                for (auto& v : moved->vehicles) {
                    v.x_m += static_cast<float>(i) * 0.1F;
                }
                const auto t = Clock::now();
                scene.show(moved);
                target->draw(scene, pose);
                if (i >= 3) {
                    times.push_back(ms(t));
                }
            }
            std::sort(times.begin(), times.end());
            std::printf("%04.1f h %-8s min %.1f median %.1f p95 %.1f ms\n", hour, name, times.front(),
                        times[times.size() / 2], times[times.size() * 95 / 100]);
        }
    }
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM") || line.starts_with("VmRSS")) {
            std::printf("%s\n", line.c_str());
        }
    }
    return 0;
}
