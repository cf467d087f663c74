#include "django/source_store.h"

#include <algorithm>
#include <optional>

#include "base/parallel.h"

namespace miggraph::django {
namespace {

using source::BlobId;

/// Those of `blobs` that `known` lacks, each once.
template <class Map>
std::vector<BlobId> new_ones(const std::vector<BlobId>& blobs, const Map& known) {
  std::vector<BlobId> missing;
  std::copy_if(blobs.begin(), blobs.end(), std::back_inserter(missing),
               [&](const BlobId& blob) { return !known.contains(blob); });
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  return missing;
}

/// work(bytes) for each blob on all cores; the results in order, or the first error.
template <class T, class Work>
Result<std::vector<T>> for_each_blob(const std::vector<BlobId>& blobs, unsigned threads, const BlobReader& reader,
                                     const Work& work, const Working& working, Counter bytes_of) {
  std::vector<T> results(blobs.size());
  std::vector<std::optional<Error>> errors(blobs.size());
  parallel_for(blobs.size(), threads, [&](std::size_t i) {
    Result<std::string_view> bytes = reader(blobs[i]);
    if (bytes) {
      results[i] = work(*bytes);
      working.count(bytes_of, bytes->size());
      working.step();
    } else {
      errors[i] = bytes.error();
    }
  });
  for (std::optional<Error>& error : errors) {
    if (error) return std::move(*error);
  }
  return results;
}

}  // namespace

Status SourceStore::scan(const std::vector<BlobId>& blobs) {
  const std::vector<BlobId> missing = new_ones(blobs, facts_);
  if (missing.empty()) return Nothing{};
  const Working working(progress_, Stage::scanning, missing.size());
  auto found =
      for_each_blob<SourceFacts>(missing, threads_, reader_, scan_source, working, Counter::bytes_scanned);
  if (!found) return found.error();
  for (std::size_t i = 0; i < missing.size(); ++i) facts_.emplace(missing[i], std::move((*found)[i]));
  return Nothing{};
}

Status SourceStore::evaluate(const std::vector<BlobId>& blobs) {
  const std::vector<BlobId> missing = new_ones(blobs, modules_);
  if (progress_ != nullptr) progress_->add(Counter::parsed_before, blobs.size() - missing.size());
  if (missing.empty()) return Nothing{};
  struct Found {
    std::shared_ptr<const python::Module> module;
    Imports imports;
  };
  const auto evaluated_alone = [](std::string_view source) {
    const std::shared_ptr<const python::Syntax> syntax = python::parse(source);
    Found one{nullptr, python::imports(*syntax)};
    std::erase_if(one.imports, [](const std::string& name) { return name == "django" || name.starts_with("django."); });
    one.module = python::evaluate(syntax);
    return one;
  };
  const Working working(progress_, Stage::parsing, missing.size());
  auto found = for_each_blob<Found>(missing, threads_, reader_, evaluated_alone, working, Counter::bytes_parsed);
  if (!found) return found.error();
  for (std::size_t i = 0; i < missing.size(); ++i) {
    Found& one = (*found)[i];
    modules_.emplace(missing[i], Evaluated{std::move(one.module), &*imports_.insert(std::move(one.imports)).first, nullptr});
  }
  return Nothing{};
}

Result<const std::vector<AppConfigClass>*> SourceStore::app_configs(const BlobId& blob) {
  auto known = configs_.find(blob);
  if (known == configs_.end()) {
    const Result<std::string_view> bytes = reader_(blob);
    if (!bytes) return bytes.error();
    known = configs_.emplace(blob, app_config_classes(*bytes)).first;
  }
  return &known->second;
}

std::shared_ptr<const python::Module> SourceStore::module_in(const BlobId& blob, python::ModuleName name,
                                                             python::World& world) {
  Evaluated& known = modules_.at(blob);
  if (known.syntax == nullptr) known.syntax = known.module->syntax();
  // What was evaluated once can be read again: the store keeps bytes, and tree-sitter gives the same for them.
  if (known.syntax == nullptr) known.syntax = python::parse(known.module->source);
  return python::evaluate(known.syntax, std::move(name), &world);
}

}  // namespace miggraph::django
