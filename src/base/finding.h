#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace miggraph {

enum class Severity { error, warning, info };

std::string_view name_of(Severity severity);

/// The stable codes, made from diagnostics.def: Diagnostic::MG101 and so on.
enum class Diagnostic {
#define DIAGNOSTIC(code, name, severity, summary) code,
#include "base/diagnostics.def"
#undef DIAGNOSTIC
};

struct DiagnosticInfo {
  Diagnostic diagnostic;
  std::string_view code;     ///< "MG101"
  std::string_view name;     ///< "multiple-leaves"
  Severity severity;         ///< unless the finding says otherwise
  std::string_view summary;  ///< one line, for lists of rules
};

const DiagnosticInfo& info(Diagnostic diagnostic);
const std::vector<DiagnosticInfo>& all_diagnostics();

/// Something in the user's files that is wrong, or that they should know. All texts may hold what a repository holds:
/// whoever prints them escapes them for the place they go to.
struct Finding {
  Diagnostic diagnostic = Diagnostic::MG903;
  Severity severity = Severity::error;
  std::string message;  ///< what is wrong, one sentence, no full stop at the end
  std::string help;     ///< what mends it; may be empty
  std::string path;     ///< relative to the root, with '/'; empty where there is none
  std::optional<Range> range;
  std::string app;                ///< label, or empty
  std::string migration;          ///< name without its app, or empty
  std::vector<std::string> refs;  ///< short names of the refs concerned

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// Order of the output: path, place, code, message; so that it is the same from run to run.
bool before(const Finding& a, const Finding& b);

}  // namespace miggraph
