#include "source/handle.h"

#include <git2.h>

namespace miggraph::source {

void Free::operator()(git_commit* handle) const noexcept {
  git_commit_free(handle);
}
void Free::operator()(git_config* handle) const noexcept {
  git_config_free(handle);
}
void Free::operator()(git_index* handle) const noexcept {
  git_index_free(handle);
}
void Free::operator()(git_object* handle) const noexcept {
  git_object_free(handle);
}
void Free::operator()(git_odb* handle) const noexcept {
  git_odb_free(handle);
}
void Free::operator()(git_odb_object* handle) const noexcept {
  git_odb_object_free(handle);
}
void Free::operator()(git_reference* handle) const noexcept {
  git_reference_free(handle);
}
void Free::operator()(git_reference_iterator* handle) const noexcept {
  git_reference_iterator_free(handle);
}
void Free::operator()(git_repository* handle) const noexcept {
  git_repository_free(handle);
}

}  // namespace miggraph::source
