// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/picture_options.h"

#include <charconv>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "sim/engine/catalogue.h"

namespace cityloom::cli {

namespace {

/// "1280x720".
bool parse_size(const std::string& text, int& width, int& height) {
    const char* const end = text.data() + text.size();
    const auto w = std::from_chars(text.data(), end, width);
    if (w.ec != std::errc{} || w.ptr == end || *w.ptr != 'x') {
        return false;
    }
    const auto h = std::from_chars(w.ptr + 1, end, height);
    return h.ec == std::errc{} && h.ptr == end;
}

} // namespace

void PictureOptions::add_to(CLI::App& command) {
    command.add_option("--layer", layer, "What the picture says")
        ->capture_default_str()
        ->check(CLI::IsMember(render::layer_names()));
    command.add_option("--view", view, "Where to look from")
        ->capture_default_str()
        ->check(CLI::IsMember({"overview", "oblique", "street"}));
    command.add_option("--size", size, "Pixels, wide x high, 16 to 8192 each")->capture_default_str();
    command.add_option("--language", language, "Of the legend")
        ->capture_default_str()
        ->check(CLI::IsMember({"en", "zh"}));
    command.add_option("--title", title, "Title; without it the city's name and the scenario's");
    command.add_flag("--bare", bare, "Without title, legend, scale bar and attribution");
    command.add_flag("--underground", underground, "Fade ground and buildings, show what lies below");
}

Result<render::PictureRequest> PictureOptions::request(const std::string& city, const std::string& scenario) const {
    render::PictureRequest request;
    if (!parse_size(size, request.width_px, request.height_px)) {
        return fail(ErrorCode::Malformed, "\"" + size + "\" is no size; write it as 1280x720");
    }
    if (!render::parse_view(view, request.view) || !render::parse_layer(layer, request.layer)) {
        return fail(ErrorCode::Malformed, "There is no such view or layer; see --help.");
    }
    request.language = language == "zh" ? render::Language::Chinese : render::Language::English;
    request.title = !title.empty() ? title : scenario == "base" ? city : city + " · " + scenario;
    request.furniture = !bare;
    return request;
}

std::string name_of(const gis::City& city, const std::string& project) {
    std::string name = city.name.empty() ? std::filesystem::path{project}.stem().string() : city.name;
    if (name[0] >= 'a' && name[0] <= 'z') { // taken from a file's name
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    }
    return name;
}

std::string picture_help() {
    std::string text = "Views:\n"
                       "  overview    the whole city\n"
                       "  oblique     the densest part, at an angle\n"
                       "  street      from a street there\n"
                       "Layers and their units:\n"
                       "  none        the city as it looks at that time\n";
    for (const engine::LayerInfo* layer : engine::layers()) {
        const render::LayerLegend legend = render::layer_legend(layer, 0, render::Language::English, layer->high);
        std::string line = "  " + std::string{layer->id};
        line.resize(14, ' ');
        text += line + legend.title + (legend.classes ? " [class]" : " [" + legend.unit + "]") + "\n";
    }
    return text + "A layer needs a result at that time: run with --record.\n";
}

} // namespace cityloom::cli
