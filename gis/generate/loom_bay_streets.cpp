// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/generate/loom_bay_streets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace cityloom::gis::loom {

std::vector<Quarter> quarters() {
    return {
        {"Old Town 老城",
         Fabric::OldTown,
         {{1480, 700}, {3420, 700}, {3420, 1330}, {3100, 1560}, {2480, 1600}, {1470, 1620}}},
        {"Centre 中央区",
         Fabric::Centre,
         {{1470, 1620},
          {2480, 1600},
          {3100, 1560},
          {3420, 1560},
          {3130, 1960},
          {2960, 2400},
          {2440, 2420},
          {1500, 2330}}},
        {"Weavers' Grid 织坊",
         Fabric::Grid,
         {{1500, 2330},
          {2440, 2420},
          {2960, 2400},
          {3190, 2780},
          {3400, 3250},
          {3330, 3420},
          {2700, 3400},
          {2050, 3180},
          {1600, 2620}}},
        {"East Bank 东岸",
         Fabric::EastBank,
         {{3420, 1330},
          {4600, 1330},
          {4600, 2250},
          {4450, 2900},
          {3900, 3330},
          {3400, 3380},
          {3400, 3250},
          {3190, 2780},
          {2960, 2400},
          {3130, 1960},
          {3420, 1560}}},
        {"Harbour 港区",
         Fabric::Harbour,
         {{3420, 300}, {6000, 300}, {6000, 1480}, {4600, 1480}, {4600, 1330}, {3420, 1330}}},
        {"Tea Hill 茶山",
         Fabric::Garden,
         {{0, 600}, {1480, 700}, {1470, 1620}, {1500, 2330}, {1600, 2620}, {1250, 2900}, {0, 2900}}},
        {"North Ridge 北岭",
         Fabric::Hills,
         {{0, 2900},
          {1250, 2900},
          {1600, 2620},
          {2050, 3180},
          {2700, 3400},
          {3130, 3760},
          {2600, 4150},
          {2300, 4700},
          {2330, 5000},
          {0, 5000}}},
        {"Reed Fields 苇塘",
         Fabric::Estate,
         {{4600, 1480}, {6000, 1480}, {6000, 5000}, {4900, 5000}, {4700, 3500}, {4450, 2900}, {4600, 2250}}},
        {"North Meadow 北圃",
         Fabric::Meadow,
         {{2330, 5000},
          {2300, 4700},
          {2600, 4150},
          {3130, 3760},
          {3330, 3420},
          {3400, 3380},
          {3900, 3330},
          {4450, 2900},
          {4700, 3500},
          {4900, 5000}}},
    };
}

std::vector<Reserve> reserves(const Landscape& land) {
    const auto round = [](Point2 at, double rx, double ry, double turn) {
        Path ring;
        for (int i = 0; i < 28; ++i) {
            const double a = 2.0 * 3.14159265358979 * i / 28.0;
            const double wobble = 1.0 + 0.08 * std::sin(3 * a + turn);
            const Point2 p{rx * wobble * std::cos(a), ry * wobble * std::sin(a)};
            ring.push_back(at + Point2{p.x_m * std::cos(turn) - p.y_m * std::sin(turn),
                                       p.x_m * std::sin(turn) + p.y_m * std::cos(turn)});
        }
        return ring;
    };
    std::vector<Reserve> all;
    all.push_back({"Weavers' Park 织园", AreaKind::Park, {{1820, 2090}, {2210, 2060}, {2225, 2255}, {1835, 2290}}});
    all.push_back({"Tea Hill Park 茶山公园", AreaKind::Forest, round({600, 1720}, 300, 230, 0.4)});
    all.push_back({"North Ridge Wood 北岭林", AreaKind::Forest, round({560, 4150}, 620, 520, 0.2)});
    all.push_back({"Ridge Wood 岭林", AreaKind::Forest, round({120, 3250}, 330, 260, 0.9)});
    all.push_back({"East Wood 东林", AreaKind::Forest, round({5350, 4950}, 700, 330, 0.1)});
    all.push_back({"Heron Park 鹭园", AreaKind::Park, round({3930, 2480}, 165, 120, 0.7)});
    all.push_back({"Reed Lake Park 苇湖公园", AreaKind::Park, round({5270, 3010}, 270, 190, 0.3)});
    all.push_back({"Meadow Park 北圃公园", AreaKind::Park, round({3560, 4080}, 190, 140, 1.1)});
    all.push_back({"Stadium 体育场", AreaKind::Pitch, round({4840, 1790}, 150, 120, 0.0)});
    Path strip; // green bank of the river, east side, north of the ring
    const Path near_bank = offset(land.river(), -50.0);
    const Path far_bank = offset(land.river(), -88.0);
    for (const Point2 p : near_bank) {
        if (p.y_m > 3480 && p.y_m < 4650) {
            strip.push_back(p);
        }
    }
    for (auto it = far_bank.rbegin(); it != far_bank.rend(); ++it) {
        if (it->y_m > 3480 && it->y_m < 4650) {
            strip.push_back(*it);
        }
    }
    all.push_back({"Riverside 河滨", AreaKind::Park, strip});
    return all;
}

