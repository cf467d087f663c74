#include "report/words.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace miggraph::report {
namespace {

struct Civil {
  std::int64_t year;
  unsigned month, day, hour, minute, second;
};

/// Howard Hinnant's civil_from_days; any 64-bit time is fine, so that a commit of a broken clock is no trap.
Civil civil(std::int64_t seconds) {
  std::int64_t days = seconds / 86400;
  std::int64_t rest = seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  Civil c{};
  c.day = day_of_year - (153 * shifted + 2) / 5 + 1;
  c.month = shifted < 10 ? shifted + 3 : shifted - 9;
  c.year = static_cast<std::int64_t>(year_of_era) + era * 400 + (c.month <= 2 ? 1 : 0);
  const auto in_day = static_cast<unsigned>(rest);
  c.hour = in_day / 3600;
  c.minute = in_day / 60 % 60;
  c.second = in_day % 60;
  return c;
}

Civil local(const analysis::CommitLine& commit) {
  constexpr std::int64_t limit = std::int64_t{1} << 40;  // a year of five digits; a date beyond is nonsense anyway
  const std::int64_t time = commit.time > limit ? limit : commit.time < -limit ? -limit : commit.time;
  return civil(time + std::int64_t{commit.offset_minutes} * 60);
}

std::string ago(std::int64_t seconds) {
  static constexpr std::array<std::pair<std::int64_t, std::string_view>, 6> units = {
      {{31556952, "year"}, {2629746, "month"}, {604800, "week"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}}};
  for (const auto& [length, name] : units) {
    // Weeks from two on: "10 days ago" says more than "1 week ago".
    if (seconds >= length * (name == "week" ? 2 : 1))
      return counted(static_cast<std::size_t>(seconds / length), name) + " ago";
  }
  return "just now";
}

}  // namespace

std::string counted(std::size_t count, std::string_view noun, std::string_view plural) {
  if (count == 1) return fmt::format("1 {}", noun);
  return plural.empty() ? fmt::format("{} {}s", count, noun) : fmt::format("{} {}", count, plural);
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
    out += items[i];
  }
  return out;
}

std::string short_id(std::string_view commit) {
  return std::string(commit.substr(0, 7));
}

std::string date_of(const analysis::CommitLine& commit) {
  const Civil c = local(commit);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

std::string timestamp_of(const analysis::CommitLine& commit) {
  const Civil c = local(commit);
  const int offset = commit.offset_minutes;
  const int size = offset < 0 ? -offset : offset;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", c.year, c.month, c.day, c.hour, c.minute,
                     c.second, offset < 0 ? '-' : '+', size / 60, size % 60);
}

std::string who_and_when(const analysis::Leaf& leaf, const Style& style, std::string_view separator) {
  if (!leaf.commit) return "not committed";
  const bool relative = style.relative_dates && leaf.commit->time <= style.now;
  const std::string when = relative ? ago(style.now - leaf.commit->time) : date_of(*leaf.commit);
  return fmt::format("{}{}{}{}{}", short_id(leaf.commit->id), separator, leaf.commit->author,
                     separator == " · " ? " · " : ", ", when);
}

std::string snapshot_in_words(const analysis::SnapshotLine& snapshot) {
  if (snapshot.kind == "folder") return "the folder";
  if (snapshot.kind == "index") return "the staged files";
  if (snapshot.kind == "commit") {
    const std::string id = snapshot.commit ? short_id(*snapshot.commit) : "";
    return snapshot.ref.empty() || id.empty() ? snapshot.ref + id : snapshot.ref + " " + id;
  }
  return snapshot.ref.empty() || snapshot.ref == "HEAD" ? "the working tree" : "the working tree of " + snapshot.ref;
}

}  // namespace miggraph::report
