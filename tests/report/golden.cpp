#include "golden.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

std::string golden(const std::string& name, const std::string& actual) {
  const std::filesystem::path path = std::filesystem::path(MIGGRAPH_SOURCE_DIR) / "tests" / "golden" / "report" / name;
  const char* update = std::getenv("MIGGRAPH_UPDATE");
  if (update && *update == '1') {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
  }
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
