// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/base/object_ref.h"
#include "render/base/parts_list.h"
#include "render/camera/turntable.h"
#include "render/overlays/data_layer.h"
#include "render/overlays/difference.h"
#include "render/overlays/route_stretch.h"
#include "render/scene/scene_parts.h"
#include "sim/corridor/frame.h"

namespace osg {
class Node;
}

namespace cityloom::render {

/// How much care a frame takes. Full is for stills and for a view at rest; Moving keeps the frame rate while the camera
/// or the city moves: small and far things go earlier, windows are drawn only near by.
enum class Quality : std::uint8_t { Full, Moving };

/// Another run of the same place, whose state what is shown is told beside: the layer's colours are then differences.
struct OtherRun {
    std::shared_ptr<const SceneParts> parts;
    bool taken_away = true; ///< it is what the shown one is measured by; else the shown one is
    std::string here;       ///< names of both scenarios
    std::string there;
};

/// Buildings in the colours of a difference that no frame holds: what a comparison says of their district.
struct PaintedBuildings {
    std::vector<std::uint8_t> places; ///< of each building, from difference_place()
    LayerLegend legend;
};

/// The living picture of a city. Everything here is for the thread that draws. The caller owns the viewer: put root()
/// into it, set the camera's matrices from a CameraPose (view_matrix, projection_matrix), call set_viewport when its
/// size changes, and draw. The GL context has to be a compatibility profile with GLSL 1.30.
class CityScene {
public:
    /// Builds everything here and now.
    CityScene(const gis::City& city, const gis::Networks& networks);
    /// Takes what build_scene made in another thread: only attaching is left.
    explicit CityScene(std::shared_ptr<const SceneParts> parts);
    ~CityScene();
    CityScene(const CityScene&) = delete;
    CityScene& operator=(const CityScene&) = delete;

    [[nodiscard]] osg::Node* root();
    /// Shows a city with other measures: what it has of the ground in common stays as it stands, selection and switches
    /// too. The frame goes: it was of other networks.
    void set_parts(std::shared_ptr<const SceneParts> parts);
    /// Shows this state from the next drawn frame on. Vehicles, signals, lights and the layer follow it.
    void show(std::shared_ptr<const engine::Frame> frame);
    /// Nothing: the picture is of the shown run alone again. Vehicles are of one run, and go while there are two. What
    /// only the other has is drawn too. Other measures (set_parts) end it.
    void set_other(std::optional<OtherRun> other);
    [[nodiscard]] bool in_difference() const;
    /// The names of the scenario, and of what it is measured by.
    [[nodiscard]] std::pair<std::string, std::string> other_words() const;
    /// The state of the other run. Two states are told apart when they are of one time, 10 s at most between them;
    /// until they are the last that were stay, and legend() has their time.
    void show_other(std::shared_ptr<const engine::Frame> frame);
    /// How a thing differs, in words with the sign; empty: it does not, or the layer does not speak of it.
    [[nodiscard]] std::string difference_of(const ObjectRef& object, Language language) const;
    /// Paints the buildings so in the place of the layer; nothing: as the layer says.
    void set_painted(std::optional<PaintedBuildings> painted);
    [[nodiscard]] bool is_painted() const;
    void set_viewport(int width_px, int height_px);
    void set_layer(DataLayer layer);
    /// The upper end of the layer's ramp, and a least one: so that two pictures have one ramp. Another layer drops it.
    [[nodiscard]] double ramp_high() const;
    void set_least_ramp_high(double high);
    [[nodiscard]] DataLayer layer() const;
    [[nodiscard]] LayerLegend legend(Language language = Language::English) const;
    /// \param part of picture_parts(); others are ignored.
    void set_visible(std::string_view part, bool visible);
    [[nodiscard]] bool visible(std::string_view part) const;
    /// Fades ground and buildings to 15 % and shows what lies below.
    void set_underground(bool on);
    [[nodiscard]] bool underground() const;
    /// The sun: local time of day. \param day_of_year 1..366; \param utc_offset_h of the place's clock.
    void set_time(TimeUs local, int day_of_year = 100, double utc_offset_h = 1e9);
    /// Moving to begin with. Cheap: may be called whenever the camera starts and stops.
    void set_quality(Quality quality);
    [[nodiscard]] Quality quality() const;
    /// Hatches buildings whose height is a guess.
    void set_guessed_heights_hatched(bool on);
    /// Marks what is selected, and what the pointer is over: buildings are tinted, streets drawn over, all else ringed.
    /// A vehicle's mark follows it.
    void set_selected(const ObjectRef& object);
    /// What else is selected with it: outlined too.
    void set_also_selected(const std::vector<ObjectRef>& objects);
    void set_highlight(const ObjectRef& object);
    /// Draws the way of a vehicle that is followed; empty: none. Other measures take it away.
    void set_route(const std::vector<RouteStretch>& route);
    [[nodiscard]] ObjectRef pick(const Ray& ray) const;
    [[nodiscard]] std::shared_ptr<const SceneParts> parts() const;
    [[nodiscard]] const gis::City& city() const;
    [[nodiscard]] const engine::Frame* frame() const;
    [[nodiscard]] TimeUs time() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Column-vector matrices laid out as OSG and OpenGL take them: 16 doubles, translation last.
[[nodiscard]] std::array<double, 16> view_matrix(const CameraPose& pose);
[[nodiscard]] std::array<double, 16> projection_matrix(const CameraPose& pose, double aspect, DepthRange depth);
/// The line of sight through a pixel. \param x, y pixels from the upper left corner.
[[nodiscard]] Ray pixel_ray(const CameraPose& pose, double x, double y, int width_px, int height_px);

} // namespace cityloom::render
