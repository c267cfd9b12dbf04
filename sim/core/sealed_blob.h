// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/core/blob.h"
#include "sim/core/result.h"

namespace cityloom {

/// What a blob holds. Written as often as it is asked for, alike each time.
using BlobContent = std::function<void(BlobWriter&)>;

/// seal() of what is never in memory in one piece: the bytes go to \p take as they come. The content is written three
/// times: for its length, for its checksum, for itself.
void seal_to(std::string_view kind, std::uint32_t version, const BlobContent& content,
             const std::function<void(std::string_view)>& take);

/// Bytes that come one piece after another.
class BlobPieces {
public:
    BlobPieces() = default;
    BlobPieces(const BlobPieces&) = delete;
    BlobPieces& operator=(const BlobPieces&) = delete;
    virtual ~BlobPieces() = default;
    /// Of all of them together: nothing that a header says is believed beyond it.
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// The next piece, which stays until the next call; an empty one: there are no more.
    [[nodiscard]] virtual Result<std::string_view> next() = 0;
};

/// Pieces of what is in memory: one.
class WholeBlob final : public BlobPieces {
public:
    explicit WholeBlob(std::string_view bytes) : size_{bytes.size()}, bytes_{bytes} {}
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] Result<std::string_view> next() override { return std::exchange(bytes_, {}); }

private:
    std::uint64_t size_;
    std::string_view bytes_;
};

/// A sealed blob that comes in pieces. Use: look at its version, then read it once.
class SealedBlob {
public:
    explicit SealedBlob(BlobPieces& pieces);
    /// As sealed_version().
    [[nodiscard]] std::uint32_t version(std::string_view kind) const { return sealed_version(kind, head_); }
    /// As unseal(), and \p read is given the payload. Damage shows at the end only: on an error, what was read of it is
    /// not to be used. \return whether it was read to its end, and everything in it was a value that exists.
    [[nodiscard]] Result<bool> read(std::string_view kind, std::uint32_t version,
                                    const std::function<void(BlobReader&)>& read);

private:
    std::string_view next();

    BlobPieces& pieces_;
    std::string head_;      ///< the header, or less of it than a blob has
    std::string_view rest_; ///< of the piece at hand
    Result<void> came_;     ///< whether all pieces came
};

} // namespace cityloom
