#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace miggraph::python {

/// Memory of one module's syntax or values: given out piece by piece, given back all at once. What lies in it is never
/// destroyed, so it may hold no owner of anything outside it.
///
/// There are tens of thousands of them, most of a kilobyte or two: blocks grow by half of what there is (the standard
/// library's monotonic resource begins with one kilobyte and left 40 % unused).
class Arena : private std::pmr::memory_resource {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() override {
    while (last_ != nullptr) {
      Block* before = last_->before;
      ::operator delete(last_);
      last_ = before;
    }
  }

  /// A T made in place. T's destructor will not run: its own memory must come from this arena too (ArenaVector does).
  template <class T, class... Arguments>
  T* make(Arguments&&... arguments) {
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Arguments>(arguments)...};
  }

  template <class T>
  std::span<T> copy(const std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    T* place = static_cast<T*>(allocate(sizeof(T) * items.size(), alignof(T)));
    std::memcpy(static_cast<void*>(place), items.data(), sizeof(T) * items.size());
    return {place, items.size()};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    holds_text_ = true;
    char* place = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  /// Whether any text was copied into it.
  bool holds_text() const { return holds_text_; }

  std::pmr::memory_resource* resource() { return this; }

  /// How much it took from the heap, what its user has dropped since included.
  std::size_t bytes() const { return taken_; }

 private:
  struct alignas(std::max_align_t) Block {
    Block* before;
  };
  static constexpr std::size_t first_block = 496;
  static constexpr std::size_t largest_growth = 64 * 1024;

  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    void* place = free_;
    std::size_t room = left_;
    if (place == nullptr || std::align(alignment, bytes, place, room) == nullptr) {
      add_block(bytes + alignment);
      place = free_;
      room = left_;
      std::align(alignment, bytes, place, room);
    }
    free_ = static_cast<std::byte*>(place) + bytes;
    left_ = room - bytes;
    return place;
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }

  void add_block(std::size_t needed) {
    const std::size_t size = std::max(needed, std::clamp(taken_ / 2, first_block, largest_growth));
    void* memory = ::operator new(sizeof(Block) + size);
    last_ = new (memory) Block{last_};
    free_ = reinterpret_cast<std::byte*>(last_ + 1);
    left_ = size;
    taken_ += size;
  }

  Block* last_ = nullptr;
  void* free_ = nullptr;
  std::size_t left_ = 0;
  std::size_t taken_ = 0;
  bool holds_text_ = false;
};

template <class T>
using ArenaVector = std::pmr::vector<T>;

}  // namespace miggraph::python
