#pragma once

#include <span>
#include <vector>

#include "graph/loader.h"

namespace miggraph::graph {

/// A migration with `replaces`, and the keys there (unknown entries left out).
struct Squash {
  MigrationKey key;
  const django::Migration* migration = nullptr;
  std::vector<MigrationKey> replaces;
};

Squash squash_of(const MigrationKey& key, const django::Migration& migration, const django::ModelSettings& settings);

/// Finds what is wrong with squashes before they are carried out, and puts them in an order in which all of them can
/// be: inner ones first. Entries that could not be carried out (circles, itself, a name reused) are taken out of
/// `replaces`.
std::vector<Squash> untangle(std::vector<Squash> squashes, const MigrationGraph& graph, std::vector<Problem>& problems);

}  // namespace miggraph::graph
