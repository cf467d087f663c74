#include <catch2/catch.hpp>
#include <thread>

#include "tree.h"

/// The reader with many threads over many snapshots: for ThreadSanitizer (preset tsan), and for answers that hang on who
/// comes first.
using namespace miggraph;
using namespace miggraph::django;
using namespace miggraph::django::test;

namespace {

std::string migration(const std::string& dependency) {
  return "from django.db import migrations, models\nfrom django.conf import settings\nfrom shop0.migrations import helpers\n"
         "class Migration(migrations.Migration):\n    dependencies = [" + dependency +
         ", migrations.swappable_dependency(settings.AUTH_USER_MODEL)]\n    operations = helpers.ops(3)\n";
}

Files branch(int number) {
  Files files;
  for (int app = 0; app < 40; ++app) {
    const std::string folder = "shop" + std::to_string(app) + "/";
    files[folder + "__init__.py"] = "";
    files[folder + "apps.py"] = "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'shop" + std::to_string(app) + "'\n";
    files[folder + "migrations/__init__.py"] = "";
    files[folder + "migrations/0001_initial.py"] = migration("");
  }
  files["shop0/migrations/helpers.py"] = "from django.db import migrations\ndef ops(n):\n    return [migrations.RunSQL(str(i)) for i in range(n)]\n";
  files["settings.py"] = "AUTH_USER_MODEL = 'shop" + std::to_string(number % 2) + ".User'\nINSTALLED_APPS = ['shop0']\n";
  files["manage.py"] = "";
  for (int i = 0; i < 20; ++i) {
    const std::string folder = "shop" + std::to_string((number + i) % 40) + "/migrations/";
    files[folder + "0002_b" + std::to_string(number) + ".py"] = migration("('shop0', '0001_initial')") + "# " + std::to_string(number) + "\n";
  }
  return files;
}

std::string said(const Codebase& codebase) {
  std::string text;
  for (const auto& app : codebase.apps) {
    text += app->label + " " + app->path + "\n";
    for (const Migration& one : app->package->migrations) {
      text += "  " + one.name + " " + std::to_string(one.operations.size()) + " " + std::to_string(one.dependencies.size()) + "\n";
    }
  }
  for (const auto& [name, value] : codebase.settings) text += name + "=" + value + "\n";
  return text;
}

std::vector<std::string> read_all(unsigned threads) {
  Trees trees;
  std::vector<source::Snapshot> snapshots;
  for (int i = 0; i < 8; ++i) snapshots.push_back(trees.snapshot(branch(i)));
  ReadOptions options;
  options.root_name = "repository";
  options.threads = threads;
  CodebaseReader reader(trees.reader(), options);
  std::vector<std::string> texts;
  for (const source::Snapshot& snapshot : snapshots) {
    const auto codebase = reader.read(snapshot);
    texts.push_back(codebase ? said(**codebase) : codebase.error().message);
  }
  return texts;
}

}  // namespace

TEST_CASE("eight threads read the same as one") {
  CHECK(read_all(8) == read_all(1));
}

TEST_CASE("readers of several threads each work side by side") {
  const std::vector<std::string> expected = read_all(1);
  std::vector<std::vector<std::string>> found(4);
  {
    std::vector<std::jthread> threads;
    for (auto& one : found) threads.emplace_back([&one] { one = read_all(3); });
  }
  for (const auto& one : found) CHECK(one == expected);
}
