#pragma once

#include "cli/target.h"
#include "source/repository.h"

namespace miggraph::cli {

/// The refs of a real repository.
class RepositoryRefs : public Refs {
 public:
  explicit RepositoryRefs(source::Repository& repository) : repository_(repository) {}

  bool is_git() const override { return repository_.is_git(); }
  bool is_shallow() const override { return repository_.is_shallow(); }
  std::optional<source::Revision> head() const override { return repository_.head(); }
  std::string head_name() const override { return repository_.head_name(); }
  Result<source::Revision> resolve(const std::string& revision) const override { return repository_.resolve(revision); }
  std::optional<std::string> remote_default_branch() const override { return repository_.remote_default_branch(); }
  Result<std::vector<source::Branch>> branches() const override { return repository_.branches(); }
  std::vector<std::string> broken_refs() const override { return repository_.broken_refs(); }
  Result<std::vector<source::CommitId>> merge_bases(const source::CommitId& a,
                                                    const source::CommitId& b) const override {
    return repository_.merge_bases(a, b);
  }

 private:
  source::Repository& repository_;
};

}  // namespace miggraph::cli
