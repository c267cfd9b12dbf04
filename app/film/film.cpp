// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/film/film.h"

#include <algorithm>
#include <cmath>

#include "app/film/encoder.h"
#include "app/picture/recorded_moment.h"
#include "scenarios/measure/scenario.h"

namespace cityloom::app {

std::size_t pictures_of(const FilmRequest& request) {
    return static_cast<std::size_t>(
        std::max(1.0, std::ceil(to_seconds(request.to - request.from) / request.speed * request.fps)));
}

Result<void> write_film(const scenarios::ProjectStore& store, const scenarios::LoadedProject& project,
                        const FilmRequest& request, const std::filesystem::path& file,
                        const std::function<void(double, TimeUs)>& progress, const std::stop_token& stop) {
    if (request.to <= request.from || request.fps < 1 || request.speed <= 0.0) {
        return fail(ErrorCode::Malformed, "A film goes from a time to a later one, with a picture a second or more.");
    }
    if (request.look.width_px % 2 != 0 || request.look.height_px % 2 != 0) {
        return fail(ErrorCode::Malformed, "A film is an even number of pixels wide and high; ask for another size.");
    }
    auto moment = recorded_moment(store, project, request.scenario, request.from);
    if (!moment) {
        return tl::make_unexpected(moment.error());
    }
    if (moment->frame == nullptr) {
        return fail(ErrorCode::NotFound, moment->why_none);
    }
    if (request.to > moment->recorded_to + kMinuteUs) {
        return fail(ErrorCode::NotFound,
                    "The recording of \"" + request.scenario + "\" ends at " +
                        scenarios::format_clock(moment->recorded_to) +
                        ": let the film end by then, or run the scenario for longer with --record.");
    }
    auto encoder = Encoder::begin(file, request.look.width_px, request.look.height_px, request.fps);
    if (!encoder) {
        return tl::make_unexpected(encoder.error());
    }
    render::CityScene scene{*moment->applied.city, moment->applied.networks};
    scene.show(moment->frame);
    scene.set_underground(request.underground);
    auto series = render::PictureSeries::begin(scene, request.look);
    if (!series) {
        return tl::make_unexpected(series.error());
    }
    const std::size_t count = pictures_of(request);
    for (std::size_t k = 0; k < count; ++k) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The film was cancelled; nothing of it was kept.");
        }
        const TimeUs at = request.from + from_seconds(static_cast<double>(k) * request.speed / request.fps);
        const auto frame = frame_at(store, *moment, at);
        if (!frame) {
            return tl::make_unexpected(frame.error());
        }
        if (*frame != moment->frame) {
            moment->frame = *frame;
            scene.show(*frame);
        }
        if (auto added = encoder->add(series->draw(at).rgba); !added) {
            return added;
        }
        progress(static_cast<double>(k + 1) / static_cast<double>(count), at);
    }
    return encoder->end();
}

} // namespace cityloom::app
