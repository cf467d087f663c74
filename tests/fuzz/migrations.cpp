/// A whole small project, its branch and the branch's target, from bytes to everything that is said of it: check,
/// explain, graph and dump in every format. What is JSON can be parsed, what people read is harmless, and saying it
/// again says the same.
#include <nlohmann/json.hpp>

#include "analysis/check.h"
#include "analysis/explain.h"
#include "analysis/project_states.h"
#include "report/dump_json.h"
#include "report/state_listing.h"
#include "cli/graph_picture.h"
#include "django/codebase_reader.h"
#include "harmless.h"
#include "memory_trees.h"
#include "report/drawings.h"
#include "report/formats.h"
#include "source/merge_trees.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;

namespace {

source::CommitId commit(std::uint8_t number) {
  source::CommitId id;
  id.bytes.fill(number);
  return id;
}

const source::CommitId base_commit = commit(0xb), our_commit = commit(0x0), their_commit = commit(0x7);
// Names that act where they are not escaped.
const char* const our_ref = "feature/\x1b[31m\u202e";
const char* const their_ref = "::error::ma\nin";

// The three trees as a repository would show them.
class MemoryViews : public analysis::Views, public report::SourceLines {
 public:
  explicit MemoryViews(std::string_view input)
      : trees_(read_trees(pool_, blobs_, input)),
        reader_([this](const source::BlobId& blob) { return blobs_.read(blob); }, options()) {}

  Result<analysis::View> at(const source::Revision& revision) override {
    const bool ours = revision.commit == our_commit;
    return of(ours ? trees_.ours : trees_.theirs, ours ? our_ref : their_ref, revision.commit, {});
  }
  Result<analysis::View> merge(const analysis::View& ours, const analysis::View& theirs) override {
    auto merged = source::merge_trees(pool_, blobs_, trees_.base, ours.snapshot.root, theirs.snapshot.root, 0);
    if (!merged) return merged.error();
    return of(merged->root, ours.snapshot.ref, std::nullopt, std::move(merged->conflicts));
  }
  Result<std::vector<source::CommitId>> merge_bases(const source::CommitId& a, const source::CommitId& b) override {
    return std::vector{a == b ? a : base_commit};
  }
  Result<std::optional<source::CommitInfo>> last_change(const source::CommitId& tip, const std::string& path) override {
    source::CommitInfo info;
    info.id = tip;
    info.author = path + "\x9b\r##[error]";
    return std::optional(info);
  }
  std::optional<std::string> line(std::string_view path, std::uint32_t number,
                                  const std::vector<std::string>& refs) const override {
    const bool theirs = !refs.empty() && refs.front() == their_ref;
    const source::File* file = (theirs ? trees_.theirs : trees_.ours)->file_at(path);
    if (file == nullptr) return std::nullopt;
    const Result<std::string_view> text = blobs_.read(file->blob);
    if (!text) return std::nullopt;
    return std::string(LineIndex(*text).line(number));
  }

 private:
  static django::ReadOptions options() {
    django::ReadOptions options;
    options.root_name = "project";
    options.threads = 1;
    return options;
  }
  Result<analysis::View> of(const source::Directory* root, std::string ref, std::optional<source::CommitId> id,
                            std::vector<source::PathConflict> conflicts) {
    analysis::View view;
    view.snapshot.kind = id ? source::SnapshotKind::commit : source::SnapshotKind::merge;
    view.snapshot.ref = std::move(ref);
    view.snapshot.commit = id;
    view.snapshot.root = root;
    view.snapshot.path_conflicts = std::move(conflicts);
    auto codebase = reader_.read(view.snapshot);
    if (!codebase) return codebase.error();
    view.codebase = std::move(*codebase);
    return view;
  }

