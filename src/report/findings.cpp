#include "report/findings.h"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string_view>

#include "report/check_text.h"

namespace miggraph::report {
namespace {

/// FNV-1a: the same on every machine and in every version, which std::hash does not promise.
class Hash {
 public:
  void add(std::string_view text) {
    for (const char c : text) add(static_cast<unsigned char>(c));
    add(0x100);  // no byte: "ab" and "c" are not "a" and "bc"
  }
  std::uint64_t value() const { return value_; }

 private:
  void add(std::uint64_t unit) { value_ = (value_ ^ unit) * 0x100000001B3; }

  std::uint64_t value_ = 0xCBF29CE484222325;
};

}  // namespace

Severity weight_of(const Finding& finding, const RenderOptions& options) {
  return options.strict && finding.severity == Severity::warning ? Severity::error : finding.severity;
}

std::string place_of(const Finding& finding, const analysis::Report& report) {
  if (!finding.path.empty()) return finding.path;
  for (const analysis::AppLine& app : report.apps)
    if (app.label == finding.app && !app.path.empty()) return app.path;
  return ".";
}

std::vector<std::string> help_of(const Finding& finding, const analysis::Report& report) {
  std::vector<std::string> lines;
  const analysis::Conflict* conflict = conflict_of(report, finding);
  if (conflict && !conflict->advice.empty()) {
    for (const analysis::Advice& advice : conflict->advice) {
      lines.push_back(advice.text);
      for (const std::string& command : advice.commands) lines.push_back("    " + command);
    }
    return lines;
  }
  std::string_view text = finding.help;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::vector<std::string> fingerprints(const analysis::Report& report) {
  std::vector<std::string> made;
  std::map<std::uint64_t, std::size_t> seen;
  for (const Finding& finding : report.diagnostics) {
    Hash hash;
    hash.add(info(finding.diagnostic).code);
    hash.add(finding.app);
    hash.add(finding.migration);
    if (finding.app.empty() && finding.migration.empty()) hash.add(finding.path);  // nothing else tells what it is about
    if (const analysis::Conflict* conflict = conflict_of(report, finding)) {
      hash.add(name_of(conflict->scope));
      for (const analysis::Leaf& leaf : conflict->leaves) hash.add(leaf.migration);
    }
    made.push_back(fmt::format("{:016x}:{}", hash.value(), ++seen[hash.value()]));
  }
  return made;
}

}  // namespace miggraph::report
