#include "git_repository.h"

#include <filesystem>

#include "cli/interruption.h"
#include "target.h"

namespace miggraph::fuzz {

GitRepository::GitRepository() {
  cli::survive_closed_pipes();  // as main() does: a git that does not read what it is told
  reset();
}

void GitRepository::reset() const {
  scratch_.remove("");
  scratch_.write(".git/HEAD", "ref: refs/heads/main\n");
  scratch_.write(".git/config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
  std::filesystem::create_directories(scratch_.path(".git/objects"));
  std::filesystem::create_directories(scratch_.path(".git/refs"));
}

std::unique_ptr<source::Repository> GitRepository::open() const {
  auto repository = source::Repository::open(scratch_.path("."));
  if (repository) return std::move(*repository);
  holds(!repository.error().message.empty(), "an error says what is wrong");
  return nullptr;
}

source::ObjectId id_of(char id) {
  source::ObjectId object;
  object.bytes.fill(static_cast<std::uint8_t>(id));
  return object;
}

void look_at(const source::Directory& directory) {
  const std::string* last = nullptr;
  for (const source::File& file : directory.files()) {
    holds(!file.name.empty() && (last == nullptr || *last < file.name), "files have names, are sorted and differ",
          file.name);
    last = &file.name;
  }
  last = nullptr;
  for (const source::Subdirectory& below : directory.directories()) {
    holds(!below.name.empty() && (last == nullptr || *last < below.name), "folders have names, are sorted and differ",
          below.name);
    last = &below.name;
    look_at(*below.directory);
  }
}

}  // namespace miggraph::fuzz
