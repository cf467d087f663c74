#pragma once

#include <string>
#include <string_view>

namespace miggraph::fuzz {

/// A folder of this process below TMPDIR, gone when the program ends as it should. scripts/fuzz gives a TMPDIR in
/// memory and clears away what a crash leaves.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string path(std::string_view below) const { return path_ + "/" + std::string(below); }
  void write(std::string_view below, std::string_view content) const;  ///< with the folders on the way
  /// Removes a file or a folder with all that is in it.
  void remove(std::string_view below) const;

 private:
  std::string path_;
};

/// An object of the repository in `git_directory`, under the id that `id` names: the byte `id` twenty times. Nobody
/// holds ids against content when reading, so an input may name its objects as it likes.
void write_object(const Scratch& scratch, const std::string& git_directory, char id, std::string_view type,
                  std::string_view content);
/// The same of a file's bytes as they are.
void write_raw_object(const Scratch& scratch, const std::string& git_directory, char id, std::string_view bytes);
/// What a loose object's file holds for `content`, header included.
std::string deflated(std::string_view content);
/// The id in hexadecimal.
std::string hex_of(char id);

}  // namespace miggraph::fuzz
