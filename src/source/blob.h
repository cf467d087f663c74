#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace miggraph::source {

/// The name that git gives an object: the SHA-1 of its content. Files that are not in git are named the same way, so
/// that equal content is read and parsed once wherever it comes from.
struct ObjectId {
  std::array<std::uint8_t, 20> bytes{};

  std::string hex() const;
  /// Absent unless `hex` is exactly 40 hexadecimal digits.
  static std::optional<ObjectId> from_hex(std::string_view hex);
  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;
};

using BlobId = ObjectId;
using CommitId = ObjectId;

struct ObjectIdHash {
  std::size_t operator()(const ObjectId& id) const noexcept;
};

}  // namespace miggraph::source
