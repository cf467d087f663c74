#pragma once

#include <cstddef>
#include <cstring>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace miggraph::python {

/// Memory of one module's syntax or values: given out piece by piece, given back all at once. What lies in it is never
/// destroyed, so it may hold no owner of anything outside it.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// A T made in place. T's destructor will not run: its own memory must come from this arena too (ArenaVector does).
  template <class T, class... Arguments>
  T* make(Arguments&&... arguments) {
    return new (memory_.allocate(sizeof(T), alignof(T))) T{std::forward<Arguments>(arguments)...};
  }

  template <class T>
  std::span<T> copy(const std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    T* place = static_cast<T*>(memory_.allocate(sizeof(T) * items.size(), alignof(T)));
    std::memcpy(static_cast<void*>(place), items.data(), sizeof(T) * items.size());
    return {place, items.size()};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* place = static_cast<char*>(memory_.allocate(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  std::pmr::memory_resource* resource() { return &memory_; }

 private:
  std::pmr::monotonic_buffer_resource memory_{1024};
};

template <class T>
using ArenaVector = std::pmr::vector<T>;

}  // namespace miggraph::python
