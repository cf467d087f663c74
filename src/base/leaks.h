#pragma once

/// For the one file of a program that has its main(): what LeakSanitizer is to pass over, in builds with AddressSanitizer.
///
/// libgit2 1.5 leaks what PCRE2 makes for each regular expression that it looks through a configuration with, and
/// git_repository_open does so for repositories of format 1: not ours to mend.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MIGGRAPH_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define MIGGRAPH_ADDRESS_SANITIZER
#endif
#if defined(MIGGRAPH_ADDRESS_SANITIZER)
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libpcre2"; }
#endif
