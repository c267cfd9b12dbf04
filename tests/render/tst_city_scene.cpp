// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>

#include <QTest>

#include "gis/generate/loom_bay.h"
#include "render/capture/picture.h"
#include "render/streets/blocked_mesh.h"
#include "sim/charging/rows.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/traffic/rows.h"
#include "tests/render/staged_city.h"

using namespace cityloom;
using namespace cityloom::render;

namespace {

namespace fs = std::filesystem;

struct Stage {
    gis::City city = gis::generate_loom_bay(7);
    gis::Networks networks = staged::networks(city);
    std::shared_ptr<const engine::Frame> well = staged::frame(city, networks, 2000, {2500, 2000}, -1.0);
    std::shared_ptr<const engine::Frame> dark = staged::frame(city, networks, 2000, {2500, 2000}, 1500.0);
    CityScene scene{city, networks};
};

Stage& stage() {
    static auto made = std::make_unique<Stage>();
    return *made;
}

DataLayer layer_of(const QString& name) {
    DataLayer layer = nullptr;
    static_cast<void>(parse_layer(name.toStdString(), layer));
    return layer;
}

PictureRequest small(NamedView view, double hour, DataLayer layer = nullptr) {
    PictureRequest request;
    request.view = view;
    request.width_px = 320;
    request.height_px = 180;
    request.time = from_seconds(hour * 3600);
    request.layer = layer;
    return request;
}

double brightness(const Picture& picture, int rows) {
    double sum = 0;
    const std::size_t n = static_cast<std::size_t>(rows) * static_cast<std::size_t>(picture.width_px);
    for (std::size_t i = 0; i < n; ++i) {
        sum += luminance({picture.rgba[4 * i], picture.rgba[4 * i + 1], picture.rgba[4 * i + 2], 255});
    }
    return sum / static_cast<double>(n);
}

Picture take(const PictureRequest& request) {
    auto picture = render_picture(stage().scene, request);
    if (!picture) {
        QTest::qFail(picture.error().message.c_str(), __FILE__, __LINE__);
        return {};
    }
    return *picture;
}

void keep(const Picture& picture, const std::string& name) {
    if (const char* folder = std::getenv("CITYLOOM_PICTURES"); folder != nullptr) {
        fs::create_directories(folder);
        (void)write_png(picture, fs::path{folder} / (name + ".png"));
    }
}

} // namespace

class TestCityScene : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void golden_pictures_data();
    void golden_pictures();
    void layers_change_the_picture();
    void darkness_is_exact();
    void selection_shows();
    void marks_show_on_everything();
    void picks_what_it_sees();
    void chargers_show_their_state();
    void blocked_lanes_are_marked_where_they_are();
    void stops_when_asked();
    void bare_cities_are_drawn();
};

void TestCityScene::initTestCase() {
    stage().scene.show(stage().well);
    auto one = render_picture(stage().scene, small(NamedView::Oblique, 11));
    if (!one) {
        QSKIP(one.error().message.c_str());
    }
    std::set<std::uint32_t> colours;
    for (std::size_t i = 0; i < one->rgba.size(); i += 4) {
        colours.insert(static_cast<std::uint32_t>(one->rgba[i] << 16 | one->rgba[i + 1] << 8 | one->rgba[i + 2]));
    }
    QVERIFY2(colours.size() > 1500, qPrintable(QString::number(colours.size())));
}

void TestCityScene::golden_pictures_data() {
    QTest::addColumn<int>("view");
    QTest::addColumn<double>("hour");
    QTest::addColumn<QString>("layer");
    QTest::newRow("overview-day") << 0 << 11.0 << QString{"none"};
    QTest::newRow("oblique-day") << 1 << 11.0 << QString{"none"};
    QTest::newRow("oblique-night") << 1 << 21.5 << QString{"none"};
    QTest::newRow("street-day") << 2 << 11.0 << QString{"none"};
    QTest::newRow("overview-congestion") << 0 << 11.0 << QString{"congestion"};
    QTest::newRow("oblique-pressure") << 1 << 11.0 << QString{"pressure"};
    QTest::newRow("oblique-voltage") << 1 << 11.0 << QString{"voltage"};
    QTest::newRow("overview-coverage") << 0 << 11.0 << QString{"coverage"};
    QTest::newRow("oblique-outages") << 1 << 11.0 << QString{"outages"};
}

