// libgit2 1.5 leaks what PCRE2 makes for each regular expression that it looks through a configuration with, and
// git_repository_open does so for repositories of format 1: not ours to mend.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libpcre2";
}
