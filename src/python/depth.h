#pragma once

namespace miggraph::python {

/// Counts how deep a recursion is while it lives.
struct Deeper {
  explicit Deeper(unsigned& counter) : depth(counter) { ++depth; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;
  ~Deeper() { --depth; }
  unsigned& depth;
};

}  // namespace miggraph::python
