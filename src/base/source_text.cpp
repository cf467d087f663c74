#include "base/source_text.h"

#include <algorithm>

namespace miggraph {

LineIndex::LineIndex(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] == '\n' || (text[i] == '\r' && !crlf)) starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

Position LineIndex::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - starts_.begin());
  std::uint32_t column = 1;
  for (std::uint32_t i = starts_[line - 1]; i < offset; ++i) {
    const bool continuation = (static_cast<unsigned char>(text_[i]) & 0xC0) == 0x80;
    if (!continuation) ++column;
  }
  return {line, column};
}

std::string_view LineIndex::line(std::uint32_t number) const {
  if (number == 0 || number > starts_.size()) return {};
  const std::uint32_t begin = starts_[number - 1];
  const std::size_t end = number < starts_.size() ? starts_[number] : text_.size();
  std::string_view text = text_.substr(begin, end - begin);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace miggraph
