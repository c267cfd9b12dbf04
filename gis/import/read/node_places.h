// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "gis/import/read/osmium.h"

namespace cityloom::gis {

/// Where the nodes of a file lie whose ids rise, in twelve bytes a node, and hardly copied as they become more.
class NodePlaces final : public osmium::index::map::Map<osmium::unsigned_object_id_type, osmium::Location> {
public:
    using Id = osmium::unsigned_object_id_type;

    /// Throws out_of_order_error where the id is not above the last one.
    void set(const Id id, const osmium::Location at) override {
        if (!chunks_.empty() && id <= last_) {
            throw osmium::out_of_order_error{"Node IDs out of order", static_cast<osmium::object_id_type>(id)};
        }
        if (chunks_.empty() || chunks_.back().nodes.size() == kChunk ||
            id - chunks_.back().first > std::numeric_limits<std::uint32_t>::max()) {
            chunks_.push_back({id, {}});
        }
        chunks_.back().nodes.push_back({static_cast<std::uint32_t>(id - chunks_.back().first), at});
        last_ = id;
    }
    [[nodiscard]] osmium::Location get(const Id id) const override {
        const osmium::Location at = get_noexcept(id);
        if (!at) {
            throw osmium::not_found{id};
        }
        return at;
    }
    [[nodiscard]] osmium::Location get_noexcept(const Id id) const noexcept override {
        const auto after = std::ranges::upper_bound(chunks_, id, {}, &Chunk::first);
        if (after == chunks_.begin()) {
            return osmium::Location{};
        }
        const Chunk& chunk = *(after - 1);
        const Id offset = id - chunk.first;
        const auto found =
            std::ranges::lower_bound(chunk.nodes, offset, {}, [](const Node& n) { return Id{n.offset}; });
        return found != chunk.nodes.end() && found->offset == offset ? found->at : osmium::Location{};
    }
    [[nodiscard]] std::size_t size() const override {
        return chunks_.empty() ? 0 : (chunks_.size() - 1) * kChunk + chunks_.back().nodes.size();
    }
    [[nodiscard]] std::size_t used_memory() const override { return chunks_.size() * kChunk * sizeof(Node); }
    void clear() override { chunks_.clear(); }

private:
    static constexpr std::size_t kChunk = 32'768;
    struct Node {
        std::uint32_t offset = 0; ///< of its id from the chunk's first
        osmium::Location at;
    };
    struct Chunk {
        Id first = 0;
        std::vector<Node> nodes;
    };
    std::vector<Chunk> chunks_;
    Id last_ = 0;
};

} // namespace cityloom::gis
