#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/report.h"
#include "report/source_lines.h"
#include "report/style.h"

namespace miggraph::report {

/// What a format has to know besides the Report.
struct RenderOptions {
  enum class Purpose {
    check,    ///< every finding, each with its cure
    explain,  ///< the story of each conflict
  };

  Purpose purpose = Purpose::check;
  Style style;
  const SourceLines* sources = nullptr;  ///< null: no frames of source text
  bool all_findings = false;             ///< false: at most 20 findings of one code
  bool quiet = false;                    ///< findings only: no line that says all is well
  bool strict = false;                   ///< warnings count as errors
  std::vector<std::string> paths;        ///< `check`: only apps below these folders were judged; empty: all
  std::string focus;                     ///< `explain`: the migration or model that the report was cut down to
};

struct Format {
  std::string_view name;
  std::string (*render)(const analysis::Report&, const RenderOptions&);
  bool for_explain;
  std::string_view summary;
};

/// In the order of formats.def.
const std::vector<Format>& formats();
const Format* find_format(std::string_view name);

}  // namespace miggraph::report
