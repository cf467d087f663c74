#include "report/section.h"

#include <string>

namespace miggraph::report {
namespace {

constexpr std::size_t kHeadingColumn = 16;
constexpr std::size_t kNarrow = 64;

}  // namespace

Section::Section(Canvas& canvas, std::string_view heading)
    : canvas_(canvas), indent_(canvas.width() < kNarrow ? 2 : kHeadingColumn) {
  canvas_.blank();
  canvas_.put(heading, Ink::strong);
  if (indent_ < kHeadingColumn) canvas_.end();
}

void Section::say(std::string_view text, Paint paint) {
  canvas_.to_column(indent_);
  if (canvas_.column() < indent_) canvas_.put(std::string(indent_ - canvas_.column(), ' '));
  canvas_.prose(text, paint);
}

void Section::type(std::string_view command) {
  canvas_.put(std::string(indent_ + 4, ' '));
  canvas_.command(command);
}

}  // namespace miggraph::report
