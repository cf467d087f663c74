#pragma once

#include <memory>

struct git_commit;
struct git_config;
struct git_index;
struct git_object;
struct git_odb;
struct git_odb_object;
struct git_reference;
struct git_reference_iterator;
struct git_repository;

namespace miggraph::source {

/// Gives what libgit2 hands out back to it.
struct Free {
  void operator()(git_commit* handle) const noexcept;
  void operator()(git_config* handle) const noexcept;
  void operator()(git_index* handle) const noexcept;
  void operator()(git_object* handle) const noexcept;
  void operator()(git_odb* handle) const noexcept;
  void operator()(git_odb_object* handle) const noexcept;
  void operator()(git_reference* handle) const noexcept;
  void operator()(git_reference_iterator* handle) const noexcept;
  void operator()(git_repository* handle) const noexcept;
};

template <class T>
using Handle = std::unique_ptr<T, Free>;

/// For the `T** out` of a C function: the handle takes what was put there at the end of the whole expression that
/// the call stands in, and must not be used in it.
template <class T>
class Out {
 public:
  explicit Out(Handle<T>& handle) : handle_(handle) {}
  Out(const Out&) = delete;
  Out& operator=(const Out&) = delete;
  ~Out() { handle_.reset(raw_); }
  operator T**() { return &raw_; }

 private:
  Handle<T>& handle_;
  T* raw_ = nullptr;
};

template <class T>
Out<T> out(Handle<T>& handle) {
  return Out<T>(handle);
}

}  // namespace miggraph::source
