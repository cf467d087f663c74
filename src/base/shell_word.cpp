#include "base/shell_word.h"

#include <algorithm>
#include <cctype>

namespace miggraph {

std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

std::string shell_quoted(std::string_view word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) || std::string_view("_-./@:+,=").find(static_cast<char>(c)) != std::string_view::npos;
  });
  return plain && word.front() != '-' ? std::string(word) : single_quoted(word);
}

}  // namespace miggraph
