// Objects of the standard library that Django's serializers know: datetime, decimal, uuid.
#include <array>

#include "django/deconstruct/deconstruction.h"

namespace miggraph::django::deconstruction {
namespace {

std::optional<std::int64_t> integer(const Canonical& value) {
  const auto* number = std::get_if<std::int64_t>(&value.data);
  return number != nullptr ? std::optional(*number) : std::nullopt;
}

/// Arguments under their names, in order, each an integer or left out.
std::optional<Canonical::Array> integers(std::span<const std::string_view> names, const Canonical::Array& args,
                                         const Keywords& keywords) {
  Canonical::Array out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto keyword = keywords.find(names[i]);
    const Canonical* given = i < args.size() ? &args[i] : keyword != keywords.end() ? &keyword->second : nullptr;
    if (given != nullptr && !integer(*given)) return std::nullopt;
    out.push_back(given != nullptr ? *given : Canonical{std::int64_t{0}});
  }
  return out;
}

std::optional<Canonical> datetime(const Canonical::Array& args, const Keywords& keywords) {
  static constexpr std::array<std::string_view, 7> names = {"year", "month", "day", "hour", "minute", "second", "microsecond"};
  auto parts = integers(names, args, keywords);
  if (!parts) return std::nullopt;
  const auto keyword = keywords.find("tzinfo");
  const Canonical* zone = args.size() > 7 ? &args[7] : keyword != keywords.end() ? &keyword->second : nullptr;
  if (zone == nullptr || is_null(*zone)) return call("datetime.datetime", std::move(*parts));
  const Canonical* path = zone->entry("ref");
  if (path == nullptr || *path != text("datetime.timezone.utc")) return std::nullopt;  // would have to be turned to UTC
  return call("datetime.datetime", std::move(*parts), {{"tzinfo", *zone}});
}

/// As Python normalises it: days of any sign, the rest not negative.
std::optional<Canonical> timedelta(const Canonical::Array& args, const Keywords& keywords) {
  static constexpr std::array<std::string_view, 7> names = {"days",    "seconds", "microseconds", "milliseconds",
                                                            "minutes", "hours",   "weeks"};
  static constexpr std::array<std::int64_t, 7> micro = {86'400'000'000, 1'000'000, 1, 1'000, 60'000'000, 3'600'000'000, 604'800'000'000};
  const auto parts = integers(names, args, keywords);
  if (!parts) return std::nullopt;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(*integer((*parts)[i]), micro[i], &product)) return std::nullopt;
    if (__builtin_add_overflow(total, product, &total)) return std::nullopt;
  }
  std::int64_t days = total / micro[0];
  std::int64_t rest = total % micro[0];
  if (rest < 0) rest += micro[0], --days;
  Keywords out;
  if (days != 0) out.emplace("days", Canonical{days});
  if (rest / 1'000'000 != 0) out.emplace("seconds", Canonical{rest / 1'000'000});
  if (rest % 1'000'000 != 0) out.emplace("microseconds", Canonical{rest % 1'000'000});
  return call("datetime.timedelta", {}, std::move(out));
}

std::optional<Canonical> decimal(const Canonical::Array& args) {
  if (args.empty()) return call("decimal.Decimal", {text("0")});
  if (args.size() != 1) return std::nullopt;
  if (const auto number = integer(args[0])) return call("decimal.Decimal", {text(std::to_string(*number))});
  if (std::holds_alternative<std::string>(args[0].data)) return call("decimal.Decimal", args);
  const double* real = std::get_if<double>(&args[0].data);
  const bool whole = real != nullptr && *real == static_cast<double>(static_cast<std::int64_t>(*real)) && *real < 1e15 && *real > -1e15;
  if (!whole) return std::nullopt;
  return call("decimal.Decimal", {text(std::to_string(static_cast<std::int64_t>(*real)))});
}

std::optional<Canonical> uuid(const Canonical::Array& args, const Keywords& keywords) {
  const auto keyword = keywords.find("hex");
  const Canonical* given = args.size() == 1 ? &args[0] : keyword != keywords.end() ? &keyword->second : nullptr;
  const std::string* hex = given != nullptr ? std::get_if<std::string>(&given->data) : nullptr;
  if (hex == nullptr) return std::nullopt;
  std::string out;
  for (const char c : *hex) {
    if (c == '-' || c == '{' || c == '}') continue;
    if (out.size() == 8 || out.size() == 13 || out.size() == 18 || out.size() == 23) out += '-';
    out += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out.size() == 36 ? std::optional(call("uuid.UUID", {text(out)})) : std::nullopt;
}

}  // namespace

std::optional<Canonical> moment(std::string_view path, const Canonical::Array& args, const Keywords& keywords) {
  static constexpr std::array<std::string_view, 3> date = {"year", "month", "day"};
  static constexpr std::array<std::string_view, 4> time = {"hour", "minute", "second", "microsecond"};
  if (path == "datetime.datetime") return datetime(args, keywords);
  if (path == "datetime.timedelta") return timedelta(args, keywords);
  if (path == "decimal.Decimal") return decimal(args);
  if (path == "uuid.UUID") return uuid(args, keywords);
  if (path == "datetime.date") {
    auto parts = integers(date, args, keywords);
    return parts ? std::optional(call(path, std::move(*parts))) : std::nullopt;
  }
  if (path == "datetime.time" && !keywords.contains("tzinfo")) {
    auto parts = integers(time, args, keywords);
    return parts ? std::optional(call(path, std::move(*parts))) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace miggraph::django::deconstruction
