#pragma once

#include <cstddef>
#include <cstdint>

namespace miggraph::report {

/// What the place that the text goes to can show. cli/terminal.h finds it out.
struct Style {
  bool color = false;
  bool unicode = true;          ///< false: pure ASCII, our own signs by their twins
  std::size_t width = 100;      ///< columns; no line is wider, but for a word of a command that can't be broken
  bool relative_dates = false;  ///< "3 days ago" rather than "2026-02-11": for a person's screen, not for a file
  std::int64_t now = 0;         ///< seconds since 1970, for relative_dates
};

/// What a piece of text means; its colour follows from that. The lanes of a drawing have colours of their own, counted
/// from `lane` and repeated.
enum class Ink { plain, strong, dim, error, warning, good, accent, lane };

struct Paint {
  Ink ink = Ink::plain;
  std::size_t lane = 0;
  constexpr Paint(Ink i = Ink::plain) : ink(i) {}  // NOLINT(google-explicit-constructor): an Ink is a Paint
  constexpr Paint(Ink i, std::size_t number) : ink(i), lane(number) {}
  friend bool operator==(const Paint&, const Paint&) = default;
};

constexpr Paint lane_paint(std::size_t lane) {
  return {Ink::lane, lane};
}

}  // namespace miggraph::report
