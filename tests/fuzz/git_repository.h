#pragma once

#include <memory>

#include "scratch.h"
#include "source/repository.h"
#include "source/repository_impl.h"

namespace miggraph::fuzz {

/// A repository made of files written by hand, so that each of them may be an input.
class GitRepository {
 public:
  /// As `git init` leaves it.
  GitRepository();

  /// The same again: no objects, refs, index, files.
  void reset() const;
  /// Null where it can't be opened; the error then says something.
  std::unique_ptr<source::Repository> open() const;
  const Scratch& scratch() const { return scratch_; }

 private:
  Scratch scratch_;
  std::shared_ptr<source::Library> library_ = source::Library::get();  // started once, not for every input
};

/// The id made of one byte, as in scratch.h.
source::ObjectId id_of(char id);

/// Walks through all of a tree, which must be one.
void look_at(const source::Directory& directory);

}  // namespace miggraph::fuzz
