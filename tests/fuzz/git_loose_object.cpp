/// A repository whose objects are the input: `--- c commit` writes an object of that type under the id "c" (see
/// scratch.h),
/// `--- x raw` a loose object's file as it is, `--- x header` one whose header is the input's too. Then everything that
/// reads objects: the tree of commit c, its history, the merge with commit d, and each object by itself.
#include "git_repository.h"
#include "sections.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;
using namespace miggraph::source;

namespace {

void write_objects(const GitRepository& git, std::string_view input) {
  for (const Section& section : sections(input)) {
    if (section.title.size() < 3 || section.title[1] != ' ') continue;
    const char id = section.title[0];
    const std::string_view type = section.title.substr(2);
    std::string_view content = section.text;
    if (content.ends_with('\n')) content.remove_suffix(1);
    if (type == "raw") {
      write_raw_object(git.scratch(), ".git", id, content);
    } else if (type == "header") {
      write_raw_object(git.scratch(), ".git", id, deflated(content));
    } else {
      write_object(git.scratch(), ".git", id, type, content);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const GitRepository git;
  git.reset();
  write_objects(git, text_of(data, size));
  const auto repository = git.open();
  if (!repository) return 0;
  const Revision ours{"main", id_of('c')}, theirs{"feature", id_of('d')};
  for (char id = 'a'; id <= 'z'; ++id) {
    const Result<std::string_view> blob = repository->read(id_of(id));
    if (!blob) holds(!blob.error().message.empty(), "an error says what is wrong");
  }
  const Result<Snapshot> snapshot = repository->at(ours);
  const Result<Snapshot> other = repository->at(theirs);
  if (snapshot) look_at(*snapshot->root);
  if (snapshot && other) {
    const Result<Snapshot> merged = repository->merge(*snapshot, *other);
    if (merged) look_at(*merged->root);
  }
  static_cast<void>(repository->merge_bases(ours.commit, theirs.commit));
  static_cast<void>(repository->parents(ours.commit));
  static_cast<void>(repository->commit_info(ours.commit));
  static_cast<void>(repository->last_change(ours.commit, "shop/migrations/0001_initial.py"));
  return 0;
}
