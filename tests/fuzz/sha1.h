#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace miggraph::fuzz {

/// SHA-1 (FIPS 180-4) as 20 bytes: what stands at the end of git's index. libgit2 offers it only with an object's
/// header.
inline std::string sha1(std::string_view text) {
  std::uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  std::string padded(text);
  padded += '\x80';
  while (padded.size() % 64 != 56) padded += '\0';
  const std::uint64_t bits = std::uint64_t{text.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) padded += static_cast<char>(bits >> shift);

  for (std::size_t at = 0; at < padded.size(); at += 64) {
    std::uint32_t words[80];
    for (std::size_t i = 0; i < 16; ++i) {
      words[i] = 0;
      for (std::size_t j = 0; j < 4; ++j) words[i] = words[i] << 8 | static_cast<unsigned char>(padded[at + 4 * i + j]);
    }
    for (std::size_t i = 16; i < 80; ++i) {
      words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }
    std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (std::size_t i = 0; i < 80; ++i) {
      const std::uint32_t mixed = i < 20              ? (b & c) | (~b & d)
                                  : i < 40 || i >= 60 ? b ^ c ^ d
                                                      : (b & c) | (b & d) | (c & d);
      constexpr std::uint32_t constants[4] = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
      const std::uint32_t next = std::rotl(a, 5) + mixed + e + constants[i / 20] + words[i];
      e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
  }
  std::string out;
  for (const std::uint32_t word : state) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(word >> shift);
  }
  return out;
}

}  // namespace miggraph::fuzz
