#include "django/public_paths.h"

#include <array>
#include <unordered_map>
#include <utility>

namespace miggraph::django {
namespace {

using std::string_view;

using Table = std::unordered_map<std::string, string_view>;  // longer path -> shorter module

const Table& table() {
  static const Table paths = [] {
    Table made;
    const auto add = [&made](string_view longer, string_view shorter, string_view names) {
      while (!names.empty()) {
        const std::size_t space = names.find(' ');
        made.emplace(std::string(longer) + "." + std::string(names.substr(0, space)), shorter);
        names = space == string_view::npos ? string_view() : names.substr(space + 1);
      }
    };
#define PUBLIC_PATH(longer, shorter, names) add(longer, shorter, names);
#include "django/public_paths.def"
#undef PUBLIC_PATH
    return made;
  }();
  return paths;
}

/// Names that are gone from Django, and what stands for them now.
constexpr std::array<std::pair<string_view, string_view>, 9> old_names = {{
    {"django.utils.translation.ugettext", "django.utils.translation.gettext"},
    {"django.utils.translation.ugettext_lazy", "django.utils.translation.gettext_lazy"},
    {"django.utils.translation.ugettext_noop", "django.utils.translation.gettext_noop"},
    {"django.utils.translation.ungettext", "django.utils.translation.ngettext"},
    {"django.utils.translation.ungettext_lazy", "django.utils.translation.ngettext_lazy"},
    {"django.utils.encoding.force_text", "django.utils.encoding.force_str"},
    {"django.utils.encoding.smart_text", "django.utils.encoding.smart_str"},
    {"django.utils.timezone.utc", "datetime.timezone.utc"},
    {"django.core.urlresolvers", "django.urls"},
}};

/// Whether `path` is `whole` or something inside it.
bool begins_with_path(string_view path, string_view whole) {
  return path.starts_with(whole) && (path.size() == whole.size() || path[whole.size()] == '.');
}

}  // namespace

std::string public_path(string_view path) {
  if (!path.starts_with("django.")) return std::string(path);
  for (const auto& [old, now] : old_names) {
    if (begins_with_path(path, old)) return std::string(now) + std::string(path.substr(old.size()));
  }
  // The longest known prefix decides; what follows it (an attribute) stays.
  for (std::size_t end = path.size(); end != string_view::npos && end > 0; end = path.rfind('.', end - 1)) {
    const auto known = table().find(std::string(path.substr(0, end)));
    if (known == table().end()) continue;
    const std::size_t name = path.rfind('.', end - 1);
    return std::string(known->second) + std::string(path.substr(name));
  }
  constexpr string_view gis = "django.contrib.gis.db.models.fields.";
  if (path.starts_with(gis)) return "django.contrib.gis.db.models." + std::string(path.substr(gis.size()));
  return std::string(path);
}

}  // namespace miggraph::django
