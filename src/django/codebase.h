#pragma once

#include <cstddef>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "django/migration.h"
#include "django/platform.h"
#include "source/directory.h"

namespace miggraph::django {

class ReleaseFinder;

/// A file of a migrations package that is no migration: Django would die on it.
struct LoadError {
  enum class Type { bad_migration, import_error };  ///< BadMigrationError; SyntaxError and kin at import
  Type type;
  std::string file;  ///< name within the migrations folder
  std::string text;
  Span span;
  std::string cure;
  std::shared_ptr<const python::Module> module;  ///< may be null
  /// Of a module without Migration: one outside the tree that it imports all names of, and that may have it.
  std::string may_come_from;
};

/// A file of a migrations package that Django passes over in silence, although its author may have meant it.
struct IgnoredFile {
  enum class Reason {
    dot_in_name,  ///< 0002.fix.py: no module name, so Django never sees it
    bytecode,     ///< 0002_old.pyc directly in the package: a migration to Django, its source gone
  };
  Reason reason;
  std::string file;  ///< name within the migrations folder
};

/// The migrations of a package, sorted by name. Each is one object in all the packages that hold the same file, so a package of
/// another branch costs what it changed.
class MigrationList {
 public:
  class Iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = Migration;
    using difference_type = std::ptrdiff_t;
    using pointer = const Migration*;
    using reference = const Migration&;
    using Place = std::vector<std::shared_ptr<const Migration>>::const_iterator;

    Iterator() = default;
    explicit Iterator(Place place) : place_(place) {}
    reference operator*() const { return **place_; }
    pointer operator->() const { return place_->get(); }
    reference operator[](difference_type n) const { return *place_[n]; }
    Iterator& operator++() { return ++place_, *this; }
    Iterator operator++(int) { return Iterator(place_++); }
    Iterator& operator--() { return --place_, *this; }
    Iterator operator--(int) { return Iterator(place_--); }
    Iterator& operator+=(difference_type n) { return place_ += n, *this; }
    Iterator& operator-=(difference_type n) { return place_ -= n, *this; }
    friend Iterator operator+(Iterator a, difference_type n) { return a += n; }
    friend Iterator operator+(difference_type n, Iterator a) { return a += n; }
    friend Iterator operator-(Iterator a, difference_type n) { return a -= n; }
    friend difference_type operator-(Iterator a, Iterator b) { return a.place_ - b.place_; }
    friend auto operator<=>(Iterator, Iterator) = default;

   private:
    Place place_{};
  };

  MigrationList() = default;
  /// In any order.
  explicit MigrationList(std::vector<std::shared_ptr<const Migration>> migrations);

  Iterator begin() const { return Iterator(all_.begin()); }
  Iterator end() const { return Iterator(all_.end()); }
  std::size_t size() const { return all_.size(); }
  bool empty() const { return all_.empty(); }
  const Migration& front() const { return *all_.front(); }
  const Migration& operator[](std::size_t i) const { return *all_[i]; }

 private:
  std::vector<std::shared_ptr<const Migration>> all_;
};

/// The content of one migrations folder. Depends on nothing but the folder's content (and, where a module reads settings or
/// other packages, on these), so it is shared by all snapshots that hold the same folder.
struct MigrationPackage {
  const source::Directory* directory = nullptr;
  std::string package;                  ///< dotted name, as "shop.migrations"
  MigrationList migrations;
  std::vector<LoadError> errors;        ///< sorted by file
  /// Of those files that Python could not load, what is still known of their place in the graph; sorted by name. Django
  /// never gets as far, but what stands around them is not to be judged as if they were not there.
  MigrationList unreadable;
  std::vector<IgnoredFile> ignored;     ///< sorted by file
  bool has_init = true;                 ///< false: a namespace package, which Django takes for unmigrated
  bool of_south = false;                ///< its migrations are South's, of before Django 1.7
};

/// A Django app with migrations, as ../oracle/SCHEMA.md of the design finds them ("Which files are read").
struct App {
  std::string label;
  std::string label_from;       ///< "folder", the config file's name, "option", "MIGRATION_MODULES"
  std::string path;             ///< the app's folder relative to the root; "." for the root itself
  std::string migrations_path;  ///< relative to the root
  std::shared_ptr<const MigrationPackage> package;

  /// An unreadable one too; null where there is none of that name.
  const Migration* migration(std::string_view name) const;
  std::string path_of(const Migration& migration) const;  ///< of its file, relative to the root
};

struct Skipped {
  std::string path;
  std::string reason;
};

/// Settings that name models, found in the source: NAME -> "app.Model". AUTH_USER_MODEL is always there.
using ModelSettings = std::map<std::string, std::string>;

/// Apps that make one Django project: no label twice. Several projects of a repository are kept apart.
struct Project {
  std::string root;                ///< folder of its manage.py, "" for the root or where there is none
  std::vector<const App*> apps;    ///< sorted by label; what its graph is made of
  std::vector<const App*> judged;  ///< those whose findings are reported here (an app shared by two projects: in one)
};

/// All that one snapshot says about Django. Immutable; apps are shared between snapshots where nothing changed. Lives as long
/// as the CodebaseReader that made it.
struct Codebase {
  std::vector<std::shared_ptr<const App>> apps;  ///< sorted by label, then path; also those whose label is taken
  /// One app of each label, sorted by label: of two, the one with fewer path separators, then the smaller path. What `dump`
  /// shows; the others stand in `skipped`.
  std::vector<const App*> first_of_label;
  std::vector<Project> projects;                 ///< sorted by root; at least one, perhaps empty
  std::vector<Skipped> skipped;                  ///< sorted by path
  ModelSettings settings;
  std::vector<std::string> settings_files;       ///< where the settings were found, relative to the root, sorted by folder
  /// The Django that it runs on, where that is configured or installed. What its files say of it: django_release().
  std::optional<DjangoVersion> django;
  /// The labels of a readable INSTALLED_APPS (labels or last parts of names), where there is one.
  std::optional<std::vector<std::string>> installed;
  const source::Directory* root = nullptr;  ///< what it was read from
  ReleaseFinder* releases = nullptr;        ///< see django_release.h; belongs to the reader
};

}  // namespace miggraph::django