void TestCityScene::golden_pictures() {
    QFETCH(int, view);
    QFETCH(double, hour);
    QFETCH(QString, layer);
    const std::string name = std::string{"loom-bay-"} + QTest::currentDataTag();
    stage().scene.show(stage().dark);
    PictureRequest request = small(static_cast<NamedView>(view), hour, layer_of(layer));
    request.furniture = false;
    const Picture picture = take(request);
    keep(picture, name);
    const char* source = std::getenv("CITYLOOM_SOURCE");
    QVERIFY2(source != nullptr, "CITYLOOM_SOURCE names the source folder; run by ctest");
    const fs::path golden = fs::path{source} / "tests" / "golden" / (name + ".png");
    if (std::getenv("CITYLOOM_UPDATE_GOLDEN") != nullptr) {
        fs::create_directories(golden.parent_path());
        QVERIFY(write_png(picture, golden));
        QFAIL("golden picture rewritten: look at it, then run without CITYLOOM_UPDATE_GOLDEN");
    }
    const auto wanted = read_png(golden);
    QVERIFY2(wanted.has_value(), qPrintable(QString::fromStdString(golden.string())));
    const double same = agreement(picture, *wanted);
    QVERIFY2(same >= 0.995, qPrintable(QString("%1 % of pixels agree").arg(100 * same)));
}

void TestCityScene::layers_change_the_picture() {
    stage().scene.show(stage().dark);
    PictureRequest request = small(NamedView::Oblique, 11);
    request.furniture = false;
    const Picture plain = take(request);
    for (const DataLayer layer : engine::layers()) {
        request.layer = layer;
        QVERIFY2(agreement(plain, take(request)) < 0.6, qPrintable(QString::fromStdString(std::string{layer->id})));
    }
}

void TestCityScene::darkness_is_exact() {
    PictureRequest request = small(NamedView::Oblique, 21.5);
    request.furniture = false;
    stage().scene.set_visible(part::kLabels, false);
    stage().scene.set_visible(part::kVehicles, false);
    stage().scene.show(stage().well);
    const double lit = brightness(take(request), 180);
    stage().scene.show(stage().dark);
    const double out = brightness(take(request), 180);
    request.time = 11 * kHourUs;
    const double day = brightness(take(request), 180);
    stage().scene.set_visible(part::kLabels, true);
    stage().scene.set_visible(part::kVehicles, true);
    QVERIFY2(out < 0.75 * lit, qPrintable(QString("%1 lit, %2 dark").arg(lit).arg(out)));
    QVERIFY(day > 8 * lit);
}

void TestCityScene::selection_shows() {
    stage().scene.show(stage().well);
    PictureRequest request = small(NamedView::Oblique, 11);
    request.furniture = false;
    const Picture before = take(request);
    const CameraPose pose = named_view(stage().city, NamedView::Oblique);
    ObjectRef building;
    for (int x = 60; x < 300 && !building.is(lifeline::kBuilding); x += 12) {
        building = stage().scene.pick(pixel_ray(pose, x, 120, 320, 180));
    }
    QVERIFY(building.is(lifeline::kBuilding));
    stage().scene.set_selected(building);
    const Picture after = take(request);
    stage().scene.set_selected({});
    QVERIFY(agreement(before, after) < 0.9999);
    QVERIFY(agreement(before, after) > 0.90);
}