  source::DirectoryPool pool_;
  mutable source::BlobStore blobs_{nullptr};
  MemoryTrees trees_;
  django::CodebaseReader reader_;
};

bool is_json(std::string_view text) {
  return nlohmann::json::accept(text);
}

// GitHub acts on a line that begins with "::"; ours are the annotations.
void check_commands(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const bool command = line.starts_with("::") || line.find("##[") != std::string_view::npos;
    const auto is_ours = [&](const char* start) { return line.starts_with(start); };
    constexpr const char* annotations[] = {
        "::error title=miggraph", "::warning title=miggraph", "::notice title=miggraph",
        "::error file=",          "::warning file=",          "::notice file="};
    const bool group = line == "::group::miggraph check" || line == "::endgroup::";
    const bool ours = group || std::any_of(std::begin(annotations), std::end(annotations), is_ours);
    holds(!command || ours, "no line is somebody else's command", line);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

std::string check_formats(const analysis::Report& report, const report::SourceLines& sources,
                          report::RenderOptions::Purpose purpose) {
  std::string all;
  for (const report::Format& format : report::formats()) {
    if (purpose == report::RenderOptions::Purpose::explain && !format.for_explain) continue;
    for (const bool narrow : {false, true}) {
      report::RenderOptions options;
      options.purpose = purpose;
      options.sources = &sources;
      options.all_findings = !narrow;
      options.style.unicode = !narrow;
      options.style.width = narrow ? 40 : 100;
      const std::string text = format.render(report, options);
      holds(is_harmless(text), "a report is harmless", text);
      check_commands(text);
      if (format.name == "json") holds(is_json(text), "JSON can be parsed", text);
      all += text;
    }
  }
  return all;
}

std::string everything(std::string_view input) {
  MemoryViews views(input);
  const source::Revision ours{our_ref, our_commit}, theirs{their_ref, their_commit};
  const auto view = views.at(ours);
  holds(view.ok(), "a tree in memory can be read");

  const std::string dumped = report::dump_json(*view->codebase, true);
  holds(is_json(dumped) && is_harmless(dumped), "a dump is harmless JSON", dumped);
  check_commands(dumped);
  std::string all = dumped;

  const analysis::Against against{theirs, "the target", true};
  const auto checked = analysis::check(views, {*view, {against}, {.all_apps = true, .paths = {}}});
  holds(checked.ok(), "a tree in memory can be checked");
  all += check_formats(*checked, views, report::RenderOptions::Purpose::check);

  analysis::ExplainInput explain{*view, against, {ours, theirs}, {.all_apps = true, .paths = {}}};
  const auto explained = analysis::explain(views, explain);
  holds(explained.ok(), "a tree in memory can be explained");
  all += check_formats(*explained, views, report::RenderOptions::Purpose::explain);

  std::vector<const django::App*> apps;
  for (const auto& app : view->codebase->apps) apps.push_back(app.get());
  const auto picture = cli::draw_picture(views, *view, apps, {theirs}, nullptr);
  holds(picture.ok(), "a tree in memory can be drawn");
  for (const report::Drawing& drawing : report::drawings()) {
    for (const bool reverse : {false, true}) {
      const std::string text = drawing.draw(*picture, {{.unicode = !reverse, .width = 60}, reverse});
      holds(is_harmless(text), "a drawing is harmless", text);
      check_commands(text);
      if (drawing.name == "json") holds(is_json(text), "JSON can be parsed", text);
      all += text;
    }
  }

  const auto state = analysis::state_at(*view, std::nullopt);
  holds(state.ok(), "a tree in memory leads to a state");
  const std::set<std::string> labels = analysis::labels_of(*view->codebase);
  report::StateListing listing;
  listing.state = &*state;
  listing.labels.assign(labels.begin(), labels.end());
  const std::string listed = report::state_json(listing, {});
  holds(is_json(listed) && is_harmless(listed), "a state is harmless JSON", listed);
  const std::string said = report::state_text(listing, {.unicode = false, .width = 60});
  holds(is_harmless(said), "the listing of a state is harmless", said);
  check_commands(said);
  return all + listed + said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<source::Library> library = source::Library::get();  // started once, not for every input
  const std::string first = everything(text_of(data, size));
  // Twice as slow, and what it finds (an order that hangs on addresses) shows on many inputs: some of them suffice.
  if (size % 8 == 0) holds(first == everything(text_of(data, size)), "said again it is the same");
  return 0;
}
