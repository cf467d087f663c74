/// The format `text`: what a person reads in a terminal.

#include <string>

#include "report/check_text.h"
#include "report/explain_text.h"
#include "report/formats.h"

namespace miggraph::report {

std::string render_text(const analysis::Report& report, const RenderOptions& options) {
  return options.purpose == RenderOptions::Purpose::explain ? explain_text(report, options)
                                                            : check_text(report, options);
}

}  // namespace miggraph::report