void TestCityScene::marks_show_on_everything() {
    CityScene& scene = stage().scene;
    scene.show(stage().well);
    PictureRequest request = small(NamedView::Oblique, 11);
    request.furniture = false;
    scene.set_underground(true);
    const Picture before = take(request);
    const CameraPose pose = named_view(stage().city, NamedView::Oblique);
    std::set<std::string_view> found;
    for (int y = 176; y > 20; y -= 3) { // from near to far
        for (int x = 4; x < 316; x += 3) {
            const ObjectRef hit = scene.pick(pixel_ray(pose, x, y, 320, 180));
            const bool other = hit.kind != nullptr && !hit.is(kGround) && !hit.is(lifeline::kBuilding);
            if (!other || !found.insert(hit.kind->id).second) {
                continue;
            }
            scene.set_highlight(hit);
            const Picture after = take(request);
            scene.set_highlight({});
            const double same = agreement(before, after);
            QVERIFY2(
                same < 0.9999 && same > 0.85,
                qPrintable(QString("kind %1: %2").arg(QString::fromStdString(std::string{hit.kind->id})).arg(same)));
        }
    }
    scene.set_underground(false);
    QVERIFY2(found.size() >= 3, qPrintable(QString::number(found.size())));
    const Picture plain = take(request);
    scene.set_guessed_heights_hatched(true);
    const Picture hatched = take(request);
    scene.set_guessed_heights_hatched(false);
    const bool guesses = std::any_of(stage().city.buildings.begin(), stage().city.buildings.end(),
                                     [](const auto& b) { return b.height_source == gis::HeightSource::Guessed; });
    QCOMPARE(agreement(plain, hatched) < 0.999, guesses);
}

void TestCityScene::picks_what_it_sees() {
    const Stage& s = stage();
    // Straight down onto the middle of a house.
    const gis::Building& house = s.city.buildings[500];
    const Range ring = s.city.rings[house.rings.begin].points;
    Point2 middle;
    for (std::uint32_t i = ring.begin; i < ring.end(); ++i) {
        middle = middle + (1.0 / ring.count) * s.city.points[i];
    }
    if (house.rings.count == 1) {
        const ObjectRef hit = s.scene.pick({{middle.x_m, middle.y_m, 900}, {0, 0, -1}});
        QVERIFY(hit.is(lifeline::kBuilding));
        QCOMPARE(hit.index, 500U);
    }
    QVERIFY(s.scene.pick({{0, 0, 500}, {0, 0, 1}}).kind == nullptr);
    const ObjectRef bay = s.scene.pick({{1500, 300, 500}, {0, 0, -1}});
    QVERIFY(bay.is(kGround));
}

/// A scenario adds them: the same scene shows a city with other networks, and goes back.
void TestCityScene::chargers_show_their_state() {
    CityScene& scene = stage().scene;
    const CameraPose pose = named_view(stage().city, NamedView::Oblique);
    const Point2 middle{pose.target[0], pose.target[1]};
    gis::Networks with = stage().networks;
    with.roads.chargers.clear();
    // Two at one place, side by side.
    for (const Point2 aside : {Point2{0, 0}, Point2{60, 20}, Point2{-70, 40}, Point2{0, 0}}) {
        with.roads.chargers.push_back(
            {.key = "charger/C" + std::to_string(with.roads.chargers.size() + 1), .at = middle + aside, .lane = 0});
    }
    const auto plain = scene.parts();
    const auto added = build_scene(plain->base, stage().city, with);
    PictureRequest request = small(NamedView::Oblique, 11);
    request.furniture = false;
    request.use_pose = true;
    request.pose = look_at(stage().city, middle, 200.0);
    scene.show(stage().well);
    const Picture none = take(request);
    scene.set_parts(added);
    const auto state = [&](float value) {
        auto frame = std::make_shared<engine::Frame>(*stage().well);
        std::ranges::fill(frame->columns.fill(charging::kState, with.roads.chargers.size()), value);
        scene.show(frame);
        return take(request);
    };
    const Picture free = state(1.0F);
    const Picture taken = state(0.5F);
    const Picture dark = state(0.0F);
    keep(free, "chargers-free");
    keep(taken, "chargers-taken");
    keep(dark, "chargers-dark");
    QVERIFY(agreement(none, free, 0) < 1.0);
    QVERIFY(agreement(free, taken, 0) < 1.0);
    QVERIFY(agreement(free, dark, 0) < 1.0);
    QVERIFY(agreement(taken, dark, 0) < 1.0);
    QVERIFY(agreement(none, dark) > 0.95);
    std::set<std::uint32_t> met;
    for (double x = -10; x < 20; x += 1.0) {
        const ObjectRef hit = scene.pick({{middle.x_m + x, middle.y_m, 400}, {0, 0, -1}});
        if (hit.is(charging::kStation)) {
            met.insert(hit.index);
        }
    }
    QVERIFY(met == (std::set<std::uint32_t>{0, 3}));
    for (std::uint32_t i = 1; i < 3; ++i) {
        const Point2 at = with.roads.chargers[i].at;
        const Ray down{{at.x_m, at.y_m, 400}, {0, 0, -1}};
        const ObjectRef hit = scene.pick(down);
        QVERIFY(hit.is(charging::kStation));
        QCOMPARE(hit.index, i);
        scene.set_visible("charging", false);
        QVERIFY(!scene.pick(down).is(charging::kStation));
        scene.set_visible("charging", true);
    }
    scene.set_parts(plain);
    scene.show(stage().well);
    QVERIFY(agreement(none, take(request), 0) > 0.9999);
}