namespace {

constexpr double kPi = 3.14159265358979323846;

StreetKind street(StreetClass cls, std::string name) {
    StreetKind kind;
    kind.cls = cls;
    kind.name = std::move(name);
    switch (cls) {
    case StreetClass::Motorway:
        kind.lanes = 2;
        kind.speed_mps = 100 / 3.6;
        break;
    case StreetClass::Primary:
        kind.lanes = 2;
        kind.speed_mps = 60 / 3.6;
        break;
    case StreetClass::Secondary:
        kind.speed_mps = 50 / 3.6;
        break;
    case StreetClass::Tertiary:
        kind.speed_mps = 40 / 3.6;
        break;
    case StreetClass::LivingStreet:
    case StreetClass::Pedestrian:
        kind.speed_mps = 15 / 3.6;
        break;
    case StreetClass::Service:
        kind.speed_mps = 20 / 3.6;
        break;
    default:
        break;
    }
    return kind;
}

/// The part of the path between two heights y, or all of it.
Path between_y(const Path& path, double low_m, double high_m) {
    Path part;
    for (const Point2 p : path) {
        if (p.y_m >= low_m && p.y_m <= high_m) {
            part.push_back(p);
        }
    }
    return part;
}

void roundabout(StreetPlan& plan, Point2 at, double radius_m, const std::string& name) {
    StreetKind kind = street(StreetClass::Secondary, name);
    kind.roundabout = true;
    kind.oneway = 1; // counter-clockwise: traffic keeps right
    kind.speed_mps = 30 / 3.6;
    Path ring;
    constexpr int kSides = 24;
    for (int i = 0; i <= kSides; ++i) {
        const double a = 2.0 * kPi * (i % kSides) / kSides + 0.05;
        ring.push_back(at + radius_m * Point2{std::cos(a), std::sin(a)});
    }
    plan.add(ring, kind);
    plan.clear_inside(at, radius_m);
}

/// Two carriageways, right-hand traffic, and ramps to the arterials that cross over them.
void motorway(StreetPlan& plan, const Path& spine, const std::vector<Path*>& arterials) {
    StreetKind main = street(StreetClass::Motorway, "Coast Motorway G9");
    main.oneway = 1;
    main.motorway_level = true;
    StreetKind ramp = street(StreetClass::Motorway, "");
    ramp.oneway = 1;
    ramp.link = true;
    ramp.motorway_level = true;
    ramp.lanes = 1;
    ramp.speed_mps = 50 / 3.6;
    Path east = offset(spine, 10.0);
    Path west = offset(spine, -10.0);
    std::reverse(west.begin(), west.end());
    for (Path* arterial : arterials) {
        // The arterial's points about 130 m south and north of the spine carry the ramps.
        std::size_t cross_at = 0;
        for (std::size_t i = 0; i < arterial->size(); ++i) {
            if (distance_to_path_m((*arterial)[i], spine) < distance_to_path_m((*arterial)[cross_at], spine)) {
                cross_at = i;
            }
        }
        const auto at_distance = [&](bool north) {
            std::size_t i = cross_at;
            while (distance_to_path_m((*arterial)[i], spine) < 95.0 && i > 0 && i + 1 < arterial->size()) {
                i = north ? i + 1 : i - 1;
            }
            return (*arterial)[i];
        };
        const auto nearest = [](const Path& way, double x) {
            std::size_t best = 0;
            for (std::size_t i = 0; i < way.size(); ++i) {
                if (std::abs(way[i].x_m - x) < std::abs(way[best].x_m - x)) {
                    best = i;
                }
            }
            return way[best];
        };
        const double x = (*arterial)[cross_at].x_m;
        const Point2 south = at_distance(false);
        const Point2 north = at_distance(true);
        const auto curve = [](Point2 a, Point2 pull, Point2 b) {
            Path path;
            for (int i = 0; i <= 10; ++i) {
                const double t = i / 10.0;
                path.push_back((1 - t) * (1 - t) * a + 2 * t * (1 - t) * pull + t * t * b);
            }
            return path;
        };
        const auto pull = [](Point2 main_point, Point2 end) {
            return Point2{0.35 * main_point.x_m + 0.65 * end.x_m, main_point.y_m + 0.45 * (end.y_m - main_point.y_m)};
        };
        const Point2 east_off = nearest(east, x - 330);
        const Point2 east_on = nearest(east, x + 330);
        const Point2 west_off = nearest(west, x + 330);
        const Point2 west_on = nearest(west, x - 330);
        plan.add(curve(east_off, pull(east_off, south), south), ramp);
        plan.add(curve(south, pull(east_on, south), east_on), ramp);
        plan.add(curve(west_off, pull(west_off, north), north), ramp);
        plan.add(curve(north, pull(west_on, north), west_on), ramp);
    }
    plan.add(east, main);
    plan.add(west, main);
}

/// The arterials that give the city its figure.
void skeleton(StreetPlan& plan, const Landscape& land) {
    const auto run = [](std::initializer_list<Point2> through, double step = 26.0) {
        const std::vector<Point2> points{through};
        return smooth(points, step);
    };
    Path tide = run({{2420, 925},
                     {2465, 1340},
                     {2480, 1960},
                     {2440, 2420},
                     {2370, 2900},
                     {2330, 3290},
                     {2060, 3700},
                     {1750, 4100},
                     {1640, 4560},
                     {1650, 5000}});
    Path harbour_avenue = run({{4010, 960},
                               {4000, 1335},
                               {3960, 2010},
                               {3760, 2600},
                               {3850, 3120},
                               {3960, 3350},
                               {4120, 3900},
                               {4200, 4400},
                               {4180, 5000}});
    const Path spine = run(
        {{0, 4800}, {900, 4770}, {1650, 4760}, {2330, 4790}, {3200, 4760}, {4200, 4740}, {5100, 4560}, {6000, 4420}},
        30.0);
    motorway(plan, spine, {&tide, &harbour_avenue});
    plan.add(tide, street(StreetClass::Primary, "Tide Street"));
    plan.add(harbour_avenue, street(StreetClass::Primary, "Harbour Avenue"));
    plan.add(run({{0, 2280},
                  {700, 2360},
                  {1500, 2120},
                  {2000, 1985},
                  {2480, 1960},
                  {3130, 2000},
                  {3960, 2010},
                  {4610, 2080},
                  {5300, 2230},
                  {6000, 2250}}),
             street(StreetClass::Primary, "Loom Boulevard"));
    plan.add(run({{1500, 1335},
                  {1480, 1700},
                  {1500, 2120},
                  {1600, 2620},
                  {1900, 3040},
                  {2330, 3290},
                  {2800, 3400},
                  {3380, 3420},
                  {3960, 3350},
                  {4450, 2900},
                  {4610, 2500},
                  {4610, 2080},
                  {4600, 1700},
                  {4600, 1335}}),
             street(StreetClass::Primary, "Ring Road"));
    plan.add(run({{1500, 1335}, {2000, 1350}, {2465, 1340}, {3000, 1335}, {3440, 1335}, {4000, 1335}, {4600, 1335}}),
             street(StreetClass::Primary, "South Ring"));
    plan.add(run({{2480, 1960}, {2180, 2300}, {1900, 2620}, {1640, 2720}}),
             street(StreetClass::Secondary, "Weavers' Avenue"));
    plan.add(run({{2480, 1960}, {2760, 1660}, {3000, 1335}}), street(StreetClass::Secondary, "Ferry Avenue"));
    const Path bay_drive = offset(land.coast(), -58.0);
    Path west_drive;
    Path east_drive;
    for (const Point2 p : bay_drive) {
        if (p.x_m >= 0 && p.x_m < 3240) {
            west_drive.push_back(p);
        } else if (p.x_m > 3560 && p.x_m < 4060 && p.y_m > 500) {
            east_drive.push_back(p);
        }
    }
    plan.add(west_drive, street(StreetClass::Secondary, "Bay Drive"));
    Path promenade;
    for (const Point2 p : offset(land.coast(), -22.0)) {
        if (p.x_m > 1250 && p.x_m < 3260) {
            promenade.push_back(p);
        }
    }
    plan.add(promenade, street(StreetClass::Pedestrian, "Bay Promenade"));
    plan.add(east_drive, street(StreetClass::Secondary, "Quay Road"));
    plan.add(run({{4600, 1335}, {5200, 1290}, {6000, 1180}}), street(StreetClass::Secondary, "Dock Road"));
    plan.add(run({{4600, 1335}, {4900, 1480}, {5400, 1560}, {6000, 1580}}),
             street(StreetClass::Secondary, "Cannery Road"));
    plan.add(run({{0, 1340}, {350, 1280}, {800, 1330}, {1150, 1300}, {1500, 1335}}),
             street(StreetClass::Secondary, "Tea Hill Road"));
    plan.add(run({{2330, 3290}, {1800, 3340}, {1300, 3120}, {1000, 2760}, {700, 2360}}),
             street(StreetClass::Secondary, "Ridge Road"));
    plan.add(run({{2060, 3700}, {1500, 3640}, {1180, 3480}, {760, 3380}, {420, 3060}, {260, 2680}, {300, 2310}}),
             street(StreetClass::Secondary, "Lookout Road"));
    plan.add(run({{3960, 3350}, {4500, 3420}, {5100, 3560}, {6000, 3560}}),
             street(StreetClass::Secondary, "Reed Road"));
    plan.add(run({{5300, 2230}, {5480, 2700}, {5590, 3100}, {5560, 3560}, {5430, 4180}}),
             street(StreetClass::Secondary, "Mill Road"));
    plan.add(run({{5300, 2230}, {5240, 1900}, {5260, 1545}, {5200, 1290}}),
             street(StreetClass::Secondary, "Kiln Road"));
    plan.add(run({{2060, 3700}, {2250, 3900}, {2560, 4130}, {2900, 4180}, {3500, 4330}, {4190, 4300}}),
             street(StreetClass::Secondary, "Meadow Road"));
    plan.add(run({{4190, 4300}, {4700, 4200}, {5430, 4180}, {6000, 4020}}),
             street(StreetClass::Secondary, "Upper Reed Road"));
    // Embankments on both sides of the river.
    plan.add(between_y(offset(land.river(), 84.0), 1370, 4480), street(StreetClass::Secondary, "West Embankment"));
    plan.add(between_y(offset(land.river(), -108.0), 1370, 4480), street(StreetClass::Secondary, "East Embankment"));
    // Two more bridges.
    plan.add(run({{2437, 2480}, {2700, 2520}, {2990, 2560}, {3300, 2600}, {3760, 2600}, {4200, 2580}, {4610, 2500}}),
             street(StreetClass::Secondary, "Shuttle Bridge Street"));
    plan.add(run({{2400, 1700}, {2760, 1660}, {3200, 1690}, {3560, 1700}, {3980, 1690}, {4600, 1700}}),
             street(StreetClass::Secondary, "Lantern Bridge Street"));
    roundabout(plan, {4610, 2080}, 30.0, "Shipwrights' Circus");
    roundabout(plan, {700, 2360}, 26.0, "Tea Hill Circus");
    roundabout(plan, {5560, 3560}, 24.0, "Reed Circus");
}

/// A field of streets: two families of lines in a turned, gently waving frame.
struct Pattern {
    double turn_deg;
    double along_m;  ///< block length
    double across_m; ///< block depth
    double wave_m;
    double wavelength_m;
    double gap_share; ///< of the cross streets that are left out: T junctions
    StreetClass cls;
    int collector_every; ///< every n-th line is a tertiary street
};

Pattern pattern_of(Fabric fabric) {
    switch (fabric) {
    case Fabric::OldTown:
        return {11, 84, 62, 9, 240, 0.18, StreetClass::LivingStreet, 3};
    case Fabric::Centre:
        return {3, 108, 86, 0, 500, 0.06, StreetClass::Residential, 2};
    case Fabric::Grid:
        return {-9, 112, 76, 0, 500, 0.05, StreetClass::Residential, 4};
    case Fabric::EastBank:
        return {-8, 128, 74, 10, 700, 0.12, StreetClass::Residential, 4};
    case Fabric::Harbour:
        return {-6, 210, 135, 0, 500, 0.15, StreetClass::Unclassified, 3};
    case Fabric::Garden:
        return {24, 155, 88, 58, 640, 0.25, StreetClass::Residential, 5};
    case Fabric::Hills:
        return {-32, 180, 96, 66, 720, 0.28, StreetClass::Residential, 5};
    case Fabric::Estate:
        return {13, 165, 120, 22, 900, 0.12, StreetClass::Residential, 3};
    case Fabric::Meadow:
        return {19, 150, 86, 40, 800, 0.18, StreetClass::Residential, 4};
    }
    return {};
}

constexpr std::array<const char*, 64> kNames{
    "Shuttle", "Warp",     "Weft",      "Indigo", "Madder",  "Silk",   "Cotton",     "Spindle", "Bobbin",  "Carder",
    "Fuller",  "Dyer",     "Heron",     "Plover", "Curlew",  "Osprey", "Kingfisher", "Reed",    "Willow",  "Camphor",
    "Ginkgo",  "Plum",     "Osmanthus", "Maple",  "Lantern", "Anchor", "Capstan",    "Mast",    "Sail",    "Rope",
    "Cooper",  "Chandler", "Ferry",     "Net",    "Oyster",  "Salt",   "Market",     "Mint",    "Bell",    "Well",
    "Temple",  "Bridge",   "Mill",      "Kiln",   "Potter",  "Mason",  "Smith",      "Baker",   "Orchard", "Terrace",
    "Spring",  "Brook",    "Cloud",     "Moon",   "Pine",    "Bamboo", "Lotus",      "Jasmine", "Cedar",   "Stone",
    "Granite", "Harvest",  "Garden",    "Meadow"};

std::string name_line(std::size_t quarter, int family, int line, StreetClass cls) {
    const std::size_t index =
        (quarter * 29 + static_cast<std::size_t>(family) * 13 + static_cast<std::size_t>(line + 200) * 7) %
        kNames.size();
    const char* suffix = cls == StreetClass::Tertiary       ? " Street"
                         : cls == StreetClass::LivingStreet ? " Lane"
                         : family == 0                      ? " Road"
                                                            : " Row";
    constexpr std::array<const char*, 4> kAgain{"", "North ", "Old ", "Little "};
    const std::size_t round = (static_cast<std::size_t>(line + 200) / 9 + quarter) % kAgain.size();
    return std::string{kAgain[round]} + kNames[index] + suffix;
}

void fill_quarter(StreetPlan& plan, const Landscape& land, std::size_t index, const std::vector<Quarter>& all,
                  const std::vector<Reserve>& reserved, const std::vector<Path>& keep_off, std::uint64_t seed) {
    const Quarter& quarter = all[index];
    const Pattern pattern = pattern_of(quarter.fabric);
    const double c = std::cos(pattern.turn_deg * kPi / 180);
    const double s = std::sin(pattern.turn_deg * kPi / 180);
    Point2 middle;
    for (const Point2 p : quarter.ring) {
        middle = middle + (1.0 / static_cast<double>(quarter.ring.size())) * p;
    }
    const auto place = [&](double u, double v) {
        const double wu =
            u + pattern.wave_m * std::sin(2 * kPi * v / pattern.wavelength_m + 0.7 * static_cast<double>(index));
        const double wv = v + pattern.wave_m * std::sin(2 * kPi * u / (1.13 * pattern.wavelength_m) +
                                                        1.1 * static_cast<double>(index));
        return middle + Point2{c * wu - s * wv, s * wu + c * wv};
    };
    const auto free = [&](Point2 p, Point2 direction) {
        if (p.x_m < 30 || p.y_m < 30 || p.x_m > kWidthM - 30 || p.y_m > kDepthM - 30 || !inside(quarter.ring, p) ||
            land.water(p, 26.0)) {
            return false;
        }
        for (const Reserve& reserve : reserved) {
            if (inside(reserve.ring, p)) {
                return false;
            }
        }
        for (const Path& path : keep_off) {
            if (distance_to_path_m(p, path) < 62.0) {
                return false;
            }
        }
        const double grade = (land.ground_m(p + 12.0 * direction) - land.ground_m(p + (-12.0) * direction)) / 24.0;
        return std::abs(grade) < 0.17 && land.ground_m(p) < 118.0 && !plan.runs_beside(p, direction, 36.0);
    };
    Luck luck{seed, 1000 + index};
    for (int family = 0; family < 2; ++family) {
        const double gap = family == 0 ? pattern.across_m : pattern.along_m;
        for (int line = -26; line <= 26; ++line) {
            const bool collector = (line + 260) % pattern.collector_every == 0;
            StreetClass cls = collector ? StreetClass::Tertiary : pattern.cls;
            if (quarter.fabric == Fabric::OldTown && family == 1 && line % 2 != 0 && !collector) {
                cls = StreetClass::Pedestrian;
            }
            const double cut = pattern.gap_share;
            const double jitter = pattern.wave_m > 0 ? luck.between(-0.08, 0.08) * gap : 0.0;
            Path run;
            const auto flush = [&] {
                double length = 0;
                for (std::size_t i = 0; i + 1 < run.size(); ++i) {
                    length += distance_m(run[i], run[i + 1]);
                }
                if (run.size() >= 3 && length > 45.0) {
                    for (const bool front : {true, false}) { // reach out to a street near by, and a little across it
                        const Point2 end = front ? run.front() : run.back();
                        const Point2 before = front ? run[1] : run[run.size() - 2];
                        const Point2 direction = (1.0 / distance_m(before, end)) * (end - before);
                        Point2 at;
                        if (plan.hit(end, direction, 95.0, at) && !land.water(0.5 * (at + end), 4.0)) {
                            run.insert(front ? run.begin() : run.end(), at + 1.5 * direction);
                        }
                    }
                    plan.add(run, street(cls, name_line(index, family, line, cls)));
                }
                run.clear();
            };
            double skip_until = -1e9;
            for (double along = -2600; along <= 2600; along += 18.0) {
                if (family == 1 && !collector && std::fmod(along + 2600.0, pattern.across_m * 2) < 18.0 &&
                    luck() < cut) {
                    skip_until = along + pattern.across_m * 2;
                }
                const double fixed = gap * line + jitter;
                const Point2 p = family == 0 ? place(along, fixed) : place(fixed, along);
                const Point2 q = family == 0 ? place(along + 1, fixed) : place(fixed, along + 1);
                const Point2 direction = (1.0 / distance_m(p, q)) * (q - p);
                if (along >= skip_until && free(p, direction)) {
                    run.push_back(p);
                } else {
                    flush();
                }
            }
            flush();
        }
    }
}

} // namespace

StreetPlan lay_streets(const Landscape& land, const std::vector<Quarter>& all, const std::vector<Reserve>& reserved,
                       std::uint64_t seed) {
    StreetPlan plan;
    skeleton(plan, land);
    const std::vector<Point2> spine{{0, 4800},    {900, 4770},  {1650, 4760}, {2330, 4790},
                                    {3200, 4760}, {4200, 4740}, {5100, 4560}, {6000, 4420}};
    const std::vector<Path> keep_off{smooth(spine, 60.0)};
    for (std::size_t i = 0; i < all.size(); ++i) {
        fill_quarter(plan, land, i, all, reserved, keep_off, seed);
    }
    plan.build();
    return plan;
}

} // namespace cityloom::gis::loom
