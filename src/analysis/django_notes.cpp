#include "analysis/django_notes.h"

#include <algorithm>

#include "django/django_release.h"

namespace miggraph::analysis {
namespace {

using django::MixedDjango;

std::string text_of(const MixedDjango& mixed) {
  const auto& [version, place] = mixed.first;
  const auto& [other, other_place] = mixed.second;
  switch (mixed.kind) {
    case MixedDjango::Kind::two_pins:
      return place + " pins Django " + version.text() + ", " + other_place + " pins " + other.text() +
             ": the first is taken";
    case MixedDjango::Kind::newer_than_pin:
      return "Django is " + version.text() + " by " + place + ", but " + other_place + " was written by Django " +
             other.text();
    case MixedDjango::Kind::went_back:
      return "two Djangos write migrations: " + version.text() + " (" + place + "), then " + other.text() + " (" +
             other_place + "): pin one" + (mixed.requirement.empty() ? "" : " in " + mixed.requirement);
  }
  return "";
}

}  // namespace

std::vector<std::string> django_notes(const django::Codebase& codebase) {
  std::vector<std::string> notes;
  for (const django::Project& project : codebase.projects) {
    const auto mixed = django::mixed_django(codebase, project);
    if (!mixed) continue;
    std::string note = text_of(*mixed);
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace miggraph::analysis
