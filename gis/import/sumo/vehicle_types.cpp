// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/vehicle_types.h"

#include <algorithm>

namespace cityloom::gis::sumo {

namespace {

constexpr std::size_t kMostTypes = 60'000;
constexpr int kMostNesting = 16;

/// "1.2", "norm(mean,dev)" or "normc(mean,dev,low,high)".
void read_speed_factor(const XmlElement& e, traffic::VehicleType& type) {
    const std::string_view text = e.text("speedFactor");
    const std::size_t open = text.find('(');
    std::vector<double> numbers;
    bool good = true;
    const std::string_view body =
        open == std::string_view::npos ? text : text.substr(open + 1, text.rfind(')') - open - 1);
    for_each_word(
        body,
        [&](std::string_view word) {
            double value = 0.0;
            good = parse_number(word, value) && good;
            numbers.push_back(value);
        },
        ",");
    const std::string_view kind = text.substr(0, std::min(open, text.size()));
    const std::size_t wanted = open == std::string_view::npos ? 1 : kind == "norm" ? 2 : kind == "normc" ? 4 : 0;
    if (!good || numbers.size() != wanted || numbers[0] <= 0.0 || (wanted > 1 && numbers[1] < 0.0) ||
        (wanted == 4 && (numbers[2] > numbers[3] || numbers[3] <= 0.0))) {
        e.fault("speedFactor=\"" + std::string{text.substr(0, 60)} +
                "\" is none; write a number above 0, norm(mean,dev) or normc(mean,dev,low,high)");
    }
    type.speed_factor = static_cast<float>(numbers[0]);
    if (wanted > 1) {
        type.speed_deviation = static_cast<float>(numbers[1]);
    }
    if (wanted == 2) { // norm() has no bounds: five deviations, and forwards
        type.speed_lowest = static_cast<float>(std::max(0.05, numbers[0] - 5.0 * numbers[1]));
        type.speed_highest = static_cast<float>(numbers[0] + 5.0 * numbers[1]);
    }
    if (wanted == 4) {
        type.speed_lowest = static_cast<float>(numbers[2]);
        type.speed_highest = static_cast<float>(numbers[3]);
    }
}

} // namespace

VehicleTypes::VehicleTypes() {
    for (const auto& [name, cls] :
         {std::pair{"DEFAULT_VEHTYPE", "passenger"}, std::pair{"DEFAULT_BIKETYPE", "bicycle"},
          std::pair{"DEFAULT_TAXITYPE", "taxi"}, std::pair{"DEFAULT_PEDTYPE", "pedestrian"}}) {
        const ClassDefaults defaults = class_defaults(cls);
        type_index_.add(name, static_cast<std::uint32_t>(types_.size()));
        types_.push_back(
            {.type = defaults.type, .name = name, .road = defaults.road, .rerouting = {}, .cls = class_bit(cls)});
    }
    built_in_ = static_cast<std::uint32_t>(types_.size());
    redefined_.assign(built_in_, 0);
}

bool VehicleTypes::begin(const XmlElement& e, Remarks& remarks) {
    if (inside_type_) { // parameters and car-following details
        if (e.name() == "param") {
            types_[open_type_].rerouting.take(e);
        }
        return true;
    }
    if (e.name() == "vTypeDistribution" && e.depth() == 1) {
        read_distribution(e);
        return true;
    }
    if (e.name() == "vType" && (e.depth() == 1 || e.parent() == "vTypeDistribution")) {
        read_type(e, remarks);
        inside_type_ = true;
        return true;
    }
    return false;
}

ClassSet VehicleTypes::driving() const {
    ClassSet classes = types_.front().cls;
    for (std::size_t t = built_in_; t < types_.size(); ++t) {
        classes |= types_[t].cls;
    }
    for (std::size_t t = 0; t < built_in_; ++t) {
        classes |= redefined_[t] != 0 ? types_[t].cls : 0;
    }
    return classes;
}

void VehicleTypes::set_uses(const ClassUses& uses) {
    for (Type& type : types_) {
        type.type.use = uses.of_vehicle(type.cls);
    }
}

void VehicleTypes::end(std::string_view name) {
    if (name == "vType") {
        inside_type_ = false;
    } else if (name == "vTypeDistribution") {
        open_distribution_ = kNone;
    }
}

void VehicleTypes::read_type(const XmlElement& e, Remarks& remarks) {
    const std::string_view cls = e.text_or("vClass", "passenger");
    if (class_bit(cls) == 0) {
        remarks.add("vehicle types of an unknown vClass count as passenger cars");
    }
    const ClassDefaults defaults = class_defaults(cls);
    Type row{.type = defaults.type,
             .name = std::string{e.text("id")},
             .road = defaults.road,
             .rerouting = {},
             .cls = class_bit(class_bit(cls) == 0 ? "passenger" : cls)};
    row.seats = e.index_or("personCapacity", 1);
    row.holds = e.index_or("containerCapacity", cls == "truck" || cls == "trailer" ? 1 : 0); // SUMO 1.15's
    traffic::VehicleType& type = row.type;
    const auto positive = [&](std::string_view key, float& value) {
        if (e.has(key)) {
            const double number = e.number(key);
            if (number <= 0.0) {
                e.fault(std::string{key} + "=\"" + std::string{e.text(key).substr(0, 60)} +
                        "\" must be above 0; mend it or leave it out for the default");
            }
            value = static_cast<float>(number);
        }
    };
    positive("length", type.length_m);
    positive("width", type.width_m);
    positive("accel", type.accel_mps2);
    positive("decel", type.decel_mps2);
    type.hardest_mps2 = std::max(type.hardest_mps2, type.decel_mps2);
    positive("emergencyDecel", type.hardest_mps2);
    type.hardest_mps2 = std::max(type.hardest_mps2, type.decel_mps2);
    positive("maxSpeed", type.max_speed_mps);
    if (cls == "bicycle" || cls == "scooter" || e.has("desiredMaxSpeed")) {
        float desired = class_defaults(cls).type.max_speed_mps;
        positive("desiredMaxSpeed", desired);
        type.max_speed_mps = std::min(type.max_speed_mps, desired);
    }
    positive("tau", type.headway_s);
    type.min_gap_m = static_cast<float>(e.at_least("minGap", 0.0, static_cast<double>(type.min_gap_m)));
    type.startup_s = static_cast<float>(e.at_least("startupDelay", 0.0, 0.0));
    if (e.has("speedFactor")) {
        read_speed_factor(e, type);
    }
    type.speed_deviation = static_cast<float>(e.at_least("speedDev", 0.0, static_cast<double>(type.speed_deviation)));
    if (type.speed_deviation == 0.0F) {
        type.speed_lowest = std::min(type.speed_lowest, type.speed_factor);
        type.speed_highest = std::max(type.speed_highest, type.speed_factor);
    }
    const std::string_view emissions = e.text_or("emissionClass", "");
    type.electric = type.electric || emissions.starts_with("Energy") || emissions.starts_with("MMPEVEM");
    row.probability = e.at_least("probability", 0.0, 1.0);
    if (e.has("carFollowModel")) {
        remarks.add("vehicle types ask for the car-following model " +
                    std::string{e.text("carFollowModel").substr(0, 40)} + "; all follow the Intelligent Driver Model");
    }
    if (types_.size() >= kMostTypes) {
        e.fault("there are more than 60,000 vehicle types; join those that are the same", ErrorCode::LimitExceeded);
    }
    if (open_distribution_ != kNone) {
        distributions_[open_distribution_].members.emplace_back(row.name, row.probability);
    }
    const std::uint32_t known = type_index_.find(row.name);
    if (known != kNone && known < built_in_ && redefined_[known] == 0) {
        redefined_[known] = 1;
        types_[known] = std::move(row);
        open_type_ = known;
        return;
    }
    if (known != kNone || distribution_index_.find(row.name) != kNone) {
        e.fault("another vehicle type or distribution has this id; give each its own");
    }
    open_type_ = static_cast<std::uint32_t>(types_.size());
    type_index_.add(row.name, open_type_);
    types_.push_back(std::move(row));
}

void VehicleTypes::read_distribution(const XmlElement& e) {
    Distribution row{.name = std::string{e.text("id")}, .place = e.place()};
    std::vector<double> weights;
    for_each_word(e.text_or("probabilities", ""), [&](std::string_view word) {
        double value = 0.0;
        if (!parse_number(word, value) || value < 0.0) {
            e.fault("probabilities are not all numbers from 0 up; give one a type");
        }
        weights.push_back(value);
    });
    for_each_word(
        e.text_or("vTypes", ""),
        [&](std::string_view word) {
            const std::size_t at = row.members.size();
            row.members.emplace_back(std::string{word}, at < weights.size() ? weights[at] : -1.0);
        },
        " ,\t\r\n");
    if (!weights.empty() && weights.size() != row.members.size()) {
        e.fault("it has " + std::to_string(row.members.size()) + " types but " + std::to_string(weights.size()) +
                " probabilities; give one a type");
    }
    const auto index = static_cast<std::uint32_t>(distributions_.size());
    if (type_index_.find(row.name) != kNone || !distribution_index_.add(row.name, index)) {
        e.fault("another vehicle type or distribution has this id; give each its own");
    }
    distributions_.push_back(std::move(row));
    open_distribution_ = index;
}

double VehicleTypes::own_weight(const std::string& name) const {
    const std::uint32_t type = type_index_.find(name);
    return type == kNone ? 1.0 : types_[type].probability;
}

std::uint32_t VehicleTypes::draw(std::string_view name, double u, const FileNames& files) const {
    return draw(name, u, 0, files);
}

std::uint32_t VehicleTypes::draw(std::string_view name, double u, int depth, const FileNames& files) const {
    const std::uint32_t index = distribution_index_.find(name);
    if (index == kNone) {
        return type_index_.find(name);
    }
    const Distribution& row = distributions_[index];
    if (depth > kMostNesting) {
        files.fault(row.place, "The vTypeDistribution \"" + row.name + "\" contains itself; break the ring");
    }
    double sum = 0.0;
    for (const auto& [member, weight] : row.members) {
        sum += weight < 0.0 ? own_weight(member) : weight;
    }
    if (sum <= 0.0) {
        files.fault(row.place, "The vTypeDistribution \"" + row.name +
                                   "\" has nothing to draw from; give it types with a "
                                   "probability above 0");
    }
    double left = u * sum;
    for (std::size_t m = 0; m < row.members.size(); ++m) {
        const auto& [member, given] = row.members[m];
        const double weight = given < 0.0 ? own_weight(member) : given;
        if (left < weight || m + 1 == row.members.size()) {
            const double inner = weight > 0.0 ? std::clamp(left / weight, 0.0, 1.0 - 0x1.0p-53) : 0.0;
            const std::uint32_t type = draw(member, inner, depth + 1, files);
            if (type == kNone) {
                files.fault(row.place, "The vTypeDistribution \"" + row.name + "\" names the type \"" + member +
                                           "\", which is defined nowhere; define it or mend the name");
            }
            return type;
        }
        left -= weight;
    }
    return kNone;
}

bool VehicleTypes::spread(std::string_view name, double share, int depth,
                          std::vector<std::pair<std::uint32_t, double>>& members, std::size_t& left) const {
    if (left == 0) {
        return false;
    }
    --left;
    const std::uint32_t index = distribution_index_.find(name);
    if (index == kNone) {
        const std::uint32_t type = type_index_.find(name);
        if (type != kNone && types_[type].road) {
            members.emplace_back(type, share);
        }
        return type != kNone;
    }
    double sum = 0.0;
    for (const auto& [member, weight] : distributions_[index].members) {
        sum += weight < 0.0 ? own_weight(member) : weight;
    }
    bool sound = depth <= kMostNesting && sum > 0.0;
    for (const auto& [member, given] : distributions_[index].members) {
        const double weight = given < 0.0 ? own_weight(member) : given;
        sound = sound && (weight <= 0.0 || spread(member, share * weight / sum, depth + 1, members, left));
    }
    return sound;
}

std::vector<SumoTypeMix> VehicleTypes::mixes() const {
    std::size_t left = 1'000'000; // members to look at; nested distributions multiply
    std::vector<SumoTypeMix> all;
    for (const Distribution& row : distributions_) {
        SumoTypeMix mix{.name = row.name, .members = {}};
        if (!spread(row.name, 1.0, 0, mix.members, left)) {
            continue;
        }
        double sum = 0.0;
        for (const auto& [type, share] : mix.members) {
            sum += share;
        }
        for (auto& [type, share] : mix.members) {
            share /= sum;
        }
        if (sum > 0.0) {
            all.push_back(std::move(mix));
        }
    }
    return all;
}

} // namespace cityloom::gis::sumo
