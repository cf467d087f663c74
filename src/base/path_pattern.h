#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace miggraph {

/// Paths by a pattern in the manner of .gitignore: `*` and `?` within a name, `**` for any folders. A pattern with a '/' other
/// than at its end begins at the folder that it was written in; any other one stands for a name anywhere below that. A folder
/// takes in all that is below it. There are no `!` and no `[…]`.
class PathPattern {
 public:
  /// `folder`: where the pattern was written, relative to the root of the paths, "" for the root.
  PathPattern(std::string_view pattern, std::string_view folder);

  /// Whether the path (relative to the root, with '/') or a folder above it is meant. Takes time in proportion to both lengths.
  bool matches(std::string_view path) const;

 private:
  struct Part {
    std::string text;
    bool literal = false;      // a name, whatever characters are in it
    bool any_folders = false;  // `**`
  };

  std::vector<Part> parts_;
};

}  // namespace miggraph
