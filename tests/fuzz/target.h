#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// What each target of this folder defines: one run on one input. libFuzzer calls it as often as it can; run_corpus.cpp
/// once for each file of the target's corpus, as an ordinary test.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace miggraph::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the run as a crash does: `what` is the property that the input breaks.
[[noreturn]] inline void broken(const char* what, std::string_view detail = {}) {
  std::fprintf(stderr, "\nproperty broken: %s\n%s\n", what, std::string(detail).c_str());
  std::abort();
}

inline void holds(bool condition, const char* what, std::string_view detail = {}) {
  if (!condition) broken(what, detail);
}

}  // namespace miggraph::fuzz
