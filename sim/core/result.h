// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace cityloom {

/// What went wrong, in terms a caller can branch on. Add a value only when some caller handles it apart from the rest.
enum class ErrorCode : std::uint8_t {
    NotFound,      ///< the file, layer, field or id does not exist
    Malformed,     ///< the input breaks the rules of its own format
    Unsupported,   ///< well formed, but of a kind or version this build does not read
    LimitExceeded, ///< larger than the limits set for untrusted input
    Cancelled,     ///< the user, or a shutdown, asked for a stop
    Io,            ///< the operating system refused or failed
    Exists,        ///< the thing to be made is there already
    Internal,      ///< a bug of ours, caught at a door
};

/// An expected failure. `message` is for people: it names the thing and says what to do about it.
struct Error {
    ErrorCode code;
    std::string message;
    std::string where; ///< file, layer and feature or line; empty if not tied to a place
};

/// The outcome of every fallible function at a module's door. Exceptions never cross that door.
template <typename T> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {}) {
    return tl::make_unexpected(Error{code, std::move(message), std::move(where)});
}

} // namespace cityloom
