#include "scratch.h"

#include <stdlib.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "target.h"

namespace miggraph::fuzz {

namespace fs = std::filesystem;

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "miggraph-fuzz-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) broken("no temporary folder can be made", name);
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Scratch::write(std::string_view below, std::string_view content) const {
  const fs::path file = path(below);
  fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream.write(content.data(), static_cast<std::streamsize>(content.size()));
}

void Scratch::remove(std::string_view below) const {
  std::error_code ignored;
  fs::remove_all(path(below), ignored);
}

std::string hex_of(char id) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(id);
  std::string hex;
  for (int i = 0; i < 20; ++i) hex += {digits[byte >> 4], digits[byte & 15]};
  return hex;
}

std::string deflated(std::string_view content) {
  // Not compress2(): the zlib in libgit2's own sources lacks it.
  z_stream stream{};
  deflateInit(&stream, 1);
  std::string out(deflateBound(&stream, static_cast<uLong>(content.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

void write_raw_object(const Scratch& scratch, const std::string& git_directory, char id, std::string_view bytes) {
  const std::string hex = hex_of(id);
  scratch.write(git_directory + "/objects/" + hex.substr(0, 2) + "/" + hex.substr(2), bytes);
}

void write_object(const Scratch& scratch, const std::string& git_directory, char id, std::string_view type,
                  std::string_view content) {
  std::string whole = std::string(type) + " " + std::to_string(content.size());
  whole += '\0';
  whole += content;
  write_raw_object(scratch, git_directory, id, deflated(whole));
}

}  // namespace miggraph::fuzz
