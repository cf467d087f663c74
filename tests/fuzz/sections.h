#pragma once

#include <string_view>
#include <vector>

namespace miggraph::fuzz {

struct Section {
  std::string_view title;
  std::string_view text;
};

/// An input that stands for several files: each begins after a line `--- TITLE`. What stands before the first such line
/// is a section without a title.
inline std::vector<Section> sections(std::string_view input) {
  constexpr std::string_view mark = "--- ";
  constexpr std::size_t most = 64;
  std::vector<Section> found;
  bool first = true;
  while (!input.empty() && found.size() < most) {
    Section section;
    if (input.starts_with(mark)) {
      const std::size_t end = input.find('\n');
      section.title = input.substr(mark.size(), end == std::string_view::npos ? end : end - mark.size());
      input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
    } else if (!first) {
      break;
    }
    first = false;
    std::size_t end = input.starts_with(mark) ? 0 : input.find("\n--- ");
    if (end != 0 && end != std::string_view::npos) ++end;
    section.text = input.substr(0, end);
    input.remove_prefix(section.text.size());
    found.push_back(section);
  }
  return found;
}

}  // namespace miggraph::fuzz
