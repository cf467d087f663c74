// Merges of random histories, compared with what git itself makes of them (`git merge-tree --write-tree`).
#include <cstdlib>
#include <random>
#include <set>
#include <sstream>

#include "git_sandbox.h"

namespace miggraph::source {
namespace {

using Tree = std::map<std::string, std::string>;  // path to content

std::string line(std::mt19937& random) {
  return "value_" + std::to_string(random() % 100000) + " = 1\n";
}

std::string text(std::mt19937& random) {
  if (random() % 12 == 0) return "";
  std::string content;
  for (unsigned i = 0, lines = 3 + static_cast<unsigned>(random() % 12); i < lines; ++i) content += line(random);
  return content;
}

std::string folder(std::mt19937& random) {
  const char* const folders[] = {
      "", "shop/", "shop/migrations/", "users/", "users/migrations/", "core/shop/", "core/shop/migrations/"};
  return folders[random() % std::size(folders)];
}

std::string file_name(std::mt19937& random) {
  const char* const names[] = {"models.py", "__init__.py", "0001_initial.py", "0002_a.py",
                               "0003_b.py", "0003_c.py",   "admin.py"};
  return names[random() % std::size(names)];
}

std::string edited(std::mt19937& random, const std::string& content) {
  std::vector<std::string> lines;
  std::istringstream input(content);
  for (std::string it; std::getline(input, it);) lines.push_back(it + "\n");
  for (unsigned i = 0, edits = 1 + static_cast<unsigned>(random() % 2); i < edits; ++i) {
    const std::size_t at = lines.empty() ? 0 : random() % lines.size();
    const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
    switch (lines.empty() ? 0 : random() % 3) {
      case 0:
        lines.insert(place, line(random));
        break;
      case 1:
        *place = line(random);
        break;
      default:
        lines.erase(place);
        break;
    }
  }
  std::string result;
  for (const std::string& it : lines) result += it;
  return result;
}

bool is_free(const Tree& tree, const std::string& path) {
  return !tree.contains(path);
}

std::string some_path(std::mt19937& random, const Tree& tree) {
  auto place = tree.begin();
  std::advance(place, static_cast<std::ptrdiff_t>(random() % tree.size()));
  return place->first;
}

Tree changed(std::mt19937& random, Tree tree) {
  for (unsigned i = 0, steps = 1 + static_cast<unsigned>(random() % 5); i < steps && !tree.empty(); ++i) {
    const std::string path = some_path(random, tree);
    const std::string new_path = folder(random) + file_name(random);
    switch (random() % 9) {
      case 0:
      case 1:
      case 2:
        tree[path] = edited(random, tree[path]);
        break;
      case 3:
        tree.erase(path);
        break;
      case 4:
        if (is_free(tree, new_path)) tree[new_path] = text(random);
        break;
      case 5:  // a new file like another
        if (is_free(tree, new_path)) tree[new_path] = edited(random, tree[path]);
        break;
      case 6:
      case 7:
        if (is_free(tree, new_path)) {
          std::string content = tree[path];
          tree.erase(path);
          tree[new_path] = random() % 2 == 0 ? content : edited(random, content);
        }
        break;
      default: {  // a folder renamed
        const std::string from = folder(random);
        const std::string to = folder(random);
        if (from.empty() || to.starts_with(from)) break;
        Tree moved;
        for (const auto& [old_path, content] : tree) {
          moved.emplace(old_path.starts_with(from) ? to + old_path.substr(from.size()) : old_path, content);
        }
        tree = std::move(moved);
      }
    }
  }
  return tree;
}

// The stream of `git fast-import`: thousands of commits in one process.
struct Stream {
  std::ostringstream out;
  int mark = 0;
  long clock = 1700000000;