void TestCityScene::blocked_lanes_are_marked_where_they_are() {
    // A street of two lanes eastwards, drawn 200 m long where the engine has 100 m: what is blocked stretches with it.
    gis::City plain;
    plain.max_corner = {400, 300};
    plain.street_nodes = {{1, {100, 100}, gis::NodeControl::None}, {2, {300, 100}, gis::NodeControl::None}};
    plain.street_node_refs = {0, 1};
    plain.streets = {{.id = 77, .nodes = {0, 2}, .cls = gis::StreetClass::Primary, .oneway = 1, .width_m = 8.0}};
    traffic::RoadNetwork roads;
    roads.points = {{100, 100}, {300, 100}};
    traffic::Edge edge;
    edge.street_id = 77;
    edge.shape = {0, 2};
    edge.length_m = 100.0;
    roads.edges = {edge};
    const HeightField flat{plain};
    using engine::Blockage;
    const std::vector<engine::BlockedView> views{
        {.edge = 0, .lanes = 1, .from_m = 20, .to_m = 35, .left_m = 0, .right_m = 3.2F, .kind = Blockage::Incident},
        {.edge = 0, .lanes = 1, .from_m = 0, .to_m = 100, .left_m = 1.6F, .right_m = 4.8F, .kind = Blockage::Works},
        {.edge = 9, .lanes = 1, .from_m = 0, .to_m = 100, .left_m = 0, .right_m = 3, .kind = Blockage::Incident}};
    const auto places = blocked_places(views, plain, roads, flat);
    QCOMPARE(places.size(), std::size_t{2}); // nobody knows the third's edge
    QCOMPARE(places[0].street, 0U);
    QVERIFY(distance_m(places[0].middle.front(), {140, 98.4}) < 1e-3); // the right lane is the southern one
    QVERIFY(distance_m(places[0].middle.back(), {170, 98.4}) < 1e-3);
    QCOMPARE(places[0].inner, -1.0);
    QVERIFY(std::abs(places[1].half_m - 1.2) < 1e-4); // from the lane that is left to the drawn kerb, 4 m off
    Mesh stretches;
    Mesh solids;
    Mesh signs;
    mesh_blocked(places, flat, stretches, solids, signs);
    QCOMPARE(signs.position.size(), std::size_t{2});
    QCOMPARE(signs.position[0][0], 140.0F);
    for (const auto& p : solids.position) { // nothing stands on the lane that is left
        QVERIFY2(p[1] < 100.3F && p[1] > 95.7F, qPrintable(QString::number(static_cast<double>(p[1]))));
    }

    // In the city: the picture changes, the sign means the street, and both go with the switch.
    CityScene& scene = stage().scene;
    auto frame = std::make_shared<engine::Frame>(*stage().well);
    const auto& all = stage().networks.roads.edges;
    const auto longest =
        static_cast<std::uint32_t>(std::ranges::max_element(all, {}, &traffic::Edge::length_m) - all.begin());
    const auto end = static_cast<float>(all[longest].length_m);
    frame->blocked = {{.edge = longest,
                       .lanes = ~0U,
                       .from_m = 0,
                       .to_m = end,
                       .left_m = -3.5F,
                       .right_m = 3.5F,
                       .kind = Blockage::Closed}};
    PictureRequest request = small(NamedView::Overview, 11);
    request.furniture = false;
    scene.show(stage().well);
    const Picture open = take(request);
    scene.show(frame);
    const Picture closed = take(request);
    keep(closed, "street-closed");
    QVERIFY(agreement(open, closed) < 0.9999);
    const auto shown = blocked_places(frame->blocked, stage().city, stage().networks.roads, HeightField{stage().city});
    QCOMPARE(shown.size(), std::size_t{1});
    const Point3 sign = shown[0].sign;
    const Ray level{{sign.x_m - 40, sign.y_m, sign.z_m + 40}, {1, 0, -1}};
    const ObjectRef hit = scene.pick(level);
    QVERIFY(hit.is(traffic::kStreet));
    QCOMPARE(stage().city.streets[hit.index].id, all[longest].street_id);
    scene.set_visible(part::kClosures, false);
    QCOMPARE(agreement(open, take(request)), 1.0);
    scene.set_visible(part::kClosures, true);
    scene.show(stage().well);
    QCOMPARE(agreement(open, take(request)), 1.0); // open again
}

