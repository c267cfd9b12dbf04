// SPDX-License-Identifier: GPL-3.0-or-later
// What a fuzzer has made up, as a file: our readers open files by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

namespace cityloom::tests {

/// In memory, under a name in /proc; goes with us.
class FuzzFile {
public:
    explicit FuzzFile(std::string_view bytes) : descriptor_{memfd_create("fuzz", MFD_CLOEXEC)} {
        while (!bytes.empty()) {
            const ssize_t put = write(descriptor_, bytes.data(), bytes.size());
            if (put <= 0) {
                break;
            }
            bytes.remove_prefix(static_cast<std::size_t>(put));
        }
    }
    ~FuzzFile() { close(descriptor_); }
    FuzzFile(const FuzzFile&) = delete;
    FuzzFile& operator=(const FuzzFile&) = delete;
    [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
    int descriptor_;
};

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// The first byte chooses, the rest is the content.
inline unsigned take_choice(std::string_view& text, unsigned choices) {
    const unsigned choice = text.empty() ? 0 : static_cast<unsigned char>(text.front()) % choices;
    text.remove_prefix(text.empty() ? 0 : 1);
    return choice;
}

} // namespace cityloom::tests

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
