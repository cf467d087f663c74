#include "source/promised_objects.h"

#include <charconv>

namespace miggraph::source {

void PromisedObjects::fetch(const std::vector<ObjectId>& ids) {
  std::string wanted;
  for (const ObjectId& id : ids) wanted += id.hex() + "\n";
  const std::lock_guard lock(mutex_);
  // As git's own promisor_remote_get_direct does it.
  static_cast<void>(run_git(place_,
                            {"-c", "fetch.negotiationAlgorithm=noop", "fetch", remote_, "--quiet", "--no-tags",
                             "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--stdin"},
                            wanted));
}

Result<std::string> PromisedObjects::read(const ObjectId& id, const std::string& type) {
  const std::lock_guard lock(mutex_);
  if (batch_ == nullptr) {
    Result<std::unique_ptr<GitProcess>> started = GitProcess::start(place_, {"cat-file", "--batch"});
    if (!started) return started.error();
    batch_ = std::move(*started);
    printed_.clear();
  }
  Result<std::string> bytes = ask(id, type);
  if (!bytes) batch_.reset();
  return bytes;
}

// "<id> <type> <size>", the bytes, a line break; or "<id> missing".
Result<std::string> PromisedObjects::ask(const ObjectId& id, const std::string& type) {
  const std::string what =
      type + " " + id.hex() + " was left out of this partial clone, and cannot be had from " + remote_;
  const auto failed = [&] {
    batch_->close_input();
    batch_->finish();
    return Error{Error::Kind::environment, what + ": " + batch_->complaint(),
                 "git fetch --refetch --no-filter " + remote_};
  };
  if (!batch_->write(id.hex() + "\n")) return failed();
  std::size_t end = 0;
  while ((end = printed_.find('\n')) == std::string::npos) {
    if (!batch_->read_some(printed_)) return failed();
  }
  const std::string start = id.hex() + " " + type + " ";
  std::size_t size = 0;
  if (!printed_.starts_with(start)) return failed();
  const auto [stop, failure] = std::from_chars(printed_.data() + start.size(), printed_.data() + end, size);
  if (failure != std::errc() || stop != printed_.data() + end) return failed();
  while (printed_.size() < end + 1 + size + 1) {
    if (!batch_->read_some(printed_)) return failed();
  }
  std::string bytes = printed_.substr(end + 1, size);
  printed_.erase(0, end + 1 + size + 1);
  return bytes;
}

}  // namespace miggraph::source