void TestCityScene::stops_when_asked() {
    std::stop_source source;
    source.request_stop();
    QVERIFY(build_scene(stage().city, stage().networks, source.get_token()) == nullptr);
    double last = 0;
    std::mutex lock;
    QVERIFY(build_scene(stage().city, stage().networks, {}, [&](double p) {
                const std::scoped_lock guard{lock};
                last = std::max(last, p);
            }) != nullptr);
    QCOMPARE(last, 1.0);
}

void TestCityScene::bare_cities_are_drawn() {
    const gis::Networks none;
    PictureRequest request = small(NamedView::Oblique, 11);
    gis::City empty;
    empty.name = "Nowhere";
    CityScene nothing{empty, none};
    QVERIFY(render_picture(nothing, request));

    gis::City streets; // a street and no house, flat
    streets.max_corner = {400, 300};
    streets.street_nodes = {{1, {0, 100}, gis::NodeControl::None},
                            {2, {200, 120}, gis::NodeControl::Signal},
                            {3, {400, 100}, gis::NodeControl::None}};
    streets.street_node_refs = {0, 1, 2};
    gis::Street street;
    street.nodes = {0, 3};
    street.cls = gis::StreetClass::Primary;
    streets.streets = {street};
    CityScene alone{streets, none};
    for (const NamedView view : {NamedView::Overview, NamedView::Oblique, NamedView::Street}) {
        request.view = view;
        QVERIFY(render_picture(alone, request));
    }

    gis::City house; // a tent given as surfaces, no footprint
    house.max_corner = {60, 60};
    house.points3 = {{20, 20, 0},  {40, 20, 0},  {40, 20, 6},  {20, 20, 6},  {20, 20, 6}, {40, 20, 6},
                     {40, 30, 10}, {20, 30, 10}, {20, 30, 10}, {40, 30, 10}, {40, 40, 0}, {20, 40, 0}};
    house.rings3 = {{0, 4}, {4, 4}, {8, 4}};
    house.surfaces = {
        {{0, 1}, gis::SurfaceKind::Wall}, {{1, 1}, gis::SurfaceKind::Roof}, {{2, 1}, gis::SurfaceKind::Roof}};
    gis::Building tent;
    tent.surfaces = {0, 3};
    tent.height_m = 10;
    house.buildings = {tent};
    CityScene tented{house, none};
    request.view = NamedView::Oblique;
    QVERIFY(render_picture(tented, request));
    const ObjectRef roof = tented.pick({{30, 25, 100}, {0, 0, -1}});
    QVERIFY(roof.is(lifeline::kBuilding));
    for (const DataLayer layer : engine::layers()) {
        request.layer = layer; // without any result: it says so rather than fail
        QVERIFY(render_picture(tented, request));
    }
}

QTEST_APPLESS_MAIN(TestCityScene)
#include "tst_city_scene.moc"
