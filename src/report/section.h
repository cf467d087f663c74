#pragma once

#include <cstddef>
#include <string_view>

#include "report/canvas.h"

namespace miggraph::report {

/// `Why it breaks   text`: the heading at the left, the text beside it; below it where the terminal is narrow.
class Section {
 public:
  Section(Canvas& canvas, std::string_view heading);
  void say(std::string_view text, Paint paint = {});
  void type(std::string_view command);

 private:
  Canvas& canvas_;
  std::size_t indent_;
};

}  // namespace miggraph::report
