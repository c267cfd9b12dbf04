// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/report_pictures.h"

#include <algorithm>

#include "app/picture/recorded_moment.h"
#include "render/capture/picture.h"
#include "scenarios/measure/plain.h"
#include "scenarios/report/numbers.h"

namespace cityloom::app {

namespace {

using scenarios::Drawing;
using scenarios::Text;
using scenarios::Words;

constexpr int kTitleWide = 1600;
constexpr int kTitleHigh = 720;
constexpr int kMapWide = 1100;
constexpr int kMapHigh = 880;

render::Language language_of(scenarios::Language language) {
    return language == scenarios::Language::Chinese ? render::Language::Chinese : render::Language::English;
}

std::uint32_t rgb(const render::Colour& c) {
    return static_cast<std::uint32_t>(c[0]) << 16U | static_cast<std::uint32_t>(c[1]) << 8U | c[2];
}

/// One legend below a row of maps.
Drawing legend_drawing(const render::LayerLegend& legend) {
    Drawing d{.width = 700.0, .height = 40.0, .words = legend.title, .shapes = {}};
    const std::string title = legend.title + (legend.unit.empty() ? "" : ", " + legend.unit);
    d.shapes.emplace_back(
        Drawing::Label{{0.0, 13.0}, title, Drawing::Anchor::Start, scenarios::ink::kText, 11.5, true});
    double x = scenarios::text_width(title, 11.5) + 28.0;
    if (legend.classes) {
        double y = 3.0;
        for (const render::LegendStop& stop : legend.stops) {
            const double wide = 22.0 + scenarios::text_width(stop.label, 11.0) + 16.0;
            if (x + wide > d.width) {
                x = 0.0;
                y += 18.0;
            }
            d.rectangle(x, y, 16.0, 11.0, scenarios::ink::kQuiet);
            d.rectangle(x + 0.7, y + 0.7, 14.6, 9.6, rgb(stop.colour));
            d.shapes.emplace_back(Drawing::Label{
                {x + 22.0, y + 10.0}, stop.label, Drawing::Anchor::Start, scenarios::ink::kText, 11.0, false});
            x += wide;
        }
        d.height = y + 18.0;
        return d;
    }
    constexpr double kBar = 300.0;
    const auto at = [&](double v) { return x + kBar * (v - legend.low) / (legend.high - legend.low); };
    for (std::size_t k = 0; k + 1 < legend.stops.size(); ++k) {
        constexpr int kParts = 12; // finer than the stops
        const render::LegendStop& from = legend.stops[k];
        const render::LegendStop& to = legend.stops[k + 1];
        for (int part = 0; part < kParts; ++part) {
            const double t = (part + 0.5) / kParts;
            render::Colour mixed{};
            for (std::size_t c = 0; c < mixed.size(); ++c) {
                mixed.at(c) = static_cast<std::uint8_t>((1.0 - t) * from.colour.at(c) + t * to.colour.at(c));
            }
            const double left = at(from.value + (to.value - from.value) * part / kParts);
            const double right = at(from.value + (to.value - from.value) * (part + 1) / kParts);
            d.rectangle(left, 4.0, right - left + 0.3, 11.0, rgb(mixed));
        }
    }
    for (const render::LegendStop& stop : legend.stops) {
        d.shapes.emplace_back(Drawing::Label{
            {at(stop.value), 28.0}, stop.label, Drawing::Anchor::Middle, scenarios::ink::kQuiet, 10.5, false});
    }
    if (!legend.no_data.empty()) {
        d.rectangle(x + kBar + 24.0, 4.0, 16.0, 11.0, 0xC4C2BC);
        d.shapes.emplace_back(Drawing::Label{
            {x + kBar + 46.0, 13.5}, legend.no_data, Drawing::Anchor::Start, scenarios::ink::kText, 11.0, false});
    }
    return d;
}

struct Shown {
    Text name;
    RecordedMoment moment;
    std::unique_ptr<render::CityScene> scene;
};

Result<std::string> png_of(render::CityScene& scene, const render::PictureRequest& request) {
    const auto picture = render_picture(scene, request);
    if (!picture) {
        return tl::make_unexpected(picture.error());
    }
    return render::png_bytes(*picture);
}

Text moment_words(const Shown& shown, TimeUs at) {
    return scenarios::filled({"%1, %2", "%1，%2"}, {shown.name, scenarios::clock_words(at)});
}

} // namespace

Result<void> add_pictures(const scenarios::ProjectStore& store, const scenarios::LoadedProject& project,
                          const PictureWish& wish, scenarios::ReportExtras& extras,
                          const std::function<void(double)>& progress, const std::stop_token& stop) {
    const auto cancelled = [] { return fail(ErrorCode::Cancelled, "The report was cancelled before it was written."); };
    std::vector<Shown> all;
    bool recorded = true;
    for (const std::string& scenario : wish.scenarios) {
        progress(0.1 * static_cast<double>(all.size()));
        auto moment = recorded_moment(store, project, scenario, wish.moment, &wish.run);
        if (!moment) {
            return tl::make_unexpected(moment.error());
        }
        if (stop.stop_requested()) {
            return cancelled();
        }
        recorded = recorded && moment->frame != nullptr;
        all.push_back({scenarios::scenario_words(scenario), std::move(*moment), nullptr});
    }
    for (Shown& shown : all) {
        shown.scene = std::make_unique<render::CityScene>(*shown.moment.applied.city, shown.moment.applied.networks);
        shown.scene->show(shown.moment.frame);
        if (stop.stop_requested()) {
            return cancelled();
        }
    }
    progress(0.4);
    const Shown& judged = all.back();
    const auto title = png_of(*judged.scene, {.view = render::NamedView::Oblique,
                                              .width_px = kTitleWide,
                                              .height_px = kTitleHigh,
                                              .time = wish.moment,
                                              .furniture = false});
    if (!title) {
        return tl::make_unexpected(title.error());
    }
    extras.title_png = *title;
    extras.title_note = moment_words(judged, wish.moment);
    extras.moment = wish.moment;
    if (!recorded) {
        extras.maps_note = Words{"There are no maps: these runs were not recorded. Run them with a recording for maps.",
                                 "没有地图：这些运行未录制。以录制方式重新运行后可生成地图。"};
        return {};
    }
    std::vector<render::DataLayer> layers;
    for (const char* name :
         wish.outages ? std::vector<const char*>{"congestion", "outages"} : std::vector<const char*>{"congestion"}) {
        if (render::DataLayer layer = nullptr; render::parse_layer(name, layer)) {
            layers.push_back(layer);
        }
    }
    const render::CameraPose pose =
        render::named_view(project.city, render::NamedView::Overview, static_cast<double>(kMapWide) / kMapHigh);
    double done = 0.5;
    const double step = 0.5 / static_cast<double>(layers.size() * all.size());
    for (const render::DataLayer layer : layers) {
        std::vector<scenarios::ReportPictures::One> row;
        for (const Shown& shown : all) {
            if (stop.stop_requested()) {
                return cancelled();
            }
            const auto png = png_of(*shown.scene, {.use_pose = true,
                                                   .pose = pose,
                                                   .width_px = kMapWide,
                                                   .height_px = kMapHigh,
                                                   .layer = layer,
                                                   .time = wish.moment,
                                                   .furniture = false});
            if (!png) {
                return tl::make_unexpected(png.error());
            }
            row.push_back({moment_words(shown, wish.moment).in(extras.language), *png});
            progress(done += step);
        }
        extras.maps.push_back(std::move(row));
        extras.legends.push_back(legend_drawing(judged.scene->legend(language_of(extras.language))));
    }
    extras.maps_note =
        filled(all.size() > 1 ? Words{"Both from one camera, in the same colours and at the same moment, "
                                      "%1, of the first seed's runs.",
                                      "两图视角相同、色带相同、时刻相同（%1），取自首个种子的运行。"}
                              : Words{"At %1, of the first seed's run.", "%1，取自首个种子的运行。"},
               {scenarios::clock_words(wish.moment)});
    return {};
}

} // namespace cityloom::app
