// SPDX-License-Identifier: Apache-2.0
// Texts as parts of other languages. Names come from other people's files: a process called
// "<script>" is shown as that.
#pragma once

#include <string>
#include <string_view>

namespace plume {

/// For HTML and XML, elements and quoted attributes: & < > " ' escaped; control characters, which
/// XML does not know, and marks that turn the direction of writing become blanks, bytes that are no
/// UTF-8 U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

/// For Markdown (CommonMark and GitHub's tables): every character that could begin markup has a
/// backslash, HTML is escaped, line ends are blanks.
[[nodiscard]] std::string escaped_markdown(std::string_view text);

/// RFC 4648, with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace plume
