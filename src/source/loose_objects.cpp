#include "source/loose_objects.h"

#include <dirent.h>
#include <git2.h>
#include <git2/sys/odb_backend.h>
#if __has_include(<git2/sys/errors.h>)  // since libgit2 1.8; before, git2.h has what it declares
#include <git2/sys/errors.h>
#endif
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>

#include "source/blob.h"
#include "source/file_bytes.h"
#include "source/git_error.h"

namespace miggraph::source {
namespace {

// libgit2 calls back through the C struct that this begins with.
struct LooseObjects {
  git_odb_backend backend;
  std::string directory;
};

LooseObjects& self(git_odb_backend* backend) {
  return *reinterpret_cast<LooseObjects*>(backend);
}

std::string path_of(const LooseObjects& objects, const std::string& hex) {
  return objects.directory + "/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

int fail(const std::string& path, const char* reason) {
  const std::string message = "loose object " + path + " is damaged: " + reason;
  git_error_set_str(GIT_ERROR_ODB, message.c_str());
  return GIT_ERROR;
}

struct Header {
  git_object_t type = GIT_OBJECT_INVALID;
  std::size_t size = 0;    // of the content, as the header claims
  std::size_t length = 0;  // of the header with its NUL
};

std::optional<Header> parse_header(std::string_view bytes) {
  const std::size_t end = bytes.find('\0');
  const std::size_t space = bytes.find(' ');
  if (end == std::string_view::npos || space == std::string_view::npos || space > end) return std::nullopt;
  Header header;
  header.type = git_object_string2type(std::string(bytes.substr(0, space)).c_str());
  const std::string_view digits = bytes.substr(space + 1, end - space - 1);
  const auto [stop, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), header.size);
  if (failure != std::errc() || stop != digits.data() + digits.size() || header.type == GIT_OBJECT_INVALID) {
    return std::nullopt;
  }
  header.length = end + 1;
  return header;
}

// Inflates one zlib stream step by step into what it is given; ends the stream when it goes.
class Inflater {
 public:
  explicit Inflater(std::string_view compressed) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream_.avail_in = static_cast<uInt>(compressed.size());
    ready_ = inflateInit(&stream_) == Z_OK;
  }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // How many bytes of `to` were filled: fewer than `size` at the end of the stream, at its cut, or where it is garbage.
  std::size_t read(char* to, std::size_t size) {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(size);
    while (ready_ && !ended_ && stream_.avail_out > 0) {
      const int code = inflate(&stream_, Z_NO_FLUSH);
      if (code == Z_STREAM_END) ended_ = true;
      // Z_BUF_ERROR is the cut: there is room for more and nothing more to read.
      else if (code != Z_OK)
        break;
    }
    return size - stream_.avail_out;
  }
  // True where the stream holds nothing more and its checksum is right.
  bool at_end() {
    char beyond = 0;
    return (ended_ || read(&beyond, 1) == 0) && ended_;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  bool ended_ = false;
};

// `content` null: only the header is wanted.
int read_object(git_odb_backend* backend, const std::string& path, void** content, std::size_t* size,
                git_object_t* type) {
  // zlib counts in 32 bits; and a file of this size is no source file.
  constexpr std::size_t largest = std::size_t{1} << 30;
  // Deflate packs at most 1032 bytes into one: a header that claims more lies, and would have us fill the memory.
  constexpr std::size_t best_ratio = 1032;

  auto compressed = read_file(path, largest);
  if (!compressed) {
    if (compressed.error_number == ENOENT || compressed.error_number == ENOTDIR) {
      git_error_set_str(GIT_ERROR_ODB, ("no loose object " + path).c_str());
      return GIT_ENOTFOUND;
    }
    return fail(path, std::strerror(compressed.error_number));
  }
  Inflater inflater(compressed.bytes);
  char start[64];
  const std::size_t got = inflater.read(start, sizeof start);
  const std::optional<Header> header = parse_header(std::string_view(start, got));
  if (!header) return fail(path, "no readable header");
  if (header->size / best_ratio > compressed.bytes.size()) return fail(path, "cut short, or its header lies");
  *size = header->size;
  *type = header->type;
  if (content == nullptr) return 0;

  const std::size_t at_hand = got - header->length;
  if (at_hand > header->size) return fail(path, "longer than its header claims");
  // One byte more than the object has, as libgit2's own backends give it: callers of libgit2 rely on a NUL at the end.
  auto* buffer = static_cast<char*>(git_odb_backend_data_alloc(backend, header->size + 1));
  if (buffer == nullptr) return fail(path, "no memory");
  std::memcpy(buffer, start + header->length, at_hand);
  const std::size_t rest = header->size - at_hand;
  const bool whole = inflater.read(buffer + at_hand, rest) == rest;
  const bool ended = whole && inflater.at_end();
  if (!whole || !ended) {
    git_odb_backend_data_free(backend, buffer);
    return fail(path, whole ? "longer than its header claims, or a wrong checksum" : "cut short");
  }
  buffer[header->size] = '\0';
  *content = buffer;
  return 0;
}

int read_loose(void** content, std::size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* id) {
  return read_object(backend, path_of(self(backend), from_oid(*id).hex()), content, size, type);
}

int read_loose_header(std::size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* id) {
  return read_object(backend, path_of(self(backend), from_oid(*id).hex()), nullptr, size, type);
}

int loose_exists(git_odb_backend* backend, const git_oid* id) {
  return exists_on_disk(path_of(self(backend), from_oid(*id).hex())) ? 1 : 0;
}

int find_by_prefix(git_oid* found, git_odb_backend* backend, const git_oid* prefix, std::size_t length) {
  if (length < 2) return GIT_EAMBIGUOUS;
  const std::string hex = from_oid(*prefix).hex();
  const std::string folder = self(backend).directory + "/" + hex.substr(0, 2);
  const std::string_view start = std::string_view(hex).substr(2, std::min(length, hex.size()) - 2);
  std::optional<ObjectId> match;
  if (DIR* listing = opendir(folder.c_str()); listing != nullptr) {
    bool ambiguous = false;
    while (const dirent* entry = readdir(listing)) {
      const std::string_view name = entry->d_name;
      if (!name.starts_with(start)) continue;
      const std::optional<ObjectId> id = ObjectId::from_hex(hex.substr(0, 2) + std::string(name));
      if (!id) continue;
      ambiguous = ambiguous || match.has_value();
      match = id;
    }
    closedir(listing);
    if (ambiguous) {
      git_error_set_str(GIT_ERROR_ODB, "several loose objects begin so");
      return GIT_EAMBIGUOUS;
    }
  }
  if (!match) {
    git_error_set_str(GIT_ERROR_ODB, "no loose object begins so");
    return GIT_ENOTFOUND;
  }
  *found = to_oid(*match);
  return 0;
}

int read_loose_prefix(git_oid* found, void** content, std::size_t* size, git_object_t* type, git_odb_backend* backend,
                      const git_oid* prefix, std::size_t length) {
  const int code = find_by_prefix(found, backend, prefix, length);
  return code != 0 ? code : read_loose(content, size, type, backend, found);
}

int loose_exists_prefix(git_oid* found, git_odb_backend* backend, const git_oid* prefix, std::size_t length) {
  return find_by_prefix(found, backend, prefix, length);
}

void free_loose(git_odb_backend* backend) {
  delete &self(backend);
}

}  // namespace

git_odb_backend* make_loose_objects_backend(std::string objects_directory) {
  auto objects = std::make_unique<LooseObjects>();
  git_odb_init_backend(&objects->backend, GIT_ODB_BACKEND_VERSION);
  objects->directory = std::move(objects_directory);
  objects->backend.read = read_loose;
  objects->backend.read_prefix = read_loose_prefix;
  objects->backend.read_header = read_loose_header;
  objects->backend.exists = loose_exists;
  objects->backend.exists_prefix = loose_exists_prefix;
  objects->backend.free = free_loose;
  return &objects.release()->backend;
}

}  // namespace miggraph::source
