// SPDX-License-Identifier: GPL-3.0-or-later
// Draws Loom Bay: cityloom-shot FOLDER [view hour layer size]...   without a view: all of them.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "gis/generate/loom_bay.h"
#include "render/capture/picture.h"
#include "tests/render/staged_city.h"

using namespace cityloom;

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : "pictures";
    std::filesystem::create_directories(folder);
    const auto start = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    const gis::City city = gis::generate_loom_bay(7);
    const gis::Networks networks = staged::networks(city);
    std::fprintf(stderr, "city %.2f s\n", seconds());
    render::CityScene scene{city, networks};
    std::fprintf(stderr, "scene %.2f s\n", seconds());
    scene.show(staged::frame(city, networks, 5000, {2900, 2700}, 800.0));
    struct Shot {
        std::string view;
        double hour;
        std::string layer;
    };
    std::vector<Shot> shots;
    if (argc > 4) {
        for (int i = 2; i + 2 < argc; i += 3) {
            shots.push_back({argv[i], std::atof(argv[i + 1]), argv[i + 2]});
        }
    } else {
        for (const char* view : {"overview", "oblique", "street"}) {
            for (const double hour : {11.0, 18.6, 21.5}) {
                shots.push_back({view, hour, "none"});
            }
        }
        for (const char* layer : {"congestion", "pressure", "voltage", "coverage", "outages"}) {
            shots.push_back({"overview", 11.0, layer});
            shots.push_back({"oblique", 11.0, layer});
        }
    }
    for (const Shot& shot : shots) {
        render::PictureRequest request;
        if (!render::parse_view(shot.view, request.view) || !render::parse_layer(shot.layer, request.layer)) {
            return 2;
        }
        request.time = from_seconds(shot.hour * 3600.0);
        char name[80];
        std::snprintf(name, sizeof name, "%s-%04.1f-%s.png", shot.view.c_str(), shot.hour, shot.layer.c_str());
        if (const auto done = render::write_picture(scene, request, folder / name); !done) {
            std::fprintf(stderr, "%s\n", done.error().message.c_str());
            return 1;
        }
        std::fprintf(stderr, "%s %.2f s\n", name, seconds());
    }
    return 0;
}
