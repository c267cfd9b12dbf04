// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/corridor/network_set.h"
#include "sim/corridor/words.h"

namespace cityloom::engine {

enum class Verb : std::uint8_t; // command.h

enum class Shape : std::uint8_t { Point, Line, Area };

/// What can be done to an asset of a kind: bits of Kind::acts.
enum Act : std::uint8_t {
    kCanFail = 1,       ///< fail and repair
    kCanClose = 2,      ///< close and open to traffic
    kCanBlock = 4,      ///< some lanes of it
    kCanSwitch = 8,     ///< a tie, a breaker, a valve: open and closed
    kCanBeSet = 16,     ///< has a set point
    kCanBePlanned = 32, ///< has a signal plan
};

/// How the picture draws a thing that has no drawing of its own: a symbol, or a line on the ground.
struct Look {
    int glyph = -1; ///< of the symbol shader: 0 tank, 1 bolt, 2 dot, 3 mast, 4 drop; below 0: not drawn as a symbol
    float size_px = 0.0F;
    float far_share = 0.6F; ///< of that size, far away
    float above_m = 0.0F;   ///< over the ground
    float width_m = 0.0F;   ///< lines; 0: not drawn
    float within_m = 1e9F;  ///< met up to this distance: small ones are not drawn from afar
    bool apart = false;     ///< several at one place stand side by side
    std::uint32_t colour = 0x5E7A99;
};

/// One asset as everybody who is not its domain sees it.
struct AssetView {
    std::uint64_t id = 0;
    std::string key;      ///< "substation/S2": what scenarios, events and search name; never empty
    std::string name;     ///< as people call it; empty: the key
    std::string_view cls; ///< in a project's layers: "substation"
    Words noun;           ///< "Substation"
    Point2 at;            ///< lines: where they are looked at
    Provenance source = Provenance::Default;
    std::span<const Point2> path; ///< lines with a shape
    Point2 from;                  ///< lines: their ends
    Point2 to;
    Look look;
    bool major = true; ///< listed by itself: in search, completion and lists; minor ones are found by their key
};

/// A figure of an asset that no run changes.
struct AssetFact {
    std::string_view id; ///< of the column in a project's layers: "demand_l_s"
    Words label;
    Words unit;
    double value = 0.0;
    int decimals = 1;
    Provenance source = Provenance::Default;
    double layer_factor = 1.0; ///< from this unit to the one in a project's layers
    std::string text;          ///< in place of the value
    Words said{};              ///< the text where it is one of ours, in the program's languages
};

struct ColumnInfo;

/// A fact that is a column of a kind's layer whatever assets there are; other facts are columns where an asset has
/// them.
struct LayerColumn {
    std::string_view fact;
    bool whole = false; ///< a count, or yes and no
};

/// A kind of asset: a row that its domain's folder exports. Identity is its address; what is stored is its id.
struct Kind {
    std::string_view id;                        ///< "water.node"
    std::span<const std::string_view> prefixes; ///< what keys of it begin with: "tank", "source"
    Words words;
    std::string_view icon;  ///< in the desktop's set
    std::string_view layer; ///< in the project file: "water_nodes"; empty: written elsewhere, or not at all
    std::span<const LayerColumn> layer_columns; ///< in their order, after id, key and kind
    Shape shape = Shape::Point;
    std::uint8_t acts = 0;
    std::size_t (*count)(const NetworkSet&) = nullptr;
    AssetView (*view)(const NetworkSet&, std::uint64_t index) = nullptr;
    void (*facts)(const NetworkSet&, std::uint64_t index, std::vector<AssetFact>&) = nullptr;
    /// Whether there is an asset of this kind with that key; null: the views are looked through. Kinds without an array
    /// of their own (a street is the edges of one id) need it.
    bool (*find)(const NetworkSet&, std::string_view key, std::uint64_t& index) = nullptr;
    /// Lines: what their ends are, and which; a layer that colours the ends colours a line as its first.
    const Kind* node = nullptr;
    std::array<std::uint32_t, 2> (*ends)(const NetworkSet&, std::uint64_t index) = nullptr;
    /// What of this kind nothing feeds any more when it is gone, itself among them; null: itself alone.
    std::vector<std::uint32_t> (*lost_without)(const NetworkSet&, std::uint64_t index) = nullptr;
    const ColumnInfo* state = nullptr; ///< 0 out of service, 0.5 by its reserve, 1 in service; null: as its ends are
    const ColumnInfo* flow = nullptr;  ///< lines: signed, towards the second end
    /// What a command has done to it, where the verb's own words do not say it: "burst". Empty, or null: they do.
    Words (*told)(Verb verb, double value) = nullptr;
};

/// One asset: a kind, and the index in its domain's array (streets: the source's id).
struct AssetRef {
    const Kind* kind = nullptr; ///< null: none
    std::uint64_t index = 0;
    [[nodiscard]] bool is(const Kind& of) const noexcept { return kind == &of; }
    [[nodiscard]] std::uint32_t i() const noexcept { return static_cast<std::uint32_t>(index); }
    explicit operator bool() const noexcept { return kind != nullptr; }
    friend constexpr bool operator==(AssetRef, AssetRef) = default;
};

} // namespace cityloom::engine
