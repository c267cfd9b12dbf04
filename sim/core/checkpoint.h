// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/result.h"

namespace cityloom {

/// The bytes of a state that is to follow: what it belongs to, and room for a checksum.
[[nodiscard]] std::vector<std::byte> open_checkpoint(std::span<const std::uint64_t> belongs_to);
/// Enters the checksum of what has been appended since.
void seal_checkpoint(std::vector<std::byte>& bytes, std::size_t words_of_owner);
/// What follows the header. Fails where the bytes are cut short or damaged, or belong to something else.
[[nodiscard]] Result<std::span<const std::byte>> checkpoint_body(std::span<const std::byte> saved,
                                                                 std::span<const std::uint64_t> belongs_to);

/// The whole state of an object with a `void visit(Archive&)`, for this build on this kind of machine.
/// \param belongs_to numbers by which whoever restores it knows that it fits: a layout's version, counts, a seed.
template <typename T>
[[nodiscard]] std::vector<std::byte> save_checkpoint(T& object, std::span<const std::uint64_t> belongs_to) {
    std::vector<std::byte> bytes = open_checkpoint(belongs_to);
    Archive archive{bytes};
    object.visit(archive);
    seal_checkpoint(bytes, belongs_to.size());
    return bytes;
}

/// Puts a saved state back. Fails, and leaves the object as it was, where the bytes are damaged or belong to something
/// else.
template <typename T>
[[nodiscard]] Result<void> restore_checkpoint(T& object, std::span<const std::uint64_t> belongs_to,
                                              std::span<const std::byte> saved) {
    const Result<std::span<const std::byte>> body = checkpoint_body(saved, belongs_to);
    if (!body) {
        return tl::unexpected(body.error());
    }
    std::vector<std::byte> before;
    Archive keep{before};
    object.visit(keep);
    Archive archive{*body};
    object.visit(archive);
    if (archive.done()) {
        return {};
    }
    Archive back{std::span<const std::byte>{before}};
    object.visit(back);
    return fail(ErrorCode::Malformed, "The saved state does not hold together. Save it again.");
}

} // namespace cityloom