  int commit(const Tree& tree, const std::vector<int>& parents, const std::string& branch) {
    ++mark;
    clock += 60;
    out << "commit refs/heads/" << branch << "\nmark :" << mark << "\ncommitter Bob <bob@example.org> " << clock
        << " +0000\ndata 2\nx\n";
    for (std::size_t i = 0; i < parents.size(); ++i) out << (i == 0 ? "from :" : "merge :") << parents[i] << "\n";
    out << "deleteall\n";
    for (const auto& [path, content] : tree) {
      out << "M 100644 inline " << path << "\ndata " << content.size() << "\n" << content << "\n";
    }
    return mark;
  }
};

struct Merged {
  std::map<std::string, std::string> blobs;  // path to id, conflicted ones left out
  std::set<std::string> conflicts;
  bool clean = true;
  std::string messages;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream input(text);
  for (std::string part; std::getline(input, part, separator);) parts.push_back(part);
  return parts;
}

// Where git would have moved a file after its folder but cannot, it stops with a message and leaves the file: for us
// that is a conflict of the file. "N path... kind text" each.
std::set<std::string> files_left_behind(const std::string& messages) {
  std::set<std::string> paths;
  const std::vector<std::string> parts = split(messages, '\0');
  for (std::size_t i = 1; i < parts.size();) {
    const std::size_t count = std::stoul(parts[i]);
    const std::string& kind = parts[i + 1 + count];
    if (kind == "CONFLICT (file in way of directory rename)" || kind == "CONFLICT (directory rename collision)") {
      paths.insert(parts.begin() + static_cast<std::ptrdiff_t>(i + 2),
                   parts.begin() + static_cast<std::ptrdiff_t>(i + 1 + count));
    }
    i += count + 3;
  }
  return paths;
}

Merged merged_by_git(GitSandbox& sandbox, const std::string& ours, const std::string& theirs) {
  const std::string output =
      sandbox.run_anyway("git merge-tree --write-tree --allow-unrelated-histories -z " + ours + " " + theirs);
  Merged merged;
  std::size_t at = output.find('\0') + 1;
  const std::string tree = output.substr(0, at - 1);
  while (at < output.size() && output[at] != '\0') {
    const std::size_t end = output.find('\0', at);
    const std::size_t tab = output.find('\t', at);
    merged.conflicts.insert(output.substr(tab + 1, end - tab - 1));
    at = end + 1;
  }
  merged.clean = sandbox.succeeded();
  if (at < output.size()) merged.messages = output.substr(at);
  merged.conflicts.merge(files_left_behind(merged.messages));
  const std::string listing = sandbox.run("git ls-tree -r -z " + tree);
  for (std::size_t begin = 0; begin < listing.size();) {
    const std::size_t end = listing.find('\0', begin);
    const std::size_t tab = listing.find('\t', begin);
    const std::string path = listing.substr(tab + 1, end - tab - 1);
    if (!merged.conflicts.contains(path)) merged.blobs[path] = listing.substr(tab - 40, 40);
    begin = end + 1;
  }
  return merged;
}

Merged merged_by_us(Repository& repository, const std::string& ours, const std::string& theirs) {
  const Snapshot our_snapshot = take(repository.at(take(repository.resolve(ours))));
  const Snapshot their_snapshot = take(repository.at(take(repository.resolve(theirs))));
  const Snapshot snapshot = take(repository.merge(our_snapshot, their_snapshot));
  Merged merged;
  for (const PathConflict& conflict : snapshot.path_conflicts) merged.conflicts.insert(conflict.path);
  for (const auto& [path, blob] : blobs_of(*snapshot.root)) {
    if (!merged.conflicts.contains(path)) merged.blobs[path] = blob.hex();
  }
  return merged;
}

// MIGGRAPH_MERGE_CASES and MIGGRAPH_MERGE_SEED let a person run many more.
unsigned setting(const char* name, unsigned otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? static_cast<unsigned>(std::strtoul(value, nullptr, 10)) : otherwise;
}

// Where git only says that it cannot tell where a folder went, we name the files in it.
bool tells_no_paths(const Merged& merged) {
  return merged.messages.find("rename split") != std::string::npos;
}

void compare(GitSandbox& sandbox, unsigned cases) {
  const auto repository = open_repository(sandbox.path());
  for (unsigned i = 0; i < cases; ++i) {
    const std::string ours = "ours" + std::to_string(i);
    const std::string theirs = "theirs" + std::to_string(i);
    const Merged expected = merged_by_git(sandbox, ours, theirs);
    Merged found = merged_by_us(*repository, ours, theirs);
    INFO("case " << i << "\n" << expected.messages);
    CHECK(found.conflicts.empty() == expected.clean);
    if (tells_no_paths(expected)) continue;
    CHECK(found.conflicts == expected.conflicts);
    CHECK(found.blobs == expected.blobs);
  }
}

Tree random_tree(std::mt19937& random) {
  Tree tree;
  for (unsigned i = 0, files = 3 + static_cast<unsigned>(random() % 12); i < files; ++i) {
    tree[folder(random) + file_name(random)] = text(random);
  }
  return tree;
}

}  // namespace

TEST_CASE("merges of random trees are git's", "[merge]") {
  const unsigned cases = setting("MIGGRAPH_MERGE_CASES", 60);
  std::mt19937 random(setting("MIGGRAPH_MERGE_SEED", 1));
  GitSandbox sandbox;
  sandbox.init();
  Stream stream;
  for (unsigned i = 0; i < cases; ++i) {
    const Tree base = random_tree(random);
    const int start = stream.commit(base, {}, "base" + std::to_string(i));
    stream.commit(changed(random, base), {start}, "ours" + std::to_string(i));
    stream.commit(changed(random, base), {start}, "theirs" + std::to_string(i));
  }
  sandbox.write("stream", stream.out.str());
  sandbox.run("git fast-import --quiet <stream");
  compare(sandbox, cases);
}

// A models.py: blocks that look alike, so that it is not plain which lines are the same.
std::vector<std::string> models(std::mt19937& random, unsigned classes) {
  std::vector<std::string> lines;
  for (unsigned i = 0; i < classes; ++i) {
    lines.push_back("class Model" + std::to_string(random() % 30) + "(models.Model):\n");
    for (unsigned field = 0, fields = 1 + static_cast<unsigned>(random() % 5); field < fields; ++field) {
      lines.push_back("    field_" + std::to_string(random() % 12) + " = models.CharField(max_length=100)\n");
    }
    if (random() % 2 == 0) lines.insert(lines.end(), {"\n", "    class Meta:\n", "        ordering = [\"name\"]\n"});
    lines.insert(lines.end(), {"\n", "    def __str__(self):\n", "        return self.name\n", "\n", "\n"});
  }
  return lines;
}

std::vector<std::string> changed_models(std::mt19937& random, std::vector<std::string> lines) {
  for (unsigned i = 0, steps = 1 + static_cast<unsigned>(random() % 3); i < steps && !lines.empty(); ++i) {
    const auto place = lines.begin() + static_cast<std::ptrdiff_t>(random() % lines.size());
    const std::vector<std::string> block = models(random, 1);
    switch (random() % 4) {
      case 0:
        lines.insert(place, block.begin(), block.end());
        break;
      case 1:
        lines.insert(place, block[1]);
        break;
      case 2:
        *place = block[1];
        break;
      default:
        lines.erase(place);
        break;
    }
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& it : lines) text += it;
  return text;
}

TEST_CASE("merges of random models.py are git's", "[merge]") {
  const unsigned cases = setting("MIGGRAPH_MERGE_CASES", 40);
  std::mt19937 random(setting("MIGGRAPH_MERGE_SEED", 3));
  GitSandbox sandbox;
  sandbox.init();
  Stream stream;
  for (unsigned i = 0; i < cases; ++i) {
    const std::vector<std::string> base = models(random, 6);
    const int start = stream.commit({{"models.py", joined(base)}}, {}, "base" + std::to_string(i));
    stream.commit({{"models.py", joined(changed_models(random, base))}}, {start}, "ours" + std::to_string(i));
    stream.commit({{"models.py", joined(changed_models(random, base))}}, {start}, "theirs" + std::to_string(i));
  }
  sandbox.write("stream", stream.out.str());
  sandbox.run("git fast-import --quiet <stream");
  compare(sandbox, cases);
}

TEST_CASE("merges of random criss-cross histories are git's", "[merge]") {
  const unsigned cases = setting("MIGGRAPH_MERGE_CASES", 30);
  std::mt19937 random(setting("MIGGRAPH_MERGE_SEED", 2));
  GitSandbox sandbox;
  sandbox.init();
  Stream stream;
  for (unsigned i = 0; i < cases; ++i) {
    const std::string n = std::to_string(i);
    const Tree base = random_tree(random);
    const int start = stream.commit(base, {}, "base" + n);
    const Tree first = changed(random, base);
    const Tree second = changed(random, base);
    const int a = stream.commit(first, {start}, "a" + n);
    const int b = stream.commit(second, {start}, "b" + n);
    stream.commit(changed(random, first), {a, b}, "ours" + n);
    stream.commit(changed(random, random() % 2 == 0 ? first : second), {b, a}, "theirs" + n);
  }
  sandbox.write("stream", stream.out.str());
  sandbox.run("git fast-import --quiet <stream");
  compare(sandbox, cases);
}

}  // namespace miggraph::source
