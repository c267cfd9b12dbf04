// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gis/import/sumo/raw_net.h"
#include "gis/import/sumo/rerouting.h"

namespace cityloom::gis::sumo {

/// vTypes and vTypeDistributions, as read, and what a vehicle gets from them.
class VehicleTypes {
public:
    VehicleTypes();

    bool begin(const XmlElement& element, Remarks& remarks); ///< false: the element is none of a type's
    void end(std::string_view name);

    struct Type {
        traffic::VehicleType type;
        std::string name;
        bool road = true;
        double probability = 1.0;
        OwnRerouting rerouting;
        ClassSet cls = 0;        ///< its vClass
        std::uint32_t seats = 1; ///< for passengers; what counts is whether there are any
        std::uint32_t holds = 0; ///< goods
    };
    [[nodiscard]] const std::vector<Type>& types() const { return types_; }
    /// Classes of the types that files define, and of the one that vehicles have without one.
    [[nodiscard]] ClassSet driving() const;
    void set_uses(const ClassUses& uses);

    /// The type of a vehicle that asks for `name`, drawn with `u` in [0, 1) where that is a distribution; kNone when
    /// there is no such name. Throws Fault at a distribution that contains itself or nothing.
    [[nodiscard]] std::uint32_t draw(std::string_view name, double u, const FileNames& files) const;

    /// All distributions that are sound, with what they hold in the end. Types that are no road vehicles are left out.
    [[nodiscard]] std::vector<SumoTypeMix> mixes() const;

private:
    struct Distribution {
        std::string name;
        std::vector<std::pair<std::string, double>> members; ///< name, weight; below 0: the member's own
        Place place;
    };
    void read_type(const XmlElement& element, Remarks& remarks);
    void read_distribution(const XmlElement& element);
    [[nodiscard]] std::uint32_t draw(std::string_view name, double u, int depth, const FileNames& files) const;
    [[nodiscard]] bool spread(std::string_view name, double share, int depth,
                              std::vector<std::pair<std::uint32_t, double>>& members, std::size_t& left) const;
    [[nodiscard]] double own_weight(const std::string& name) const;

    std::vector<Type> types_;
    std::vector<Distribution> distributions_;
    Index type_index_, distribution_index_;
    std::uint32_t built_in_ = 0; ///< types that a file may define once more
    std::vector<std::uint8_t> redefined_;
    std::uint32_t open_distribution_ = kNone;
    bool inside_type_ = false;
    std::uint32_t open_type_ = 0;
};

} // namespace cityloom::gis::sumo
