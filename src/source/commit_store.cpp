#include "source/commit_store.h"

#include <charconv>
#include <sstream>

#include "source/file_bytes.h"

namespace miggraph::source {
namespace {

// The rest of the line that begins with `key` and a space, taken off `text`; absent where another line comes first.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view key) {
  if (!text.starts_with(key) || text.size() <= key.size() || text[key.size()] != ' ') return std::nullopt;
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view value = text.substr(key.size() + 1, end - key.size() - 1);
  text.remove_prefix(std::min(end + 1, text.size()));
  return value;
}

// "Name <mail> 1700000000 +0100"; 0 where there is no date, as git has it.
std::int64_t time_of(std::string_view signature) {
  const std::size_t mail_end = signature.rfind('>');
  if (mail_end == std::string_view::npos) return 0;
  std::string_view rest = signature.substr(mail_end + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::int64_t time = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), time);
  return time;
}

std::optional<Commit> parse(std::string_view text) {
  Commit commit;
  const auto tree = take_line(text, "tree");
  const auto tree_id = tree ? ObjectId::from_hex(*tree) : std::nullopt;
  if (!tree_id) return std::nullopt;
  commit.tree = *tree_id;
  while (const auto parent = take_line(text, "parent")) {
    const auto id = ObjectId::from_hex(*parent);
    if (!id) return std::nullopt;
    commit.raw_parents.push_back(*id);
  }
  if (!take_line(text, "author")) return std::nullopt;
  const auto committer = take_line(text, "committer");
  if (!committer) return std::nullopt;
  commit.time = time_of(*committer);
  return commit;
}

}  // namespace

Result<const Commit*> CommitStore::get(const CommitId& id) {
  const std::lock_guard lock(mutex_);
  if (const auto known = commits_.find(id); known != commits_.end()) return known->second.get();
  Result<Object> object = objects_.read(id, ObjectType::commit);
  if (!object) return object.error();
  std::optional<Commit> commit = parse(object->bytes());
  if (!commit) {
    return Error{Error::Kind::environment, "commit " + id.hex() + " is damaged", "git fsck --full"};
  }
  commit->cut = boundary_.shallow.contains(id) && !commit->raw_parents.empty();
  if (const auto graft = boundary_.grafts.find(id); graft != boundary_.grafts.end()) {
    commit->parents = graft->second;
  } else if (!commit->cut) {
    commit->parents = commit->raw_parents;
  }
  return commits_.emplace(id, std::make_unique<const Commit>(std::move(*commit))).first->second.get();
}

namespace {

// The ids of each line of a file, comments and empty lines left out.
Result<std::vector<std::vector<CommitId>>> read_ids(const std::string& path, std::string_view cure) {
  constexpr std::size_t largest = std::size_t{64} << 20;
  std::vector<std::vector<CommitId>> found;
  std::istringstream lines(read_file(path, largest).bytes);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::vector<CommitId>& ids = found.emplace_back();
    for (std::string word; words >> word;) {
      const auto id = ObjectId::from_hex(word);
      if (!id) {
        return Error{Error::Kind::environment,
                     path + " is damaged: line " + std::to_string(number) + " holds no commit", std::string(cure)};
      }
      ids.push_back(*id);
    }
    if (ids.empty()) found.pop_back();
  }
  return found;
}

}  // namespace

Result<Boundary> read_boundary(const std::string& common, const std::string& graft_file) {
  Boundary boundary;
  auto shallow = read_ids(common + "/shallow", "clone it anew, or remove the line");
  if (!shallow) return shallow.error();
  for (const std::vector<CommitId>& line : *shallow) boundary.shallow.insert(line.front());
  auto grafts = read_ids(graft_file, "remove the line");
  if (!grafts) return grafts.error();
  for (const std::vector<CommitId>& line : *grafts) boundary.grafts[line.front()].assign(line.begin() + 1, line.end());
  return boundary;
}

}  // namespace miggraph::source
