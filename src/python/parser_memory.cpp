#include "python/parser_memory.h"

#include <tree_sitter/api.h>

#include <array>
#include <bit>
#include <cstddef>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

namespace miggraph::python {
namespace {

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

constexpr std::size_t step = 16;             // sizes are rounded up to it
constexpr std::size_t small = 1024;          // up to here each size has its own list of free pieces
constexpr std::size_t large = 64 * 1024;     // up to here sizes are rounded up to a power of two; beyond, the general allocator
constexpr std::size_t chunk = 256 * 1024;
constexpr std::size_t kept_chunks = 8;       // of an idle thread
constexpr std::size_t classes = small / step + 6;

/// In front of each piece.
struct alignas(std::max_align_t) Header {
  std::size_t size;  // room behind the header
};

std::size_t rounded(std::size_t size) {
  if (size == 0) return step;
  return size <= small ? (size + step - 1) / step * step : std::bit_ceil(size);
}

/// Precondition: rounded(size) == size, at most `large`.
std::size_t class_of(std::size_t size) {
  if (size <= small) return size / step - 1;
  return small / step + static_cast<std::size_t>(std::countr_zero(size) - std::countr_zero(small)) - 1;
}

[[noreturn]] void out_of_memory() {
  static constexpr char message[] = "miggraph: out of memory\n";
  std::fputs(message, stderr);
  std::abort();
}

class Pool {
 public:
  void* allocate(std::size_t wanted) {
    const std::size_t size = wanted > large ? wanted : rounded(wanted);
    if (size > large) {
      auto* header = static_cast<Header*>(std::malloc(sizeof(Header) + size));
      if (header == nullptr) out_of_memory();
      header->size = size;
      return header + 1;
    }
    ++live_;
    if (Free*& list = free_[class_of(size)]; list != nullptr) {
      Free* piece = list;
      list = piece->next;
      return piece;
    }
    return carve(size);
  }

  void release(void* piece) {
    if (piece == nullptr) return;
    Header* header = static_cast<Header*>(piece) - 1;
    const std::size_t size = header->size;
    if (size > large) return std::free(header);
    auto* free = static_cast<Free*>(piece);
    Free*& list = free_[class_of(size)];
    free->next = list;
    list = free;
    if (--live_ == 0) begin_anew();
  }

  void* resize(void* piece, std::size_t wanted) {
    if (piece == nullptr) return allocate(wanted);
    Header* header = static_cast<Header*>(piece) - 1;
    const std::size_t had = header->size;
    if (wanted <= had && had <= large) return piece;
    if (had > large && wanted > large) {
      header = static_cast<Header*>(std::realloc(header, sizeof(Header) + wanted));
      if (header == nullptr) out_of_memory();
      header->size = wanted;
      return header + 1;
    }
    void* grown = allocate(wanted);
    std::memcpy(grown, piece, std::min(had, wanted));
    release(piece);
    return grown;
  }

 private:
  struct Free {
    Free* next;
  };

  void* carve(std::size_t size) {
    const std::size_t needed = sizeof(Header) + size;
    if (chunks_.empty() || used_ + needed > chunk) {
      if (!chunks_.empty()) ++current_;
      if (current_ == chunks_.size()) chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(chunk));
      used_ = 0;
    }
    auto* header = new (chunks_[current_].get() + used_) Header{size};
    used_ += needed;
    return header + 1;
  }

  void begin_anew() {
    free_.fill(nullptr);
    used_ = 0;
    current_ = 0;
    if (chunks_.size() > kept_chunks) chunks_.resize(kept_chunks);
  }

  std::array<Free*, classes> free_{};
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::size_t current_ = 0;  // the chunk that is carved from, and how much of it is gone
  std::size_t used_ = 0;
  std::size_t live_ = 0;     // pieces of chunks that are not given back
};

thread_local Pool pool;

void* allocate(std::size_t size) { return pool.allocate(size); }

void* allocate_zeroed(std::size_t count, std::size_t size) {
  if (size != 0 && count > SIZE_MAX / size) out_of_memory();
  void* piece = pool.allocate(count * size);
  std::memset(piece, 0, count * size);
  return piece;
}

void* resize(void* piece, std::size_t size) { return pool.resize(piece, size); }

void release(void* piece) { pool.release(piece); }

#endif

}  // namespace

void use_parser_memory() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  ts_set_allocator(allocate, allocate_zeroed, resize, release);
#endif
}

}  // namespace miggraph::python
