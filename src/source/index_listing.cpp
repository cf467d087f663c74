#include <charconv>
#include <optional>

#include "source/index_reader.h"
#include "source/relevant.h"
#include "source/tree_reader.h"

namespace miggraph::source {
namespace {

// git's own flags in the last number of `git ls-files --debug`.
constexpr std::uint64_t intent_to_add_flag = std::uint64_t{1} << 29;
constexpr std::uint64_t skip_worktree_flag = std::uint64_t{1} << 30;

// Reads numbers and the words between them off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  template <class Number>
  bool take_number(Number& number, int base = 10) {
    const auto [end, failure] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number, base);
    if (failure != std::errc()) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }
  std::optional<std::string_view> take_until(char end) {
    const std::size_t place = rest_.find(end);
    if (place == std::string_view::npos) return std::nullopt;
    const std::string_view text = rest_.substr(0, place);
    rest_.remove_prefix(place + 1);
    return text;
  }

 private:
  std::string_view rest_;
};

// "100644 <id> 0\t<path>\0  ctime: 1:2\n  mtime: 1:2\n  dev: 1\tino: 2\n  uid: 0\tgid: 0\n  size: 2\tflags: 0\n"
bool take_line(Scanner& text, IndexLine& line) {
  std::uint32_t ignored = 0;
  std::uint64_t flags = 0;
  if (!text.take_number(line.mode, 8) || !text.take(" ")) return false;
  const auto hex = text.take_until(' ');
  const auto id = hex ? ObjectId::from_hex(*hex) : std::nullopt;
  if (!id || !text.take_number(line.stage) || !text.take("\t")) return false;
  line.file.blob = *id;
  const auto path = text.take_until('\0');
  if (!path || path->empty() || line.stage < 0 || line.stage > 3) return false;
  line.path = *path;
  IndexedFile& file = line.file;
  const bool whole = text.take("  ctime: ") && text.take_number(file.changed) && text.take(":") &&
                     text.take_number(ignored) && text.take("\n  mtime: ") && text.take_number(file.modified) &&
                     text.take(":") && text.take_number(file.modified_nanoseconds) && text.take("\n  dev: ") &&
                     text.take_number(ignored) && text.take("\tino: ") && text.take_number(file.inode) &&
                     text.take("\n  uid: ") && text.take_number(ignored) && text.take("\tgid: ") &&
                     text.take_number(ignored) && text.take("\n  size: ") && text.take_number(file.size) &&
                     text.take("\tflags: ") && text.take_number(flags, 16) && text.take("\n");
  file.intent_to_add = (flags & intent_to_add_flag) != 0;
  file.skip_worktree = (flags & skip_worktree_flag) != 0;
  return whole;
}

// A folder that a sparse index holds as one tree: its files, none of them on disk.
Status add_tree(Index& index, const ObjectStore& objects, const ObjectId& tree, const std::string& path, int depth) {
  if (depth > max_depth) return Nothing{};
  Result<Object> object = objects.read(tree, ObjectType::tree);
  if (!object) return object.error();
  std::string_view bytes = object->bytes();
  for (TreeEntry entry; next_entry(bytes, entry);) {
    const std::string below = path + std::string(entry.name);
    if (entry.is_tree()) {
      if (is_skipped_folder(entry.name)) continue;
      if (Status status = add_tree(index, objects, entry.id, below + "/", depth + 1); !status) return status;
      continue;
    }
    IndexLine line;
    line.path = below;
    line.mode = entry.mode;
    line.file.blob = entry.id;
    line.file.skip_worktree = true;
    add_line(index, line);
  }
  if (!bytes.empty()) {
    return Error{Error::Kind::environment, "tree " + tree.hex() + " is damaged", "git fsck --full"};
  }
  return Nothing{};
}

}  // namespace

Result<Index> list_index(const GitProgramPlace& program, const ObjectStore& objects) {
  // --sparse: to spell out a sparse index git would write trees.
  const Result<std::string> listing =
      run_git(program, {"ls-files", "--full-name", "--sparse", "--stage", "--debug", "-z"});
  if (!listing) return listing.error();
  Index index;
  for (Scanner text(*listing); !text.at_end();) {
    IndexLine line;
    if (!take_line(text, line)) {
      return Error{Error::Kind::environment, "git ls-files printed what is not understood", ""};
    }
    const bool is_tree = line.path.ends_with('/');
    if (!is_clean_path(line.path.substr(0, line.path.size() - is_tree))) {
      return Error{Error::Kind::environment, "it holds the path " + std::string(line.path), ""};
    }
    if (is_tree) {
      if (Status status = add_tree(index, objects, line.file.blob, std::string(line.path), 0); !status) {
        return status.error();
      }
    } else {
      add_line(index, line);
    }
  }
  return index;
}

}  // namespace miggraph::source
