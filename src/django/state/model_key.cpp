#include "django/state/model_key.h"

namespace miggraph::django {

namespace {

/// The small letter of a Latin, Greek or Cyrillic one (U+0080 to U+07FF); others stay.
unsigned lower_letter(unsigned c) {
  const auto within = [c](unsigned first, unsigned last) { return c >= first && c <= last; };
  const bool pairs_begin_even = within(0x100, 0x12F) || within(0x132, 0x137) || within(0x14A, 0x177) || within(0x460, 0x481) || within(0x48A, 0x4BF);
  const bool pairs_begin_odd = within(0x139, 0x148) || within(0x179, 0x17E);
  if (pairs_begin_even) return c | 1U;
  if (pairs_begin_odd) return c + (c & 1U);
  if (c == 0x178) return 0xFF;
  if (c == 0x386) return 0x3AC;
  if (c == 0x38C) return 0x3CC;
  if (within(0x388, 0x38A)) return c + 37;
  if (within(0x38E, 0x38F)) return c + 63;
  if (within(0x400, 0x40F)) return c + 80;
  const bool a_row_apart = (within(0xC0, 0xDE) && c != 0xD7) || (within(0x391, 0x3AB) && c != 0x3A2) || within(0x410, 0x42F);
  return a_row_apart ? c + 32 : c;
}

unsigned byte(char c) { return static_cast<unsigned char>(c); }

}  // namespace

std::string lower_name(std::string_view name) {
  std::string lower(name);
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const unsigned first = byte(lower[i]);
    if (first >= 'A' && first <= 'Z') lower[i] = static_cast<char>(first + ('a' - 'A'));
    const bool of_two_bytes = first >= 0xC2 && first <= 0xDF && i + 1 < lower.size() && (byte(lower[i + 1]) & 0xC0U) == 0x80U;
    if (!of_two_bytes) continue;
    const unsigned letter = lower_letter((first & 0x1FU) << 6U | (byte(lower[i + 1]) & 0x3FU));
    lower[i] = static_cast<char>(0xC0U | letter >> 6U);
    lower[++i] = static_cast<char>(0x80U | (letter & 0x3FU));
  }
  return lower;
}

ModelKey model_key(std::string_view app, std::string_view name) {
  return {std::string(app), lower_name(name)};
}

std::string text_of(const ModelKey& key) {
  return key.app + "." + key.name;
}

}  // namespace miggraph::django
