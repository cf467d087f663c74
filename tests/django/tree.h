#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "django/codebase_reader.h"
#include "source/directory.h"

/// Trees in memory, for tests: path -> content.
namespace miggraph::django::test {

using Files = std::map<std::string, std::string>;

/// Makes Directories as a Repository does: equal folders are one object, equal contents one blob.
class Trees {
 public:
  source::Snapshot snapshot(const Files& files) {
    source::Snapshot made;
    made.root = directory(files);
    return made;
  }

  BlobReader reader() {
    return [this](const source::BlobId& id) -> Result<std::string_view> {
      ++reads;
      return std::string_view(contents_.at(id));
    };
  }

  std::atomic<int> reads = 0;

 private:
  const source::Directory* directory(const Files& files) {
    std::map<std::string, Files> inside;
    std::vector<source::File> own;
    for (const auto& [path, content] : files) {
      const std::size_t slash = path.find('/');
      if (slash == std::string::npos) {
        own.push_back({path, blob(content)});
      } else {
        inside[path.substr(0, slash)][path.substr(slash + 1)] = content;
      }
    }
    std::vector<source::Subdirectory> folders;
    for (const auto& [name, below] : inside) folders.push_back({name, directory(below)});
    for (const source::Directory& known : directories_) {
      if (known.files() == own && known.directories() == folders) return &known;
    }
    return &directories_.emplace_back(std::move(own), std::move(folders));
  }

  source::BlobId blob(const std::string& content) {
    const auto [known, is_new] = ids_.try_emplace(content);
    if (is_new) {
      const auto number = ids_.size();
      for (std::size_t i = 0; i < 8; ++i) known->second.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
      contents_[known->second] = content;
    }
    return known->second;
  }

  std::deque<source::Directory> directories_;
  std::map<std::string, source::BlobId> ids_;
  std::map<source::BlobId, std::string> contents_;
};

/// One snapshot, read.
struct Reading {
  Trees trees;
  std::unique_ptr<CodebaseReader> reader;
  std::shared_ptr<const Codebase> codebase;

  explicit Reading(const Files& files, ReadOptions options = {}) {
    if (options.root_name.empty()) options.root_name = "repository";
    options.threads = 2;
    reader = std::make_unique<CodebaseReader>(trees.reader(), options);
    codebase = read(files);
  }
  std::shared_ptr<const Codebase> read(const Files& files) {
    auto result = reader->read(trees.snapshot(files));
    return result ? *result : nullptr;
  }
  const App* app(std::string_view label) const {
    for (const App* app : codebase->first_of_label) {
      if (app->label == label) return app;
    }
    return nullptr;
  }
  const Migration& migration(std::string_view label, std::string_view name) const {
    const App* found = app(label);
    const Migration* migration = found != nullptr ? found->migration(name) : nullptr;
    if (migration == nullptr) throw std::runtime_error("no such migration in the test's tree");
    return *migration;
  }
};

/// The source of a migration whose class has this body (indented by four blanks already).
inline std::string migration_source(const std::string& body = "    pass\n", const std::string& before = "") {
  return "from django.conf import settings\nfrom django.db import migrations, models\n" + before +
         "\n\nclass Migration(migrations.Migration):\n" + body;
}

/// Adds an app with one migration, 0001_initial.
inline void add_app(Files& files, const std::string& path, const std::string& body = "    pass\n") {
  files[path + "/migrations/__init__.py"] = "";
  files[path + "/migrations/0001_initial.py"] = migration_source(body);
}

}  // namespace miggraph::django::test
