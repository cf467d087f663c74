#pragma once

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MIGGRAPH_LEAK_CHECK
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define MIGGRAPH_LEAK_CHECK
#endif
#if defined(MIGGRAPH_LEAK_CHECK)
#include <sanitizer/lsan_interface.h>
#endif

namespace miggraph::fuzz {

/// While it lives, what this thread allocates is no leak. For a call into libgit2 that is known to leak.
class NoLeakCheck {
 public:
  NoLeakCheck() {
#if defined(MIGGRAPH_LEAK_CHECK)
    __lsan_disable();
#endif
  }
  ~NoLeakCheck() {
#if defined(MIGGRAPH_LEAK_CHECK)
    __lsan_enable();
#endif
  }
  NoLeakCheck(const NoLeakCheck&) = delete;
  NoLeakCheck& operator=(const NoLeakCheck&) = delete;
};

}  // namespace miggraph::fuzz
